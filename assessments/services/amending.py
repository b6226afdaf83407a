"""Amending a sealed sheet by a ruling on an appeal (R21): a further revision that leaves the group's approval in force."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.enums import CycleState, SheetState
from assessments.models import Amendment, Cycle, ScoreSheet
from assessments.rules.sheets import may_amend_sheet
from assessments.selectors.criteria import criteria_of
from assessments.selectors.figures import digest_of_figures
from assessments.selectors.gates import entered_by
from assessments.services.marks import check_marks, require_complete, score_marks
from assessments.services.passing import locked
from assessments.services.revisions import marks_of, seal_revision
from assessments.services.sheets import point_at, tell_assessors
from assessments.services.totals import add_to_totals, figures_of_marks
from foundation.audit.models import AuditEvent
from foundation.audit.services import record_event
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.states import swap
from organization.models import Person

LONGEST_REASON = 300


@transaction.atomic
def amend_sheet(
    *, sheet: ScoreSheet, actor: Person, marks: Mapping[str, Mapping], reason: str, revision: int, ruling: UUID
) -> Amendment:
    """Seal a further revision in which these marks (by the indicator's code) take the place of what was given; the others stay.

    `revision` is the number of the one that was ruled on, `ruling` the ruling's public id: it amends once, whoever asks again gets the first
    amendment. Who may rule is decided by the room above; whoever had a hand in the sheet, or belongs to the unit, is refused here too (NotAllowed).
    Raises Conflict where the cycle is not in feedback or the sheet was corrected in the meantime, Invalid where nothing is different or a mark
    is wrong.
    """
    cycle = locked(sheet.cycle_id)
    if done := Amendment.objects.filter(ruling=ruling).first():
        return done
    sheet = ScoreSheet.objects.select_related(
        "unit", "record", "standard_version", "revision", "assessor", "co_assessor"
    ).get(pk=sheet.pk)
    sheet.cycle = cycle
    require(may_amend_sheet, actor, sheet)
    _require_amendable(cycle, sheet, revision)
    criteria, before = criteria_of(sheet.standard_version), sheet.revision
    old = marks_of(before)
    new = check_marks(criteria, {**old, **marks})
    require_complete(criteria, new)
    if new == old:
        raise Invalid(_("Nothing is different from what is sealed."))
    figures = digest_of_figures(cycle)
    try:
        swap(sheet, expected={"state": SheetState.SUBMITTED, "revision": before.pk})
    except Conflict:
        raise Conflict(_("This sheet has been corrected in the meantime.")) from None
    score = score_marks(criteria, new)
    sealed = seal_revision(
        sheet=sheet,
        author=actor,
        number=before.number + 1,
        marks=new,
        score=score,
        criteria=criteria,
        reason=reason[:LONGEST_REASON],
    )
    point_at(sheet, sealed)
    add_to_totals(
        sheet=sheet,
        old=figures_of_marks(criteria, old, score_marks(criteria, old)),
        new=figures_of_marks(criteria, new, score),
    )
    amendment = Amendment.objects.create(
        cycle=cycle,
        sheet=sheet,
        revision=sealed,
        passage=entered_by(cycle),
        ruling=ruling,
        figures_before=figures,
        figures_after=digest_of_figures(cycle),
    )
    tell_assessors(sheet, actor, "assessments.sheet.amended", sealed)
    record_event(
        actor=actor,
        action="assessments.sheet.amend",
        target=sheet,
        before=before.digest,
        after=sealed.digest,
        amendment=amendment.public_id,
        ruling=ruling,
        figures_before=figures,
        figures=amendment.figures_after,
    )
    return amendment


def _require_amendable(cycle: Cycle, sheet: ScoreSheet, revision: int) -> None:
    if cycle.state != CycleState.FEEDBACK:
        raise Conflict(
            _("This cycle is at “%(state)s” now; a ruling amends scores in feedback only.")
            % {"state": CycleState(cycle.state).label}
        )
    if sheet.state != SheetState.SUBMITTED or sheet.revision.number != revision:
        raise Conflict(_("This sheet has been corrected in the meantime."))


def verify_amendments() -> list[str]:
    """For `manage.py verify`: each amendment is as the trail saw it, and each act in the trail has its amendment."""
    wrong = []
    noted = {
        details.get("amendment"): (
            target,
            details.get("ruling"),
            details.get("figures_before"),
            details.get("figures"),
            details.get("after"),
        )
        for target, details in AuditEvent.objects.filter(action="assessments.sheet.amend").values_list(
            "target", "details"
        )
    }
    for row in Amendment.objects.select_related("sheet", "revision").order_by("pk"):
        kept = (str(row.sheet.public_id), str(row.ruling), row.figures_before, row.figures_after, row.revision.digest)
        if noted.pop(str(row.public_id), None) != kept:
            wrong.append(
                f"The amendment of sheet {row.sheet.number} (revision {row.revision.number}) is not the one in the audit trail."
            )
    wrong += [f"The audit trail knows an amendment {public_id} that is not there." for public_id in noted]
    return wrong
