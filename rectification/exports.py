"""The rectification ledger 整改台账 as an Excel file: just the tasks that the list shows."""

from django.utils.translation import gettext as _

from foundation.common import clock
from foundation.common.exports import workbook_response
from foundation.common.numbers import round_shown
from foundation.common.states import state_of
from foundation.common.texts import localized
from rectification.enums import FindingSource


def ledger_response(tasks):
    headers = [
        _("Number"), _("Cycle"), _("Unit"), _("Found in"), _("Finding"), _("Score"), _("Target"), _("What is to be mended"),
        _("Rectification measure"), _("Owner"), _("Deadline"), _("State"), _("Late"), _("Reported on"), _("Verified by"), _("Closed on"),
    ]  # fmt: skip
    rows = (_row(task) for task in tasks.select_related("verified_by").iterator(chunk_size=500))
    return workbook_response(
        name=f"{_('Rectification ledger')} {clock.today()}", sheet=_("Rectification ledger"), headers=headers, rows=rows
    )


def _shown(points):
    return "" if points is None else round_shown(points)


def _row(task) -> list:
    finding = task.finding
    return [
        task.number, finding.cycle.code if finding.cycle else "", str(task.unit), str(FindingSource(finding.source).label),
        localized(finding.about, "name"), _shown(finding.score), _shown(finding.target),
        task.heading, task.measure, task.owner.name, task.due_on, str(state_of(task).label), _("yes") if task.is_late else "",
        task.reported_at, task.verified_by.name if task.verified_by else "", task.closed_at,
    ]  # fmt: skip
