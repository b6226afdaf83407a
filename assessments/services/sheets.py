"""Sealing a sheet, and correcting a sealed one by a further revision (R18, R19)."""

from collections.abc import Mapping
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.enums import CORRECTABLE, UNDER_WAY, Method, PlanState, SheetState
from assessments.models import Cycle, Plan, ScoreSheet, SheetReview, SheetRevision
from assessments.rules.sheets import can_correct_sheet, can_score_sheet, may_correct
from assessments.selectors.criteria import Criteria, criteria_of
from assessments.services.callbacks import call_gaps
from assessments.services.drafts import conflict_of, typed
from assessments.services.fact_corrections import tell_of_unconfirmed
from assessments.services.facts import facts_gaps
from assessments.services.marks import Marks, check_marks, check_reason, require_complete, score_marks
from assessments.services.method_seals import gaps_of_method
from assessments.services.review_rules import call_for_review
from assessments.services.reviews import hold_reviews, review_again
from assessments.services.revisions import marks_of, seal_revision
from assessments.services.totals import add_to_totals, figures_of_marks
from assessments.services.visits import Visit, visit_columns, visit_gaps
from foundation.audit.services import record_event
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.prepared import Prepared
from foundation.common.receipts import once
from foundation.common.rows import update_row
from foundation.common.states import advance, swap
from foundation.common.texts import both
from foundation.notifications.services import notify
from organization.enums import Role
from organization.models import Person
from organization.selectors import holders_of

LONGEST_CORRECTION = 300


def submit_sheet(
    *, sheet: ScoreSheet, actor: Person, marks: Mapping, version: int, key: UUID, visit: Visit | None = None
) -> dict:
    """Seal the marks as the sheet's first revision and return the receipt {sheet, number, revision, total, digest}.

    The same key gets the first receipt again. Deadlines do not block: late is late, and seen. Raises Invalid ({code: sentence}) for what is
    missing or wrong, NotAllowed, or Conflict where the sheet was sealed or saved by another page in the meantime.
    On a visit either of the two assessors seals the joint sheet; the revision names both. Its time and place must be stated, here or by an
    earlier save: {"visit_at" or "visit_place": sentence}. A callback is sealed only once its customer was reached: {"call": sentence},
    a visit only once its facts were laid before the unit's head: {"facts": sentence}, a method with rules of its own as `gaps_of_method` says.
    """
    require(can_score_sheet, actor, sheet)
    criteria = criteria_of(sheet.standard_version)
    marks = check_marks(criteria, marks)
    require_complete(criteria, marks, beside={**visit_gaps(sheet, visit), **call_gaps(sheet), **gaps_of_method(sheet)})
    # Said once all is there that the facts are made of; a page that comes too late is told that instead.
    is_present = sheet.state != SheetState.SUBMITTED and (sheet.version == version or sheet.draft_key == key)
    if is_present and (gaps := facts_gaps(sheet, marks, visit)):
        raise Invalid(gaps)
    payload = {"sheet": sheet.public_id, "marks": marks, "visit": visit.stated() if visit else None}
    answer, _is_new = once(
        actor=actor.public_id,
        action="assessments.sheet.submit",
        key=key,
        payload=payload,
        act=lambda: _submit(sheet, actor, criteria, marks, version, key, visit),
    )
    return answer


def _submit(
    sheet: ScoreSheet, actor: Person, criteria: Criteria, marks: Marks, version: int, key: UUID, visit: Visit | None
) -> dict:
    if sheet.plan_id is not None and sheet.cycle.state not in UNDER_WAY:
        raise Conflict(
            _("The results of this cycle are being read already; nothing can be added to them."),
            typed=typed(criteria, marks),
        )
    changes = visit_columns(sheet, visit)
    if sheet.plan_id is not None:
        _hold_plan(sheet.plan_id)
    try:
        if sheet.version != version and sheet.draft_key != key:
            raise Conflict
        # First the state: a parallel submit waits here for this one, and then finds that it has come too late.
        advance(sheet, SheetState.SUBMITTED, draft={}, **changes)
    except Conflict:
        present = ScoreSheet.objects.select_related("draft_by", "revision__author", "assessor").get(pk=sheet.pk)
        raise conflict_of(present, criteria, marks, actor) from None
    # Somebody may have been quicker; now that the state has changed nobody is any more.
    if gaps := {**call_gaps(sheet), **gaps_of_method(sheet), **facts_gaps(sheet, marks, visit)}:
        raise Invalid(gaps)
    score = score_marks(criteria, marks)
    revision = seal_revision(sheet=sheet, author=actor, number=1, marks=marks, score=score, criteria=criteria)
    point_at(sheet, revision)
    add_to_totals(sheet=sheet, old=None, new=figures_of_marks(criteria, marks, score))
    record_event(actor=actor, action="assessments.sheet.submit", target=sheet, after=revision.digest)
    tell_assessors(sheet, actor, "assessments.sheet.sealed", revision)
    if sheet.plan_id is not None:
        _close_plan_after_last(sheet.plan_id)
        call_for_review(sheet)
    return _receipt(sheet, revision)


