"""Preparing an appeal: liaison or head choose indicators of a sealed sheet, with the mark they propose and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from appeals.enums import AppealState
from appeals.marks import is_same, mark_from, present_marks
from appeals.models import Appeal, AppealPoint
from appeals.rules import can_edit_appeal, may_appeal
from appeals.selectors import disputed_codes, has_open_window
from assessments.models import ScoreSheet
from assessments.selectors.criteria import Criteria, criteria_of
from assessments.services.marks import CONTROLS, check_marks
from foundation.audit.services import record_event
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.receipts import once
from foundation.common.states import swap
from organization.models import Person

LONGEST_REASON = 2000


@dataclass(frozen=True)
class Wish:
    """What was filled in for one indicator: the value of the field, and why."""

    value: str
    reason: str


def require_open_window(sheet: ScoreSheet) -> None:
    if not has_open_window(sheet.cycle):
        raise Conflict(_("The window for appeals of %(cycle)s is closed.") % {"cycle": sheet.cycle.code})


def begin_appeal(*, sheet: ScoreSheet, actor: Person, key: UUID) -> Appeal:
    """The unit's draft on the sheet; one that is begun already is returned instead. Raises NotAllowed, Conflict where the window is closed."""
    require(may_appeal, actor, sheet)
    require_open_window(sheet)
    answer, _is_new = once(
        actor=actor.public_id,
        action="appeals.appeal.begin",
        key=key,
        payload={"sheet": sheet.public_id},
        act=lambda: _begin(sheet, actor),
    )
    return Appeal.objects.get(public_id=answer["appeal"])


def _begin(sheet: ScoreSheet, actor: Person) -> dict:
    drafts = Appeal.objects.filter(sheet=sheet, state=AppealState.DRAFT)
    if begun := drafts.first():
        return {"appeal": str(begun.public_id)}
    if disputed_codes(sheet) >= set(criteria_of(sheet.standard_version).indicators):
        raise Conflict(_("Every indicator of this sheet has been disputed already."))
    try:
        with transaction.atomic():
            appeal = Appeal.objects.create(cycle=sheet.cycle, unit=sheet.unit, sheet=sheet, prepared_by=actor)
    except IntegrityError:  # somebody began one at the same moment
        return {"appeal": str(drafts.get().public_id)}
    record_event(actor=actor, action="appeals.appeal.begin", target=appeal, sheet=sheet.public_id)
    return {"appeal": str(appeal.public_id)}


@transaction.atomic
def save_appeal(*, appeal: Appeal, wishes: Mapping[str, Wish], version: int, actor: Person) -> Appeal:
    """Put the disputed indicators in the draft; what is not in `wishes` ({code: Wish}) is no longer disputed.

    Raises NotAllowed, Invalid with {code: sentence} or one sentence, Conflict where somebody has changed the draft since `version`.
    """
    require(can_edit_appeal, actor, appeal)
    criteria = criteria_of(appeal.sheet.standard_version)
    points = _points(appeal, criteria, wishes)
    if appeal.version != version:
        raise Conflict(typed=[(code, f"{wish.value} · {wish.reason}") for code, wish in wishes.items()])
    swap(appeal, expected={"state": AppealState.DRAFT})
    appeal.points.all().delete()
    try:
        with transaction.atomic():
            AppealPoint.objects.bulk_create(points)
    except IntegrityError:
        raise Conflict(_("One of these indicators has been disputed in the meantime.")) from None
    record_event(actor=actor, action="appeals.appeal.edit", target=appeal, points=sorted(wishes))
    return appeal


def _points(appeal: Appeal, criteria: Criteria, wishes: Mapping[str, Wish]) -> list[AppealPoint]:
    taken, present = disputed_codes(appeal.sheet, but=appeal), present_marks(appeal.sheet)
    wrong: dict[str, str] = {}
    points = []
    for code, wish in wishes.items():
        if code not in criteria.indicators:
            raise Invalid(_("This sheet has no indicator %(code)s.") % {"code": code[:20]})
        wanted = mark_from(criteria, code, wish.value)
        if problem := _problem(criteria, code, wanted, wish, present.get(code, {}), taken):
            wrong[code] = problem
            continue
        wanted = check_marks(criteria, {code: wanted})[code]
        points.append(
            AppealPoint(
                appeal=appeal,
                sheet=appeal.sheet,
                indicator=criteria.indicators[code],
                given=present.get(code, {}),
                wanted=wanted,
                reason=wish.reason.strip(),
            )  # fmt: skip
        )
    if wrong:
        raise Invalid(wrong)
    return points


def _problem(criteria: Criteria, code: str, wanted: dict, wish: Wish, given: Mapping, taken: set[str]) -> str:
    """What is wrong with one wish, as a sentence; empty where nothing is."""
    if code in taken:
        return _("This indicator has been disputed already; an indicator can be disputed once.")
    if not wish.value.strip():
        return _("Say which score you propose.")
    try:
        clean = check_marks(criteria, {code: wanted})
    except Invalid as error:
        return error.message_dict[code][0]
    if is_same(clean[code], given):
        return _("This is the score that was given.")
    reason = wish.reason.strip()
    if not reason or len(reason) > LONGEST_REASON or CONTROLS.search(reason.replace("\r\n", "\n")):
        return _("Say in up to %(limit)d characters why.") % {"limit": LONGEST_REASON}
    return ""


@transaction.atomic
def discard_appeal(*, appeal: Appeal, actor: Person) -> None:
    """Take away a draft that was never sent; the trail keeps that there was one. Raises NotAllowed, Conflict where it was sent meanwhile."""
    require(can_edit_appeal, actor, appeal)
    swap(appeal, expected={"state": AppealState.DRAFT})
    record_event(actor=actor, action="appeals.appeal.discard", target=appeal, sheet=appeal.sheet.public_id)
    appeal.delete()
