"""Everything that is done with a ticket: a form on a page of its own, one service, back to the ticket."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from foundation.common.errors import Invalid, require
from foundation.common.receipts import parse_key
from foundation.common.templatetags.dates import day
from organization.models import Person, Unit
from tickets import forms, rules
from tickets.enums import StepAct
from tickets.models import Ticket
from tickets.proposals import propose_for
from tickets.selectors import may_be_about, visible_to
from tickets.services import clocks, dispatching, handling, receiving, revealing, reviewing
from tickets.terms import EXTENSION_DAYS
from tickets.views.articles import panel_context
from tickets.views.inbox import show_ticket, ticket_or_404


def _plain(form_class: type[Form]) -> Callable:
    return lambda data, ticket: form_class(data)


def _classify_form(data, ticket: Ticket) -> Form:
    proposal = propose_for(ticket)
    stands = {"kind": ticket.kind, "topic": ticket.topic, "urgency": ticket.urgency, "complexity": ticket.complexity}
    form = forms.ClassifyForm(data, initial=stands if ticket.topic else proposal.values)
    form.proposal = proposal
    labels = {name: str(field.label) for name, field in form.fields.items()}
    if learned := proposal.learned:
        form.right, form.commonest = round(100 * learned["right"] / learned["n"]), round(100 * learned["commonest"])
    form.hints = [(labels[name], "、".join(words)) for name, words in proposal.words.items()]
    return form


def _dispatch_form(data, ticket: Ticket) -> Form:
    return forms.DispatchForm(
        data, units=Unit.objects.filter(valid_to=None).exclude(pk=ticket.unit_id if ticket.is_offered else None)
    )


def _about_form(data, ticket: Ticket) -> Form:
    people = may_be_about(ticket) | Person.objects.filter(pk__in=ticket.about.values("person"))
    named = ticket.about.values_list("person__public_id", flat=True)
    return forms.AboutForm(data, people=people.distinct(), initial={"people": list(named)})


def _further_days(ticket: Ticket) -> str:
    days = {"now": day(ticket.legal_due_on), "later": day(ticket.legal_due_on + timedelta(days=EXTENSION_DAYS))}
    return (
        _(
            "Last day by the regulator’s terms: %(now)s. If a manager grants thirty more, once: %(later)s, and the complainant has to be told."
        )
        % days
    )


@dataclass(frozen=True)
class Page:
    """`serve(ticket, actor, key, **cleaned)`; `said` once it is done; `lead` is a sentence, or is made from the ticket."""

    rule: Callable[[Person, Ticket], bool]
    form: Callable[..., Form]
    serve: Callable
    heading: str
    lead: str | Callable[[Ticket], str]
    submit: str
    said: str
    template: str = "tickets/ticket_act.html"


PAGES = {
    "classify": Page(
        rules.can_classify, _classify_form, receiving.classify_ticket, gettext_lazy("Classify ticket %(number)s"),
        gettext_lazy("The portal proposes; you decide."), gettext_lazy("Keep it so"), gettext_lazy("Classified."),
        "tickets/ticket_classify.html",
    ),
    "dispatch": Page(
        rules.can_dispatch, _dispatch_form, dispatching.dispatch_ticket, gettext_lazy("Pass ticket %(number)s to a unit"),
        gettext_lazy("Whoever holds it sees to it until somebody there has taken it over."), gettext_lazy("Pass it on"),
        gettext_lazy("Passed on; the unit is told."),
    ),
    "return": Page(
        rules.can_return, _plain(forms.ReasonForm), dispatching.return_ticket, gettext_lazy("Pass ticket %(number)s back"),
        gettext_lazy("It goes back to whoever holds it."), gettext_lazy("Pass it back"), gettext_lazy("Passed back."),
    ),
    "about": Page(
        rules.can_name_people, _about_form, dispatching.name_people, gettext_lazy("Whom is ticket %(number)s about?"),
        "", gettext_lazy("Keep it so"), gettext_lazy("Noted."),
    ),
    "contact": Page(
        rules.can_contact, _plain(forms.ContactForm), handling.note_contact, gettext_lazy("Contact with the customer of %(number)s"),
        gettext_lazy("The first time the customer is reached ends the clock of the first contact."), gettext_lazy("Note it"),
        gettext_lazy("Noted."),
    ),
    "attempt": Page(
        rules.can_confirm, _plain(forms.AttemptForm), handling.note_attempt_after_answer,
        gettext_lazy("Failed attempt to reach the customer of %(number)s"),
        gettext_lazy("After three on two different days the ticket may go on without a word of the customer."), gettext_lazy("Note it"),
        gettext_lazy("Noted."),
    ),
    "note": Page(
        rules.can_handle, _plain(forms.NoteForm), handling.add_note, gettext_lazy("Note on ticket %(number)s"), "", gettext_lazy("Add it"),
        gettext_lazy("Noted."),
    ),
    "investigate": Page(
        rules.can_investigate, _plain(forms.InvestigateForm), handling.investigate, gettext_lazy("Investigation of ticket %(number)s"), "",
        gettext_lazy("Note it"), gettext_lazy("Noted. Now tell the customer."),
    ),
    "answer": Page(
        rules.can_answer, _plain(forms.AnswerForm), handling.answer_ticket, gettext_lazy("Answer to the customer of %(number)s"),
        gettext_lazy("Note it once it was given. It ends the clocks."), gettext_lazy("Note it"),
        gettext_lazy("Noted. Ask the customer whether it will do."), "tickets/ticket_answer.html",
    ),
    "confirm": Page(
        rules.can_confirm, _plain(forms.ConfirmForm), handling.confirm_ticket, gettext_lazy("What the customer of %(number)s says to the answer"),
        gettext_lazy("Who is not content is answered anew."), gettext_lazy("Note it"), gettext_lazy("Noted."),
    ),
    "close": Page(
        rules.can_close, _plain(forms.CloseForm), handling.close_ticket, gettext_lazy("Close ticket %(number)s"), "",
        pgettext_lazy("ticket", "Close it"), gettext_lazy("Closed."),
    ),
    "evaluate": Page(
        rules.can_evaluate, _plain(forms.EvaluateForm), handling.evaluate_ticket, gettext_lazy("Effect of what was done for %(number)s"),
        gettext_lazy("Judged by somebody who had no part in it."), gettext_lazy("Note it"), gettext_lazy("Noted."),
    ),
    "reopen": Page(
        rules.can_reopen, _plain(forms.WordsForm), handling.reopen_ticket, gettext_lazy("Open ticket %(number)s again"),
        gettext_lazy("It is investigated anew by whoever held it."), gettext_lazy("Open it again"), gettext_lazy("Open again."),
    ),
    "withdraw": Page(
        rules.can_withdraw, _plain(forms.WordsForm), handling.withdraw_ticket, gettext_lazy("The customer withdraws ticket %(number)s"),
        gettext_lazy("Say when and how they said so. The ticket ends with it."), gettext_lazy("End it"), gettext_lazy("Ended."),
    ),
    "pause": Page(
        rules.can_pause, _plain(forms.PauseForm), clocks.pause_ticket, gettext_lazy("Stop the clock of ticket %(number)s"),
        gettext_lazy("What is due moves by as long as it stands."), gettext_lazy("Stop it"), gettext_lazy("The clock is stopped."),
    ),
    "review_ask": Page(
        rules.can_ask_review, _plain(forms.WordsForm), reviewing.ask_review, gettext_lazy("The customer of %(number)s asks for a review"),
        gettext_lazy("Somebody above who had no part in it decides within 30 days."), gettext_lazy("Note it"),
        gettext_lazy("Noted; those who may decide are told."),
    ),
    "review_decide": Page(
        rules.can_review, _plain(forms.ReviewForm), reviewing.decide_review, gettext_lazy("Review of ticket %(number)s"), "",
        gettext_lazy("Decide on the review"), gettext_lazy("Decided; whoever handles it is told."),
    ),
    "extension_ask": Page(
        rules.can_ask_extension, _plain(forms.WordsForm), clocks.ask_extension, gettext_lazy("Further days for ticket %(number)s"),
        _further_days, gettext_lazy("Ask for them"),
        gettext_lazy("The managers are asked."),
    ),
    "extension_decide": Page(
        rules.can_decide_extension, _plain(forms.DecideForm), clocks.decide_extension, gettext_lazy("Thirty more days for ticket %(number)s?"),
        _further_days, gettext_lazy("Decide"), gettext_lazy("Decided; whoever handles it is told."),
    ),
    "tell": Page(
        rules.can_tell, _plain(forms.WordsForm), clocks.note_told, gettext_lazy("The customer of %(number)s was told of further days"),
        gettext_lazy("Say when and how."), gettext_lazy("Note it"), gettext_lazy("Noted."),
    ),
}  # fmt: skip


HEADINGS = {
    StepAct.EXTENSION_ASKED: gettext_lazy("What is asked for, and why"),
    StepAct.REVIEW_ASKED: gettext_lazy("What is asked for, and why"),
    StepAct.INVESTIGATED: gettext_lazy("What was found"),
    StepAct.ANSWERED: gettext_lazy("What the customer was told"),
    StepAct.CLOSED: gettext_lazy("What changes"),
}
READ_BEFORE = {
    "extension_decide": (StepAct.EXTENSION_ASKED,),
    "answer": (StepAct.INVESTIGATED,),
    "confirm": (StepAct.ANSWERED,),
    "close": (StepAct.INVESTIGATED, StepAct.ANSWERED),
    "evaluate": (StepAct.INVESTIGATED, StepAct.ANSWERED, StepAct.CLOSED),
    "review_decide": (StepAct.INVESTIGATED, StepAct.ANSWERED, StepAct.REVIEW_ASKED),
}


@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, public_id, name: str) -> HttpResponse:
    ticket, page = ticket_or_404(request, public_id), PAGES[name]
    if request.method == "GET":
        require(page.rule, request.person, ticket)
    form = page.form(request.POST if request.method == "POST" else None, ticket)
    if request.method == "POST" and form.is_valid():
        key, given = parse_key(request.POST.get("client_key")), dict(form.cleaned_data)
        if proposal := getattr(form, "proposal", None):
            given["proposed"] = proposal.values
        try:
            page.serve(ticket=ticket, actor=request.person, key=key, **given)
        except Invalid as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, page.said)
            return redirect(_after(request, ticket))
    require(page.rule, request.person, ticket)
    context = {
        "form": form,
        "object": ticket,
        "heading": page.heading % {"number": ticket.number},
        "lead": page.lead(ticket) if callable(page.lead) else page.lead,
        "submit_label": page.submit,
        "cancel_url": ticket.get_absolute_url(),
        "back_url": ticket.get_absolute_url(),
        "back_label": ticket.number,
        "earlier": _earlier(name, ticket),
    }
    if name == "answer":
        context |= panel_context(request, ticket, request.GET.get("q", ""))
    return render(request, page.template, context, status=422 if form.is_bound else 200)


def _after(request: HttpRequest, ticket: Ticket) -> str:
    """To the ticket, where the actor still sees it; else to the inbox."""
    seen = visible_to(request.person).filter(pk=ticket.pk).exists()
    return ticket.get_absolute_url() if seen else reverse("tickets:ticket_list")


def _earlier(name: str, ticket: Ticket) -> list[tuple[str, str]]:
    """The last words of the nodes on which the act rests: whoever asks the customer reads the answer to them, whoever reviews has the whole case."""
    wanted = READ_BEFORE.get(name, ())
    last = {step.act: step.text for step in ticket.steps.filter(act__in=wanted) if step.text} if wanted else {}
    return [(HEADINGS[act], last[act]) for act in wanted if act in last]


@require_POST
def take_over(request: HttpRequest, public_id) -> HttpResponse:
    ticket = ticket_or_404(request, public_id)
    dispatching.take_over(ticket=ticket, actor=request.person, key=parse_key(request.POST.get("client_key")))
    messages.success(request, _("You see to it now."))
    return redirect(ticket)


@require_POST
def resume(request: HttpRequest, public_id) -> HttpResponse:
    ticket = ticket_or_404(request, public_id)
    clocks.resume_ticket(ticket=ticket, actor=request.person, key=parse_key(request.POST.get("client_key")))
    messages.success(request, _("The clock runs again."))
    return redirect(ticket)


@require_POST
def reveal(request: HttpRequest, public_id) -> HttpResponse:
    """The contact is in the answer to this request and in no other; asking again is another reveal."""
    ticket = ticket_or_404(request, public_id)
    form = forms.RevealForm(request.POST)
    if form.is_valid():
        try:
            ticket = revealing.reveal_contact(
                ticket=ticket,
                reason=form.cleaned_data["reason"],
                actor=request.person,
                key=parse_key(request.POST.get("client_key")),
            )
        except Invalid as refusal:
            form.add_error(None, refusal)
        else:
            return show_ticket(request, ticket, shown=True)
    require(rules.can_reveal, request.person, ticket)
    return show_ticket(request, ticket, status=422, reveal_form=form)
