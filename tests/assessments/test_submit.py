"""Sealing a sheet: once, complete, exact, and then insert-only (R18, R19)."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from assessments.enums import CycleState, PlanState, SheetState
from assessments.models import ItemScore, ScoreSheet, ScoreTotal, SheetRevision
from assessments.selectors.sheets import for_page
from assessments.services.drafts import save_draft
from assessments.services.sheets import submit_sheet
from foundation.audit.models import AuditEvent
from foundation.common import clock
from foundation.common.engine import is_postgresql
from foundation.common.errors import Conflict, Invalid, NotAllowed
from foundation.notifications.models import Notification
from standards.enums import CriticalPolicy, NotApplicablePolicy
from tests.assessments.sheet_world import (
    confirm,
    full_marks,
    make_cycle,
    make_plan,
    make_sheet,
    make_version,
    make_visit,
)


def again(sheet) -> ScoreSheet:
    return ScoreSheet.objects.select_related("revision", "cycle", "unit", "record", "standard_version").get(pk=sheet.pk)


def submit(world, marks=None, **more):
    sheet = more.pop("sheet", world.sheet)
    given = {
        "sheet": sheet,
        "actor": world.cast.lin,
        "marks": full_marks() if marks is None else marks,
        "version": sheet.version,
    }
    return submit_sheet(**{**given, "key": uuid4(), **more})


def test_submit_seals_everything_in_one_revision(sheets):
    marks = {
        **full_marks(),
        "2.2": {"level": 4, "reason": "抢话一次"},
        "2.3": {"na": True},
        "3.3": {"points": "22.5", "reason": "缺工单号"},
    }
    receipt = submit(sheets, marks)
    kept = again(sheets.sheet)
    revision = kept.revision
    assert (kept.state, kept.draft, kept.version) == (SheetState.SUBMITTED, {}, 2)
    assert (revision.number, revision.author, revision.reason, revision.triggered, revision.failed) == (
        1,
        sheets.cast.lin,
        "",
        [],
        False,
    )
    # (9000 − 700 shares; 800·85 and 800·75 out of 100 lost): (8300·100 − 800·15 − 800·25) / 8300
    assert revision.total == revision.underlying == Decimal("96.1446")
    assert receipt == {
        "sheet": str(kept.public_id),
        "number": kept.number,
        "revision": 1,
        "total": "96.1446",
        "digest": revision.digest,
    }
    items = {item.indicator.code: item for item in revision.items.select_related("indicator", "level")}
    assert list(items) == ["1.1", "1.2", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "3.R", "4.1", "4.R"]
    assert (items["2.2"].level.level, items["2.2"].points, items["2.2"].reason) == (4, Decimal(85), "抢话一次")
    assert (items["2.3"].points, items["2.3"].is_na) == (None, True)
    assert (items["3.3"].level, items["3.3"].points) == (None, Decimal("22.5"))
    assert (items["3.R"].points, items["3.R"].triggered) == (None, False)


def test_submit_writes_one_audit_event_without_texts(sheets):
    receipt = submit(sheets, {**full_marks(), "2.2": {"level": 4, "reason": "抢话一次"}})
    event = AuditEvent.objects.get(action="assessments.sheet.submit")
    assert (event.target, event.actor_label, event.details) == (
        str(sheets.sheet.public_id),
        "00101",
        {"after": receipt["digest"]},
    )


def test_same_key_gets_the_same_receipt(sheets):
    key = uuid4()
    first = submit(sheets, key=key)
    assert submit(sheets, key=key, version=1, sheet=again(sheets.sheet)) == first
    assert SheetRevision.objects.count() == 1
    assert ScoreTotal.objects.get(level="sheet").n == 1


def test_same_key_with_other_marks_is_refused(sheets):
    key = uuid4()
    submit(sheets, key=key)
    with pytest.raises(Conflict):
        submit(sheets, {**full_marks(), "2.1": {"level": 4, "reason": "慢"}}, key=key)
    assert SheetRevision.objects.count() == 1


def test_second_submit_under_another_key_names_who_sealed_it(sheets):
    submit(sheets)
    with pytest.raises(Conflict) as refusal:
        submit(sheets)
    assert refusal.value.message == "This sheet has been sealed by 林晓."
    assert SheetRevision.objects.count() == 1


def test_submit_from_a_stale_page_is_refused_and_leaves_the_draft(sheets):
    save_draft(sheet=sheets.sheet, actor=sheets.cast.lin, marks={"2.1": {"level": 3}}, version=1)
    with pytest.raises(Conflict) as refusal:
        submit(sheets, version=1)
    assert len(refusal.value.typed) == 11
    assert (again(sheets.sheet).state, again(sheets.sheet).draft) == (SheetState.DRAFT, {"2.1": {"level": 3}})


def test_submit_follows_a_save_of_the_same_page_whose_answer_was_lost(sheets):
    key = uuid4()
    save_draft(sheet=sheets.sheet, actor=sheets.cast.lin, marks={"2.1": {"level": 5}}, version=1, key=key, sequence=4)
    assert submit(sheets, version=1, key=key, sheet=again(sheets.sheet))["revision"] == 1


def test_autosave_after_submit_is_refused(sheets):
    submit(sheets)
    with pytest.raises(Conflict) as refusal:
        save_draft(sheet=again(sheets.sheet), actor=sheets.cast.lin, marks={"2.1": {"level": 1}}, version=2)
    assert refusal.value.message == "This sheet has been sealed by 林晓."
    assert again(sheets.sheet).draft == {}


def test_incomplete_sheet_is_refused_naming_what_is_missing(sheets):
    marks = {**full_marks(), "2.2": {"level": 4}, "3.3": {"points": "29.9999"}, "3.R": {"triggered": True}}
    del marks["1.1"], marks["4.R"]
    marks["2.1"] = {"reason": "等一下"}
    with pytest.raises(Invalid) as refusal:
        submit(sheets, marks)
    assert refusal.value.message_dict == {
        "1.1": ["Not scored yet."],
        "2.1": ["Not scored yet."],
        "2.2": ["Give the deduction reason."],
        "3.3": ["Give the deduction reason."],
        "3.R": ["Say what happened."],
        "4.R": ["Not scored yet."],
    }
    assert (again(sheets.sheet).state, SheetRevision.objects.count()) == (SheetState.ASSIGNED, 0)


def test_key_of_a_refused_submit_may_be_used_again(sheets):
    key = uuid4()
    with pytest.raises(Invalid):
        submit(sheets, {}, key=key)
    assert submit(sheets, key=key)["revision"] == 1


@pytest.mark.parametrize(
    ("policy", "total", "failed"),
    [
        ({"critical_policy": CriticalPolicy.ZERO}, "0", False),
        ({"critical_policy": CriticalPolicy.CAP, "critical_cap": Decimal(60)}, "60", False),
        ({"critical_policy": CriticalPolicy.FAIL}, "100", True),
    ],
)
def test_triggered_critical_indicator_follows_the_policy_and_keeps_the_score_under_it(cast, policy, total, failed):
    version = make_version(cast.li, **policy)
    sheet = make_sheet(make_plan(make_cycle(version), cast.east), cast.lin)
    marks = {**full_marks(), "3.R": {"triggered": True, "reason": "向他人报出卡号"}}
    submit_sheet(sheet=sheet, actor=cast.lin, marks=marks, version=1, key=uuid4())
    revision = again(sheet).revision
    assert (revision.total, revision.underlying, revision.triggered, revision.failed) == (
        Decimal(total),
        Decimal(100),
        ["3.R"],
        failed,
    )


def test_not_applicable_counts_as_full_marks_where_the_standard_says_so(cast):
    version = make_version(cast.li, na_policy=NotApplicablePolicy.FULL_MARKS)
    sheet = make_sheet(make_plan(make_cycle(version), cast.east), cast.lin)
    marks = {**full_marks(), "1.2": {"na": True}, "2.1": {"level": 1, "reason": "无问候语"}}
    submit_sheet(sheet=sheet, actor=cast.lin, marks=marks, version=1, key=uuid4())
    assert again(sheet).revision.total == Decimal("88.8889")


@pytest.mark.parametrize("who", ["guo", "li", "zhou", "chen", "wu", "zhao", "qian", "feng", "he"])
def test_only_the_assigned_assessor_submits(sheets, who):
    with pytest.raises(NotAllowed):
        submit(sheets, actor=getattr(sheets.cast, who))
    assert SheetRevision.objects.count() == 0


def test_assessor_of_the_own_unit_is_refused_although_assigned(sheets):
    own = make_sheet(sheets.plan, sheets.cast.chen)
    with pytest.raises(NotAllowed):
        submit(sheets, sheet=own, actor=sheets.cast.chen)


def test_overdue_sheet_is_sealed_all_the_same(sheets):
    ScoreSheet.objects.filter(pk=sheets.sheet.pk).update(due_on="2020-01-01")
    assert submit(sheets, sheet=again(sheets.sheet))["revision"] == 1


def test_joint_sheet_is_sealed_by_either_and_the_other_is_told(sheets):
    cast = sheets.cast
    visit = make_visit(sheets.plan, cast.lin, cast.guo)
    confirm(visit, full_marks())
    submit(sheets, sheet=visit, actor=cast.guo)
    assert again(visit).revision.author == cast.guo
    assert list(Notification.objects.values_list("user__username", "kind")) == [("linxiao", "assessments.sheet.sealed")]
    with pytest.raises(Conflict) as refusal:
        submit(sheets, sheet=again(visit))
    assert refusal.value.message == "This sheet has been sealed by 郭敏."


def test_time_spent_runs_from_the_first_save(sheets):
    from datetime import timedelta

    start = clock.now()
    with clock.travelling(start):
        save_draft(sheet=sheets.sheet, actor=sheets.cast.lin, marks={}, version=1)
    with clock.travelling(start + timedelta(minutes=4, seconds=10)):
        submit(sheets)
    assert again(sheets.sheet).revision.seconds_spent == 250


def test_last_sheet_closes_the_plan_and_tells_the_lead(sheets):
    second = make_sheet(sheets.plan, sheets.cast.guo)
    submit(sheets)
    sheets.plan.refresh_from_db()
    assert (sheets.plan.state, Notification.objects.count()) == (PlanState.SCORING, 0)
    submit(sheets, sheet=second, actor=sheets.cast.guo)
    sheets.plan.refresh_from_db()
    assert sheets.plan.state == PlanState.DONE
    assert list(Notification.objects.values_list("user__username", "kind", "params")) == [
        ("liwen", "assessments.plan.done", {"cycle": "2026Q4", "unit": {"zh": "城东支行", "en": "East Branch"}})
    ]


def test_plan_sheet_is_refused_once_the_cycle_is_being_read(sheets):
    sheets.sheet.cycle.state = CycleState.FEEDBACK
    sheets.sheet.cycle.save()
    with pytest.raises(Conflict):
        submit(sheets)


def test_sealed_rows_cannot_be_changed(sheets):
    submit(sheets)
    for rows in (SheetRevision.objects.all(), ItemScore.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**({"total": Decimal(100)} if rows.model is SheetRevision else {"points": Decimal(100)}))
        with pytest.raises(DatabaseError), transaction.atomic():
            rows._raw_delete(rows.db)


@pytest.mark.parametrize("count", [1, 3])
def test_submit_takes_the_same_number_of_statements_whatever_waits_beside_it(sheets, django_assert_num_queries, count):
    for _number in range(count):
        make_sheet(sheets.plan, sheets.cast.guo)
    sheet = for_page(ScoreSheet.objects).get(pk=sheets.sheet.pk)
    submit_sheet(
        sheet=make_sheet(sheets.plan, sheets.cast.lin),
        actor=sheets.cast.lin,
        marks=full_marks(),
        version=1,
        key=uuid4(),
    )
    actor = type(sheets.cast.lin).objects.select_related("unit").get(pk=sheets.cast.lin.pk)
    # PostgreSQL needs two more: the locks of the plan's row and of the audit chain.
    with django_assert_num_queries(20 if is_postgresql() else 18):
        submit_sheet(sheet=sheet, actor=actor, marks=full_marks(), version=1, key=uuid4())
