"""The list and the statistics as Excel files: just what the pages show."""

from django.utils.translation import gettext as _

from appeals.enums import Outcome
from appeals.statistics import Line, Statistics
from foundation.common import clock
from foundation.common.exports import workbook_response
from foundation.common.numbers import round_shown
from foundation.common.states import state_of
from foundation.common.texts import localized


def list_response(appeals):
    headers = [
        _("Number"), _("Cycle"), _("Unit"), _("Score sheet"), _("Assessor"), _("State"), _("Outcome"), _("Disputed indicators"),
        _("Sent at"), _("Due"), _("Decided at"),
    ]  # fmt: skip
    rows = (_row(appeal) for appeal in appeals.iterator(chunk_size=500))
    return workbook_response(name=f"{_('Appeals')} {clock.today()}", sheet=_("Appeals"), headers=headers, rows=rows)


def _row(appeal) -> list:
    return [
        appeal.number, appeal.cycle.code, localized(appeal.unit, "name"), appeal.sheet.number, appeal.sheet.assessor.name,
        str(state_of(appeal).label), str(Outcome(appeal.outcome).label) if appeal.outcome else "", appeal.disputed,
        appeal.submitted_at, appeal.due_on, appeal.closed_at,
    ]  # fmt: skip


def statistics_response(found: Statistics, name: str):
    headers = [
        _("By"), _("Code"), _("Name"), _("Disputed"), _("Decided"), _("Accepted"), _("Accepted in part"), _("Refused"), _("Share upheld (%)"),
        _("Mean change (points of 100)"), _("Small number"),
    ]  # fmt: skip
    parts = ((_("Indicator"), found.by_indicator), (_("Assessor"), found.by_assessor), (_("Department"), found.by_unit))
    rows = (_line(kind, line) for kind, lines in parts for line in lines)
    return workbook_response(name=name, sheet=_("Statistics"), headers=headers, rows=rows)


def _line(kind: str, line: Line) -> list:
    return [
        kind, line.key, line.name, line.disputed, line.decided, line.accepted, line.in_part, line.refused,
        None if line.share is None else round_shown(line.share * 100),
        None if line.mean_change is None else round_shown(line.mean_change),
        _("yes") if line.is_small else "",
    ]  # fmt: skip
