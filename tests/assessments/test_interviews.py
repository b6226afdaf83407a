"""Customers asked as they leave: at drawn minutes, each accounted for, without names (R15). Mostly Lin's, at East Branch on 12 October 2026."""

from datetime import date, datetime
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from assessments.enums import CycleState, Method
from assessments.method_enums import InterviewOutcome
from assessments.models import Cycle, InterviewNote, ScoreSheet
from assessments.selectors.interviews import interviews_of_sheet
from assessments.services import revisions
from assessments.services.falling_out import replace_sheet_item
from assessments.services.interviews import note_interview
from assessments.services.sheets import correct_sheet, submit_sheet
from assessments.services.verification import verify_revisions
from foundation.audit.models import AuditEvent
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, NotAllowed
from organization.enums import Role
from organization.services import assign_role
from sampling.enums import ReplacementReason
from sampling.models import DrawnItem
from tests.assessments.half_days import make_half_day
from tests.assessments.sheet_world import full_marks
from tests.assessments.test_sheet_pages import JSON, again, sign_in, url
from tests.sampling.test_verification import unsealed

DAY = date(2026, 10, 12)
# The drawn minutes, see docs/draw-rule.md.
MINUTES = [(9, 8), (9, 34), (10, 5), (10, 54), (11, 23), (11, 41)]
SAID = {"1": "办理转账，已办好", "2": "等了十分钟，可以接受"}


def at(hour: int, minute: int = 0) -> datetime:
    return clock.at_local(DAY, hour, minute)


@pytest.fixture
def sheet(sheets):
    return make_half_day(sheets.plan, sheets.cast.lin, Method.INTERVIEW)


@pytest.fixture
def at_noon(sheet):
    with clock.travelling(at(12, 5)):
        yield


def note(sheet, number: int = 1, outcome: str = InterviewOutcome.INTERVIEWED, when=None, **more) -> InterviewNote:
    hour, minute = MINUTES[number - 1]
    given = {"consented": True, "answers": SAID} if outcome == InterviewOutcome.INTERVIEWED else {}
    values = {"actor": sheet.assessor, "turn": sheet.turn, "key": uuid4(), "at": when or at(hour, minute + 3), **given}
    return note_interview(sheet=sheet, number=number, outcome=outcome, **{**values, **more})


def note_all(sheet, outcomes: str = "idnidn") -> None:
    """A letter a minute: interviewed, declined, nobody came."""
    letters = {"i": InterviewOutcome.INTERVIEWED, "d": InterviewOutcome.DECLINED, "n": InterviewOutcome.NOBODY}
    for number, letter in enumerate(outcomes, start=1):
        note(sheet, number, letters[letter])


def submit(sheet) -> dict:
    present = again(sheet)
    return submit_sheet(sheet=present, actor=present.assessor, marks=full_marks(), version=present.version, key=uuid4())


# -- Noting


def test_six_minutes_follow_from_the_draw(sheet, at_noon):
    so_far = interviews_of_sheet(sheet)
    assert [f"{clock.local(slot.moment.start):%H:%M}" for slot in so_far.slots] == [
        "09:08", "09:34", "10:05", "10:54", "11:23", "11:41",
    ]  # fmt: skip
    assert (so_far.left, so_far.interviewed, so_far.rate, so_far.next.number) == (6, 0, None, 1)


def test_response_rate_is_of_those_who_were_approached(sheet, at_noon):
    note_all(sheet, "idniid")
    so_far = interviews_of_sheet(sheet)
    assert (so_far.interviewed, so_far.approached, so_far.rate, so_far.left) == (3, 5, 60, 0)


def test_answers_are_encrypted_and_stay_out_of_the_trail(sheet, at_noon):
    row = note(sheet, touchpoint="counter")
    assert row.said == SAID
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM assessments_interviewnote")
        assert "转账" not in cursor.fetchone()[0]
    event = AuditEvent.objects.get(action="assessments.interview.note")
    assert event.details == {"note": str(row.public_id), "minute": "09:08", "interview": "interviewed"}


def test_notes_are_never_changed(sheet, at_noon):
    row = note(sheet)
    row.outcome = InterviewOutcome.NOBODY
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save()


def test_nothing_is_kept_of_a_customer_who_declined(sheet, at_noon):
    row = note(sheet, outcome=InterviewOutcome.DECLINED, consented=True, touchpoint="counter", answers=SAID)
    assert (row.consented, row.touchpoint, row.said) == (False, "", {})


