"""The part of a plan's form that says how many records are looked at and where they come from."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.enums import SizeWay
from assessments.models import Plan
from assessments.services.designs import wanted_of
from assessments.services.plans import MOST_RECORDS
from assessments.sizing import COARSEST, FINEST, LONGEST_REASON, MOST_MINIMUM, Wanted
from records.enums import Touchpoint
from sampling.acceptance import AQLS, LEVELS
from sampling.enums import Allocation

SHARE = "share_"


class SampleForm(forms.Form):
    """`wanted()` gives what was chosen. Fields of a way that was not chosen are read and not asked about."""

    way = forms.ChoiceField(
        label=_("How many records"),
        choices=SizeWay.choices,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
    )
    records_wanted = forms.IntegerField(
        label=_("Records to review"), min_value=0, max_value=MOST_RECORDS, required=False
    )
    precision = forms.DecimalField(
        label=_("Wanted precision, ± points"),
        required=False,
        max_digits=6,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"min": FINEST, "max": COARSEST, "step": "0.5"}),
        help_text=_("Half the width of the interval of 95 % around the department's mean."),
    )
    level = forms.ChoiceField(
        label=_("Inspection level"),
        required=False,
        choices=[(level, level) for level in LEVELS],
        help_text=_("II is usual; I and the special levels take fewer records, III more."),
    )
    aql = forms.ChoiceField(
        label=_("Acceptable quality level (AQL), %"),
        required=False,
        choices=[(aql, aql) for aql in AQLS],
        help_text=_("The share of nonconforming sheets that is still acceptable in the long run."),
    )
    reduced = forms.BooleanField(label=_("Use reduced inspection, where the department has earned it"), required=False)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=LONGEST_REASON,
        help_text=_("Why so many; after inspection was discontinued, what was mended. The approver reads it."),
    )
    touchpoints = forms.MultipleChoiceField(
        label=_("Only from these touchpoints"),
        required=False,
        choices=Touchpoint.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: from all of them."),
    )
    allocation = forms.ChoiceField(label=_("Spread over touchpoints"), required=False, choices=Allocation.choices)
    minimum = forms.IntegerField(
        label=_("At least from each"), min_value=0, max_value=MOST_MINIMUM, required=False, initial=1
    )

    def __init__(self, *args, plan: Plan, **kwargs):
        initial = {**sample_initial(plan), **(kwargs.pop("initial", None) or {})}
        super().__init__(*args, initial=initial, **kwargs)
        for name, label in Touchpoint.choices:
            self.fields[SHARE + name] = forms.IntegerField(
                label=label, required=False, min_value=0, max_value=MOST_RECORDS
            )

    @property
    def spread_is_open(self) -> bool:
        """Whether the part about touchpoints holds something that is chosen or wrong, and so should not be folded away."""
        names = ("touchpoints", "allocation", "minimum", *(SHARE + name for name in Touchpoint.values))
        chosen = self["allocation"].value() not in (None, "", Allocation.PROPORTIONAL) or self["touchpoints"].value()
        return bool(chosen or any(self[name].errors for name in names))

    @property
    def share_fields(self) -> list[forms.BoundField]:
        return [self[SHARE + name] for name in Touchpoint.values]

    def wanted(self) -> Wanted:
        """Call it once the form is valid."""
        data = self.cleaned_data
        shares = {name: data.get(SHARE + name) or 0 for name in Touchpoint.values}
        return Wanted(
            way=data["way"] or SizeWay.HAND,
            size=data["records_wanted"] or 0,
            precision=data["precision"],
            level=data["level"] or Wanted.level,
            aql=data["aql"] or Wanted.aql,
            reduced=data["reduced"],
            touchpoints=tuple(data["touchpoints"]),
            allocation=data["allocation"] or Allocation.PROPORTIONAL,
            minimum=1 if data["minimum"] is None else data["minimum"],
            shares={name: number for name, number in shares.items() if number},
            reason=data["reason"].strip(),
        )


def sample_initial(plan: Plan) -> dict:
    wanted = wanted_of(getattr(plan, "design", None), plan.records_wanted)
    return {
        "way": wanted.way,
        "records_wanted": plan.records_wanted,
        "precision": wanted.precision if wanted.precision is None else f"{wanted.precision.normalize():f}",
        "level": wanted.level,
        "aql": wanted.aql,
        "reduced": wanted.reduced,
        "reason": wanted.reason,
        "touchpoints": list(wanted.touchpoints),
        "allocation": wanted.allocation,
        "minimum": wanted.minimum,
        **{SHARE + name: number for name, number in wanted.shares.items()},
    }