def correct_sheet(*, sheet: ScoreSheet, actor: Person, marks: Mapping, reason: str, version: int, key: UUID) -> dict:
    """Seal a further revision with author and reason; the earlier ones stay. The totals move by the difference. Same answer as a submit.

    Facts that it adds to a visit nobody of the unit has confirmed: those who answer for it are told. Raises Invalid also where the reason is
    missing or nothing is different.
    """
    criteria = criteria_of(sheet.standard_version)
    reason = check_reason(reason)
    marks = check_marks(criteria, marks)
    require_complete(criteria, marks)
    if not reason or len(reason) > LONGEST_CORRECTION:
        raise Invalid(
            {
                "reason": _("Say in up to %(limit)s characters why the sheet is corrected.")
                % {"limit": LONGEST_CORRECTION}
            }
        )
    payload = {"sheet": sheet.public_id, "marks": marks, "reason": reason}
    answer, _is_new = once(
        actor=actor.public_id,
        action="assessments.sheet.correct",
        key=key,
        payload=payload,
        act=lambda: _correct(sheet, actor, criteria, marks, reason, version),
    )
    return answer


def _correct(sheet: ScoreSheet, actor: Person, criteria: Criteria, marks: Marks, reason: str, version: int) -> dict:
    # Whoever publishes the quarter moves this row: a correction is either before that, and counted, or refused.
    sheet.cycle = Cycle.objects.select_for_update(no_key=True).get(pk=sheet.cycle_id)
    if sheet.cycle.state not in CORRECTABLE and may_correct(actor, sheet):
        raise Conflict(
            _("The results of this cycle have been published in the meantime; no score can be corrected any more."),
            typed=typed(criteria, marks),
        )
    require(can_correct_sheet, actor, sheet)
    # Whoever reviews the sheet takes the review's row before the trail, too.
    hold_reviews(SheetReview.objects.filter(sheet=sheet))
    before = sheet.revision
    old = marks_of(before)
    if marks == old:
        raise Invalid(_("Nothing is different from what is sealed."))
    try:
        if sheet.version != version:
            raise Conflict
        swap(sheet, expected={"state": SheetState.SUBMITTED, "revision": before.pk})
    except Conflict:
        raise Conflict(_("This sheet has been corrected in the meantime."), typed=typed(criteria, marks)) from None
    score = score_marks(criteria, marks)
    revision = seal_revision(
        sheet=sheet, author=actor, number=before.number + 1, marks=marks, score=score, criteria=criteria, reason=reason
    )
    point_at(sheet, revision)
    add_to_totals(
        sheet=sheet,
        old=figures_of_marks(criteria, old, score_marks(criteria, old)),
        new=figures_of_marks(criteria, marks, score),
    )
    record_event(
        actor=actor, action="assessments.sheet.correct", target=sheet, before=before.digest, after=revision.digest
    )
    tell_assessors(sheet, actor, "assessments.sheet.corrected", revision)
    if sheet.method == Method.ON_SITE:
        tell_of_unconfirmed(sheet=sheet, criteria=criteria, before=old, after=marks, revision=revision)
    review_again(sheet, actor)
    return _receipt(sheet, revision)


def point_at(sheet: ScoreSheet, revision: SheetRevision) -> None:
    """The pointer to the latest revision; the row is ours since the compare-and-swap."""
    update_row(ScoreSheet, sheet.pk, {"revision": revision})
    sheet.revision = revision


def _receipt(sheet: ScoreSheet, revision: SheetRevision) -> dict:
    return {
        "sheet": str(sheet.public_id),
        "number": sheet.number,
        "revision": revision.number,
        "total": None if revision.total is None else str(revision.total),
        "digest": revision.digest,
    }


def tell_assessors(sheet: ScoreSheet, actor: Person, kind: str, revision: SheetRevision) -> None:
    """Whoever's name is on the sheet hears of what another has sealed in it."""
    others = [person for person in sheet.holders if person.pk != actor.pk]
    if others:
        notify(
            users=[person.user for person in others],
            kind=kind,
            url=reverse("assessments:sheet_detail", args=[sheet.public_id]),
            params={"number": sheet.number, "person": both(actor, "name")},
            dedupe=f"{kind}:{revision.public_id}",
        )


def _open_of(*, plan: int) -> QuerySet[ScoreSheet]:
    open_ones = ScoreSheet.objects.filter(plan=plan).exclude(state=SheetState.SUBMITTED)
    return open_ones.order_by().values_list("pk", flat=True)[:1]


_open_sheet = Prepared(_open_of)


def _hold_plan(plan_id: int) -> None:
    """The plan's row is taken before its sheets' and the trail, as whoever moves a plan and its sheets takes them: neither holds up the other."""
    if connection.features.has_select_for_update:
        list(Plan.objects.select_for_update(no_key=True).filter(pk=plan_id).values_list("pk"))


def _close_plan_after_last(plan_id: int) -> None:
    """When nothing of the plan is open any more, it is done and the leads are told.

    The plan's row lets one seal through at a time, so of two last sheets the later one sees both.
    """
    if _open_sheet.first(plan=plan_id):
        return
    present = Plan.objects.select_related("cycle", "unit").get(pk=plan_id)
    if present.state != PlanState.SCORING:
        return
    advance(present, PlanState.DONE)
    record_event(
        actor=None,
        action="assessments.plan.done",
        target=present,
        before=PlanState.SCORING.value,
        after=PlanState.DONE.value,
    )
    notify(
        users=[lead.user for lead in holders_of(Role.LEAD)],
        kind="assessments.plan.done",
        url=reverse("assessments:plan_detail", args=[present.public_id]),
        params={"cycle": present.cycle.code, "unit": both(present.unit, "name")},
        dedupe=f"plan-done:{present.public_id}:{present.version}",
    )
