"""Forms of cycles and their gates. What they allow is decided again by the services."""

from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext, gettext_lazy as _, override

from assessments.enums import CycleState
from assessments.models import Cycle
from assessments.selectors.gates import Gate
from assessments.services.passing import LONGEST_REASON
from assessments.services.special import problems_of_days
from foundation.common import clock
from foundation.common.dates import day_text
from foundation.common.days import DayField
from organization.choosing import UnitFinder
from organization.models import Person, Unit
from standards.enums import VersionState
from standards.models import StandardVersion


class GateForm(forms.Form):
    """The gate that the page showed."""

    gate = forms.ChoiceField(choices=CycleState.choices, widget=forms.HiddenInput)


class GoBackForm(GateForm):
    to = forms.ChoiceField(label=_("Back to"), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, cycle: Cycle, **kwargs):
        super().__init__(*args, **{"initial": {"gate": cycle.state}, **kwargs})
        # Of the gate that the page showed: where the cycle has moved since, the service says so.
        shown = self.data.get("gate") if self.data.get("gate") in CycleState.values else cycle.state
        self.fields["to"].choices = [(gate.value, gate.label) for gate in CycleState(shown).earlier]


class TakeBackForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Leads and managers are told; the reason is kept."),
        error_messages={"required": _("Say why the quarter is taken back.")},
    )


class GroupForm(GateForm):
    """Members and the last day. `members` takes public ids; the page draws it as a table that says who may not and why."""

    members = forms.ModelMultipleChoiceField(
        label=_("Members"), queryset=Person.objects.select_related("unit", "user"), to_field_name="public_id"
    )
    due_on = DayField(
        label=_("Votes until"), help_text=_("A working day. The voting closes before that with the last vote.")
    )


class SpecialCycleForm(forms.Form):
    title_zh = forms.CharField(
        label=_("Name in Chinese"), max_length=60, error_messages={"required": _("Say what is assessed.")}
    )
    title_en = forms.CharField(label=_("Name in English"), max_length=100, required=False)
    version = forms.ModelChoiceField(
        label=_("By the standard"),
        queryset=StandardVersion.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("the standard in force"),
        help_text=_("A version that is being tried is scored in the departments and the time of its pilot."),
    )
    start = DayField(label=_("From"), error_messages={"required": _("Say when it begins.")})
    last_day = DayField(label=_("Last day"), error_messages={"required": _("Say on which day it ends.")})
    units = forms.ModelMultipleChoiceField(
        label=_("Assessed units"),
        queryset=Unit.objects.none(),
        to_field_name="code",
        widget=UnitFinder,
        help_text=_("Each gets a drafted plan. Units that are not assessed every quarter can be chosen too."),
        error_messages={"required": _("Choose one unit at least.")},
    )
    again = forms.BooleanField(label=_("Assess them once more in the same time"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].queryset = StandardVersion.objects.select_related("standard").filter(
            state=VersionState.PILOT
        )
        if not self.is_bound:
            del self.fields["again"]
        self.fields["units"].queryset = Unit.objects.filter(valid_to=None).exclude(parent=None).order_by("code")

    def clean(self) -> dict:
        """The days are judged together with all other fields, not a round later."""
        data = super().clean()
        start, last_day = data.get("start"), data.get("last_day")
        if start and last_day:
            for name, sentence in problems_of_days(start, last_day + timedelta(days=1)).items():
                self.add_error(name, sentence)
        return data

    def ask_again_only_where_needed(self) -> None:
        """The question is put once there is a reason for it."""
        if "again" not in self.errors and not self.data.get("again"):
            del self.fields["again"]


def trial_of(public_id: str) -> dict:
    """What the form begins with for a version that is being tried: its pilot's departments and days. Empty for anything else."""
    rows = StandardVersion.objects.select_related("standard", "pilot").filter(state=VersionState.PILOT)
    version = next((row for row in rows if str(row.public_id) == public_id), None)
    if version is None:
        return {}
    names = {"standard": version.standard.name_zh, "number": version.number}
    with override("zh-hans"):
        title_zh = gettext("Trial of %(standard)s, version %(number)d") % names
    return {
        "title_zh": title_zh[:60],
        "version": version.public_id,
        "start": max(version.pilot.starts_on, clock.today()),
        "last_day": version.pilot.ends_on,
        "units": list(version.pilot.units.values_list("code", flat=True)),
    }


class DatesForm(forms.Form):
    """A day for each gate that is not passed yet; an empty one means the day that is counted."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, cycle: Cycle, gates: list[Gate], counted: dict[str, date], **kwargs):
        initial = {"version": cycle.version} | {gate.state.value: gate.planned_on for gate in gates}
        super().__init__(*args, **{"initial": initial, **kwargs})
        for gate in gates:
            if gate.passed_on is None:
                self.fields[gate.state.value] = DayField(
                    label=gate.label, required=False, help_text=_counted_hint(counted[gate.state.value])
                )

    @property
    def days(self) -> dict[str, date | None]:
        return {name: day for name, day in self.cleaned_data.items() if name != "version"}


def _counted_hint(day: date) -> str:
    return gettext("Counted: %(day)s. Leave it empty to have it counted.") % {"day": day_text(day)}
