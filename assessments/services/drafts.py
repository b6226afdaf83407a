"""The draft of a sheet: saved while it is scored, under the version that the page was loaded with (R16, R18)."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.enums import SheetState
from assessments.models import ScoreSheet
from assessments.rules.sheets import can_score_sheet
from assessments.selectors.criteria import Criteria, criteria_of
from assessments.services.marks import Marks, check_marks
from assessments.services.visits import Visit, visit_columns
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict, require
from foundation.common.states import advance, swap
from foundation.common.texts import localized
from organization.models import Person


@transaction.atomic
def save_draft(
    *,
    sheet: ScoreSheet,
    actor: Person,
    marks: Mapping,
    version: int,
    visit: Visit | None = None,
    key: UUID | None = None,
    sequence: int = 0,
) -> int:
    """Keep what is marked so far and return the sheet's new version. Incomplete is fine, a wrong mark is not.

    A time or place of the visit that is wrong is left out and no reason to refuse the marks; `visit_problems` says what it is.
    `key` is the page's client key and `sequence` counts its saves: where the answer to a save was lost, the page's next one is taken although
    its version is old. The very same save again, from a device that never heard the answer, changes nothing and gets the version it made.
    Raises Invalid ({code: sentence}), NotAllowed, or Conflict where somebody else saved, or sealed, in the meantime.
    """
    require(can_score_sheet, actor, sheet)
    criteria = criteria_of(sheet.standard_version)
    marks = check_marks(criteria, marks)
    changes = visit_columns(sheet, visit)
    if _is_repeated(sheet, marks, changes, key, sequence):
        return sheet.version
    own = key is not None and sheet.draft_key == key and sheet.draft_sequence < sequence
    _hold(sheet, version, own, criteria, marks, actor)
    now = clock.now()
    changes |= {
        "draft": marks,
        "draft_saved_at": now,
        "draft_by_id": actor.pk,
        "draft_key": key,
        "draft_sequence": sequence,
    }
    try:
        if sheet.state == SheetState.ASSIGNED:
            advance(sheet, SheetState.DRAFT, started_at=now, **changes)
            record_event(actor=actor, action="assessments.sheet.start", target=sheet)
        else:
            swap(sheet, expected={"state": SheetState.DRAFT}, **changes)
    except Conflict:
        raise _conflict(sheet, criteria, marks, actor) from None
    return sheet.version


def _is_repeated(sheet: ScoreSheet, marks: Marks, changes: Mapping, key: UUID | None, sequence: int) -> bool:
    """Whether the draft stands just as this save has left it: nothing is written twice, and nobody is told of a conflict with themselves."""
    if sheet.state != SheetState.DRAFT or key is None or (sheet.draft_key, sheet.draft_sequence) != (key, sequence):
        return False
    return sheet.draft == marks and all(getattr(sheet, column) == value for column, value in changes.items())


def _hold(sheet: ScoreSheet, version: int, own: bool, criteria: Criteria, marks: Marks, actor: Person) -> None:
    """Raise Conflict unless the sheet is open and stands where the page believes it to stand."""
    if sheet.state == SheetState.SUBMITTED or (sheet.version != version and not own):
        raise _conflict(sheet, criteria, marks, actor)


def _conflict(sheet: ScoreSheet, criteria: Criteria, marks: Marks, actor: Person) -> Conflict:
    present = ScoreSheet.objects.select_related("draft_by", "revision__author", "assessor", "co_assessor")
    return conflict_of(present.get(pk=sheet.pk), criteria, marks, actor)


def conflict_of(present: ScoreSheet, criteria: Criteria, marks: Marks, actor: Person) -> Conflict:
    """What to say to somebody who came too late, with what they typed."""
    if actor.pk not in present.holder_keys:
        message = gone_to(present)
    elif present.state == SheetState.SUBMITTED:
        message = _("This sheet has been sealed by %(person)s.") % {"person": present.revision.author}
    elif present.draft_by is not None:
        message = _("%(person)s has saved other marks on this sheet in the meantime.") % {"person": present.draft_by}
    else:
        message = _("This sheet has changed in the meantime.")
    return Conflict(message, typed=typed(criteria, marks))


def gone_to(present: ScoreSheet) -> str:
    """What the former assessor is told. Whose it is now is no secret: both have been told."""
    return _(
        "This sheet has been given to %(person)s in the meantime. What you had saved is kept as a record; nothing more is taken from you."
    ) % {"person": present.assessor}


def typed(criteria: Criteria, marks: Marks) -> list[tuple[str, str]]:
    """Marks as a person reads them: [("2.1 Courtesy", "4 · spoke over the customer once")]."""
    return [(f"{code} {localized(criteria.indicators[code], 'name')}", describe(mark)) for code, mark in marks.items()]


def describe(mark: Mapping) -> str:
    if "level" in mark:
        value = str(mark["level"])
    elif "points" in mark:
        value = mark["points"]
    elif "na" in mark:
        value = _("N/A")
    elif "triggered" in mark:
        value = _("triggered") if mark["triggered"] else _("not triggered")
    else:
        value = ""
    return " · ".join(part for part in (value, mark.get("reason", "")) if part)
