"""The final ruling 终审裁定: on every point, by one person or by several who all sign it, and once.

What is upheld becomes one further revision of the sheet (`assessments.services.amending`), in the same transaction. Whoever comes second, with a
ruling of their own, the same form again or a withdrawal, finds the appeal decided.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from appeals.enums import UPHELD, AppealState, Outcome, RulingState
from appeals.marks import change_between, is_same, mark_from, present_marks, with_reason
from appeals.models import Appeal, AppealPoint, Consent, RuledPoint, Ruling, StaffSheet
from appeals.people import answerable_for, tell, unsigned
from appeals.rules import can_rule
from appeals.sealing import ruling_digest_of
from appeals.selectors import rulers_of
from appeals.services.submission import held
from assessments.models import SheetRevision
from assessments.selectors.criteria import Criteria, criteria_of
from assessments.services.amending import amend_sheet
from assessments.services.marks import CONTROLS, check_marks
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.receipts import once
from foundation.common.states import advance, swap
from foundation.notifications.services import notify
from organization.models import Person

LONGEST_REASON, LONGEST_WORD = 2000, 1000


@dataclass(frozen=True)
class Decided:
    """What is filled in for one point. `value` is asked for only where it is accepted in part."""

    outcome: str
    reason: str
    value: str = ""


def propose_ruling(
    *,
    appeal: Appeal,
    decided: Mapping[UUID, Decided],
    reason: str,
    revision: int,
    version: int,
    actor: Person,
    key: UUID,
) -> Ruling:
    """Rule on every point (by its public id). One ruler alone rules at once; of several, the others sign.

    `revision` and `version` say which sheet and which appeal the page showed. The same key rules once. Raises NotAllowed, Invalid ({public id of the
    point or "reason": sentence}), Conflict where it is decided, somebody has proposed a ruling, or the sheet was corrected in the meantime.
    """
    payload = {
        "appeal": appeal.public_id,
        "reason": reason,
        "points": sorted([str(point), one.outcome, one.value, one.reason] for point, one in decided.items()),
    }
    answer, _is_new = once(
        actor=actor.public_id,
        action="appeals.ruling.propose",
        key=key,
        payload=payload,
        act=lambda: _propose(appeal, decided, reason.strip(), revision, version, actor),
    )
    return Ruling.objects.get(public_id=answer["ruling"])


def _propose(
    appeal: Appeal, decided: Mapping[UUID, Decided], reason: str, revision: int, version: int, actor: Person
) -> dict:
    _cycle, present = held(appeal)
    _require_undecided(present)
    require(can_rule, actor, present)
    if present.rulings.filter(state=RulingState.PROPOSED).exists():
        raise Conflict(_("A ruling has been proposed in the meantime. Sign it, or say why you do not agree."))
    if present.version != version or present.sheet.revision.number != revision:
        raise Conflict(_("This has changed in the meantime. Read it again before you rule."))
    criteria = criteria_of(present.sheet.standard_version)
    points = _ruled_points(present, criteria, decided, reason)
    ruling = Ruling(
        appeal=present,
        author=actor,
        outcome=_outcome_of(points),
        reason=reason,
        ruled_on=present.sheet.revision,
    )
    ruling.digest = ruling_digest_of(ruling, points)
    ruling.save()
    for point in points:
        point.ruling = ruling
    RuledPoint.objects.bulk_create(points)
    # So that a ruling that another ruler is writing at this moment does not go through beside this one.
    swap(present, expected={"state": AppealState.RULING})
    record_event(
        actor=actor, action="appeals.ruling.propose", target=present, ruling=ruling.public_id, digest=ruling.digest
    )
    _sign(present, ruling, actor)
    return {"ruling": str(ruling.public_id)}


def _require_undecided(appeal: Appeal) -> None:
    if appeal.state in (AppealState.RULED, AppealState.WITHDRAWN):
        raise Conflict(_("This appeal is “%(state)s” now.") % {"state": AppealState(appeal.state).label})


def _ruled_points(appeal: Appeal, criteria: Criteria, decided: Mapping[UUID, Decided], reason: str) -> list[RuledPoint]:
    wrong: dict[str, str] = {}
    if not _is_said(reason):
        wrong["reason"] = _("Say in up to %(limit)d characters why.") % {"limit": LONGEST_REASON}
    present, rows = present_marks(appeal.sheet), []
    for point in appeal.points.select_related("indicator"):
        one = decided.get(point.public_id)
        try:
            rows.append(_ruled(point, one, criteria, present.get(point.indicator.code, {})))
        except Invalid as refusal:
            wrong[str(point.public_id)] = refusal.messages[0]
    if wrong:
        raise Invalid(wrong)
    return rows


def _is_said(reason: str) -> bool:
    return bool(reason) and len(reason) <= LONGEST_REASON and not CONTROLS.search(reason.replace("\r\n", "\n"))


def _ruled(point: AppealPoint, one: Decided | None, criteria: Criteria, given: Mapping) -> RuledPoint:
    if one is None or one.outcome not in Outcome.values:
        raise Invalid(_("Decide about this point."))
    reason, code = one.reason.strip(), point.indicator.code
    if not _is_said(reason):
        raise Invalid(_("Say in up to %(limit)d characters why.") % {"limit": LONGEST_REASON})
    if one.outcome == Outcome.REFUSED:
        return RuledPoint(point=point, outcome=Outcome.REFUSED, mark=None, reason=reason)
    if one.outcome == Outcome.IN_PART and not one.value.strip():
        raise Invalid(_("Say which score is ruled."))
    asked = point.wanted if one.outcome == Outcome.ACCEPTED else mark_from(criteria, code, one.value)
    try:
        clean = check_marks(criteria, {code: asked})[code]
    except Invalid as refusal:
        raise Invalid(refusal.message_dict[code][0]) from None
    if is_same(clean, given):
        raise Invalid(_("This is the score that stands. Refuse the point instead."))
    if one.outcome == Outcome.IN_PART and is_same(clean, point.wanted):
        raise Invalid(_("This is just what was proposed. Accept the point instead."))
    mark = with_reason(criteria, code, clean, given, reason)
    return RuledPoint(
        point=point, outcome=one.outcome, mark=mark, reason=reason, change=change_between(criteria, code, given, mark)
    )


def _outcome_of(points: list[RuledPoint]) -> str:
    found = {point.outcome for point in points}
    return found.pop() if len(found) == 1 else Outcome.IN_PART.value


def consent_to_ruling(*, ruling: Ruling, agrees: bool, text: str, actor: Person, key: UUID) -> Ruling:
    """Sign a proposed ruling; the last signature makes it final. Or do not agree, and say why: then it is dropped and can be written anew.

    The same key signs once. Raises NotAllowed, Invalid ({"text": sentence}), Conflict where it is signed already, final or dropped.
    """
    text = text.strip()
    if len(text) > LONGEST_WORD or (not agrees and not text):
        raise Invalid({"text": _("Say in up to %(limit)d characters why.") % {"limit": LONGEST_WORD}})
    once(
        actor=actor.public_id,
        action="appeals.ruling.consent",
        key=key,
        payload={"ruling": ruling.public_id, "agrees": agrees, "text": text},
        act=lambda: _consent(ruling, agrees, text, actor),
    )
    return Ruling.objects.get(pk=ruling.pk)


def _consent(ruling: Ruling, agrees: bool, text: str, actor: Person) -> dict:
    _cycle, present = held(ruling.appeal)
    _require_undecided(present)
    require(can_rule, actor, present)
    current = Ruling.objects.get(pk=ruling.pk)
    if current.state != RulingState.PROPOSED or actor.pk not in {person.pk for person in unsigned(present)}:
        raise Conflict(_("You have signed this already, or another ruling has taken its place."))
    if agrees:
        _sign(present, current, actor, text)
    else:
        Consent.objects.create(ruling=current, person=actor, agrees=False, text=text)
        advance(current, RulingState.DROPPED)
        tell(rulers_of(present), present, "not_agreed", occasion=current.public_id, but=actor)
        record_event(
            actor=actor,
            action="appeals.ruling.disagree",
            target=present,
            ruling=current.public_id,
            digest=current.digest,
        )
    return {"ruling": str(current.public_id)}


def _sign(appeal: Appeal, ruling: Ruling, actor: Person, text: str = "") -> None:
    Consent.objects.create(ruling=ruling, person=actor, agrees=True, text=text)
    record_event(
        actor=actor, action="appeals.ruling.sign", target=appeal, ruling=ruling.public_id, digest=ruling.digest
    )
    waiting = unsigned(appeal)
    if waiting:
        tell(waiting, appeal, "proposed", occasion=ruling.public_id)
    else:
        _finish(appeal, ruling)


def _finish(appeal: Appeal, ruling: Ruling) -> None:
    """The last signature: the sheet is amended where something is upheld, and the appeal is closed."""
    sealed = _amend(appeal, ruling)
    advance(ruling, RulingState.FINAL, final_at=clock.now(), revision=sealed)
    advance(appeal, AppealState.RULED, outcome=ruling.outcome, closed_at=clock.now())
    concerned = [*answerable_for(appeal.unit), *appeal.sheet.holders, appeal.lead, *rulers_of(appeal)]
    tell({person.pk: person for person in concerned if person is not None}.values(), appeal, "ruled")
    if sealed is not None:
        _tell_staff(appeal, sealed)
    record_event(
        actor=ruling.author,
        action="appeals.appeal.rule",
        target=appeal,
        before=AppealState.RULING.value,
        after=appeal.state,
        ruling=ruling.public_id,
        outcome=ruling.outcome,
        digest=ruling.digest,
    )


def _amend(appeal: Appeal, ruling: Ruling) -> SheetRevision | None:
    rows = ruling.points.filter(outcome__in=UPHELD).select_related("point__indicator")
    marks = {row.point.indicator.code: row.mark for row in rows}
    if not marks:
        return None
    amendment = amend_sheet(
        sheet=appeal.sheet,
        actor=ruling.author,
        marks=marks,
        reason=f"{appeal.number} · {ruling.reason}",
        revision=ruling.ruled_on.number,
        ruling=ruling.public_id,
    )
    return amendment.revision


def _tell_staff(appeal: Appeal, sealed: SheetRevision) -> None:
    about = StaffSheet.objects.filter(sheet=appeal.sheet).select_related("person__user").first()
    if about is not None:
        notify(
            users=[about.person.user],
            kind="appeals.staff_sheet.amended",
            dedupe=f"appeals.staff_sheet.amended:{sealed.public_id}",
            url=about.get_absolute_url(),
            params={"sheet": appeal.sheet.number},
        )
