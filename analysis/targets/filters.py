"""What the page of targets shows, read from its address. The workbook reads the same address."""

from collections.abc import Mapping

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from analysis.enums import TargetState
from analysis.targets.aims import LEVELS, Aim
from assessments.models import Cycle
from foundation.common.texts import localized
from organization.choosing import UnitField
from organization.models import Unit

ORGANIZATION, UNITS = "organization", "units"


class TargetForm(forms.Form):
    """What is not among the choices means what is first. `subject`: the organization or all units; `unit`: one of them, found by a search
    where there are many. An address may name the unit as the subject, too.
    """

    cycle = forms.ChoiceField(label=_("Cycle"), required=False)
    subject = forms.ChoiceField(label=_("Of whom"), required=False)
    unit = UnitField(
        label=_("Unit"),
        queryset=Unit.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("No single one"),
    )
    target = forms.ChoiceField(label=pgettext_lazy("what is aimed at", "Target"), required=False)
    level = forms.ChoiceField(label=_("Kind"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(
        self,
        query: Mapping[str, str],
        *,
        cycle: Cycle,
        cycles: list[Cycle],
        units: QuerySet[Unit],
        aims: tuple[Aim, ...],
        sees_organization: bool,
    ):
        choices = {
            "cycle": [(one.code, localized(one, "name")) for one in cycles],
            "subject": [
                *([(ORGANIZATION, _("The organization"))] if sees_organization else []),
                (UNITS, _("All units")),
            ],
            "target": [("", _("All targets")), *((aim.key, str(aim)) for aim in aims)],
            "level": [("", _("All kinds")), *LEVELS.items()],
            "state": [("", _("All states")), *TargetState.choices],
        }
        if cycle.code not in dict(choices["cycle"]):
            choices["cycle"].insert(0, (cycle.code, localized(cycle, "name")))
        asked = {name: query.get(name, "") for name in choices}
        first = {name: options[0][0] for name, options in choices.items()} | {"cycle": cycle.code}
        chosen = {
            name: asked[name] if asked[name] in dict(options) else first[name] for name, options in choices.items()
        }
        named = query.get("subject", "")
        one = query.get("unit", "") or (named if named not in (ORGANIZATION, UNITS) else "")
        if one:
            chosen |= {"subject": UNITS, "unit": one}
        super().__init__(chosen, initial=first)
        self.fields["unit"].queryset = units
        for name, options in choices.items():
            self.fields[name].choices = options
        self.full_clean()

    def value(self, name: str) -> str:
        return self.cleaned_data[name]

    @property
    def single(self) -> Unit | None:
        """The single one whose targets are shown; None: all, or the organization's."""
        return self.cleaned_data.get("unit")