@pytest.mark.parametrize(
    ("more", "field", "sentence"),
    [
        ({"when": at(9, 7)}, "at", "The drawn minute is 09:08; it cannot have been earlier."),
        ({"when": at(12, 6)}, "at", "The time cannot be in the future."),
        ({"consented": False}, "consented", "Only who has agreed is interviewed. Otherwise note that the customer declined."),
        ({"answers": {"1": " ", "9": "x"}}, "answers", "Write down what the customer said to at least one question."),
        ({"answers": {"1": "x" * 501}}, "answer_1", "At most 500 characters."),
        ({"answers": {"1": "\x07"}}, "answer_1", "This contains characters that cannot be kept."),
        ({"outcome": "guessed"}, "outcome", "Choose what came of it."),
        ({"touchpoint": "moon"}, "touchpoint", "Choose what the customer used."),
        ({"at": None}, "at", "Enter the time."),
    ],
)  # fmt: skip
def test_note_that_cannot_be_is_refused_beside_the_field(sheet, at_noon, more, field, sentence):
    with pytest.raises(Invalid) as refusal:
        note(sheet, **more)
    assert refusal.value.message_dict[field] == [sentence]
    assert not InterviewNote.objects.exists()


def test_customers_of_the_afternoon_do_not_count_for_the_morning(sheet):
    with clock.travelling(at(15)):
        with pytest.raises(Invalid, match="The half-day ends at 12:00"):
            note(sheet, 6, when=at(12, 31))
        assert note(sheet, 6, when=at(12, 30)).number == 6


def test_minute_that_was_not_drawn_is_refused(sheet, at_noon):
    with pytest.raises(Invalid, match="Choose one of the drawn minutes"):
        note_interview(sheet=sheet, actor=sheet.assessor, turn=1, number=7, outcome="nobody", at=at(11), key=uuid4())


def test_minute_is_noted_once_and_corrected_by_a_further_row(sheet, at_noon):
    first = note(sheet, outcome=InterviewOutcome.NOBODY)
    with pytest.raises(Conflict):
        note(sheet)
    note(sheet, corrects=first.public_id)
    with pytest.raises(Conflict):
        note(sheet, corrects=first.public_id)
    [slot, *_others] = interviews_of_sheet(sheet).slots
    assert (slot.note.outcome, [row.outcome for row in slot.corrected]) == ("interviewed", ["nobody"])
    assert AuditEvent.objects.filter(action="assessments.interview.correct").count() == 1


def test_same_key_notes_once(sheet, at_noon):
    key = uuid4()
    assert note(sheet, key=key) == note(sheet, key=key)
    assert InterviewNote.objects.count() == 1


def test_nobody_else_notes(sheet, at_noon, sheets):
    for person in (sheets.cast.guo, sheets.cast.li, sheets.cast.qian, sheets.cast.chen):
        with pytest.raises(NotAllowed):
            note(sheet, actor=person)


def test_page_of_an_earlier_turn_notes_nothing(sheet, at_noon):
    ScoreSheet.objects.filter(pk=sheet.pk).update(turn=2)
    with pytest.raises(Conflict):
        note(sheet)


# -- Sealing


@pytest.mark.parametrize(
    ("outcomes", "sentence"),
    [
        ("", "6 drawn minutes are not accounted for yet."),
        ("idnid", "1 drawn minute is not accounted for yet."),
        ("nddnnd", "You have interviewed no customer. Without one there is nothing to score."),
    ],
)
def test_sheet_is_not_sealed_before_every_minute_is_accounted_for(sheet, at_noon, outcomes, sentence):
    note_all(sheet, outcomes)
    with pytest.raises(Invalid) as refusal:
        submit(sheet)
    assert refusal.value.message_dict["interview"] == [sentence]


def test_what_was_noted_is_sealed_with_the_sheet(sheet, at_noon):
    note_all(sheet)
    submit(sheet)
    assert again(sheet).revision.schema >= 4
    assert verify_revisions() == []
    with pytest.raises(Conflict):
        note(again(sheet), 1, corrects=InterviewNote.objects.first().public_id)
    marks = full_marks() | {"2.1": {"level": 4, "reason": "语气生硬"}}
    present = again(sheet)
    correct_sheet(
        sheet=present, actor=present.assessor, marks=marks, reason="误选", version=present.version, key=uuid4()
    )
    assert verify_revisions() == []


