"""What the pages of free texts show, read from their address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from analysis.rules import can_see_quarter
from analysis.voices.indexing import ALL_UNITS, week_of
from analysis.voices.models import VoiceTotal
from foundation.common import clock
from organization.choosing import UnitField
from organization.enums import Role
from organization.models import Person, Unit
from organization.tree import descendants
from records.texts import text_sources

WEEKS = (4, 8, 13, 26)
USUAL = 8


@dataclass(frozen=True)
class Asked:
    """Texts of the weeks [start, end), compared with as many weeks before. `units`: keys; None: all. Empty `source` or `channel`: any."""

    weeks: int
    start: date
    end: date
    units: frozenset[int] | None
    source: str = ""
    channel: str = ""

    @property
    def before(self) -> date:
        return self.start - timedelta(weeks=self.weeks)

    @property
    def mondays(self) -> list[date]:
        return [self.start + timedelta(weeks=number) for number in range(self.weeks)]

    def condition(self, since: date | None = None) -> Q:
        """On `VoiceText`."""
        found = Q(week__gte=since or self.start, week__lt=self.end)
        if self.units is not None:
            found &= Q(unit_id__in=self.units)
        for name in ("source", "channel"):
            if value := getattr(self, name):
                found &= Q(**{name: value})
        return found

    def totals(self, since: date | None = None) -> QuerySet[VoiceTotal]:
        """Where no unit is chosen, those of all units together: one row a week and item instead of one for each unit, source and channel."""
        rows = VoiceTotal.objects.order_by().filter(self.condition(since))
        if self.units is not None:
            return rows
        return rows.filter(unit_id=ALL_UNITS, source=self.source, channel=self.channel)


def scope_of(person: Person) -> frozenset[int] | None:
    """Keys of the units whose figures the person may see; None: all."""
    if can_see_quarter(person):
        return None
    return frozenset(descendants(person.units_as(Role.HEAD, Role.LIAISON)))


class VoiceForm(forms.Form):
    """What is not among the choices means what is first; a unit is taken with all below it."""

    weeks = forms.ChoiceField(label=_("Time"), required=False)
    unit = UnitField(
        label=_("Unit"),
        queryset=Unit.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("All units"),
    )
    source = forms.ChoiceField(label=pgettext_lazy("of texts", "Source"), required=False)
    channel = forms.ChoiceField(label=_("Channel"), required=False)

    def __init__(self, query: Mapping[str, str], *, person: Person):
        self.scope = scope_of(person)
        options = {
            "weeks": [
                (str(n), _("The last %(n)d weeks") % {"n": n}) for n in (USUAL, *(n for n in WEEKS if n != USUAL))
            ],
            "source": [("", _("All sources")), *((name, one.label) for name, one in text_sources.items())],
            "channel": [("", _("All channels")), *channels().items()],
        }
        chosen = {
            name: value if (value := query.get(name, "")) in dict(those) else those[0][0]
            for name, those in options.items()
        }
        super().__init__({**chosen, "unit": query.get("unit", "")}, initial={"weeks": str(USUAL)})
        options["weeks"].sort(key=lambda option: int(option[0]))
        units = Unit.objects.order_by("code")
        self.fields["unit"].queryset = units if self.scope is None else units.filter(pk__in=self.scope)
        for name, those in options.items():
            self.fields[name].choices = those
        self.full_clean()

    def asked(self) -> Asked:
        """A unit out of sight is as good as one that is not there: nothing is shown for it."""
        weeks = int(self.cleaned_data["weeks"])
        end = week_of(clock.today()) + timedelta(weeks=1)
        units = self.scope
        if unit := self.cleaned_data.get("unit"):
            units = frozenset(descendants({unit.pk}))
        elif "unit" in self.errors:
            units = frozenset()
        found = Asked(weeks, end - timedelta(weeks=weeks), end, units)
        return replace(found, source=self.cleaned_data["source"], channel=self.cleaned_data["channel"])

    @property
    def query(self) -> dict[str, str]:
        """What is chosen, as it stands in an address."""
        unit = self.cleaned_data.get("unit")
        chosen = {name: self.cleaned_data[name] for name in ("source", "channel")} | {"unit": unit.code if unit else ""}
        if self.cleaned_data["weeks"] != str(USUAL):
            chosen["weeks"] = self.cleaned_data["weeks"]
        return {name: value for name, value in chosen.items() if value}


def channels() -> dict[str, str]:
    """{code: label} of all sources; what two sources call the same is one."""
    found: dict[str, str] = {}
    for source in text_sources:
        for code, label in source.channels:
            found.setdefault(code, label)
    return found
