"""An item that cannot be scored falls out, and the sheet goes on with the next one of the reserve list (R13)."""

from uuid import UUID

from django.utils.translation import gettext as _, ngettext

from assessments.enums import AssignmentCause, HandoverAct, Method
from assessments.methods import ON_THEIR_DAY, WAYS
from assessments.models import Assignment, ScoreSheet
from assessments.rules.assignment import can_replace_item
from assessments.selectors.callbacks import NOT_ASKED, calls_of_sheet
from assessments.selectors.exclusions import Piece, find_exclusions, piece_of_item
from assessments.selectors.footage import footage_of_sheet
from assessments.selectors.frames import half_day_of_key, records_of_items
from assessments.selectors.interviews import interviews_of_sheet
from assessments.services.assigning import assign_pieces, lock_assignments, open_loads, pool_for, wanted_for
from assessments.services.handovers import Holders, NewItem, Reason, hand_over
from assessments.services.reassignment import LONGEST_REASON, lock_sheets, tell
from assessments.services.recusals import tell_leads_of_blocked
from assessments.services.sheet_making import due_day, is_as_frozen
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.receipts import once
from organization.models import Person
from organization.tree import Tree
from sampling.enums import ReplacementReason
from sampling.models import DrawnItem
from sampling.services import replace_item

BY_PEOPLE = tuple(reason for reason in ReplacementReason if reason != ReplacementReason.PASSED)
# Of which ways of looking at something which reasons can be said at all; what is not named here, of any.
OF_METHODS = {
    ReplacementReason.UNREACHABLE: (Method.CALLBACK,),
    ReplacementReason.REFUSED: (Method.CALLBACK,),
    ReplacementReason.NO_NUMBER: (Method.CALLBACK,),
    ReplacementReason.MISSING: (Method.RECORD_REVIEW,),
    ReplacementReason.UNREADABLE: (Method.RECORD_REVIEW,),
    ReplacementReason.IMPOSSIBLE: ON_THEIR_DAY,
    ReplacementReason.FOOTAGE_GONE: (Method.FOOTAGE,),
}


def reasons_for(sheet: ScoreSheet) -> list[ReplacementReason]:
    """What can be said of the sheet's item."""
    return [reason for reason in BY_PEOPLE if sheet.method in OF_METHODS.get(reason, Method.values)]


def replace_sheet_item(*, sheet: ScoreSheet, turn: int, actor: Person, reason: str, note: str, key: UUID) -> dict:
    """Let the sheet's item fall out; the sheet goes on, empty, with the next of the reserve list. Returns {"number", "item", "blocked"}.

    A customer who was to be called falls out as unreachable, unwilling or without a number only where the noted attempts say so, and once
    they have answered not at all, unless a lead finds another reason: nobody looks for a customer with kinder answers. Where “answered” was
    noted and corrected afterwards, it takes a lead as well.
    Its assessors keep it where they may take the new item; otherwise chance gives it to others. A reserve half-day that has passed is
    replaced at once by the one after it. Counted for whoever had the item. Raises NotAllowed, Invalid without a reason or where the reserve
    list is used up, Conflict where the sheet has been sealed, given away or its item replaced since `turn`.
    """
    require(can_replace_item, actor, sheet)
    note = (note or "").strip()
    if reason not in reasons_for(sheet):
        raise Invalid({"reason": _("Choose a reason.")})
    if reason == ReplacementReason.OTHER and not note:
        raise Invalid({"note": _("Say what it is.")})
    if len(note) > LONGEST_REASON:
        raise Invalid({"note": _("Say it in up to %(limit)s characters.") % {"limit": LONGEST_REASON}})
    answer, _is_new = once(
        actor=actor.public_id,
        action="assessments.sheet.replace",
        key=key,
        payload={"sheet": sheet.public_id, "turn": turn, "reason": reason, "note": note},
        act=lambda: _replace(sheet, turn, actor, reason, note),
    )
    return answer


def _replace(sheet: ScoreSheet, turn: int, actor: Person, reason: str, note: str) -> dict:
    lock_assignments()
    [sheet] = lock_sheets([sheet.pk])
    if sheet.turn != turn:
        raise Conflict(_("This sheet has been given to somebody else, or its item was replaced, in the meantime."))
    if sheet.state == sheet.States.SUBMITTED:
        raise Conflict(_("This sheet is sealed; its item cannot fall out any more."))
    _require_attested(sheet, reason, actor)
    item = _next_item(sheet, actor, reason, note)
    record = records_of_items([item]).get(item.key)
    due_on = _due_on(sheet, item)
    piece = piece_of_item(item, record, unit_id=sheet.unit_id, cycle=sheet.cycle, due_on=due_on, sheet_id=sheet.pk)
    holders, assignment, is_blocked = _holders_of(sheet, piece, actor)
    before = {sheet.assessor_id, sheet.co_assessor_id}
    hand_over(
        sheet=sheet,
        act=HandoverAct.REPLACED,
        after=holders,
        reason=Reason(reason, note),
        actor=actor,
        assignment=assignment,
        new=NewItem(item, record, due_on),
        is_blocked=is_blocked,
    )
    if is_blocked:
        tell_leads_of_blocked(sheet)
    come = [one for one in (holders.assessor, holders.co_assessor) if one is not None and one.pk not in before]
    about = f"replace:{sheet.public_id}:{sheet.turn}"
    tell({}, {person: [sheet] for person in come}, actor=actor, about=about)
    return {"number": sheet.number, "item": str(item.public_id), "blocked": is_blocked}


