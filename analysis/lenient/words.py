"""Leniency in words and signs."""

from collections.abc import Sequence

from django.utils.translation import gettext as _, ngettext

from analysis.lenient.additive import Effect
from analysis.lenient.lines import AssessorLine, Leniencies
from analysis.sentences import listed
from foundation.common.templatetags.numbers import DASH, signed
from foundation.common.texts import localized

NAMED = 3


def about_leniency(found: Leniencies) -> str:
    """The headline: who is surely more lenient or stricter than the others, if anybody is."""
    if not found.assessors:
        return _("No sheets have been scored yet")
    if all(line.effect.value is None for line in found.assessors):
        return _("Whether assessors differ cannot be told: they share no unit")
    sure = found.sure
    if not sure:
        return _("No assessor scores more leniently or strictly than the others beyond chance")
    lenient = [line for line in sure if line.effect.value > 0]
    strict = [line for line in sure if line.effect.value < 0]
    parts = [_about(lenient, is_lenient=True), _about(strict, is_lenient=False)]
    return _("; ").join(part for part in parts if part)


def _about(lines: Sequence[AssessorLine], *, is_lenient: bool) -> str:
    if not lines:
        return ""
    if len(lines) > NAMED:
        text = (
            ngettext("%(n)d assessor scores more leniently", "%(n)d assessors score more leniently", len(lines))
            if is_lenient
            else ngettext("%(n)d assessor scores more strictly", "%(n)d assessors score more strictly", len(lines))
        )
        return text % {"n": len(lines)}
    facts = {"names": listed([localized(line.assessor, "name") for line in lines]), "points": points(lines[0].effect)}
    if len(lines) == 1:
        text = (
            _("%(names)s scores more leniently than the others (%(points)s)")
            if is_lenient
            else _("%(names)s scores more strictly than the others (%(points)s)")
        )
        return text % facts
    return (
        _("%(names)s score more leniently than the others")
        if is_lenient
        else _("%(names)s score more strictly than the others")
    ) % facts


def points(effect: Effect) -> str:
    """“+2.3”, with a real minus; a dash where nothing can be told."""
    return DASH if effect.value is None else signed(effect.value)


def interval(effect: Effect) -> str:
    """“−0.4 … +5.0”; empty where there is none."""
    return "" if effect.low is None else f"{signed(effect.low)} … {signed(effect.high)}"


def verdict(effect: Effect) -> tuple[str, str]:
    """(word, tone)"""
    if effect.value is None:
        return _("cannot be told"), "wait"
    if not effect.is_sure:
        return _("within chance"), "idle"
    return (_("lenient"), "late") if effect.value > 0 else (_("strict"), "late")
