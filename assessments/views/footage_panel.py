"""A CCTV review beside the form, and on the page of a sheet that is read: windows, request, answer, viewings."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from assessments.enums import Method
from assessments.forms.footage import AskForm, ViewingForm
from assessments.methods_planned import guide_of
from assessments.models import FootageViewing, ScoreSheet
from assessments.rules.footage import can_request_footage
from assessments.rules.sheets import can_score_sheet, reads_what_was_said
from assessments.scripts import Line, lines_of
from assessments.selectors.footage import FootageSoFar, footage_of_sheet
from assessments.services.footage import usual_ground, usual_purpose
from foundation.common import clock
from organization.models import Person


@dataclass(frozen=True)
class FootagePanel:
    """`ask` and `viewing` are the forms that are open as things stand; `corrected`: the viewing that the second one puts right."""

    so_far: FootageSoFar
    guide: list[Line]
    ask: AskForm | None
    viewing: ViewingForm | None
    corrected: FootageViewing | None
    key: UUID
    shows_names: bool


def footage_panel(
    sheet: ScoreSheet,
    person: Person,
    *,
    query: Mapping[str, str] | None = None,
    ask: AskForm | None = None,
    viewing: ViewingForm | None = None,
    for_device: bool = False,
) -> FootagePanel:
    """`query`: `?correct=<id>` begins with one's own note of a viewing. `ask`, `viewing`: a form that was sent and refused."""
    so_far = footage_of_sheet(sheet)
    wanted = (query or {}).get("correct")
    corrected = next((one for one in so_far.valid if one.person == person and str(one.public_id) == wanted), None)
    if ask is None and so_far.may_ask and can_request_footage(person, sheet):
        ask = AskForm(initial={"turn": sheet.turn, "purpose": usual_purpose(), "ground": usual_ground()})
    takes_notes = so_far.was_provided and (corrected is not None or not so_far.is_viewed)
    if viewing is None and takes_notes and can_score_sheet(person, sheet):
        viewing = ViewingForm(initial=_initial(sheet, so_far, corrected))
    return FootagePanel(
        so_far=so_far,
        guide=lines_of(guide_of(sheet.plan, Method.FOOTAGE)),
        ask=ask,
        viewing=viewing,
        corrected=corrected,
        key=uuid4(),
        shows_names=not for_device,
    )


def _initial(sheet: ScoreSheet, so_far: FootageSoFar, corrected: FootageViewing | None) -> dict:
    if corrected is None:
        # Where the unit has taken back its word, the time is for whoever watched before that to say.
        offered = {"at": clock.now(), "place": so_far.answer.where} if so_far.is_provided else {}
        return {"turn": sheet.turn, **offered}
    noted = {name: getattr(corrected, name) for name in ("at", "place", "present")}
    return {"turn": sheet.turn, **noted, "corrects": corrected.public_id}


@dataclass(frozen=True)
class FootageReading:
    """What a reader of the sheet sees; the log of viewings for all but who answers for the unit."""

    so_far: FootageSoFar
    reads_log: bool
    ask: AskForm | None
    key: UUID


def footage_reading(sheet: ScoreSheet, person: Person) -> FootageReading:
    """A lead who does not score it asks for the footage from here."""
    so_far = footage_of_sheet(sheet)
    ask = None
    if so_far.may_ask and can_request_footage(person, sheet) and not can_score_sheet(person, sheet):
        ask = AskForm(initial={"turn": sheet.turn, "purpose": usual_purpose(), "ground": usual_ground()})
    return FootageReading(so_far, reads_what_was_said(person, sheet), ask, uuid4())
