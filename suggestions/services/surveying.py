"""The month's survey: opened and closed by beat, answered once by each, by nobody in particular."""

import secrets
from collections.abc import Mapping
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.states import advance
from foundation.common.texts import checked_text
from foundation.notifications.services import notify
from organization.models import Person
from organization.selectors import people_in_force
from suggestions import codes, terms
from suggestions.enums import Question, SurveyState
from suggestions.mixing import mix
from suggestions.models import CodeTaken, StaffSurvey, SurveyAnswer
from suggestions.rules import is_staff

USED = "survey-code-digest"


@transaction.atomic
def open_survey(day: date | None = None) -> StaffSurvey | None:
    """This month's, within its days, once; everybody who can sign in is told. None where there is nothing to open."""
    day = day or clock.today()
    month = day.replace(day=1)
    last = month + timedelta(days=terms.SURVEY_DAYS - 1)
    if day > last or StaffSurvey.objects.filter(month=month).exists():
        return None
    staff = list(people_in_force().exclude(user=None).filter(user__is_active=True))
    try:
        with transaction.atomic():
            survey = StaffSurvey.objects.create(
                month=month, closes_on=last, staff=len(staff), secret=secrets.token_hex(16)
            )
    except IntegrityError:  # another scheduler was quicker
        return None
    record_event(actor=None, action="suggestions.survey.open", target=survey, count=len(staff))
    notify(
        users=[person.user for person in staff],
        kind="suggestions.survey.opened",
        dedupe=f"suggestions.survey.opened:{survey.public_id}",
        url=survey.get_absolute_url(),
        params={"due": last.isoformat()},
    )
    return survey


@transaction.atomic
def close_surveys() -> int:
    """Those whose last day has passed. The secret goes: no code is made any more. Returns how many."""
    closed = 0
    for survey in StaffSurvey.objects.select_for_update(no_key=True).filter(
        state=SurveyState.OPEN, closes_on__lt=clock.today()
    ):
        mix(survey.answers.all(), most=None)
        mix(survey.taken.all(), most=None)
        advance(survey, SurveyState.CLOSED, secret="")
        record_event(actor=None, action="suggestions.survey.close", target=survey)
        closed += 1
    return closed


def _locked(survey: StaffSurvey) -> StaffSurvey:
    """So that nobody comes in while it is being closed: one answer more, after the figures were read, would be somebody's."""
    return StaffSurvey.objects.select_for_update(no_key=True).get(pk=survey.pk)


@transaction.atomic
def take_code(*, survey: StaffSurvey, actor: Person) -> str:
    """A code, once. Kept is that the person has one, and nothing of the code. No event, no receipt, no key.

    Raises NotAllowed, Conflict where they have taken it already or the survey is over.
    """
    require(is_staff, actor)
    present = _locked(survey)
    if present.state != SurveyState.OPEN:
        raise Conflict(_("This survey is closed."), url=present.get_absolute_url())
    taken, is_new = CodeTaken.objects.get_or_create(survey=present, person=actor)
    if not is_new:
        raise Conflict(
            _("You have taken your code already. It is shown once, and nobody can find out which it was."),
            url=present.get_absolute_url(),
        )
    mix(present.taken.all(), new=taken.pk)
    return codes.signed_code(present.secret)


@transaction.atomic
def answer_survey(*, survey: StaffSurvey, code: str, marks: Mapping[str, int], text: str) -> None:
    """Keep the answer and use the code up. Nobody is handed in, and neither day nor unit is kept. The same code again changes nothing.

    Raises Invalid ({"code", a question or "text": sentence}), Conflict where the survey is over.
    """
    present = _locked(survey)
    if present.state != SurveyState.OPEN:
        raise Conflict(_("This survey is closed."), url=present.get_absolute_url())
    code, wrong = codes.typed(code), {}
    if not codes.is_signed_by(code, present.secret):
        wrong["code"] = _("This is no code of this survey.")
    for question in Question.values:
        if marks.get(question) not in (1, 2, 3, 4, 5):
            wrong[question] = _("Choose from 1 to 5.")
    try:
        text = checked_text(text, "text", longest=1000, required=False)
    except Invalid as refusal:
        wrong["text"] = refusal.messages[0]
    if wrong:
        raise Invalid(wrong)
    kept = {question: marks[question] for question in Question.values}
    row, is_new = SurveyAnswer.objects.get_or_create(
        code_digest=codes.digest_of(code, USED), defaults={"survey": present, "marks": kept, "text": text}
    )
    if is_new:
        mix(present.answers.all(), new=row.pk)
