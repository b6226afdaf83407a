"""Several at once on one sheet, in real threads on a real database: one truth and a clear message (R18)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from assessments.enums import PlanState, SheetState
from assessments.models import CommentTemplate, Evidence, ItemScore, Plan, ScoreSheet, ScoreTotal, SheetRevision
from assessments.selectors.sheets import for_page
from assessments.services.comments import keep_comment
from assessments.services.drafts import save_draft
from assessments.services.due_dates import _move_plan
from assessments.services.evidence import add_evidence
from assessments.services.sheets import correct_sheet, submit_sheet
from assessments.services.verification import verify_revisions, verify_totals
from foundation.audit.models import AuditEvent
from foundation.audit.verifiers import verify_chain
from foundation.common.errors import Conflict
from foundation.notifications.models import Notification
from tests.assessments.files import png
from tests.assessments.sheet_world import confirm, full_marks, make_plan, make_sheet, make_visit

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def at_once(*acts) -> list:
    """Runs the acts in threads that start together; what each returned, or the Conflict it got."""
    start = Barrier(len(acts))

    def run(act):
        try:
            start.wait(timeout=30)
            return act()
        except Conflict as conflict:
            return conflict
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def loaded(sheet) -> ScoreSheet:
    return for_page(ScoreSheet.objects).get(pk=sheet.pk)


def submitting(sheet, actor, key, marks=None):
    """Each page has read the sheet before anybody seals it."""
    own = loaded(sheet)
    return lambda: submit_sheet(sheet=own, actor=actor, marks=marks or full_marks(), version=1, key=key)


def conflicts(answers) -> list[Conflict]:
    return [answer for answer in answers if isinstance(answer, Conflict)]


def assert_whole(revisions: int = 1) -> None:
    assert SheetRevision.objects.count() == revisions
    assert ItemScore.objects.count() == 11 * revisions
    assert (verify_totals(), verify_revisions(), verify_chain()) == ([], [], [])


def test_twenty_submits_with_one_key_seal_once_and_all_get_the_receipt(committed_sheets):
    world, key = committed_sheets, uuid4()
    answers = at_once(*(submitting(world.sheet, world.cast.lin, key) for _ in range(20)))
    assert (conflicts(answers), {answer["digest"] for answer in answers}) == ([], {SheetRevision.objects.get().digest})
    assert ScoreTotal.objects.get(level="sheet").n == 1
    assert AuditEvent.objects.filter(action="assessments.sheet.submit").count() == 1
    assert_whole()


def test_twenty_submits_with_different_keys_seal_once_and_the_others_are_told(committed_sheets):
    world = committed_sheets
    answers = at_once(*(submitting(world.sheet, world.cast.lin, uuid4()) for _ in range(20)))
    assert {conflict.message for conflict in conflicts(answers)} == {"This sheet has been sealed by 林晓."}
    assert len(conflicts(answers)) == 19
    assert ScoreTotal.objects.get(level="sheet").n == 1
    assert_whole()


def test_two_people_seal_their_joint_sheet_once(committed_sheets):
    cast = committed_sheets.cast
    visit = make_visit(committed_sheets.plan, cast.lin, cast.guo)
    lower = {**full_marks(), "2.1": {"level": 3, "reason": "语气生硬"}}
    higher = {**full_marks(), "2.1": {"level": 4, "reason": "语气生硬"}}
    confirm(visit, lower)  # the fact is the same in both
    answers = at_once(submitting(visit, cast.lin, uuid4(), higher), submitting(visit, cast.guo, uuid4(), lower))
    kept = loaded(visit)
    refused = conflicts(answers)[0]
    assert (len(conflicts(answers)), refused.message) == (
        1,
        f"This sheet has been sealed by {kept.revision.author.name}.",
    )
    assert len(refused.typed) == 11
    assert_whole()


def test_of_two_saves_from_one_version_one_holds(committed_sheets):
    world = committed_sheets
    pages = [(loaded(world.sheet), {"2.1": {"level": level}}) for level in (1, 2, 3, 4, 5)]
    answers = at_once(
        *(
            lambda page=page, marks=marks: save_draft(sheet=page, actor=world.cast.lin, marks=marks, version=1)
            for page, marks in pages
        )
    )
    kept = loaded(world.sheet)
    winner = next(marks for (_page, marks), answer in zip(pages, answers, strict=True) if answer == 2)
    assert (len(conflicts(answers)), kept.version, kept.draft) == (4, 2, winner)
    assert AuditEvent.objects.filter(action="assessments.sheet.start").count() == 1


def test_save_and_submit_at_once_leave_no_draft_behind_the_seal(committed_sheets):
    world, page = committed_sheets, loaded(committed_sheets.sheet)
    at_once(
        submitting(world.sheet, world.cast.lin, uuid4()),
        lambda: save_draft(sheet=page, actor=world.cast.lin, marks={"2.1": {"level": 1}}, version=1),
    )
    kept = loaded(world.sheet)
    if kept.state == SheetState.SUBMITTED:
        assert kept.draft == {}
        assert_whole()
    else:
        assert (kept.draft, SheetRevision.objects.count()) == ({"2.1": {"level": 1}}, 0)


def test_evidence_is_either_sealed_or_refused(committed_sheets):
    world, page = committed_sheets, loaded(committed_sheets.sheet)
    answers = at_once(
        submitting(world.sheet, world.cast.lin, uuid4()),
        lambda: add_evidence(sheet=page, actor=world.cast.lin, source=png(), name="hall.png", key=uuid4()),
    )
    assert Evidence.objects.count() == (0 if isinstance(answers[1], Conflict) else 1)
    assert_whole()


def test_two_last_sheets_sealed_at_once_close_the_plan(committed_sheets):
    world = committed_sheets
    others = [make_sheet(world.plan, world.cast.guo) for _ in range(3)]
    acts = [submitting(sheet, world.cast.guo, uuid4()) for sheet in others]
    answers = at_once(submitting(world.sheet, world.cast.lin, uuid4()), *acts)
    assert conflicts(answers) == []
    assert Plan.objects.get().state == PlanState.DONE
    assert Notification.objects.filter(kind="assessments.plan.done").count() == 1
    assert_whole(4)


@pytest.mark.parametrize("_again", range(5))
def test_last_seal_and_a_move_of_the_plan_do_not_hold_each_other_up(committed_sheets, _again):
    world = committed_sheets
    for rows in (Plan.objects, ScoreSheet.objects):
        rows.update(due_on=world.cycle.end)
    plan = Plan.objects.select_related("cycle", "unit").get()
    answers = at_once(
        lambda: _move_plan(plan, plan.due_on + timedelta(days=1)), submitting(world.sheet, world.cast.lin, uuid4())
    )
    assert conflicts(answers) == []
    assert answers[0] in (0, 1)
    assert Plan.objects.get().state == PlanState.DONE
    assert_whole()


def test_parallel_seals_of_two_units_add_up(committed_sheets):
    world = committed_sheets
    west = make_plan(world.cycle, world.cast.west)
    sheets = [make_sheet(plan, world.cast.guo) for plan in (world.plan, west) for _ in range(5)]
    answers = at_once(*(submitting(sheet, world.cast.guo, uuid4()) for sheet in sheets))
    assert conflicts(answers) == []
    assert sorted(ScoreTotal.objects.filter(level="sheet").values_list("n", flat=True)) == [5, 5]
    assert_whole(10)


def test_of_two_corrections_from_one_version_one_holds(committed_sheets):
    world = committed_sheets
    submitting(world.sheet, world.cast.lin, uuid4())()
    pages = [loaded(world.sheet), loaded(world.sheet)]
    answers = at_once(
        *(
            lambda page=page, level=level: correct_sheet(
                sheet=page,
                actor=world.cast.li,
                marks={**full_marks(), "2.1": {"level": level, "reason": "复听"}},
                reason="复核",
                version=2,
                key=uuid4(),
            )
            for page, level in zip(pages, (2, 3), strict=True)
        )
    )
    assert len(conflicts(answers)) == 1
    assert_whole(2)


def test_one_text_kept_under_different_keys_at_once_is_one_template(committed_sheets):
    lin = committed_sheets.cast.lin
    answers = at_once(*((lambda: keep_comment(actor=lin, text="抢话一次", key=uuid4())) for _ in range(8)))
    assert (CommentTemplate.objects.count(), sum(is_new for _made, is_new in answers)) == (1, 1)