def _require_attested(sheet: ScoreSheet, reason: str, actor: Person) -> None:
    """Raise Invalid where what was noted of the item does not bear the reason out."""
    asked = interviews_of_sheet(sheet)
    if asked is not None and asked.is_answered and actor.pk in asked.asked_by:
        raise Invalid({"reason": _("Customers have answered. Only a lead can still let this half-day fall out.")})
    if asked is not None and asked.is_taken_back and actor.pk in asked.asked_by:
        sentence = _(
            "It was noted that a customer had answered, and corrected afterwards. Only a lead can let this half-day fall out now."
        )
        raise Invalid({"reason": sentence})
    _require_unwatched(sheet, reason, actor)
    calls = calls_of_sheet(sheet)
    if calls is None:
        return
    if calls.is_completed and reason in NOT_ASKED:
        raise Invalid({"reason": _("The customer was reached and has answered.")})
    if calls.is_completed and actor.pk in calls.callers:
        raise Invalid({"reason": _("The customer has answered. Only a lead can still let them fall out.")})
    if calls.is_taken_back and actor.pk in calls.callers:
        sentence = _(
            "It was noted that this customer had answered, and corrected afterwards. Only a lead can let them fall out now."
        )
        raise Invalid({"reason": sentence})
    if calls.attests(reason):
        return
    if reason == ReplacementReason.UNREACHABLE:
        wanted = ngettext(
            "The plan wants %(n)d attempt before a customer is given up; %(left)d is missing.",
            "The plan wants %(n)d attempts on at least two days before a customer is given up; %(left)d are missing.",
            calls.wanted,
        )
        raise Invalid({"reason": wanted % {"n": calls.wanted, "left": calls.left}})
    raise Invalid({"reason": _("Note the attempt that came to this first.")})


def _require_unwatched(sheet: ScoreSheet, reason: str, actor: Person) -> None:
    """Raise Invalid where the unit has not said that its footage is gone, or somebody has watched it."""
    footage = footage_of_sheet(sheet)
    if footage is None:
        return
    if reason == ReplacementReason.FOOTAGE_GONE and not footage.is_gone:
        raise Invalid({"reason": _("Only where the unit has answered that the footage is not available.")})
    if footage.valid and actor.pk in footage.watchers:
        raise Invalid({"reason": _("The footage was watched. Only a lead can still let this half-day fall out.")})


def _next_item(sheet: ScoreSheet, actor: Person, reason: str, note: str) -> DrawnItem:
    """The next of the reserve list that can still be looked at."""
    item = replace_item(
        draw=sheet.item.draw, item=sheet.item, reason=reason, text=note, actor=actor, asked_by=sheet.assessor
    )
    while found := _cannot_be(sheet, item):
        item = replace_item(
            draw=sheet.item.draw,
            item=item,
            reason=found,
            text="",
            actor=None,
            asked_by=sheet.assessor,
        )
    return item


def _cannot_be(sheet: ScoreSheet, item: DrawnItem) -> ReplacementReason | None:
    """What the portal itself finds against an item: nobody goes anywhere before tomorrow, a record is still what was frozen."""
    if (way := WAYS[sheet.method]).of_half_day:
        return ReplacementReason.PASSED if way.on_its_day and _has_passed(item) else None
    record = records_of_items([item]).get(item.key)
    if is_as_frozen(item, record, Tree.read().below({sheet.unit_id})):
        return None
    return ReplacementReason.MISSING if record is None else ReplacementReason.WRONG_UNIT


def _has_passed(item: DrawnItem) -> bool:
    half_day = half_day_of_key(item.key)
    return half_day is not None and half_day[0] <= clock.today()


def _due_on(sheet: ScoreSheet, item: DrawnItem):
    """What was drawn with its day is due on its new one; anything else when the sheet was."""
    if not WAYS[sheet.method].on_its_day or half_day_of_key(item.key) is None:
        return sheet.due_on
    last = sheet.plan.due_on if sheet.plan and sheet.plan.due_on else half_day_of_key(item.key)[0]
    return due_day(item, last)


def _holders_of(sheet: ScoreSheet, piece: Piece, actor: Person) -> tuple[Holders, Assignment | None, bool]:
    """Who scores the new item: those who did, as far as they may, and others by chance for the rest."""
    present = sheet.holders
    excluded = find_exclusions(present, [piece])[piece.key]
    stay = [one for one in present if one.pk not in excluded]
    if len(stay) == len(present):
        return Holders(*present), None, False
    team, stand_ins = pool_for(sheet.plan, sheet.unit, sheet.cycle)
    try:
        assignment, given = assign_pieces(
            draw=sheet.item.draw,
            cause=AssignmentCause.REPLACE,
            pieces=[piece],
            team=team,
            stand_ins=stand_ins,
            loads=open_loads(sheet.cycle, [*team, *stand_ins]),
            stays={piece.key: stay} if stay else {},
            actor=actor,
        )
    except Invalid:
        return Holders(*present), None, True
    people = given[piece.key][: max(len(present), wanted_for(piece))]
    return Holders(*people), assignment, False
