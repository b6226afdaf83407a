"""Recusal: from one sheet, or in advance from a unit or a person's service (R13). The sheets it touches go to somebody else at once."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.enums import AssignmentCause, HandoverAct, RecusalKind, SheetState
from assessments.models import Recusal, ScoreSheet
from assessments.rules.assignment import can_declare_recusal, can_recuse_from_sheet, can_withdraw_recusal
from assessments.selectors.concealed import leads_who_may_know
from assessments.selectors.exclusions import pieces_of_sheets, reasons_against
from assessments.selectors.sheets import scored_by, still_open
from assessments.services.assigning import lock_assignments
from assessments.services.handovers import Holders, Reason, hand_over
from assessments.services.reassignment import by_chance, check_text, holders_without, lock_sheets, tell
from assessments.services.recusal_reach import Touched, keys_of_open, reach_of, touched_by
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.receipts import once
from foundation.common.states import swap
from foundation.notifications.services import notify
from organization.models import Person, Unit


class NotConfirmed(Invalid):
    """Sheets would change hands that the person has not been shown, or fewer than those."""


def recuse_from_sheet(*, sheet: ScoreSheet, actor: Person, kind: str, text: str, key: UUID) -> dict:
    """Step back from one sheet, which goes by chance to somebody else who may take it. Returns {"blocked": whether nobody was left}.

    What was marked is put aside. Raises NotAllowed, Invalid without a reason, Conflict where it is sealed or somebody else's by now.
    """
    require(can_recuse_from_sheet, actor, sheet)
    text = _check(kind, text)
    answer, _is_new = once(
        actor=actor.public_id,
        action="assessments.sheet.recuse",
        key=key,
        payload={"sheet": sheet.public_id, "kind": kind, "text": text},
        act=lambda: _recuse(sheet, actor, kind, text),
    )
    return answer


def _recuse(sheet: ScoreSheet, actor: Person, kind: str, text: str) -> dict:
    lock_assignments()
    [present] = lock_sheets([sheet.pk])
    if present.state == SheetState.SUBMITTED or actor.pk not in present.holder_keys:
        raise Conflict(_("This sheet has been sealed or given to somebody else in the meantime."))
    if Recusal.objects.filter(person=actor, sheet=present, withdrawn_at=None).exists():
        raise Conflict(_("You have recused yourself from this sheet already."))
    recusal = Recusal.objects.create(person=actor, sheet=present, kind=kind, text=text)
    blocked = _step_back(present, actor, Reason(kind))
    _record("declare", recusal)
    return {"blocked": blocked}


def declare_recusal(
    *,
    actor: Person,
    kind: str,
    text: str,
    key: UUID,
    unit: Unit | None = None,
    about: Person | None = None,
    since: date | None = None,
    until: date | None = None,
    confirmed: Collection[str] | None = None,
) -> dict:
    """Step back in advance from all of a unit and below it, or from what a person has served, in [since, until).

    Open sheets that it touches, those due on a day of the time, go to others by chance. `confirmed`: the numbers of those that the person has
    been shown (`recusal_reach.reach_of`); without it nothing was asked. Returns {"recusal", "sheets": how many went, "blocked": for how many
    nobody was left}. Raises NotAllowed, Invalid, and NotConfirmed where other sheets than the confirmed ones would go by now.
    """
    text, since = _check_declaration(actor, kind, text, unit, about, since, until)
    payload = {
        "unit": unit and unit.public_id,
        "about": about and about.public_id,
        "kind": kind,
        "text": text,
        "since": since,
        "until": until,
    }
    answer, _is_new = once(
        actor=actor.public_id,
        action="assessments.recusal.declare",
        key=key,
        payload=payload,
        act=lambda: _declare(actor, kind, text, unit, about, since, until, confirmed),
    )
    return answer


def reach_of_declaration(
    *,
    actor: Person,
    kind: str,
    text: str,
    unit: Unit | None = None,
    about: Person | None = None,
    since: date | None = None,
    until: date | None = None,
) -> list[Touched]:
    """What `declare_recusal` would move with the same words. Keeps nothing. Raises as it does."""
    text, since = _check_declaration(actor, kind, text, unit, about, since, until)
    recusal = Recusal(person=actor, unit=unit, about=about, kind=kind, text=text, since=since, until=until)
    _require_new(recusal)
    return reach_of(recusal)


def _check_declaration(actor, kind, text, unit, about, since, until) -> tuple[str, date]:
    """The words and the first day as they are kept."""
    require(can_declare_recusal, actor)
    text = _check(kind, text)
    since = since or clock.today()
    if (unit is None) == (about is None):
        raise Invalid(_("Choose a unit or a person."))
    if about is not None and about.pk == actor.pk:
        raise Invalid({"about": _("Your own service never comes to you; that needs no recusal.")})
    if until is not None and until <= since:
        raise Invalid({"until": _("It would end before it begins.")})
    return text, since


def _require_new(recusal: Recusal) -> None:
    same = Recusal.objects.filter(
        person=recusal.person, unit=recusal.unit, about=recusal.about, sheet=None, withdrawn_at=None
    )
    if any(one.holds_between(recusal.since, recusal.until or date.max) for one in same):
        raise Invalid(_("You have declared this for the time already."))


def _declare(actor, kind, text, unit, about, since, until, confirmed) -> dict:
    lock_assignments()
    recusal = Recusal(person=actor, unit=unit, about=about, kind=kind, text=text, since=since, until=until)
    _require_new(recusal)
    recusal.save(force_insert=True)
    touched = touched_by(recusal, lock_sheets(keys_of_open(actor)))
    if confirmed is not None and {sheet.number for sheet in touched} != set(confirmed):
        raise NotConfirmed(_("Other sheets would change hands by now than those you were shown. Look at them again."))
    blocked = sum(_step_back(sheet, actor, Reason(kind)) for sheet in touched)
    _record("declare", recusal)
    return {"recusal": str(recusal.public_id), "sheets": len(touched) - blocked, "blocked": blocked}


def _step_back(sheet: ScoreSheet, person: Person, reason: Reason) -> bool:
    """Hand the locked sheet to somebody else by chance; where nobody is left, block it and tell the leads. True where it is blocked."""
    try:
        [(_sheet, arriving, assignment)] = by_chance([sheet], {sheet.pk: person}, AssignmentCause.RECUSE, person)
    except Invalid:
        arriving, assignment = None, None
    after = holders_without(sheet, person, arriving) if arriving else Holders(sheet.assessor, sheet.co_assessor)
    hand_over(
        sheet=sheet,
        act=HandoverAct.RECUSED,
        after=after,
        reason=reason,
        actor=person,
        assignment=assignment,
        is_blocked=arriving is None,
    )
    if arriving is None:
        tell_leads_of_blocked(sheet)
    else:
        tell({}, {arriving: [sheet]}, actor=person, about=f"recuse:{sheet.public_id}:{sheet.turn}")
    return arriving is None


def tell_leads_of_blocked(sheet: ScoreSheet) -> None:
    notify(
        users=[lead.user for lead in leads_who_may_know(sheet)],
        kind="assessments.sheet.blocked",
        url=reverse("assessments:board"),
        params={"number": sheet.number},
        dedupe=f"assessments.sheet.blocked:{sheet.public_id}:{sheet.turn}",
    )


@transaction.atomic
def withdraw_recusal(*, recusal: Recusal, actor: Person) -> Recusal:
    """The reason is gone. What went to others stays with them; a sheet that nobody could take is the person's again.

    Raises NotAllowed, Conflict where it was withdrawn already.
    """
    require(can_withdraw_recusal, actor, recusal)
    lock_assignments()
    if recusal.withdrawn_at is not None:
        raise Conflict(_("This recusal was withdrawn already."))
    swap(recusal, expected={"withdrawn_at": None}, withdrawn_at=clock.now())
    blocked = still_open(scored_by(actor)).filter(is_blocked=True)
    for sheet in lock_sheets(list(blocked.values_list("pk", flat=True))):
        holders = sheet.holders
        piece = pieces_of_sheets([sheet])[sheet.pk]
        if sheet.is_blocked and not any(reasons_against([(holder, piece) for holder in holders])):
            hand_over(
                sheet=sheet,
                act=HandoverAct.REASSIGNED,
                after=Holders(sheet.assessor, sheet.co_assessor),
                reason=Reason(),
                actor=actor,
            )
    _record("withdraw", recusal)
    return recusal


def _record(act: str, recusal: Recusal) -> None:
    """Ids, kind and days; the words stay out of the trail."""
    record_event(
        actor=recusal.person,
        action=f"assessments.recusal.{act}",
        target=recusal,
        kind=recusal.kind,
        sheets=[recusal.sheet.number] if recusal.sheet_id else None,
        unit=recusal.unit.public_id if recusal.unit_id else None,
        on=recusal.since,
        until=recusal.until,
    )


def _check(kind: str, text: str) -> str:
    if kind not in RecusalKind.values:
        raise Invalid({"kind": _("Choose a reason.")})
    return check_text(text, field="text")
