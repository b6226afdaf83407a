"""Forms of planning. What they allow is decided again by the services."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.models import Plan
from assessments.services.plans import LONGEST_CONTENTS, LONGEST_REASON, MOST_RECORDS, MOST_VISITS
from foundation.common.days import DayField
from organization.models import Person
from sampling.forms import NonceForm


class CompletePlanForm(forms.Form):
    """Team, sizes and dates. `team` takes public ids; the page draws it as a table that says who may not and why."""

    team = forms.ModelMultipleChoiceField(
        label=_("Team"), queryset=Person.objects.select_related("unit"), to_field_name="public_id"
    )
    records_wanted = forms.IntegerField(label=_("Records to review"), min_value=0, max_value=MOST_RECORDS)
    visits_wanted = forms.IntegerField(
        label=_("On-site visits"),
        min_value=0,
        max_value=MOST_VISITS,
        help_text=_("Each is a half-day drawn by chance, with two assessors."),
    )
    starts_on = DayField(label=_("From"))
    due_on = DayField(
        label=_("Sheets due by"),
        help_text=_("A working day within the quarter or the month after it."),
    )
    contents = forms.CharField(
        label=_("Contents"),
        required=False,
        max_length=LONGEST_CONTENTS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What to pay special attention to this time."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, plan: Plan, **kwargs):
        super().__init__(
            *args,
            **{
                "initial": {
                    "team": [member.person.public_id for member in plan.team.select_related("person")],
                    "records_wanted": plan.records_wanted,
                    "visits_wanted": plan.visits_wanted,
                    "starts_on": plan.starts_on,
                    "due_on": plan.due_on,
                    "contents": plan.contents,
                    "version": plan.version,
                },
                **kwargs,
            },
        )


class ReturnPlanForm(forms.Form):
    reason = forms.CharField(
        label=_("What should be changed"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3})
    )


class StartDrawForm(NonceForm):
    """The lead's own chance, given with the act that freezes the frame."""
