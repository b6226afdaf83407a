"""The list of targets as a workbook: the same lines, each figure in the target's own unit."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _, pgettext

from analysis.targets.lines import TargetLine
from analysis.targets.words import decimal
from foundation.common.texts import localized
from standards.enums import TargetKind, TargetSense, TargetUnit


def export_headers() -> list[str]:
    return [
        _("Unit"),
        pgettext("of a target", "Belongs to"),
        _("Code"),
        pgettext("what is aimed at", "Target"),
        _("Kind"),
        _("Direction"),
        _("Internal target"),
        _("Industry benchmark"),
        _("In"),
        _("Actual figure"),
        _("95 % interval: lower end"),
        _("95 % interval: upper end"),
        "n",
        _("Small sample"),
        pgettext("since the cycle before", "Change"),
        _("Change beyond chance"),
        _("Baseline"),
        _("Baseline of"),
        _("Change against the baseline, %"),
        _("State"),
        _("Note"),
    ]


def export_rows(lines: Iterable[TargetLine]) -> Iterator[list]:
    """A change's targets are in percent of the baseline, which is in the unit that the row names."""
    for line in lines:
        aim, actual = line.aim, line.actual
        low, high = line.ends()
        yield [
            localized(line.unit, "name") if line.unit else _("The organization"),
            line.level,
            aim.code,
            str(aim),
            str(TargetKind(aim.kind).label),
            str(TargetSense(aim.sense).label),
            aim.value,
            aim.benchmark,
            str(TargetUnit(aim.unit).label),
            decimal(actual.value),
            low,
            high,
            actual.n if actual.value is not None else None,
            _("yes") if actual.small else "",
            decimal(actual.change),
            "" if actual.change is None else _("yes") if actual.significant else _("no"),
            decimal(actual.baseline),
            line.baseline_of,
            decimal(actual.reached),
            str(line.state.label),
            line.note,
        ]
