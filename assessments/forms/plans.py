"""Forms of planning. What they allow is decided again by the services."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.answers_planned import MOST_ANSWERS, Answers, answers_of
from assessments.calls_planned import LONGEST_SCRIPT, MOST_ATTEMPTS, MOST_CALLBACKS, USUAL_ATTEMPTS
from assessments.enums import Method
from assessments.forms.designs import SampleForm
from assessments.methods import FURTHER
from assessments.methods_planned import (
    GUIDES,
    LONGEST_GUIDE,
    MOST_OF_ONE,
    USUAL_GUIDES,
    Further,
    further_of,
    guide_field,
    people_field,
    wanted_field,
)
from assessments.models import Plan
from assessments.questionnaires import open_questionnaires
from assessments.scripts import usual_script
from assessments.selectors.plan_returns import Return
from assessments.services.plans import LONGEST_CONTENTS, LONGEST_REASON, MOST_VISITS, last_due_day
from foundation.common.dates import day_text
from foundation.common.days import DayField
from foundation.workdays.calendar import on_or_after, on_or_before
from organization.models import Person
from sampling.forms import NonceForm

HOW_MANY = {
    Method.MYSTERY: _("Mystery visits"),
    Method.INTERVIEW: _("Half-days of interviews"),
    Method.FOOTAGE: _("Half-days of footage"),
}
WHAT_IT_IS = {
    Method.MYSTERY: _(
        "Each is a half-day drawn by chance, on which somebody comes as a customer. The unit does not know."
    ),
    Method.INTERVIEW: _("Each is a half-day drawn by chance, on which customers are asked as they leave."),
    Method.FOOTAGE: _("Each is a half-day that has passed, drawn by chance, whose footage the unit is asked for."),
}


class CompletePlanForm(SampleForm):
    """Team, sample, dates. `team` takes public ids; the page draws it as a table that says who may not and why."""

    team = forms.ModelMultipleChoiceField(
        label=_("Team"),
        queryset=Person.objects.select_related("unit"),
        to_field_name="public_id",
        error_messages={
            "required": _(
                "Choose the team: two members at least, from two departments, one of them from customer service."
            )
        },
    )
    visits_wanted = forms.IntegerField(
        label=_("On-site visits"),
        min_value=0,
        max_value=MOST_VISITS,
        help_text=_("Each is a half-day drawn by chance, with two assessors."),
        error_messages={"required": _("Say how many visits; 0 for none.")},
    )
    starts_on = DayField(
        label=_("From"), error_messages={"required": _("Say when the work starts, within the time that is assessed.")}
    )
    callbacks_wanted = forms.IntegerField(
        label=_("Customers to be called"),
        required=False,
        min_value=0,
        max_value=MOST_CALLBACKS,
        help_text=_("Customers are drawn by chance among those whose number is kept, each once."),
    )
    call_attempts = forms.IntegerField(
        label=_("Attempts before a customer is given up"),
        required=False,
        min_value=1,
        max_value=MOST_ATTEMPTS,
        help_text=_(
            "Without an interview, on at least two days. Then the next customer of the reserve list may take the place."
        ),
    )
    call_script = forms.CharField(
        label=_("Call script"),
        required=False,
        max_length=LONGEST_SCRIPT,
        widget=forms.Textarea(attrs={"rows": 9}),
        help_text=_(
            "Stands beside the form while somebody calls. Lines that begin with a number are the questions; the others are read out."
        ),
    )
    answers_from = forms.ChoiceField(
        label=_("Questionnaire for customers"),
        required=False,
        help_text=_("One that is open. Its links for the unit are made from the plan’s page."),
    )
    answers_wanted = forms.IntegerField(
        label=_("Answers wanted"),
        required=False,
        min_value=0,
        max_value=MOST_ANSWERS,
        help_text=_("Too few do not block the quarter, but its gate says so."),
    )
    due_on = DayField(
        label=_("Sheets due by"),
        error_messages={
            "required": _(
                "Say by when the sheets are due: a working day within the time that is assessed or a month after it."
            )
        },
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
        further, answers = further_of(plan), answers_of(plan)
        super().__init__(
            *args,
            plan=plan,
            **{
                "initial": {
                    "team": [member.person.public_id for member in plan.team.select_related("person")],
                    "visits_wanted": plan.visits_wanted,
                    "callbacks_wanted": plan.callbacks_wanted,
                    "call_attempts": plan.call_attempts,
                    "call_script": plan.call_script or usual_script(),
                    "answers_from": answers.questionnaire,
                    "answers_wanted": answers.wanted,
                    "starts_on": plan.starts_on,
                    "due_on": plan.due_on,
                    "contents": plan.contents,
                    people_field(Method.MYSTERY): [one.public_id for one in further[Method.MYSTERY].people],
                    **{wanted_field(method): one.wanted for method, one in further.items()},
                    **{guide_field(method): one.guide or USUAL_GUIDES[method]() for method, one in further.items()},
                    "version": plan.version,
                },
                **kwargs,
            },
        )
        self._say_days(plan)
        self.fields[people_field(Method.MYSTERY)] = forms.ModelMultipleChoiceField(
            label=_("Mystery visitors"),
            queryset=Person.objects.select_related("unit", "user"),
            to_field_name="public_id",
            required=False,
        )
        open_ones = [(one.key, one.title) for one in open_questionnaires()]
        self.fields["answers_from"].choices = [("", _("none")), *open_ones]
        for method in FURTHER:
            self.fields[wanted_field(method)] = forms.IntegerField(
                label=HOW_MANY[method], required=False, min_value=0, max_value=MOST_OF_ONE, help_text=WHAT_IT_IS[method]
            )
            self.fields[guide_field(method)] = forms.CharField(
                label=GUIDES[method],
                required=False,
                max_length=LONGEST_GUIDE,
                widget=forms.Textarea(attrs={"rows": 6}),
            )

    def _say_days(self, plan: Plan) -> None:
        """Which days are right, before one is typed that is not; the pickers offer no others. The service asks again."""
        first, last, latest = plan.cycle.start, plan.cycle.last_day, last_due_day(plan.cycle)
        self.fields["starts_on"].help_text = _(
            "From %(first)s to %(last)s; the first working day of the time is %(day)s."
        ) % {"first": day_text(first), "last": day_text(last), "day": day_text(on_or_after(first))}
        self.fields["due_on"].help_text = _(
            "A working day, at the latest %(latest)s; the last one within the time is %(day)s."
        ) % {"latest": day_text(on_or_before(latest)), "day": day_text(on_or_before(last))}
        self.fields["starts_on"].widget.attrs.update(min=first.isoformat(), max=last.isoformat())
        self.fields["due_on"].widget.attrs.update(min=first.isoformat(), max=latest.isoformat())

    @property
    def further_fields(self) -> list[tuple[Method, forms.BoundField, forms.BoundField]]:
        """(method, how many, guide) for the page."""
        return [(method, self[wanted_field(method)], self[guide_field(method)]) for method in FURTHER]

    def filled_in(self) -> dict:
        """The arguments of `complete_plan`. Call it once the form is valid."""
        data = self.cleaned_data
        names = ("team", "visits_wanted", "call_script", "starts_on", "due_on", "contents", "version")
        calls = {
            "callbacks_wanted": data["callbacks_wanted"] or 0,
            "call_attempts": USUAL_ATTEMPTS if data["call_attempts"] is None else data["call_attempts"],
        }
        further = [
            Further(
                method,
                data[wanted_field(method)] or 0,
                data[guide_field(method)] or "",
                tuple(data.get(people_field(method)) or ()),
            )
            for method in FURTHER
        ]
        answers = Answers(data["answers_from"], data["answers_wanted"] or 0)
        chosen = {"design": self.wanted(), "further": further, "answers": answers}
        return {**{name: data[name] for name in names}, **calls, **chosen}


class SendAgainForm(forms.Form):
    """A plan that was returned: what the lead says to the reason. `version` is the one that the lead has read."""

    answer = forms.CharField(
        label=_("What was changed, or why nothing was"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever approves reads it beside the reason; both stay with the plan."),
        error_messages={"required": _("Say what was changed, or why nothing was.")},
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @classmethod
    def of(cls, plan: Plan, returned: Return | None) -> "SendAgainForm":
        """Not yet filled in, or with the answer that was taken back with the plan."""
        answer = returned.answer.note if returned and returned.answer else ""
        return cls(initial={"version": plan.version, "answer": answer})


class ApprovePlanForm(forms.Form):
    """`version` is the one that the approver has read."""

    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("The lead reads it; it stays with the plan."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ReturnPlanForm(forms.Form):
    reason = forms.CharField(
        label=_("What should be changed"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The lead reads it and answers it before the plan is sent again."),
        error_messages={"required": _("Say what should be changed.")},
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ReturnPlansForm(forms.Form):
    """Several at once. `ids` are those that were ticked, each with the version in which it was seen (`<public id>:<version>`)."""

    reason = forms.CharField(
        label=_("What should be changed"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Goes to each of the plans; each lead answers it before the plan is sent again."),
        error_messages={"required": _("Say what should be changed.")},
    )
    ids = forms.MultipleChoiceField(widget=forms.MultipleHiddenInput)
    action = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, seen: list[str], action: str):
        super().__init__(data, initial={"ids": seen, "action": action})
        self.fields["ids"].choices = [(one, one) for one in seen]


class StartDrawForm(NonceForm):
    """The lead's own chance, given with the act that freezes the frame."""
