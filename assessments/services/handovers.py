"""The one door through which a sheet changes hands, or its item: what was marked is kept as a record, and whoever comes next begins blind (R13)."""

from dataclasses import dataclass, field

from assessments.enums import HandoverAct, SheetState
from assessments.models import Assignment, Evidence, Handover, ScoreSheet
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.states import advance, swap
from organization.models import Person
from records.models import ServiceRecord
from sampling.models import DrawnItem


@dataclass(frozen=True)
class NewItem:
    item: DrawnItem
    record: ServiceRecord | None
    due_on: object


@dataclass(frozen=True)
class Reason:
    """A code of RecusalKind or ReplacementReason, or none, and words."""

    kind: str = ""
    text: str = ""


@dataclass
class Holders:
    """Who is to score the sheet: the assessor, and on a visit the second one."""

    assessor: Person
    co_assessor: Person | None = None
    keys: frozenset[int] = field(init=False)

    def __post_init__(self):
        self.keys = frozenset(one.pk for one in (self.assessor, self.co_assessor) if one is not None)


def hand_over(
    *,
    sheet: ScoreSheet,
    act: HandoverAct,
    after: Holders,
    reason: Reason,
    actor: Person | None,
    assignment: Assignment | None = None,
    new: NewItem | None = None,
    is_blocked: bool = False,
) -> Handover:
    """Move an open sheet, which the caller holds locked, to `after`, and to the next item if there is a `new` one.

    The draft stays only where one of two remains who wrote it last; otherwise it is put aside with the handover, the former assessor's
    evidence is taken off, and the sheet is not started again. Whoever gets a sheet back that they had begun gets their own marks back.
    Raises Conflict where the sheet has changed since it was read.
    """
    before = Holders(sheet.assessor, sheet.co_assessor)
    draft = dict(NO_DRAFT) if act == HandoverAct.REPLACED else _draft_after(sheet, before, after)
    row = Handover(
        sheet=sheet,
        turn=sheet.turn,
        act=act,
        assessor_before=before.assessor,
        co_assessor_before=before.co_assessor,
        assessor_after=after.assessor,
        co_assessor_after=after.co_assessor,
        item_before_id=sheet.item_id,
        item_after=new.item if new else sheet.item,
        kind=reason.kind,
        text=reason.text,
        is_blocked=is_blocked,
        draft=sheet.draft,
        draft_by_id=sheet.draft_by_id,
        draft_saved_at=sheet.draft_saved_at,
        started_at=sheet.started_at,
        assignment=assignment,
        actor=actor,
        created_at=clock.now(),
    )
    changes = {
        "assessor_id": after.assessor.pk,
        "co_assessor_id": after.co_assessor and after.co_assessor.pk,
        "turn": sheet.turn + 1,
        "is_blocked": is_blocked,
        **draft,
    }
    if new:
        changes |= {"item_id": new.item.pk, "record_id": new.record and new.record.pk, "due_on": new.due_on}
        changes |= {"call_outcome": "", "next_call_at": None}
    _move(sheet, changes)
    row.save(force_insert=True)
    _move_evidence(sheet, row, gone=before.keys - after.keys, come=after.keys - before.keys)
    sheet.assessor, sheet.co_assessor = after.assessor, after.co_assessor
    if new:
        sheet.item, sheet.record = new.item, new.record
    record_event(
        actor=actor,
        action=f"assessments.sheet.{ACTIONS[act]}",
        target=sheet,
        before=[str(one.public_id) for one in (before.assessor, before.co_assessor) if one],
        after=[str(one.public_id) for one in (after.assessor, after.co_assessor) if one],
        reason=reason.kind or None,
        items=[str(row.item_before.public_id), str(row.item_after.public_id)] if new else None,
        assignment=assignment.public_id if assignment else None,
        blocked=is_blocked or None,
    )
    return row


ACTIONS = {
    HandoverAct.REASSIGNED: "reassign",
    HandoverAct.RECUSED: "recuse",
    HandoverAct.REPLACED: "replace",
}
NO_DRAFT = {
    "draft": {},
    "draft_by_id": None,
    "draft_saved_at": None,
    "draft_key": None,
    "draft_sequence": 0,
    "started_at": None,
    "visited_at": None,
    "place": "",
    "left_at": None,
    "off_day_reason": "",
    "met": "",
}


def _draft_after(sheet: ScoreSheet, before: Holders, after: Holders) -> dict:
    """The columns of the draft as they will be. Nothing where the draft simply stays."""
    if before.keys == after.keys and not sheet.is_blocked:
        return dict(NO_DRAFT)  # blocked from now on: what was marked by whoever stepped back does not stay
    if sheet.draft_by_id in before.keys & after.keys:
        return {}
    own = _left_by(sheet, after)
    if own is None:
        return dict(NO_DRAFT)
    return {
        **NO_DRAFT,
        "draft": own.draft,
        "draft_by_id": own.draft_by_id,
        "draft_saved_at": own.draft_saved_at,
        "started_at": own.started_at,
    }


def _left_by(sheet: ScoreSheet, holders: Holders) -> Handover | None:
    """The handover with which the very same people last gave the sheet away, if they had marked something of this item."""
    rows = Handover.objects.filter(sheet=sheet, act=HandoverAct.REASSIGNED, item_before=sheet.item_id)
    return next((row for row in rows.order_by("-turn") if row.draft and before_keys(row) == holders.keys), None)


def _move(sheet: ScoreSheet, changes: dict) -> None:
    """One compare-and-swap, with the state that fits the draft."""
    draft = changes.get("draft", sheet.draft)
    state = SheetState.DRAFT if draft else SheetState.ASSIGNED
    if sheet.state == state:
        swap(sheet, expected={"state": sheet.state}, **changes)
    else:
        advance(sheet, state, **changes)


def before_keys(row: Handover) -> frozenset[int]:
    return frozenset(filter(None, (row.assessor_before_id, row.co_assessor_before_id)))


def _move_evidence(sheet: ScoreSheet, row: Handover, *, gone: frozenset[int], come: frozenset[int]) -> None:
    """What those who go have added is taken off with the handover; what somebody who comes back had added then returns."""
    if row.act == HandoverAct.REPLACED:
        Evidence.objects.filter(sheet=sheet, removed_at=None).update(removed_at=row.created_at, removed_by=row.actor)
        return
    # A sheet that is blocked keeps its names, but nothing of what they did with it.
    going = before_keys(row) if row.is_blocked else gone
    Evidence.objects.filter(sheet=sheet, removed_at=None, added_by__in=going).update(
        removed_at=row.created_at, removed_by=row.actor
    )
    left = Handover.objects.filter(
        sheet=sheet, act=HandoverAct.REASSIGNED, item_before=row.item_before_id, turn__lt=row.turn
    ).values_list("created_at", flat=True)
    Evidence.objects.filter(sheet=sheet, added_by__in=come, removed_at__in=list(left)).update(
        removed_at=None, removed_by=None
    )
