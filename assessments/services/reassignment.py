"""Giving sheets to others: one or many, to a chosen person or by chance among those who may (R13)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.enums import AssignmentCause, Exclusion, HandoverAct, SheetState
from assessments.models import ScoreSheet
from assessments.rules.assignment import can_reassign_sheets, is_open, too_close_to
from assessments.rules.teams import objections_to
from assessments.selectors.exclusions import find_exclusions, pieces_of_sheets, reasons_against
from assessments.services.assigning import assign_pieces, lock_assignments, open_loads, pool_for
from assessments.services.handovers import Holders, Reason, hand_over
from foundation.common.errors import Conflict, Invalid, NotAllowed, require
from foundation.common.receipts import once
from foundation.notifications.services import notify
from organization.models import Person

MOST_AT_ONCE = 200
LONGEST_REASON = 300
NAMED = 5


def reassign_sheets(
    *,
    sheets: Sequence[ScoreSheet],
    turns: Mapping[int, int],
    actor: Person,
    reason: str,
    key: UUID,
    to: Person | None = None,
    leaving: Person | None = None,
) -> dict:
    """Give the sheets to `to`, or by chance to those who may take them; all of them or none. Returns {"sheets": n, "people": m}, and as "short"
    {public id: reason} of those whom chance took although they have little time, because nobody else was left.

    `turns` {key of the sheet: its turn as the page showed it}; `leaving`: who goes; without it whoever cannot score the sheet, otherwise its
    first assessor. A started draft is put aside as a record, and the new assessor begins blind. Raises NotAllowed, also where one of them is
    too close to the actor, Invalid where a sheet cannot be given so (nobody may take it, `to` may not), Conflict where one of them is sealed
    or has gone to somebody else since the page was loaded.
    """
    require(can_reassign_sheets, actor)
    reason = check_text(reason)
    if not sheets:
        raise Invalid(_("Tick the sheets that are to be given to somebody else."))
    if len(sheets) > MOST_AT_ONCE:
        raise Invalid(_("At most %(limit)s sheets at a time.") % {"limit": MOST_AT_ONCE})
    if to is not None and to.pk == actor.pk:
        raise NotAllowed(_("Nobody gives sheets to themselves."))
    payload = {
        "sheets": sorted((str(sheet.public_id), turns[sheet.pk]) for sheet in sheets),
        "to": to and to.public_id,
        "leaving": leaving and leaving.public_id,
        "reason": reason,
    }
    answer, _is_new = once(
        actor=actor.public_id,
        action="assessments.sheet.reassign",
        key=key,
        payload=payload,
        act=lambda: _reassign([sheet.pk for sheet in sheets], turns, actor, reason, key, to, leaving),
    )
    return answer


def _reassign(
    keys: list[int],
    turns: Mapping[int, int],
    actor: Person,
    reason: str,
    key: UUID,
    to: Person | None,
    leaving: Person | None,
) -> dict:
    lock_assignments()
    sheets = lock_sheets(keys)
    for sheet in sheets:
        _require_movable(sheet, turns[sheet.pk], leaving)
    _require_distance(actor, sheets)
    gone: dict[Person, int] = {}
    come: dict[Person, list[ScoreSheet]] = {}
    short: dict[str, str] = {}
    for draw_sheets in by_draw(sheets):
        goers = goers_of(draw_sheets, leaving)
        for sheet, arriving, assignment in (
            _chosen(draw_sheets, goers, to) if to else by_chance(draw_sheets, goers, AssignmentCause.REASSIGN, actor)
        ):
            hand_over(
                sheet=sheet,
                act=HandoverAct.REASSIGNED,
                after=holders_without(sheet, goers[sheet.pk], arriving),
                reason=Reason(text=reason),
                actor=actor,
                assignment=assignment,
            )
            gone[goers[sheet.pk]] = gone.get(goers[sheet.pk], 0) + 1
            come.setdefault(arriving, []).append(sheet)
            if assignment and (why := assignment.inputs["waived"].get(sheet.item.key, {}).get(str(arriving.public_id))):
                short[str(arriving.public_id)] = why
    tell(gone, come, actor=actor, about=f"reassign:{key}", reason=reason)
    return {"sheets": len(sheets), "people": len(come)} | ({"short": short} if short else {})


def lock_sheets(keys: list[int]) -> list[ScoreSheet]:
    """The sheets as they stand now, locked in one order, so that two leads cannot lock each other out. An assessor who is saving at this
    moment is waited for: what they saved goes into the record.

    Locked first and read afterwards: where a lock has waited, PostgreSQL joins the changed row with the people that were read before, and a
    sheet that has changed hands would be missing.
    """
    list(
        ScoreSheet.objects.select_for_update(no_key=True)
        .filter(pk__in=keys)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    rows = ScoreSheet.objects.select_related(
        "cycle", "plan", "unit", "record", "item__draw", "assessor__user", "co_assessor__user"
    )
    return list(rows.filter(pk__in=keys).order_by("pk"))


def _require_movable(sheet: ScoreSheet, turn: int, leaving: Person | None) -> None:
    if sheet.state == SheetState.SUBMITTED:
        raise Conflict(_("Sheet %(number)s is sealed; it stays with who sealed it.") % {"number": sheet.number})
    if sheet.turn != turn:
        raise Conflict(
            _("Sheet %(number)s has been given to %(person)s in the meantime, or its item was replaced.")
            % {"number": sheet.number, "person": sheet.assessor}
        )
    if not is_open(sheet):
        raise Invalid(_("The cycle of sheet %(number)s is past scoring.") % {"number": sheet.number})
    if leaving is not None and leaving.pk not in sheet.holder_keys:
        raise Invalid({"leaving": _("Sheet %(number)s is not theirs.") % {"number": sheet.number}})


def _require_distance(actor: Person, sheets: Sequence[ScoreSheet]) -> None:
    close = too_close_to(actor, sheets)
    numbers = [sheet.number for sheet in sheets if sheet.pk in close]
    if numbers:
        more = [_("and %(n)d more") % {"n": len(numbers) - NAMED}] if len(numbers) > NAMED else []
        raise NotAllowed(
            _(
                "Another lead decides who scores these; they are of your own unit, or you have recused yourself: %(sheets)s"
            )
            % {"sheets": _(", ").join([*numbers[:NAMED], *more])}
        )


def goers_of(sheets: Sequence[ScoreSheet], leaving: Person | None) -> dict[int, Person]:
    """{key of the sheet: who goes}. Without `leaving` whoever of the two cannot score it as things are; where both or none can, the first."""
    if leaving is not None:
        return {sheet.pk: leaving for sheet in sheets}
    pieces = pieces_of_sheets(sheets)
    joint = [sheet for sheet in sheets if sheet.co_assessor is not None]
    pairs = [(holder, pieces[sheet.pk]) for sheet in joint for holder in (sheet.assessor, sheet.co_assessor)]
    reasons = iter(reasons_against(pairs))
    goers = {sheet.pk: sheet.assessor for sheet in sheets}
    for sheet in joint:
        first, second = next(reasons) or sheet.assessor.left_on, next(reasons) or sheet.co_assessor.left_on
        if second and not first:
            goers[sheet.pk] = sheet.co_assessor
    return goers


def by_draw(sheets: Sequence[ScoreSheet]) -> list[list[ScoreSheet]]:
    """The sheets of one draw together, in the order of their keys: each draw has a chance of its own."""
    groups: dict[int, list[ScoreSheet]] = {}
    for sheet in sheets:
        groups.setdefault(sheet.item.draw_id, []).append(sheet)
    return list(groups.values())


def by_chance(
    sheets: Sequence[ScoreSheet], goers: Mapping[int, Person], cause: AssignmentCause, actor: Person | None
) -> list[tuple]:
    """[(sheet, who comes, Assignment)] for sheets of one draw. Whoever goes, and whoever is on the sheet already, does not come.

    Raises Invalid where nobody is left for one of them.
    """
    pieces = pieces_of_sheets(sheets)
    sheet = sheets[0]
    team, stand_ins = pool_for(sheet.plan, sheet.unit, sheet.cycle)
    wanted = [replace(pieces[one.pk], left=pieces[one.pk].left | {goers[one.pk].pk}) for one in sheets]
    stays = {one.item.key: _others(one, goers[one.pk]) for one in sheets}
    assignment, given = assign_pieces(
        draw=sheet.item.draw,
        cause=cause,
        pieces=wanted,
        team=team,
        stand_ins=stand_ins,
        loads=open_loads(sheet.cycle, [*team, *stand_ins]),
        stays={key: people for key, people in stays.items() if people},
        actor=actor,
    )
    return [(one, given[one.item.key][len(stays[one.item.key])], assignment) for one in sheets]


def _others(sheet: ScoreSheet, goer: Person) -> list[Person]:
    return [one for one in sheet.holders if one.pk != goer.pk]


def holders_without(sheet: ScoreSheet, goer: Person, arriving: Person) -> Holders:
    """The sheet's holders with somebody in the place of who goes."""
    if sheet.co_assessor_id == goer.pk:
        return Holders(sheet.assessor, arriving)
    return Holders(arriving, sheet.co_assessor)


