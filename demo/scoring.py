"""How the simulated assessors mark: the unit's quality, the dimension's and chance; reasons from the stock of texts."""

from random import Random

from assessments.selectors.criteria import Criteria
from demo.texts import REASONS
from standards.enums import Scale

# The words by which a dimension's code is recognised, and the stock of reasons that belongs to it.
_THEMES = (("resp", "speed"), ("atti", "attitude"), ("reso", "solution"), ("solu", "solution"))


def theme_of(dimension_code: str) -> str:
    code = dimension_code.lower()
    return next((theme for word, theme in _THEMES if word in code), "other")


def marks_for(random: Random, criteria: Criteria, quality: float, *, weak: str = "") -> dict[str, dict]:
    """A complete set of marks. `weak` names a theme in which the unit is worse than its `quality` (0–1)."""
    return {code: _mark(random, criteria, code, quality, weak) for code in criteria.indicators}


def _mark(random: Random, criteria: Criteria, code: str, quality: float, weak: str) -> dict:
    indicator = criteria.indicators[code]
    theme = theme_of(indicator.dimension.code)
    level_of_quality = max(0.05, min(0.98, quality - (0.22 if theme == weak else 0.0)))
    if indicator.scale == Scale.CRITICAL:
        triggered = random.random() < 0.004
        return {"triggered": True, "reason": "未核实身份即告知账户信息"} if triggered else {"triggered": False}
    if indicator.scale == Scale.BONUS:
        given = random.random() < 0.06 * level_of_quality
        return {"points": "1", "reason": "客户书面表扬"} if given else {"points": "0"}
    if indicator.scale == Scale.DEDUCTION:
        count = sum(random.random() > 0.8 + 0.19 * level_of_quality for _chance in range(3))
        return _with_reason(random, theme, {"count": count}, count > 0)
    if indicator.na_allowed and random.random() < 0.06:
        return {"na": True}
    if indicator.scale == Scale.POINTS:
        full = int(indicator.max_points)
        points = max(0, min(full, round(random.gauss(full * (0.55 + 0.5 * level_of_quality), full * 0.1))))
        return _with_reason(random, theme, {"points": str(points)}, points < full)
    levels = sorted(criteria.levels[code])
    best, worst = levels[-1], levels[0]
    if indicator.scale == Scale.YES_NO or len(levels) == 2:
        level = best if random.random() < 0.62 + 0.38 * level_of_quality else worst
    else:
        wanted = worst + (best - worst) * (0.45 + 0.62 * level_of_quality)
        level = max(worst, min(best, round(random.gauss(wanted, 0.75))))
    return _with_reason(random, theme, {"level": level}, criteria.levels[code][level].points < indicator.max_points)


def _with_reason(random: Random, theme: str, mark: dict, below_full: bool) -> dict:
    return {**mark, "reason": random.choice(REASONS[theme])} if below_full else mark