def test_note_that_was_slipped_in_afterwards_is_found(sheet, at_noon):
    note_all(sheet)
    submit(sheet)
    InterviewNote.objects.create(
        sheet=sheet, item=sheet.item, person=sheet.assessor, number=3, after=at(10, 5), outcome="nobody", at=at(10, 8)
    )
    assert any("is not what was sealed" in fault for fault in verify_revisions())


def test_nobody_scores_what_somebody_else_was_told(sheet, at_noon, sheets):
    note_all(sheet)
    ScoreSheet.objects.filter(pk=sheet.pk).update(assessor=sheets.cast.guo)
    with pytest.raises(Invalid, match="You have interviewed no customer"):
        submit(sheet)


def test_seal_says_which_note_another_one_replaces(sheet, at_noon):
    slip = note(sheet, 1, InterviewOutcome.NOBODY)
    again_slip = note(sheet, 1, InterviewOutcome.NOBODY, corrects=slip.public_id)
    note(sheet, 1, corrects=again_slip.public_id)
    for number in range(2, 7):
        note(sheet, number, InterviewOutcome.NOBODY)
    submit(sheet)
    assert (again(sheet).revision.schema, verify_revisions()) == (5, [])
    other = InterviewNote.objects.get(number=2)
    with unsealed(InterviewNote):
        InterviewNote.objects.filter(corrects=again_slip).update(corrects=other)
    assert verify_revisions() == [f"Sheet {sheet.number}: revision 1 is not what was sealed."]


def test_revision_sealed_before_seals_named_what_is_replaced_still_verifies(sheet, at_noon, monkeypatch):
    slip = note(sheet, 1, InterviewOutcome.NOBODY)
    note(sheet, 1, corrects=slip.public_id)
    for number in range(2, 7):
        note(sheet, number, InterviewOutcome.NOBODY)
    with monkeypatch.context() as before:
        before.setattr(revisions, "SCHEMA", 4)
        submit(sheet)
    present = again(sheet)
    correct_sheet(
        sheet=present,
        actor=present.assessor,
        marks=full_marks() | {"2.1": {"level": 4, "reason": "语气生硬"}},
        reason="误选",
        version=present.version,
        key=uuid4(),
    )
    assert list(sheet.revisions.order_by("number").values_list("schema", flat=True)) == [4, 5]
    assert verify_revisions() == []


# -- Falling out


def test_half_day_does_not_fall_out_for_its_assessor_once_customers_have_answered(sheet, at_noon):
    note(sheet)
    with pytest.raises(Invalid, match="Only a lead can still let this half-day fall out"):
        replace_sheet_item(
            sheet=again(sheet), turn=1, actor=sheet.assessor, reason=ReplacementReason.IMPOSSIBLE, note="", key=uuid4()
        )


def test_answer_that_is_taken_back_lets_the_half_day_fall_out_for_a_lead_alone(sheet, at_noon, sheets):
    noted = note(sheet)
    note(sheet, outcome=InterviewOutcome.NOBODY, corrects=noted.public_id)
    give = {"turn": 1, "reason": ReplacementReason.IMPOSSIBLE, "note": "", "key": uuid4()}
    with pytest.raises(Invalid, match="corrected afterwards. Only a lead"):
        replace_sheet_item(sheet=again(sheet), actor=sheet.assessor, **give)
    DrawnItem.objects.create(
        draw=sheet.item.draw, stratum="interview", position=900, key="interview:2026-10-13-am", is_reserve=True
    )
    replace_sheet_item(sheet=again(sheet), actor=sheets.cast.li, **give)
    assert again(sheet).item.key == "interview:2026-10-13-am"


@pytest.mark.parametrize(("corrected_to", "is_taken_back"), [("nobody", True), ("interviewed", False)])
def test_answer_that_was_taken_back_stays_so_when_the_sheet_changes_hands(
    sheet, at_noon, sheets, corrected_to, is_taken_back
):
    noted = note(sheet)
    note(sheet, outcome=corrected_to, corrects=noted.public_id)
    ScoreSheet.objects.filter(pk=sheet.pk).update(assessor=sheets.cast.guo, turn=2)
    assert interviews_of_sheet(again(sheet)).is_taken_back is is_taken_back
    if is_taken_back:
        with pytest.raises(Invalid, match="corrected afterwards. Only a lead"):
            replace_sheet_item(
                sheet=again(sheet),
                turn=2,
                actor=sheets.cast.guo,
                reason=ReplacementReason.IMPOSSIBLE,
                note="",
                key=uuid4(),
            )


