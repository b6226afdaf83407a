"""CCTV reviews: footage asked for, the unit's answer, each viewing noted (R15). Footage itself is never uploaded."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.enums import Method, SheetState
from assessments.method_enums import FootageGone
from assessments.models import FootageAnswer, FootageRequest, FootageViewing, ScoreSheet
from assessments.rules.footage import can_answer_request, can_request_footage
from assessments.rules.sheets import can_score_sheet
from assessments.selectors.footage import FootageSoFar, due_on_of, footage_of_sheet
from assessments.services.marks import CONTROLS
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.receipts import once
from foundation.common.texts import both
from foundation.notifications.services import notify
from organization.enums import Role
from organization.models import Person
from organization.selectors import answerable_for, holders_of

LONGEST_CAMERA = LONGEST_PLACE = 120
LONGEST_NAME, LONGEST_PURPOSE, LONGEST_GROUND, LONGEST_TEXT = 60, 300, 500, 500


def usual_purpose() -> str:
    return _(
        "Quarterly assessment of customer service: how customers are received and served in the two drawn windows."
    )


def usual_ground() -> str:
    """What the installation says, or the usual one."""
    return settings.FOOTAGE_GROUND or _(
        "The bank’s rules on surveillance footage; Regulations on Public Security Video Image Information Systems (State Council Decree 799)"
        " and Personal Information Protection Law, article 13: internal supervision of service, on the spot, without copies."
    )


def request_footage(
    *, sheet: ScoreSheet, actor: Person, turn: int, camera: str, purpose: str, ground: str, key: UUID
) -> FootageRequest:
    """Ask the unit for the two drawn windows of one camera. Its head and liaison are told. The same key gives the same request.

    Raises NotAllowed, Invalid ({field: sentence}), Conflict where something is asked already, or the sheet went on meanwhile.
    """
    require(can_request_footage, actor, sheet)
    camera, purpose, ground = camera.strip(), purpose.strip(), ground.strip()
    wrong = {
        **_text_problem("camera", camera, LONGEST_CAMERA, _("Say which camera, or which place.")),
        **_text_problem("purpose", purpose, LONGEST_PURPOSE, _("Say what the footage is needed for.")),
        **_text_problem("ground", ground, LONGEST_GROUND, _("Name the legal ground.")),
    }
    if wrong:
        raise Invalid(wrong)

    def act() -> dict:
        present, so_far = _locked(sheet.pk, turn)
        if not so_far.may_ask:
            raise Conflict(
                _("The footage is asked for already. Another camera can be named once this one has nothing.")
            )
        row = FootageRequest.objects.create(
            sheet=present,
            item_id=present.item_id,
            number=present.footage_requests.count() + 1,
            person=actor,
            camera=camera,
            windows=[[_utc(one.start), _utc(one.end)] for one in so_far.windows],
            purpose=purpose,
            ground=ground,
        )
        record_event(actor=actor, action="assessments.footage.ask", target=sheet, footage=row.public_id)
        notify(
            users=[person.user for person in answerable_for(sheet.unit) if person.user_id],
            kind="assessments.footage.asked",
            url=row.get_absolute_url(),
            params={"unit": both(sheet.unit, "name")},
            dedupe=f"assessments.footage.asked:{row.public_id}",
        )
        return {"request": str(row.public_id)}

    payload = {"sheet": sheet.public_id, "turn": turn, "camera": camera, "purpose": purpose, "ground": ground}
    return FootageRequest.objects.get(public_id=_once(actor, "ask", key, payload, act)["request"])


def answer_request(
    *,
    asked: FootageRequest,
    actor: Person,
    is_provided: bool,
    key: UUID,
    where: str = "",
    shown_by: str = "",
    kept_until: date | None = None,
    reason: str = "",
    text: str = "",
    seen: int | None = None,
) -> FootageAnswer:
    """What the unit says. It may answer again until somebody has watched; the latest answer counts. Assessors are told, of a late one leads too.

    `seen`: how many answers the page showed; where somebody else of the unit has answered meanwhile, theirs is read first.

    Raises NotAllowed, Invalid ({field: sentence}), Conflict where the footage is not wanted any more or was watched already.
    """
    require(can_answer_request, actor, asked)
    said = {
        "where": where.strip() if is_provided else "",
        "shown_by": shown_by.strip() if is_provided else "",
        "kept_until": kept_until if is_provided else None,
        "reason": "" if is_provided else reason,
        "text": text.replace("\r\n", "\n").strip(),
    }
    if wrong := _problems_of_answer(is_provided, said):
        raise Invalid(wrong)

    def act() -> dict:
        present, so_far = _locked(asked.sheet_id)
        if so_far.asked is None or so_far.asked.request.pk != asked.pk:
            raise Conflict(
                _("This footage is not wanted any more: the item was replaced, or another camera was asked for.")
            )
        if so_far.valid:
            raise Conflict(_("The footage was watched already; the answer stands."))
        if seen is not None and seen != len(so_far.asked.answers):
            raise Conflict(_("Somebody else of the unit has answered in the meantime. Read that answer first."))
        row = FootageAnswer.objects.create(
            request=asked,
            number=asked.answers.count() + 1,
            person=actor,
            is_provided=is_provided,
            due_on=due_on_of(asked),
            **said,
        )
        record_event(
            actor=actor,
            action="assessments.footage.answer",
            target=present,
            footage=asked.public_id,
            provided=is_provided,
            gone=row.reason or None,
            late=row.is_late,
        )
        _tell_of_answer(present, asked, row)
        return {"answer": str(row.public_id)}

    payload = {"request": asked.public_id, "is_provided": is_provided, **said}
    return FootageAnswer.objects.get(public_id=_once(actor, "answer", key, payload, act)["answer"])


def _problems_of_answer(is_provided: bool, said: Mapping) -> dict[str, str]:
    wrong = {}
    if is_provided:
        wrong |= _text_problem("where", said["where"], LONGEST_PLACE, _("Say where it can be watched."))
        wrong |= _text_problem("shown_by", said["shown_by"], LONGEST_NAME, _("Say who shows it."))
        if said["kept_until"] is None:
            wrong["kept_until"] = _("Say until when it is kept.")
        elif said["kept_until"] < clock.today():
            wrong["kept_until"] = _("This day has passed.")
    elif said["reason"] not in FootageGone.values:
        wrong["reason"] = _("Choose why it is not available.")
    missing = _("Say what it is.") if said["reason"] == FootageGone.OTHER else ""
    return wrong | _text_problem("text", said["text"], LONGEST_TEXT, missing)


def _tell_of_answer(sheet: ScoreSheet, asked: FootageRequest, row: FootageAnswer) -> None:
    told = [*sheet.holders, asked.person]
    params = {"unit": both(sheet.unit, "name"), "number": sheet.number}
    notify(
        users=[person.user for person in told],
        kind="assessments.footage.answered",
        url=reverse("assessments:sheet_detail", args=[sheet.public_id]),
        params=params,
        dedupe=f"assessments.footage.answered:{row.public_id}",
    )
    if row.is_late:
        notify(
            users=[person.user for person in holders_of(Role.LEAD).select_related("user") if person.user_id],
            kind="assessments.footage.late",
            url=asked.get_absolute_url(),
            params=params,
            dedupe=f"assessments.footage.late:{row.public_id}",
        )


def note_viewing(
    *,
    sheet: ScoreSheet,
    actor: Person,
    turn: int,
    at: datetime | None,
    place: str,
    present: str,
    key: UUID,
    corrects: UUID | None = None,
) -> FootageViewing:
    """Note that the actor has watched it, as the unit offered it at that time. `present`: who else was there. `corrects`: one's own earlier
    note, by its public id.

    Raises NotAllowed, Invalid ({field: sentence}), Conflict where the unit has offered nothing, or the sheet went on meanwhile.
    """
    require(can_score_sheet, actor, sheet)
    place, present = place.strip(), present.strip()

    def act() -> dict:
        row_sheet, so_far = _locked(sheet.pk, turn)
        if not so_far.was_provided:
            raise Conflict(_("The unit has not provided the footage; nothing can have been watched."))
        wrong = {
            **_time_problem(at, so_far),
            **_text_problem("place", place, LONGEST_PLACE, _("Say where you watched it.")),
            **_text_problem("present", present, LONGEST_PURPOSE, _("Say who was present.")),
        }
        if wrong:
            raise Invalid(wrong)
        row = FootageViewing.objects.create(
            answer=so_far.offer_at(at),
            sheet=row_sheet,
            item_id=row_sheet.item_id,
            person=actor,
            at=at,
            place=place,
            present=present,
            corrects=_corrected(so_far, actor, corrects),
        )
        record_event(
            actor=actor,
            action="assessments.footage.correct" if corrects else "assessments.footage.view",
            target=sheet,
            viewing=row.public_id,
            corrects=corrects,
        )
        return {"viewing": str(row.public_id)}

    payload = {
        "sheet": sheet.public_id,
        "turn": turn,
        "at": at,
        "place": place,
        "present": present,
        "corrects": corrects,
    }
    return FootageViewing.objects.get(public_id=_once(actor, "view", key, payload, act)["viewing"])


def _time_problem(at: datetime | None, so_far: FootageSoFar) -> dict[str, str]:
    if at is None:
        return {"at": _("Enter the time of the viewing.")}
    if at > clock.now():
        return {"at": _("The viewing cannot be in the future.")}
    if so_far.offer_at(at) is None:
        return {"at": _("The unit had not provided the footage by then.")}
    return {}


def _corrected(so_far: FootageSoFar, actor: Person, public_id: UUID | None) -> FootageViewing | None:
    if public_id is None:
        return None
    found = next((one for one in so_far.valid if one.public_id == public_id and one.person_id == actor.pk), None)
    if found is None:
        raise Conflict(_("This note is not yours to correct, or it was corrected already."))
    return found


def _locked(sheet: int, turn: int | None = None) -> tuple[ScoreSheet, FootageSoFar]:
    """The sheet, locked, and where its footage stands. Raises Conflict where nothing can be noted of it any more."""
    present = (
        ScoreSheet.objects.select_for_update(of=("self",), no_key=True)
        .select_related("item__draw", "unit", "assessor")
        .get(pk=sheet)
    )
    if present.method != Method.FOOTAGE:
        raise Conflict(_("No footage is reviewed for this sheet."))
    if present.state == SheetState.SUBMITTED:
        raise Conflict(_("This sheet is sealed; nothing is noted of its footage any more."))
    if turn is not None and present.turn != turn:
        raise Conflict(_("This sheet has been given to somebody else, or its item was replaced, in the meantime."))
    return present, footage_of_sheet(present)


def _text_problem(field: str, text: str, longest: int, missing: str) -> dict[str, str]:
    if not text and missing:
        return {field: missing}
    if len(text) > longest:
        return {field: _("At most %(most)d characters.") % {"most": longest}}
    if CONTROLS.search(text):
        return {field: _("This contains characters that cannot be kept.")}
    return {}


def _once(actor: Person, act: str, key: UUID, payload: Mapping, do: Callable[[], dict]) -> dict:
    answer, _is_new = once(actor=actor.public_id, action=f"assessments.footage.{act}", key=key, payload=payload, act=do)
    return answer


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
