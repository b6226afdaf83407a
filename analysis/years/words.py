"""What a year's figures say, as a sentence."""

from django.utils.translation import gettext as _, ngettext, pgettext

from analysis.sentences import standing_of
from analysis.years.yearly import QUARTERS, YearResult
from foundation.common.texts import localized


def name_of_year(result: YearResult) -> str:
    """“2026”, or “2026 so far (2 of 4 quarters)”."""
    if result.is_complete:
        return pgettext("a year", "%(year)d") % {"year": result.year}
    count = len(result.cycles)
    text = ngettext(
        "%(year)d so far (one of %(all)d quarters)", "%(year)d so far (%(count)d of %(all)d quarters)", count
    )
    return text % {"year": result.year, "count": count, "all": QUARTERS}


def about_year(result: YearResult) -> str:
    """The headline: of one unit where only one is seen, otherwise of all together."""
    line = result.overall
    if line.year.value is None:
        return _("No figures yet for %(cycle)s") % {"cycle": name_of_year(result)}
    who = localized(line.unit, "name") if line.unit is not None else ""
    when = name_of_year(result)
    name = (
        _("%(unit)s in %(year)s") % {"unit": who, "year": when}
        if who
        else _("The organization in %(year)s") % {"year": when}
    )
    return standing_of(
        _("%(what)s of %(name)s") % {"what": result.what, "name": name} if result.dimension else name, line.year
    )
