"""What the figures of an area say, as a sentence."""

from collections.abc import Sequence

from django.utils.translation import gettext as _, ngettext

from analysis.areas.rollup import Area
from analysis.sentences import about_few, standing_of
from foundation.common.texts import localized

NAMED = 2


def about_area(area: Area, below: Sequence[Area]) -> str:
    name, whole = localized(area.unit, "name"), area.scores.whole
    if area.is_single and whole.few:
        return about_few(name, whole)
    if whole.value is None:
        return _("No figures yet for %(unit)s") % {"unit": name}
    finding = standing_of(name if area.is_single else _("%(unit)s with all below it") % {"unit": name}, whole)
    short_of = [one for one in below if one.scores.whole.is_surely_below_target]
    if not short_of or len(below) < NAMED:
        return finding
    facts = {"finding": finding, "count": len(short_of), "all": len(below)}
    if len(short_of) == 1:
        facts["unit"] = localized(short_of[0].unit, "name")
        return _("%(finding)s – of the %(all)d directly below, %(unit)s falls short") % facts
    text = ngettext(
        "%(finding)s – %(count)d of the %(all)d directly below falls short",
        "%(finding)s – %(count)d of the %(all)d directly below fall short",
        len(short_of),
    )
    return text % facts
