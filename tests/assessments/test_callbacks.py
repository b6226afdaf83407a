"""Calling customers back: drawn once each, their number on demand, attempts that count, given up by a rule (R15, R24)."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from assessments.calling import next_attempt
from assessments.enums import CallOutcome, CycleState, Method
from assessments.models import CallAttempt, Handover, Plan
from assessments.scripts import lines_of, usual_script
from assessments.selectors.callbacks import calls_of_sheet
from assessments.selectors.holds import held_records
from assessments.services.callbacks import note_attempt, reveal_number
from assessments.services.falling_out import reasons_for, replace_sheet_item
from assessments.services.sheets import submit_sheet
from assessments.services.verification import verify_revisions
from assessments.waiting import sheets_waiting_for
from foundation.audit.models import AuditEvent
from foundation.audit.verifiers import run_verifiers
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, NotAllowed
from foundation.notifications.models import Notification
from organization.enums import Role
from organization.models import RoleAssignment
from records.models import RevealLog, ServiceRecord, Source
from sampling.enums import ReplacementReason
from tests.assessments.planning import drawn, records_for
from tests.assessments.sheet_world import SCRIPT, full_marks, make_callback
from tests.assessments.test_sheet_pages import JSON, again, sign_in, url

MONDAY = date(2026, 11, 23)
CALLED = {"callbacks_wanted": 2, "call_script": SCRIPT}


def at(hour: int, minute: int = 0, day: date = MONDAY) -> datetime:
    return clock.at_local(day, hour, minute)


@pytest.fixture
def callback(sheets):
    """Lin's; the customer's number is 138****5678."""
    with clock.travelling(at(8, 0, date(2026, 11, 19))):
        return make_callback(sheets.plan, sheets.cast.lin)


@pytest.fixture
def noon(in_quarter, callback):
    """Monday; Lin has had the number shown on the Thursday before."""
    with clock.travelling(at(8, 0, date(2026, 11, 19))):
        look(callback)
    return in_quarter


def look(sheet) -> None:
    reveal_number(sheet=sheet, actor=sheet.assessor, reason="电话回访")


def attempt(sheet, outcome, when=None, **more) -> CallAttempt:
    given = {"sheet": sheet, "actor": sheet.assessor, "turn": sheet.turn, "outcome": outcome, "key": uuid4()}
    return note_attempt(**{**given, "at": when or clock.now() - timedelta(minutes=5), **more})


def submit(sheet) -> dict:
    return submit_sheet(sheet=sheet, actor=sheet.assessor, marks=full_marks(), version=sheet.version, key=uuid4())


def replace(sheet, reason) -> dict:
    return replace_sheet_item(sheet=sheet, turn=sheet.turn, actor=sheet.assessor, reason=reason, note="", key=uuid4())


# -- The plan and the draw


def test_customers_are_drawn_once_each_from_those_whose_number_is_kept(cast, plan):
    for number in (1, 2, 3):
        records_for(
            cast.east, 2, first=100 * number, customer_phone=f"1390000000{number}", phone_index=f"index-{number}"
        )
    plan = drawn(cast, plan, records_wanted=2, **CALLED)
    called = plan.sheets.filter(method=Method.CALLBACK).select_related("record", "item")
    assert (plan.draw.frame_counts["callback"], plan.draw.sizes["callback"], plan.draw.reserves["callback"]) == (
        3,
        2,
        4,
    )
    assert len({sheet.record.phone_index for sheet in called}) == 2
    for sheet in called:
        latest = ServiceRecord.objects.filter(phone_index=sheet.record.phone_index).order_by("-pk").first()
        assert (sheet.record, sheet.item.key) == (latest, f"callback:call%20centre:{latest.number}")
        assert sheet.co_assessor is None
    held = {record.pk: record.number for record in ServiceRecord.objects.filter(pk__in=called.values("record"))}
    assert held_records(Source.objects.get(), held) == set(held)
    assert not any(run_verifiers().values())


def test_plan_whose_records_hold_no_number_cannot_be_drawn(cast, plan):
    with pytest.raises(Invalid, match="nobody can be called"):
        drawn(cast, plan, **CALLED)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"callbacks_wanted": 2, "call_script": "Good day."}, "call_script"),
        ({"callbacks_wanted": 201, "call_script": SCRIPT}, "callbacks_wanted"),
        ({"callbacks_wanted": 2, "call_script": SCRIPT, "call_attempts": 0}, "call_attempts"),
    ],
    ids=["no question", "too many", "no attempt"],
)
def test_plan_says_by_which_questions_and_how_often_is_called(cast, plan, more, field):
    from tests.assessments.planning import completed

    with pytest.raises(Invalid) as refusal:
        completed(cast, plan, **more)
    assert list(refusal.value.message_dict) == [field]


def test_numbered_lines_of_a_script_are_its_questions(db):
    assert [(line.number, line.text[:4]) for line in lines_of(SCRIPT)] == [
        ("", "您好，这"),
        ("1", "您的电话"),
        ("2", "工作人员"),
        ("", "感谢您的"),
    ]
    assert [line.number for line in lines_of(usual_script())] == ["", "1", "2", "3", "4", "5", ""]


# -- The number


def test_number_is_shown_once_for_a_reason_and_the_reveal_is_kept(callback, sheets, client):
    lin = sign_in(client, sheets.cast.lin)
    assert "13812345678" not in lin.get(url("sheet_score", callback)).content.decode()
    answer = lin.post(url("call_reveal", callback), {"reason": "电话回访"}, headers=JSON)
    assert (answer.status_code, "tel:13812345678" in answer.content.decode()) == (200, True)
    look = RevealLog.objects.get()
    assert (look.person, look.record, look.reason) == (sheets.cast.lin, callback.record, "电话回访")
    event = AuditEvent.objects.get(action="assessments.call.reveal")
    assert (event.target, "13812345678" in str(event.details)) == (str(callback.public_id), False)
    assert "13812345678" not in lin.get(url("sheet_score", callback)).content.decode()
    supervisor = sign_in(client, sheets.cast.qian).get(url("sheet_detail", callback)).content.decode()
    assert "Lin Xiao 林晓: 电话回访" in supervisor or "Lin Xiao: 电话回访" in supervisor


def test_number_is_not_shown_without_a_reason_nor_to_anybody_else(callback, sheets, client):
    assert sign_in(client, sheets.cast.lin).post(url("call_reveal", callback), {"reason": " "}).status_code == 422
    assert sign_in(client, sheets.cast.li).post(url("call_reveal", callback), {"reason": "电话回访"}).status_code == 403
    with pytest.raises(NotAllowed):
        reveal_number(sheet=callback, actor=sheets.cast.guo, reason="电话回访")
    assert not RevealLog.objects.exists()


def test_page_says_where_no_number_is_kept(sheets, client):
    sheet = make_callback(sheets.plan, sheets.cast.lin, customer_phone="")
    page = sign_in(client, sheets.cast.lin).get(url("sheet_score", sheet)).content.decode()
    assert ("No number is kept of this customer" in page, "call_reveal" in page) == (True, False)
    assert calls_of_sheet(again(sheet)).ground == ReplacementReason.NO_NUMBER


# -- Attempts


@pytest.mark.parametrize(
    ("outcome", "when", "then"),
    [
        (CallOutcome.NO_ANSWER, at(10), at(14, 30)),
        (CallOutcome.NO_ANSWER, at(15), at(9, 30, date(2026, 11, 24))),
        (CallOutcome.NO_ANSWER, at(17, 0, date(2026, 11, 27)), at(9, 30, date(2026, 11, 30))),  # over the weekend
        (CallOutcome.BUSY, at(10, 10), at(10, 40)),
        (CallOutcome.BUSY, at(11, 45), at(14)),  # not at midday
        (CallOutcome.BUSY, at(17, 50), at(9, 0, date(2026, 11, 24))),
        (CallOutcome.BROKEN_OFF, at(9, 5), at(14, 30)),
        (CallOutcome.REFUSED, at(10), None),
        (CallOutcome.OUT_OF_SERVICE, at(10), None),
        (CallOutcome.COMPLETED, at(10), None),
    ],
)
def test_next_call_is_proposed_in_working_hours_at_another_time_of_day(db, outcome, when, then):
    assert next_attempt(outcome, when) == then


def test_next_call_stands_in_the_assessors_list_and_the_page_loses_no_mark(callback, noon):
    version = callback.version
    attempt(callback, CallOutcome.LATER, call_back_at=at(16, 30), note="在开会")
    kept = again(callback)
    assert (kept.call_outcome, kept.next_call_at, kept.version) == (CallOutcome.LATER, at(16, 30), version)
    [item] = [one for one in sheets_waiting_for(callback.assessor) if callback.number in one.title]
    assert "next call" in item.detail
    event = AuditEvent.objects.get(action="assessments.call.attempt")
    assert (event.details["outcome"], "在开会" in str(event.details)) == ("later", False)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"outcome": "sleeping"}, "outcome"),
        ({"when": at(13)}, "at"),
        ({"when": at(9, 0, date(2026, 11, 18))}, "at"),
        ({"outcome": "later"}, "call_back_at"),
        ({"outcome": "later", "call_back_at": at(9)}, "call_back_at"),
        ({"outcome": "later", "call_back_at": at(22)}, "call_back_at"),
        ({"note": "x" * 1001}, "note"),
    ],
    ids=["unknown", "future", "before the draw", "no wish", "past wish", "at night", "long"],
)
def test_attempt_that_cannot_be_is_refused_beside_its_field(callback, noon, given, field):
    with pytest.raises(Invalid) as refusal:
        attempt(callback, given.pop("outcome", "no_answer"), **given)
    assert list(refusal.value.message_dict) == [field]
    assert not CallAttempt.objects.exists()


def test_same_key_notes_one_attempt_and_a_page_of_an_earlier_customer_none(callback, noon):
    key = uuid4()
    first, second = (attempt(callback, CallOutcome.BUSY, at(11, 50), key=key) for _ in range(2))
    assert (first, CallAttempt.objects.count()) == (second, 1)
    with pytest.raises(Conflict):
        attempt(callback, CallOutcome.BUSY, turn=callback.turn - 1)


def test_slip_is_put_right_by_a_further_row_that_counts_in_its_place(callback, noon):
    slip = attempt(callback, CallOutcome.COMPLETED)
    right = attempt(callback, CallOutcome.NO_ANSWER, corrects=slip.public_id)
    calls = calls_of_sheet(again(callback))
    assert ([one.pk for one in calls.valid], calls.is_completed, len(calls.attempts)) == ([right.pk], False, 2)
    assert again(callback).call_outcome == CallOutcome.NO_ANSWER
    with pytest.raises(Conflict):
        attempt(callback, CallOutcome.BUSY, corrects=slip.public_id)


@pytest.mark.parametrize("outcome", ["completed", "no_answer", "out_of_service"])
def test_nobody_has_called_a_number_that_they_have_not_seen(callback, in_quarter, sheets, outcome):
    with pytest.raises(Invalid) as refusal:
        attempt(callback, outcome)
    assert list(refusal.value.message_dict) == ["outcome"]
    with clock.travelling(at(11, 30)):
        look(callback)
    with pytest.raises(Invalid) as refusal:
        attempt(callback, outcome, at(11, 29))
    assert (list(refusal.value.message_dict), CallAttempt.objects.count()) == (["at"], 0)
    attempt(callback, outcome, at(11, 30))


def test_whoever_gets_the_sheet_has_the_customer_answer_anew(callback, noon, sheets):
    attempt(callback, CallOutcome.COMPLETED)
    type(callback).objects.filter(pk=callback.pk).update(assessor=sheets.cast.guo)
    present = again(callback)
    with pytest.raises(Invalid) as refusal:
        submit(present)
    assert list(refusal.value.message_dict) == ["call"]
    with pytest.raises(Invalid):  # Guo has not seen the number
        attempt(present, CallOutcome.COMPLETED)
    look(present)
    attempt(present, CallOutcome.COMPLETED, clock.now())
    submit(again(callback))
    assert again(callback).state == "submitted"


def test_call_noted_without_a_look_at_the_number_seals_nothing(callback, in_quarter):
    CallAttempt.objects.create(
        sheet=callback, item=callback.item, person=callback.assessor, outcome="completed", at=at(11, 50)
    )
    with pytest.raises(Invalid) as refusal:
        submit(callback)
    assert list(refusal.value.message_dict) == ["call"]


# -- Giving a customer up, and the seal


def test_customer_is_given_up_after_the_planned_attempts_on_two_days(callback, noon):
    thursday = date(2026, 11, 19)
    for hour in (9, 10, 15):
        attempt(callback, CallOutcome.NO_ANSWER, at(hour, 0, thursday))
    assert calls_of_sheet(again(callback)).left == 1  # all on one day
    with pytest.raises(Invalid) as refusal:
        replace(callback, ReplacementReason.UNREACHABLE)
    assert list(refusal.value.message_dict) == ["reason"]
    attempt(callback, CallOutcome.BUSY, at(10))
    assert calls_of_sheet(again(callback)).ground == ReplacementReason.UNREACHABLE


def test_next_customer_comes_in_with_the_reason_and_without_the_attempts(cast, plan):
    for number in range(6):
        records_for(cast.east, 1, first=200 + number, customer_phone=f"1390000010{number}", phone_index=f"i{number}")
    plan = drawn(cast, plan, records_wanted=2, **CALLED)
    sheet = again(plan.sheets.filter(method=Method.CALLBACK).order_by("number")[0])
    reserve = sheet.item.draw.items.filter(stratum="callback", is_reserve=True).order_by("position").first()
    with pytest.raises(Invalid):
        replace(sheet, ReplacementReason.REFUSED)
    look(sheet)
    with clock.travelling(clock.now() + timedelta(hours=3)):
        attempt(sheet, CallOutcome.REFUSED)
        replace(sheet, ReplacementReason.REFUSED)
    present = again(sheet)
    assert (present.item, present.call_outcome, present.next_call_at) == (reserve, "", None)
    assert f"callback:call%20centre:{present.record.number}" == reserve.key
    assert (calls_of_sheet(present).attempts, present.call_attempts.count()) == ([], 1)
    assert Handover.objects.get().kind == "refused"
    assert not any(run_verifiers().values())


@pytest.mark.parametrize("reason", ["refused", "no_number", "unreachable", "other"])
def test_customer_who_has_answered_is_not_changed_for_a_kinder_one(callback, noon, reason):
    for outcome in (CallOutcome.REFUSED, CallOutcome.WRONG_NUMBER, CallOutcome.COMPLETED):
        attempt(callback, outcome)
    with pytest.raises(Invalid) as refusal:
        attempt(callback, CallOutcome.REFUSED)
    assert list(refusal.value.message_dict) == ["outcome"]
    with pytest.raises(Invalid, match="has answered"):
        replace_sheet_item(
            sheet=callback, turn=1, actor=callback.assessor, reason=reason, note="客户不配合", key=uuid4()
        )
    assert (again(callback).item, calls_of_sheet(again(callback)).ground) == (callback.item, None)


def test_reasons_fit_the_way_of_looking(callback, sheets):
    assert ReplacementReason.REFUSED in reasons_for(callback)
    assert ReplacementReason.UNREADABLE not in reasons_for(callback)
    assert ReplacementReason.UNREACHABLE not in reasons_for(sheets.sheet)


def test_callback_is_sealed_only_once_the_customer_has_answered(callback, noon):
    attempt(callback, CallOutcome.NO_ANSWER, at(10))
    with pytest.raises(Invalid) as refusal:
        submit(callback)
    assert list(refusal.value.message_dict) == ["call"]
    attempt(callback, CallOutcome.COMPLETED)
    submit(again(callback))
    with pytest.raises(Conflict, match="sealed"):
        attempt(again(callback), CallOutcome.BUSY)
    with pytest.raises(Conflict):
        reveal_number(sheet=again(callback), actor=callback.assessor, reason="再看一次")
    assert verify_revisions() == []


# -- The page


def test_attempt_is_noted_on_the_page_and_the_form_comes_back_with_what_is_wrong(callback, sheets, client, noon):
    lin = sign_in(client, sheets.cast.lin)
    data = {"outcome": "no_answer", "at": "2026-11-23T11:40", "turn": 1, "client_key": str(uuid4()), "note": "响了十声"}
    wrong = lin.post(url("call_note", callback), {**data, "at": "2026-11-23T12:40"}, headers=JSON)
    page = wrong.content.decode()
    assert (wrong.status_code, "The call cannot be in the future." in page, "响了十声" in page) == (422, True, True)
    assert (lin.post(url("call_note", callback), data).status_code, CallAttempt.objects.get().at) == (302, at(11, 40))
    page = lin.get(url("sheet_score", callback)).content.decode()
    assert ("1 of 3 attempts made" in page, "您的电话是否及时接通？" in page) == (True, True)
    slip = CallAttempt.objects.get()
    begun = lin.get(url("sheet_score", callback) + f"?correct={slip.public_id}").content.decode()
    assert f'value="{slip.public_id}"' in begun


def test_what_customers_said_stays_out_of_a_page_kept_on_a_device(callback, sheets, client, noon):
    attempt(callback, CallOutcome.NO_ANSWER, note="家人接听，称其住院")
    lin = sign_in(client, sheets.cast.lin)
    assert "称其住院" in lin.get(url("sheet_score", callback)).content.decode()
    taken = lin.post(url("sheet_take", callback), headers=JSON).json()["html"]
    assert ("称其住院" in taken, "1 of 3 attempts made" in taken) == (False, True)


def test_plan_without_callbacks_keeps_the_digest_that_was_approved(cast, plan):
    from assessments.services.plan_seals import digest_of_plan

    before = digest_of_plan(plan, None)
    plan.call_script, plan.call_attempts = SCRIPT, 5
    assert digest_of_plan(plan, None) == before
    plan.callbacks_wanted = 1
    assert digest_of_plan(plan, None) != before
    assert Plan.objects.get(pk=plan.pk).callbacks_wanted == 0


def test_who_takes_an_answer_back_needs_a_lead_before_the_customer_falls_out(callback, noon, sheets):
    cast = sheets.cast
    slip = attempt(callback, CallOutcome.COMPLETED)
    attempt(callback, CallOutcome.REFUSED, corrects=slip.public_id)
    told = Notification.objects.filter(kind="assessments.call.taken_back").values_list("user", flat=True)
    assert list(told) == [cast.li.user_id]
    for reason in (ReplacementReason.REFUSED, ReplacementReason.OTHER):
        with pytest.raises(Invalid, match="Only a lead can let them fall out now"):
            replace_sheet_item(
                sheet=again(callback), turn=callback.turn, actor=cast.lin, reason=reason, note="x", key=uuid4()
            )
    present = again(callback)
    assert calls_of_sheet(present).is_taken_back
    with pytest.raises(Invalid) as refusal:  # the lead confirms what the attempts attest, and nothing else
        replace_sheet_item(
            sheet=present, turn=present.turn, actor=cast.li, reason=ReplacementReason.NO_NUMBER, note="", key=uuid4()
        )
    assert list(refusal.value.message_dict) == ["reason"]
    attempt(present, CallOutcome.COMPLETED)  # called again, and answered: there is nothing to confirm
    assert not calls_of_sheet(again(callback)).is_taken_back


def test_lead_lets_a_customer_fall_out_whose_answer_was_taken_back(cast, plan, in_quarter):
    for number in (1, 2, 3):
        records_for(
            cast.east, 2, first=100 * number, customer_phone=f"1390000000{number}", phone_index=f"index-{number}"
        )
    plan = drawn(cast, plan, records_wanted=2, **CALLED)
    sheet = (
        plan.sheets.filter(method=Method.CALLBACK).select_related("record", "plan", "assessor", "item__draw").first()
    )
    look(sheet)
    now = clock.now()
    slip = attempt(sheet, CallOutcome.COMPLETED, now)
    attempt(sheet, CallOutcome.REFUSED, now, corrects=slip.public_id)
    with pytest.raises(Invalid, match="Only a lead"):
        replace(again(sheet), ReplacementReason.REFUSED)
    replace_sheet_item(
        sheet=again(sheet), turn=sheet.turn, actor=cast.li, reason=ReplacementReason.REFUSED, note="", key=uuid4()
    )
    assert again(sheet).item_id != sheet.item_id


@pytest.mark.parametrize(
    ("who", "reads"), [("lin", True), ("li", True), ("qian", True), ("zhou", True), ("chen", False), ("wu", False)]
)
def test_unit_reads_what_came_of_a_call_and_not_what_the_customer_said(callback, noon, sheets, client, who, reads):
    attempt(callback, CallOutcome.COMPLETED, note="称其住院，情绪激动")
    submit(callback)
    type(sheets.cycle).objects.filter(pk=sheets.cycle.pk).update(state=CycleState.FEEDBACK)
    page = sign_in(client, getattr(sheets.cast, who)).get(url("sheet_detail", callback)).content.decode()
    assert ("称其住院" in page, "Calls</h2>" in page) == (reads, True)


def test_head_reads_nothing_of_it_as_a_manager_either(callback, noon, sheets, client):
    attempt(callback, CallOutcome.COMPLETED, note="称其住院")
    submit(callback)
    RoleAssignment.objects.create(person=sheets.cast.chen, role=Role.MANAGER, unit=sheets.cast.bank)
    page = sign_in(client, sheets.cast.chen).get(url("sheet_detail", callback)).content.decode()
    assert "Calls</h2>" in page and "称其住院" not in page


def test_who_gets_the_sheet_does_not_read_what_the_customer_has_answered_before(callback, noon, sheets, client):
    attempt(callback, CallOutcome.LATER, call_back_at=at(15), note="下午方便")
    attempt(callback, CallOutcome.COMPLETED, note="非常满意")
    type(callback).objects.filter(pk=callback.pk).update(assessor=sheets.cast.guo, turn=2)
    guo = sign_in(client, sheets.cast.guo)
    for name in ("sheet_score", "sheet_detail"):
        page = guo.get(url(name, callback)).content.decode()
        assert ("非常满意" in page, "下午方便" in page) == (False, True)


def test_answer_whose_time_was_corrected_is_not_taken_back_when_the_sheet_changes_hands(callback, noon, sheets):
    slip = attempt(callback, CallOutcome.COMPLETED)
    attempt(callback, CallOutcome.COMPLETED, corrects=slip.public_id, note="十一点五十五分")
    type(callback).objects.filter(pk=callback.pk).update(assessor=sheets.cast.guo)
    assert not calls_of_sheet(again(callback)).is_taken_back


def test_slip_that_never_was_an_answer_needs_nobody(callback, noon):
    slip = attempt(callback, CallOutcome.BUSY)
    attempt(callback, CallOutcome.REFUSED, corrects=slip.public_id)
    assert not calls_of_sheet(again(callback)).is_taken_back
