"""Forms of the review: its rule, and what is said about a sheet. What is right is decided by the services."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.models import Cycle, Plan
from assessments.review_enums import ReviewWay
from assessments.services.review_rules import LONGEST_REASON
from assessments.services.reviews import LONGEST_NOTE
from foundation.common.texts import localized


class PlanByUnit(forms.ModelChoiceField):
    def label_from_instance(self, plan: Plan) -> str:
        return localized(plan.unit, "name")


class ReviewRuleForm(forms.Form):
    """`way` “as the cycle” is for a unit alone."""

    way = forms.ChoiceField(label=_("Which sheets are reviewed"), choices=ReviewWay.choices, widget=forms.RadioSelect)
    share = forms.IntegerField(
        label=_("Share in percent"),
        required=False,
        min_value=1,
        max_value=99,
        help_text=_("Only where a lot decides. A higher share draws the same sheets and more."),
    )
    plan = PlanByUnit(
        label=_("For"),
        queryset=Plan.objects.none(),
        required=False,
        to_field_name="public_id",
        empty_label=_("all units of the cycle"),
        help_text=_("A unit with a rule of its own follows that one."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, cycle: Cycle, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = cycle.plans.select_related("unit").order_by("unit__code")


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 3}))
