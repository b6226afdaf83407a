"""Findings: indicators of a unit below their target, beyond chance, when scoring has ended."""

from django.db import transaction
from django.utils.translation import gettext as _

from analysis.results import results_of
from assessments.enums import APPROVED_RESULTS
from assessments.models import Cycle
from foundation.audit.services import record_event
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.numbers import round_points
from foundation.common.states import advance
from organization.models import Person
from rectification import rules
from rectification.enums import FindingState
from rectification.models import Finding
from rectification.services.complaints import require_only_one


def is_weak(estimate) -> bool:
    """Below the target even at the upper end of the interval."""
    return estimate.target is not None and estimate.high is not None and estimate.high < estimate.target


@transaction.atomic
def find_weak_indicators(*, cycle: Cycle, actor: Person) -> list[Finding]:
    """Note every indicator of every unit whose whole 95 % interval lies below its target, with its figures as they are now; returns the new ones.

    What is below by the mean alone may be chance and gives nobody a task. Called again it adds only what is new: a finding that exists
    keeps its figures. Raises Conflict while the results are not approved.
    """
    require(rules.can_draw_findings, actor)
    if cycle.state not in APPROVED_RESULTS:
        raise Conflict(_("The results of %(cycle)s are not approved yet.") % {"cycle": cycle.code})
    result = results_of(cycle)
    keys = {info.code: info.pk for info in result.scheme.indicators}
    known = set(Finding.objects.filter(cycle=cycle).values_list("unit_id", "indicator_id"))
    found = []
    for row in result.rows:
        for code, estimate in row.indicators.items():
            if not is_weak(estimate) or (row.unit.pk, keys[code]) in known:
                continue
            finding = Finding.objects.create(
                cycle=cycle,
                unit_id=row.unit.pk,
                indicator_id=keys[code],
                score=round_points(estimate.value),
                high=round_points(estimate.high),
                target=estimate.target,
                n=estimate.n,
                found_by=actor,
            )
            record_event(actor=actor, action="rectification.finding.find", target=finding, indicator=code, n=estimate.n)
            found.append(finding)
    return found


@transaction.atomic
def dismiss_finding(*, finding: Finding, reason: str, actor: Person) -> None:
    """No task will come of it; the reason is kept."""
    require(rules.can_dismiss_finding, actor, finding)
    if not reason.strip():
        raise Invalid({"reason": _("Say why it is dismissed.")})
    advance(finding, FindingState.DISMISSED, dismissed_reason=reason.strip()[:300])
    record_event(actor=actor, action="rectification.finding.dismiss", target=finding, before="open", after="dismissed")


@transaction.atomic
def take_up_finding(*, finding: Finding, actor: Person) -> None:
    """A dismissed finding is open again; why it was dismissed is not true any more and goes."""
    require(rules.can_take_up_finding, actor, finding)
    require_only_one(finding)
    advance(finding, FindingState.OPEN, dismissed_reason="")
    record_event(actor=actor, action="rectification.finding.take_up", target=finding, before="dismissed", after="open")
