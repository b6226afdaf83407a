"""The call beside the form: number, script, attempts, the next one."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.forms.callbacks import AttemptForm
from assessments.models import CallAttempt, ScoreSheet
from assessments.scripts import Line, lines_of
from assessments.selectors.callbacks import CallsSoFar, calls_of_sheet, readable_notes
from assessments.services.callbacks import usual_reason
from organization.models import Person
from records.masking import mask_phone
from sampling.enums import ReplacementReason


@dataclass(frozen=True)
class CallbackPanel:
    """`number` is the one in full for the page that has just asked for it; every other page has the masked one.

    `ground`: why the customer may be replaced as things stand; empty where they are still to be called. `form_open`: the form holds something
    that must be seen; `corrected`: the attempt that it puts right. `attempts`: those that the page lists; none where it is kept on a device.
    `notes`: keys of those whose note whoever scores may read.
    """

    calls: CallsSoFar
    script: list[Line]
    masked: str
    number: str
    reason: str
    reason_error: str
    form: AttemptForm
    corrected: CallAttempt | None
    form_open: bool
    ground: str
    left_text: str
    attempts: list[CallAttempt]
    notes: set[int]

    @property
    def takes_notes(self) -> bool:
        """Once the customer has answered, an attempt is only corrected."""
        return not self.calls.is_completed or self.corrected is not None or self.form.is_bound


def callback_panel(
    sheet: ScoreSheet,
    *,
    form: AttemptForm | None = None,
    number: str = "",
    reason: str = "",
    reason_error: str = "",
    correcting: str = "",
    person: Person | None = None,
    for_device: bool = False,
) -> CallbackPanel | None:
    """None where nobody is called. `correcting`: the public id of the person's own attempt that the form begins with.

    `for_device`: the page leaves the house; what customers have said of themselves stays here.
    """
    calls = calls_of_sheet(sheet)
    if calls is None:
        return None
    ground = calls.ground
    corrected = next((one for one in calls.valid if _is(one, correcting) and one.person == person), None)
    return CallbackPanel(
        calls=calls,
        script=lines_of(sheet.plan.call_script) if sheet.plan_id else [],
        masked=mask_phone(sheet.record.customer_phone),
        number=number,
        reason=reason or usual_reason(sheet),
        reason_error=reason_error,
        form=form or AttemptForm(initial={"turn": sheet.turn, **_as_noted(corrected)}),
        corrected=corrected,
        form_open=form is not None or corrected is not None or not calls.attempts or bool(number),
        ground=str(ReplacementReason(ground).label) if ground else "",
        left_text=_left_text(calls),
        attempts=[] if for_device else calls.attempts,
        notes=readable_notes(calls, sheet.assessor, sheet),
    )


def _is(attempt: CallAttempt, public_id: str) -> bool:
    return str(attempt.public_id) == public_id


def _as_noted(attempt: CallAttempt | None) -> dict:
    """What the form of a correction begins with."""
    if attempt is None:
        return {}
    fields = {name: getattr(attempt, name) for name in ("outcome", "at", "call_back_at", "note")}
    return {**fields, "corrects": attempt.public_id}


def _left_text(calls: CallsSoFar) -> str:
    """“2 of 3 attempts made”; empty once the customer was asked, or is given up."""
    if calls.is_completed or calls.ground or not calls.valid:
        return ""
    if calls.left and len(calls.valid) >= calls.wanted:
        return _("All attempts were on one day; one on another day is still wanted.")
    return _("%(made)d of %(wanted)d attempts made") % {"made": len(calls.valid), "wanted": calls.wanted}
