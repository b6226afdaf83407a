"""The questionnaire after a closed case (R23): by e-mail where the customer has left an address, else given to them by whoever has their case.

A mail is claimed for some minutes before it is sent and written down after it was. Each attempt has a link of its own, as only digests are kept:
the first one stays good beside the latest.
"""

import logging
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from feedback.screens import sender
from feedback.services.after_cases import fresh_link, invite_of_case
from feedback.services.opting_out import has_opted_out
from foundation.common import clock
from foundation.common.crypto import blind_index
from foundation.common.errors import Conflict
from foundation.common.rows import update_row
from foundation.common.states import advance
from foundation.common.waits import wait_after
from organization.models import Person
from tickets.enums import StepAct, SurveyState
from tickets.models import CaseSurvey, Ticket
from tickets.rules import can_hand_survey
from tickets.services.acting import act_once, locked, note_step

log = logging.getLogger(__name__)
EMAIL = "customer-email"
CLAIM = timedelta(minutes=5)
MAX_ATTEMPTS = 6
LONGEST_WAIT = timedelta(hours=6)
LANGUAGES = ("zh-hans", "en")


def ask_customer(ticket: Ticket) -> CaseSurvey | None:
    """In the transaction that closes the ticket. None where no questionnaire is set, nobody can be reached, or the customer is not to be asked."""
    address, phone = ticket.customer_email.strip().lower(), ticket.phone_index
    if not (address or phone) or CaseSurvey.objects.filter(ticket=ticket).exists():
        return None
    index = phone or blind_index(address, purpose=EMAIL)
    asked = invite_of_case(unit=ticket.unit, contact_index=index)
    if asked.invitation is None:
        return None
    state = SurveyState.WAITING if address else SurveyState.TO_HAND
    return CaseSurvey.objects.create(
        ticket=ticket, invitation=asked.invitation, state=state, mail_due_at=clock.now() if address else None
    )


def send_surveys(limit: int = 200) -> int:
    """Mail what waits, and remind once who has not answered. Returns the number of mails. Run twice or by two workers it sends nothing twice."""
    waiting = _surveys().filter(state=SurveyState.WAITING, mail_due_at__lte=clock.now())
    sent = sum(_send_first(survey) for survey in waiting.order_by("mail_due_at", "pk")[:limit])
    since = clock.now() - timedelta(days=settings.SURVEY_REMINDER_DAYS)
    silent = _surveys().filter(
        Q(given_at__lte=since), state=SurveyState.GIVEN, reminded_at=None, invitation__answered_at=None
    )
    return sent + sum(_remind(survey) for survey in silent.order_by("given_at", "pk")[:limit])


def _surveys():
    return CaseSurvey.objects.select_related("ticket", "invitation__batch", "invitation__questionnaire")


def _send_first(survey: CaseSurvey) -> bool:
    try:
        return _claim(survey) and _send(survey)
    except Conflict:
        return False  # whoever has the case gave the customer the link at this very moment


def _claim(survey: CaseSurvey) -> bool:
    """The attempt counts from here: a worker that dies after it has sent leaves its link as the first one."""
    seen = {"state": SurveyState.WAITING.value, "mail_due_at": survey.mail_due_at}
    changes = {"mail_due_at": clock.now() + CLAIM, "attempts": survey.attempts + 1}
    if not update_row(CaseSurvey, survey.pk, changes, seen):
        return False
    survey.mail_due_at, survey.attempts = changes["mail_due_at"], changes["attempts"]
    return True


def _send(survey: CaseSurvey) -> bool:
    if _is_unwanted(survey):
        return _end(survey)
    link = fresh_link(survey.invitation, again=survey.attempts > 1)
    if link is None:
        return _end(survey)
    try:
        _mail(survey, link, reminds=False).send()
    except Exception as error:  # the mail server's answers are many; all of them mean: later again
        log.warning("questionnaire of a closed case was not sent: %s", type(error).__name__)
        return _try_later(survey)
    with transaction.atomic():
        ticket = locked(survey.ticket)
        advance(survey, SurveyState.GIVEN, given_at=clock.now(), mail_due_at=None)
        note_step(ticket, StepAct.SURVEYED, None, way="email")
    return True


def _is_unwanted(survey: CaseSurvey) -> bool:
    index = survey.invitation.contact_index
    return bool(index) and has_opted_out(index)


def _end(survey: CaseSurvey) -> bool:
    advance(survey, SurveyState.OVER, mail_due_at=None)
    return False


def _try_later(survey: CaseSurvey) -> bool:
    """1, 2, 4 … minutes, six hours at most; in the end somebody has to give the link by hand."""
    if survey.attempts >= MAX_ATTEMPTS:
        advance(survey, SurveyState.TO_HAND, mail_due_at=None)
    else:
        due = clock.now() + wait_after(survey.attempts, LONGEST_WAIT)
        update_row(CaseSurvey, survey.pk, {"mail_due_at": due}, {"state": SurveyState.WAITING.value})
    return False


def _remind(survey: CaseSurvey) -> bool:
    """Once, by mail only; whoever was given the link by hand is not written to."""
    if not survey.ticket.customer_email or not update_row(
        CaseSurvey, survey.pk, {"reminded_at": clock.now()}, {"reminded_at": None}
    ):
        return False
    link = None if _is_unwanted(survey) else fresh_link(survey.invitation, again=True)
    if link is None:
        return False
    try:
        _mail(survey, link, reminds=True).send()
    except Exception as error:  # a reminder that is lost is not worth a second one
        log.warning("reminder of a questionnaire was not sent: %s", type(error).__name__)
        return False
    return True


def _mail(survey: CaseSurvey, link: str, *, reminds: bool) -> EmailMessage:
    """In both languages: nobody knows which one the customer reads. It says nothing of what the case was about."""
    ticket, firm = survey.ticket, sender()
    parts, subjects = [], []
    for language in LANGUAGES:
        with translation.override(language):
            parts.append(
                render_to_string(
                    "tickets/emails/survey.txt",
                    {
                        "firm": firm, "number": ticket.number, "closed": ticket.closed_at, "link": link, "reminds": reminds,
                        "expires": survey.invitation.expires_at, "language": language,
                    },
                ).strip()
            )  # fmt: skip
            subjects.append(_("How did we handle your case?"))
    body = "\n\n— — —\n\n".join(parts) + "\n"
    return EmailMessage(" / ".join(subjects), body, None, [ticket.customer_email.strip()])


def hand_survey(*, ticket: Ticket, actor: Person, key: UUID) -> str | None:
    """A link for the customer, to be sent by whichever way they are reached. The same key has none to show any more.

    Raises NotAllowed, or Conflict where it takes no answer (any more).
    """
    found: list[str] = []

    def act(present: Ticket) -> None:
        survey = _surveys().get(ticket=present)
        link = (
            None
            if _is_unwanted(survey)
            else fresh_link(survey.invitation, again=bool(survey.attempts or survey.given_at))
        )
        if link is None:
            raise Conflict(_("The questionnaire takes no answer any more, or the customer wants none."))
        if survey.state == SurveyState.GIVEN:
            update_row(CaseSurvey, survey.pk, {"given_at": clock.now()})
        else:
            advance(survey, SurveyState.GIVEN, given_at=clock.now(), mail_due_at=None)
        note_step(present, StepAct.SURVEYED, actor, way="hand")
        found[:] = [link]

    act_once(ticket=ticket, actor=actor, action="survey", key=key, payload={}, rule=can_hand_survey, act=act)
    return found[0] if found else None
