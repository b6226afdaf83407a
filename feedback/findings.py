"""What the answers say, as one sentence from the figures."""

from django.utils.translation import gettext as _

from feedback.question_figures import Gaps
from feedback.selectors import UnitAnswers
from foundation.common.templatetags.numbers import percent, plain


def sentence_about(answers: UnitAnswers | None) -> str:
    """Names the sample and its interval; says so where there is too little to tell."""
    if answers is None or not answers.rate.n:
        return _("No links have been handed out yet.")
    said = answers.satisfied
    if answers.rate.value is None:
        return _("%(links)s links are out; nobody has answered yet.") % {"links": plain(answers.rate.n, 0)}
    if not said.n:  # it asks for something else
        return _("%(share)s of %(links)s links were answered.") % {
            "share": percent(answers.rate.value),
            "links": plain(answers.rate.n, 0),
        }
    figures = {
        "share": percent(said.value),
        "n": plain(said.n, 0),
        "low": percent(said.low),
        "high": percent(said.high),
    }
    if said.small:
        return (
            _(
                "%(share)s of %(n)s customers are satisfied – too few answers to rely on (95%% interval %(low)s to %(high)s)."
            )
            % figures
        )
    return _("%(share)s of %(n)s customers are satisfied (95%% interval %(low)s to %(high)s).") % figures


def sentence_about_gaps(gaps: Gaps) -> str:
    """Where customers find least of what they expect, by dimension; says so where nothing can be told."""
    told = [row for row in gaps.dimensions if row.gap.value is not None]
    if not told:
        return _("Nobody has answered the pairs yet.")
    worst = min(told, key=lambda row: row.gap.value)
    figures = {"dimension": worst.name, "gap": plain(worst.gap.value, 2), "n": plain(worst.gap.n, 0)}
    if not worst.gap.is_apart_from_zero:
        return (
            _("In no dimension can a gap be told from chance; the lowest is %(dimension)s with %(gap)s (n = %(n)s).")
            % figures
        )
    if worst.gap.value > 0:
        return (
            _(
                "Customers find more than they expect in every dimension; least more in %(dimension)s: %(gap)s (n = %(n)s)."
            )
            % figures
        )
    return _("Customers find less than they expect, most of all in %(dimension)s: %(gap)s of 7 (n = %(n)s).") % figures
