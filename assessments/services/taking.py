"""Taking a sheet along on a device, to be scored where there is no network (R16)."""

from assessments.enums import SheetState
from assessments.models import ScoreSheet
from assessments.rules.sheets import can_score_sheet
from foundation.audit.services import record_event
from foundation.common.errors import Conflict, require
from organization.models import Person


def take_sheet(*, sheet: ScoreSheet, actor: Person) -> None:
    """Note that the sheet's page leaves for the actor's device. What is stored there is the device's; the trail says that it was handed out.

    Raises NotAllowed for whoever may not score it, Conflict once it is sealed: there is nothing left to be done with it.
    """
    require(can_score_sheet, actor, sheet)
    if sheet.state == SheetState.SUBMITTED:
        raise Conflict
    record_event(actor=actor, action="assessments.sheet.take", target=sheet)
