"""What the answers say, as one sentence from the figures."""

from django.utils.translation import gettext as _

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