# -- Pages


def sent(sheet, number: int = 1, **more) -> dict:
    hour, minute = MINUTES[number - 1]
    return {
        "number": number, "turn": 1, "outcome": "interviewed", "at": f"2026-10-12T{hour:02d}:{minute + 2:02d}",
        "consented": "on", "answer_1": "办理转账", "client_key": str(uuid4()), **more,
    }  # fmt: skip


@pytest.fixture
def lin(client, sheet, sheets):
    return sign_in(client, sheets.cast.lin)


def test_page_shows_minutes_questions_and_the_next_one(sheet, at_noon, lin):
    note(sheet)
    page = lin.get(url("sheet_score", sheet)).content.decode()
    assert "The first customer who leaves after 09:34" in page
    assert "1. 您今天办理什么业务？" in page
    assert "1 of 1 who were approached agreed (100%)" in page
    assert 'name="at"' in page and 'value="2026-10-12T12:05"' in page


def test_form_notes_and_the_page_goes_on(sheet, at_noon, lin):
    assert lin.post(url("interview_note", sheet), sent(sheet)).status_code == 302
    part = lin.post(url("interview_note", sheet), sent(sheet, 2), headers=JSON)
    assert "The first customer who leaves after 10:05" in part.content.decode()
    assert [row.said for row in InterviewNote.objects.order_by("pk")] == [{"1": "办理转账"}] * 2


def test_refused_form_keeps_what_was_typed(sheet, at_noon, lin):
    answer = lin.post(url("interview_note", sheet), sent(sheet, consented="", at="2026-10-12T09:00"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert (
        "Only who has agreed is interviewed." in page and "it cannot have been earlier" in page and "办理转账" in page
    )


@pytest.mark.parametrize("more", [{"number": "9"}, {"number": "", "at": ""}, {"turn": "x", "number": "六"}])
def test_form_of_no_drawn_minute_comes_back_with_the_sentence(sheet, at_noon, lin, more):
    answer = lin.post(url("interview_note", sheet), {**sent(sheet), "corrects": str(uuid4()), **more}, headers=JSON)
    assert answer.status_code == 422 and "办理转账" in answer.content.decode()


def test_correction_begins_with_what_was_noted(sheet, at_noon, lin):
    row = note(sheet, touchpoint="counter")
    page = lin.get(f"{url('sheet_score', sheet)}?correct={row.public_id}").content.decode()
    assert "Correct the note of 09:08" in page and SAID["2"] in page


def test_what_customers_said_stays_off_the_device(sheet, at_noon, lin):
    note(sheet)
    page = lin.post(url("sheet_take", sheet)).json()["html"]
    assert "09:08" in page and "办理转账" not in page


def test_unit_reads_how_many_were_asked_and_not_what_they_said(sheet, at_noon, client, sheets):
    note_all(sheet)
    submit(sheet)
    Cycle.objects.filter(pk=sheet.cycle_id).update(state=CycleState.FEEDBACK)
    of_the_unit = sign_in(client, sheets.cast.chen).get(url("sheet_detail", sheet)).content.decode()
    assert "2 of 4 who were approached agreed (50%)" in of_the_unit and SAID["1"] not in of_the_unit
    for person in (sheets.cast.lin, sheets.cast.li, sheets.cast.qian):
        assert SAID["1"] in sign_in(client, person).get(url("sheet_detail", sheet)).content.decode()


def test_head_reads_nothing_of_it_as_a_manager_either(sheet, at_noon, client, sheets):
    note_all(sheet)
    assign_role(person=sheets.cast.chen, role=Role.MANAGER, unit=sheets.cast.chen.unit)
    page = sign_in(client, sheets.cast.chen).get(url("sheet_detail", sheet)).content.decode()
    assert "2 of 4 who were approached agreed (50%)" in page and SAID["1"] not in page


def test_whoever_corrects_a_sealed_sheet_has_the_interviews_beside_the_form(sheet, at_noon, lin):
    note_all(sheet)
    submit(sheet)
    page = lin.get(url("sheet_correct", sheet)).content.decode()
    assert "2 of 4 who were approached agreed (50%)" in page and SAID["1"] in page and "Time of the visit" not in page
