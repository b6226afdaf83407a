"""Opening a session, and ending its blind part."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.selectors.criteria import criteria_of
from calibration.enums import STILL_OPEN, BlindState, SessionState
from calibration.models import BlindSheet, CalibrationSession, Recalibration
from calibration.rules.sessions import FEWEST_ASSESSORS, MOST_ASSESSORS, can_end_scoring, can_open_session
from calibration.selectors.candidates import objections_to
from calibration.selectors.items import Item
from calibration.services.recalibration import judge_later, plan_for, settle_with
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.engine import lock_for_transaction
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.files import EVIDENCE_TYPES, MAX_EVIDENCE_BYTES, content_digest, store_file
from foundation.common.receipts import once
from foundation.common.states import advance
from foundation.common.texts import labelled
from foundation.notifications.services import notify
from foundation.workdays.calendar import is_workday
from organization.enums import Role
from organization.models import Person
from organization.selectors import holders_of
from records.enums import Touchpoint
from standards.models import StandardVersion

LONGEST_TITLE = 120
LONGEST_DESCRIPTION = 20_000
LONGEST_REASON = 300
LONGEST_SESSION = timedelta(days=90)
ATTACHED = EVIDENCE_TYPES - {"application/zip"}


@dataclass(frozen=True)
class Described:
    """An item that is in no register: what was seen or heard in words, and a recording or paper of it."""

    text: str = ""
    upload: object | None = None
    touchpoint: str = Touchpoint.UNKNOWN


def open_session(
    *,
    title: str,
    item: Item | None,
    described: Described,
    standard_version: StandardVersion,
    assessors: Sequence[Person],
    due_on: date,
    actor: Person,
    key: UUID,
    todo: Recalibration | None = None,
) -> CalibrationSession:
    """Have the item scored blind by the assessors until `due_on`, a working day. The same key gives the same session.

    `todo`: the indicator that it is opened for. Raises NotAllowed, Invalid ({"title", "reference", "description", "attachment", "assessors" or
    "due_on": sentence}), Conflict where the to-do is no longer open.
    """
    require(can_open_session, actor)
    title = title.strip()
    upload = described.upload
    payload = {
        "title": title,
        "record": item and item.record.pk,
        "description": described.text,
        "upload": content_digest(upload) if upload else "",
        "touchpoint": described.touchpoint,
        "standard": standard_version.public_id,
        "assessors": sorted(str(person.public_id) for person in assessors),
        "due_on": due_on,
        "todo": todo and todo.public_id,
    }
    answer, _is_new = once(
        actor=actor.public_id,
        action="calibration.session.open",
        key=key,
        payload=payload,
        act=lambda: _open(title, item, described, standard_version, assessors, due_on, actor, todo),
    )
    return CalibrationSession.objects.get(public_id=answer["session"])


def _check(title, item, described, standard_version, assessors, due_on) -> None:
    wrong: dict[str, list[str] | str] = {}
    if not title or len(title) > LONGEST_TITLE:
        wrong["title"] = _("Say in up to %(limit)d characters what it is about.") % {"limit": LONGEST_TITLE}
    if item is None and not described.text.strip() and described.upload is None:
        wrong["reference"] = _("Name a record or a score sheet, or describe the item, or add a file of it.")
    if item is not None and (described.text.strip() or described.upload is not None):
        wrong["reference"] = _("Either a record or a description, not both.")
    if len(described.text) > LONGEST_DESCRIPTION:
        wrong["description"] = _("At most %(limit)d characters.") % {"limit": LONGEST_DESCRIPTION}
    if not standard_version.is_frozen or not criteria_of(standard_version).indicators:
        wrong["standard_version"] = _("Only a version whose contents are fixed, with something to score on a sheet.")
    if problems := problems_of_assessors(assessors, item):
        wrong["assessors"] = problems
    if problem := problem_of_due(due_on):
        wrong["due_on"] = problem
    if wrong:
        raise Invalid(wrong)


def problems_of_assessors(assessors: Sequence[Person], item: Item | None) -> list[str]:
    objections = objections_to(assessors, item.record if item else None)
    found = [labelled(person, objections[person.pk]) for person in assessors if person.pk in objections]
    if not FEWEST_ASSESSORS <= len({person.pk for person in assessors}) <= MOST_ASSESSORS:
        found.append(_("Name %(least)d to %(most)d assessors.") % {"least": FEWEST_ASSESSORS, "most": MOST_ASSESSORS})
    return found


def problem_of_due(due_on: date) -> str:
    today = clock.today()
    if not today <= due_on <= today + LONGEST_SESSION:
        return _("A day from today on, within %(most)d days.") % {"most": LONGEST_SESSION.days}
    return "" if is_workday(due_on) else _("This is not a working day.")


def _open(title, item, described, standard_version, assessors, due_on, actor, todo) -> dict:
    # Checked behind the receipt: once it is open, its assessors know the item, and the same form again must still get its session.
    _check(title, item, described, standard_version, assessors, due_on)
    attachment = None
    if described.upload is not None:
        attachment = store_file(
            source=described.upload,
            name=described.upload.name,
            actor=actor,
            allowed=ATTACHED,
            max_bytes=MAX_EVIDENCE_BYTES,
        )
    session = CalibrationSession.objects.create(
        number=_next_number(),
        title=title,
        standard_version=standard_version,
        record=item.record if item else None,
        item=item.drawn if item else None,
        unit=item.record.unit if item else None,
        touchpoint=item.record.touchpoint if item else described.touchpoint,
        description=described.text.strip(),
        attachment=attachment,
        due_on=due_on,
        counted_from=due_on,
        counted_days=0,
        opened_by=actor,
    )
    if todo is not None:
        plan_for(todo, session, actor)
    BlindSheet.objects.bulk_create(BlindSheet(session=session, assessor=person) for person in assessors)
    for sheet in session.sheets.select_related("assessor__user"):
        notify(
            users=[sheet.assessor.user],
            kind="calibration.session.opened",
            url=reverse("calibration:sheet_score", args=[sheet.public_id]),
            params={"number": session.number, "title": session.title, "due": due_on.isoformat()},
            dedupe=f"calibration.session.opened:{sheet.public_id}",
        )
    record_event(
        actor=actor,
        action="calibration.session.open",
        target=session,
        after=SessionState.SCORING,
        members=[person.public_id for person in assessors],
        standard=standard_version.public_id,
        due_on=due_on,
    )
    return {"session": str(session.public_id)}


def _next_number() -> str:
    lock_for_transaction("calibration-number")
    year = clock.today().year
    return f"CAL-{year}-{CalibrationSession.objects.filter(number__startswith=f'CAL-{year}-').count() + 1:04}"


def hold_session(session: CalibrationSession) -> None:
    """Lock the row and read where it stands: a last submission and a closing take turns. The caller is in a transaction."""
    fields = ["state", "version", "ended_at"]
    session.refresh_from_db(fields=fields, from_queryset=CalibrationSession.objects.select_for_update(no_key=True))


@transaction.atomic
def end_scoring(*, session: CalibrationSession, actor: Person, reason: str) -> CalibrationSession:
    """Open the scores although some are missing, naming those who have not handed in. With fewer than two scores there is nothing to compare,
    and the session is called off; what was handed in then stays unread.

    Raises NotAllowed, Invalid without a reason, Conflict where the scoring has ended in the meantime.
    """
    require(can_end_scoring, actor, session)
    reason = (reason or "").strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise Invalid({"reason": _("Say why, in up to %(limit)s characters.") % {"limit": LONGEST_REASON}})
    hold_session(session)
    if session.state != SessionState.SCORING:
        raise Conflict(_("The scoring has ended in the meantime."), typed=[(_("Reason"), reason)])
    missing = list(session.sheets.filter(state__in=STILL_OPEN).select_related("assessor"))
    enough = session.sheets.filter(state=BlindState.SEALED).count() >= FEWEST_ASSESSORS
    finish_scoring(
        session,
        SessionState.DISCUSSING if enough else SessionState.CALLED_OFF,
        actor=actor,
        reason=reason,
        missing=missing,
    )
    return session


def finish_scoring(
    session: CalibrationSession,
    to: SessionState,
    *,
    actor: Person | None,
    reason: str = "",
    missing: Sequence[BlindSheet] = (),
) -> None:
    """The end of the blind part, for the last submission (no actor) and for a lead. The row is held by the caller."""
    for sheet in missing:
        # A draft that was never handed in is nobody's score and is not kept.
        advance(sheet, BlindState.MISSED, draft={})
    advance(session, to, ended_at=clock.now(), ended_by=actor, ended_reason=reason)
    opened = to == SessionState.DISCUSSING
    if opened:
        judge_later(session)
    else:
        settle_with(session, actor, done=False)
    kind = "calibration.session.opened_scores" if opened else "calibration.session.called_off"
    people = [sheet.assessor for sheet in session.sheets.select_related("assessor__user")]
    notify(
        users=[person.user for person in (*people, *holders_of(Role.LEAD))],
        kind=kind,
        url=session.get_absolute_url(),
        params={"number": session.number, "title": session.title},
        dedupe=f"{kind}:{session.public_id}",
    )
    record_event(
        actor=actor,
        action="calibration.session.open_scores" if opened else "calibration.session.call_off",
        target=session,
        before=SessionState.SCORING,
        after=to,
        missing=[sheet.assessor.public_id for sheet in missing],
    )
