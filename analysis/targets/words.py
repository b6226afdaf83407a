"""Targets, figures and what is missing, in words."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.utils.translation import gettext as _, ngettext

from analysis.enums import TargetState
from analysis.sentences import listed
from analysis.targets import actuals
from analysis.targets.actuals import Actual
from analysis.targets.aims import FIGURE, Aim
from foundation.common.numbers import QUANTUM
from foundation.common.templatetags.numbers import MINUS, in_unit, short
from standards.target_units import readable

NAMED = 2


def target_text(aim: Aim, value: Decimal | None) -> str:
    """“≥ 95%”, “≤ 1 h”, “−20%”, “place 3 or better”; empty without a value."""
    if value is None:
        return ""
    if aim.is_rank:
        return _("place %(place)s or better") % {"place": short(value)}
    if aim.is_change:
        return f"{MINUS if value < 0 else '+'}{short(abs(value))}%"
    return f"{'≤' if aim.is_at_most else '≥'} {in_unit(value, aim.unit, short)}"


def decimal(value: Fraction | None) -> Decimal | None:
    """To 1/10,000, for what is shown or written into a workbook."""
    if value is None:
        return None
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(QUANTUM, rounding=ROUND_HALF_UP)


def time_text(aim: Aim, value: Fraction) -> str:
    """A figure by itself, times as people say them: “44.5 s”."""
    unit, by = readable(value, aim.unit)
    return in_unit(decimal(value * by), unit.value)


def why_text(aim: Aim, actual: Actual) -> str:
    """What is missing, and how it comes about."""
    if actual.state.is_judged:
        return ""
    return {
        actuals.NO_MEASURE: _(
            "Not entered yet: the portal does not compute this figure, the assessment lead enters it."
        ),
        actuals.OTHER_UNIT: _("What its measure counts cannot be told in the unit of the target."),
        actuals.NOT_COMPUTED: _("Its measure was not computed while the cycle was under way."),
        actuals.NOTHING_OBSERVED: _("Nothing to compute it from in this cycle yet."),
        actuals.NO_BASELINE: _("No baseline yet: the period that it is measured against has no figure."),
        actuals.ZERO_BASELINE: _("The baseline is 0: no change in percent can be told."),
    }.get(actual.why, "")


def about_targets(lines: Iterable[tuple[Aim, Actual]], *, whose: str = "", named: bool = True) -> str:
    """The finding: how many of all are reached, how many are not judged, and which are missed. `whose` names a unit,
    or says that there are several; what several miss is not `named`."""
    lines = list(lines)
    judged = [(aim, actual) for aim, actual in lines if actual.state.is_judged]
    if not lines:
        return _("The standard of this cycle names no targets")
    if not judged:
        return _("No target can be judged yet")
    missed = [aim for aim, actual in judged if actual.state == TargetState.MISSED]
    # What an organization wrote down itself comes before the scores.
    missed.sort(key=lambda aim: aim.level != FIGURE)
    facts = {"met": sum(actual.state == TargetState.MET for _aim, actual in judged), "all": len(lines)}
    text = (
        ngettext("%(met)d of %(all)d target is reached", "%(met)d of %(all)d targets are reached", facts["all"]) % facts
    )
    if besides := len(lines) - len(judged):
        text = _("%(finding)s, %(n)d not judged") % {"finding": text, "n": besides}
    if whose:
        text = _("%(unit)s: %(finding)s") % {"unit": whose, "finding": text}
    if not missed or not named:
        return text
    names = [str(aim) for aim in missed[:NAMED]]
    if more := len(missed) - len(names):
        names.append(ngettext("%(n)d more", "%(n)d more", more) % {"n": more})
    return _("%(finding)s; missed: %(names)s") % {"finding": text, "names": listed(names)}