def _chosen(sheets: Sequence[ScoreSheet], goers: Mapping[int, Person], to: Person) -> list[tuple]:
    """[(sheet, `to`, None)]. Raises Invalid naming the sheets that they may not take, and why. Having had one before is no reason: it can be
    given back."""
    pieces = pieces_of_sheets(sheets)
    excluded = find_exclusions([to], list(pieces.values()))
    objection = objections_to([to], sheets[0].unit, sheets[0].cycle).get(to.pk)
    problems = []
    for sheet in sheets:
        why = excluded[pieces[sheet.pk].key].get(to.pk)
        if to.pk in sheet.holder_keys:
            problems.append(_("%(number)s: theirs already") % {"number": sheet.number})
        elif objection:
            problems.append(f"{sheet.number}: {objection}")
        elif why is not None and why != Exclusion.LEFT:
            problems.append(f"{sheet.number}: {why.label}")
    if problems:
        more = [_("and %(n)d more") % {"n": len(problems) - NAMED}] if len(problems) > NAMED else []
        raise Invalid({"to": [_("%(person)s may not take these:") % {"person": to}, *problems[:NAMED], *more]})
    return [(sheet, to, None) for sheet in sheets]


def check_text(text: str, *, field: str = "reason") -> str:
    """The reason without blanks around it. Raises Invalid where it is missing or too long."""
    text = (text or "").strip()
    if not text or len(text) > LONGEST_REASON:
        raise Invalid({field: _("Say why, in up to %(limit)s characters.") % {"limit": LONGEST_REASON}})
    return text


def tell(
    gone: Mapping[Person, int],
    come: Mapping[Person, Sequence[ScoreSheet]],
    *,
    actor: Person | None,
    about: str,
    reason: str = "",
) -> None:
    """One notice to each who gives sheets away without having asked for it, one to each who gets some."""
    url = reverse("assessments:sheet_list")
    for person, count in gone.items():
        if actor is None or person.pk != actor.pk:
            notify(
                users=[person.user],
                kind="assessments.sheets.taken",
                url=url,
                params={"count": count, "reason": reason},
                dedupe=f"assessments.sheets.taken:{about}",
            )
    for person, sheets in come.items():
        days = [sheet.due_on for sheet in sheets if sheet.due_on]
        notify(
            users=[person.user],
            kind="assessments.sheets.given",
            url=url,
            params={"count": len(sheets), "due": min(days).isoformat() if days else "–"},
            dedupe=f"assessments.sheets.given:{about}",
        )
