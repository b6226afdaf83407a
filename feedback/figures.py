"""Figures from answers, with interval and number of answers: the share of satisfied customers, the net promoter score, the response rate."""

import math
from dataclasses import dataclass
from decimal import Decimal

from sampling.quantiles import two_sided_quantile
from sampling.shares import wilson_interval

SMALL_SAMPLE = 20
SATISFIED_FROM = 4  # of 5
EASY_FROM = 5  # of 7
PROMOTER_FROM, DETRACTOR_TO = 9, 6  # of 10


@dataclass(frozen=True)
class AnswerFigure:
    """Percent (0–100), or for the net promoter score −100 to 100. The names are those that `{% figure %}` reads; `value` is None where n is 0,
    `half` where the interval is not even, as a share's never is."""

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    n: int
    unit: str = "percent"
    half: Decimal | None = None

    @property
    def small(self) -> bool:
        return self.value is not None and self.n < SMALL_SAMPLE


def share_of(hits: int, n: int) -> AnswerFigure:
    """A share with Wilson's 95 % interval, exact value."""
    if not n:
        return AnswerFigure(None, None, None, 0)
    found = wilson_interval(hits, n)
    return AnswerFigure(Decimal(100 * hits) / n, _percent(found.low), _percent(found.high), n)


def response_rate(answered: int, links: int) -> AnswerFigure:
    """The share of links that were answered; without a value until the first answer, for links that have just been made say nothing yet."""
    return share_of(answered, links) if answered else AnswerFigure(None, None, None, links)


def net_promoter_score(promoters: int, detractors: int, n: int) -> AnswerFigure:
    """Promoters less detractors in percent of all answers; interval by the variance of +1, 0 and −1 (normal approximation)."""
    if not n:
        return AnswerFigure(None, None, None, 0, "count")
    difference = (promoters - detractors) / n
    value = Decimal(100 * (promoters - detractors)) / n
    if n == 1:
        return AnswerFigure(value, None, None, n, "count")
    variance = ((promoters + detractors) / n - difference**2) / (n - 1)
    margin = two_sided_quantile(n - 1) * math.sqrt(max(variance, 0.0))
    low, high = _percent(max(difference - margin, -1.0)), _percent(min(difference + margin, 1.0))
    return AnswerFigure(value, low, high, n, "count", half=_percent(margin))


def _percent(share: float) -> Decimal:
    return Decimal(round(share * 100, 4)).quantize(Decimal("0.0001"))
