"""Several at once on what a method notes by rules of its own, in real threads on a real database: one truth and a clear message (R15, R18)."""

from datetime import date, datetime
from uuid import uuid4

import pytest

from assessments.enums import CallOutcome, Method, SheetState
from assessments.method_enums import InterviewOutcome
from assessments.models import CallAttempt, FootageAnswer, FootageRequest, FootageViewing, InterviewNote, ScoreSheet
from assessments.services.callbacks import note_attempt, reveal_number
from assessments.services.footage import answer_request, note_viewing, request_footage
from assessments.services.footage_reminders import remind_of_footage
from assessments.services.interviews import note_interview
from assessments.services.sheets import submit_sheet
from assessments.services.verification import verify_revisions
from foundation.audit.verifiers import verify_chain
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid
from foundation.notifications.models import Notification
from tests.assessments.half_days import make_half_day
from tests.assessments.sheet_world import full_marks, make_callback
from tests.assessments.test_races import at_once, loaded

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
NOW = clock.at_local(date(2026, 10, 26), 9)
TABS = 6


def at(moment: datetime, act):
    """The act at that time; what it returned, or why it was refused."""

    def run():
        with clock.travelling(moment):
            try:
                return act()
            except Invalid as refusal:
                return refusal

    return run


def made(answers) -> list:
    return [one for one in answers if not isinstance(one, (Conflict, Invalid))]


@pytest.fixture
def footage(committed_sheets):
    with clock.travelling(NOW):
        return make_half_day(committed_sheets.plan, committed_sheets.cast.lin, Method.FOOTAGE)


def ask(sheet, actor) -> FootageRequest:
    return request_footage(
        sheet=loaded(sheet), actor=actor, turn=1, camera="大堂", purpose="评估", ground="安防办法", key=uuid4()
    )


def answer(asked, actor) -> FootageAnswer:
    return answer_request(
        asked=FootageRequest.objects.select_related("sheet").get(pk=asked.pk), actor=actor, is_provided=True, key=uuid4(),
        where="监控室", shown_by="孙燕", kept_until=date(2026, 11, 30), seen=0,
    )  # fmt: skip


def watch(sheet, **more) -> FootageViewing:
    return note_viewing(
        sheet=loaded(sheet), actor=sheet.assessor, turn=1, at=NOW, place="监控室", present="孙燕", key=uuid4(), **more
    )


def submit(sheet):
    own = loaded(sheet)
    return submit_sheet(sheet=own, actor=own.assessor, marks=full_marks(), version=own.version, key=uuid4())


def test_footage_is_asked_for_and_answered_once(committed_sheets, footage):
    cast = committed_sheets.cast
    asks = at_once(*(at(NOW, lambda who=who: ask(footage, who)) for who in (cast.lin, cast.li) * 3))
    assert (len(made(asks)), FootageRequest.objects.count()) == (1, 1)
    [asked] = made(asks)
    answers = at_once(*(at(NOW, lambda who=who: answer(asked, who)) for who in (cast.chen, cast.wu) * 3))
    assert (len(made(answers)), FootageAnswer.objects.count()) == (1, 1)


def test_viewing_is_corrected_once_and_none_comes_in_behind_the_seal(committed_sheets, footage):
    cast = committed_sheets.cast
    with clock.travelling(NOW):
        answer(ask(footage, cast.lin), cast.wu)
        first = watch(footage)
    answers = at_once(*(at(NOW, lambda: watch(footage, corrects=first.public_id)) for _tab in range(TABS)))
    assert (len(made(answers)), FootageViewing.objects.count()) == (1, 2)
    at_once(at(NOW, lambda: submit(footage)), *(at(NOW, lambda: watch(footage)) for _tab in range(TABS)))
    assert ScoreSheet.objects.get(pk=footage.pk).state == SheetState.SUBMITTED
    with clock.travelling(NOW):
        assert (verify_revisions(), verify_chain()) == ([], [])


def test_several_schedules_remind_once(committed_sheets, footage):
    cast = committed_sheets.cast
    with clock.travelling(NOW):
        ask(footage, cast.lin)
    at_once(*(at(clock.at_local(date(2026, 10, 29), 9), remind_of_footage) for _schedule in range(4)))
    told = Notification.objects.filter(kind__in=["assessments.footage.overdue", "assessments.footage.unanswered"])
    assert sorted(told.values_list("user", flat=True)) == sorted([cast.chen.user_id, cast.wu.user_id, cast.li.user_id])


def test_minute_is_noted_once(committed_sheets):
    noon = clock.at_local(date(2026, 10, 12), 12, 5)
    sheet = make_half_day(committed_sheets.plan, committed_sheets.cast.lin, Method.INTERVIEW)

    def note():
        return note_interview(
            sheet=loaded(sheet), actor=sheet.assessor, turn=1, number=1, outcome=InterviewOutcome.NOBODY,
            at=clock.at_local(date(2026, 10, 12), 9, 12), key=uuid4(),
        )  # fmt: skip

    answers = at_once(*(at(noon, note) for _tab in range(TABS)))
    assert (len(made(answers)), InterviewNote.objects.count()) == (1, 1)


def test_customer_answers_once(committed_sheets):
    cast = committed_sheets.cast
    with clock.travelling(clock.at_local(date(2026, 11, 23), 9)):
        sheet = make_callback(committed_sheets.plan, cast.lin)
        reveal_number(sheet=loaded(sheet), actor=cast.lin, reason="电话回访")
    later = clock.at_local(date(2026, 11, 23), 10)

    def call():
        return note_attempt(
            sheet=loaded(sheet), actor=cast.lin, turn=1, outcome=CallOutcome.COMPLETED,
            at=clock.at_local(date(2026, 11, 23), 9, 30), key=uuid4(),
        )  # fmt: skip

    answers = at_once(*(at(later, call) for _tab in range(TABS)))
    assert (len(made(answers)), CallAttempt.objects.count()) == (1, 1)
