"""Whom a standard is for, and the figures it aims at."""

from collections.abc import Sequence

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from foundation.common.texts import localized
from organization.choosing import UnitFinder
from organization.models import Unit
from records.enums import Touchpoint
from records.measures import measures
from standards.baselines import Period
from standards.content import TargetContent
from standards.enums import ScopeAspect, TargetKind, TargetSense, TargetUnit
from standards.forms.deciding import longest
from standards.forms.editing import PointsInput
from standards.forms.indicator import OptionalRows, RowForm
from standards.models import StandardVersion, Target
from standards.target_conflicts import conflicts_of
from standards.validators import problems_of_target

WRITTEN = (
    ScopeAspect.POST,
    ScopeAspect.STAGE,
    ScopeAspect.INDUSTRY,
    ScopeAspect.PRODUCT,
    ScopeAspect.CUSTOMER_TYPE,
    ScopeAspect.REGION,
)
MOST_TARGETS = 40
NO_BASELINE = {"baseline": None, "baseline_source": "", "baseline_cycle": ""}
# What stands in the fields that a kind does not use; the page hides them.
UNUSED_BY_KIND: dict[str, dict] = {
    TargetKind.ABSOLUTE: NO_BASELINE,
    TargetKind.CHANGE: {},
    TargetKind.RANK: {**NO_BASELINE, "measure": "", "unit": TargetUnit.PLACE, "sense": TargetSense.AT_MOST},
}


class ScopeForm(forms.Form):
    """Units and touchpoints are ticked, the other aspects written one a line. What is left empty is not limited."""

    unit = forms.MultipleChoiceField(
        label=_("Units"), required=False, widget=UnitFinder, help_text=_("None ticked: for all.")
    )
    touchpoint = forms.MultipleChoiceField(
        label=_("Touchpoints"),
        required=False,
        help_text=_("None ticked: for all."),
        choices=[choice for choice in Touchpoint.choices if choice[0] != Touchpoint.UNKNOWN],
        widget=forms.CheckboxSelectMultiple,
    )
    lock = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, version: StandardVersion, **kwargs):
        entries = list(version.scope.values_list("aspect", "value"))
        initial: dict = {"lock": version.version}
        for aspect in (ScopeAspect.UNIT, ScopeAspect.TOUCHPOINT):
            initial[aspect.value] = [value for own, value in entries if own == aspect]
        for aspect in WRITTEN:
            initial[aspect.value] = "\n".join(value for own, value in entries if own == aspect)
        super().__init__(*args, **{"initial": initial, **kwargs})
        units = Unit.objects.filter(is_assessed=True, valid_to=None).order_by("code")
        self.fields["unit"].choices = [(unit.code, localized(unit, "name")) for unit in units]
        for aspect in WRITTEN:
            self.fields[aspect.value] = forms.CharField(
                label=aspect.label,
                required=False,
                max_length=1000,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text=_("One a line; empty: for all."),
            )
        self.order_fields(["unit", "touchpoint", *(aspect.value for aspect in WRITTEN), "lock"])

    def pairs(self) -> list[tuple[str, str]]:
        """(aspect, value), each once."""
        found: dict[tuple[str, str], None] = {}
        for aspect in ScopeAspect:
            values = self.cleaned_data[aspect.value]
            for value in values.splitlines() if isinstance(values, str) else values:
                if value.strip():
                    found[aspect.value, value.strip()] = None
        return list(found)


class TargetForm(RowForm):
    code = forms.CharField(label=_("Code"), max_length=longest(Target, "code"))
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=longest(Target, "name_zh"))
    name_en = forms.CharField(label=_("Name in English"), max_length=longest(Target, "name_en"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=TargetKind.choices)
    sense = forms.ChoiceField(label=_("Direction"), choices=TargetSense.choices)
    value = PointsInput(label=_("Internal target"), required=True)
    unit = forms.ChoiceField(label=_("In"), choices=TargetUnit.choices)
    benchmark = PointsInput(label=_("Industry benchmark"))
    baseline_cycle = forms.ChoiceField(label=_("Baseline period"), required=False)
    baseline = PointsInput(label=_("Baseline"))
    baseline_source = forms.CharField(
        label=_("Source of the baseline"), max_length=longest(Target, "baseline_source"), required=False
    )
    measure = forms.ChoiceField(label=_("Measure"), required=False)

    def __init__(self, *args, periods: Sequence[Period] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["measure"].choices = [("", "–"), *((code, one.label) for code, one in measures.items())]
        before = _("the cycle before, or the stated figure")
        self.fields["baseline_cycle"].choices = [("", before), *((one.code, str(one)) for one in periods)]
        kept = self.initial.get("baseline_cycle")
        if kept and kept not in dict(self.fields["baseline_cycle"].choices):
            self.fields["baseline_cycle"].choices += [(kept, kept)]

    def has_changed(self) -> bool:
        # Choices always come with a value: a row is one where something was written.
        written = {"code", "name_zh", "name_en", "value", "benchmark", "baseline", "baseline_source"}
        return bool(written & set(self.changed_data))

    def clean(self) -> dict:
        """What is wrong in the target by itself stands beside the field where it can be mended; the service asks again."""
        if not self.errors and self.cleaned_data.get("code"):
            for problem in problems_of_target(self.content()):
                self.add_error(problem.field if problem.field in self.fields else None, problem.sentence)
        return self.cleaned_data

    def content(self) -> TargetContent:
        """Without what its kind does not use, whatever was sent."""
        return TargetContent(**{**self.cleaned_data, **UNUSED_BY_KIND[self.cleaned_data["kind"]]})


class TargetRows(OptionalRows):
    """What two targets say of one measure at once stands beside the measure of the later one."""

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        forms_kept = [form for form in self.forms if form.cleaned_data.get("code")]
        for place, sentence in conflicts_of([form.content() for form in forms_kept]):
            forms_kept[place].add_error("measure", sentence)


TargetFormSet = formset_factory(
    TargetForm, formset=TargetRows, extra=0, max_num=MOST_TARGETS, absolute_max=MOST_TARGETS
)
