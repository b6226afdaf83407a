"""What a version must hold before it can be approved. Works on plain content, so that a page, a workbook and an approval say the same."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from django.utils.translation import gettext as _

from foundation.common.texts import localized
from records.enums import Touchpoint
from records.measures import measures
from standards import models
from standards.baselines import periods
from standards.content import DimensionContent, IndicatorContent, StandardContent, TargetContent
from standards.enums import CriticalPolicy, Scale, ScopeAspect, TargetKind, TargetUnit
from standards.figures import limits_text, outside, written
from standards.reading import content_of
from standards.target_conflicts import conflicts_of
from standards.target_units import factor

WHOLE = 10_000
# A code stands in addresses and on the sheet.
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
HIGHEST = 100
TARGETS_TEXTS = ("code", "name_zh", "name_en", "measure", "baseline_source", "baseline_cycle")
LARGEST = 1_000_000  # full marks an indicator may have


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong. `of`: an indicator's, dimension's or target's code, empty for the whole; `field`: where it can be mended."""

    sentence: str
    kind: str = ""  # indicator, dimension, target, or empty
    of: str = ""
    field: str = ""
    name: str = ""

    def __str__(self) -> str:
        if not self.of:
            return self.sentence
        return _("%(code)s %(name)s: %(problem)s") % {"code": self.of, "name": self.name, "problem": self.sentence}


def problems_of(version: "models.StandardVersion") -> list[str]:
    """A sentence for each thing that keeps the version from being approved. Empty: it can be."""
    return [str(problem) for problem in problems_of_content(content_of(version))]


def problems_of_content(content: StandardContent) -> list[Problem]:
    """Weights, scales, levels, break points, policies, targets and scope."""
    return [
        *_problems_of_whole(content),
        *_problems_of_dimensions(content),
        *_repeated("indicator", (one.code for one in content.indicators)),
        *(problem for one in content.indicators for problem in problems_of_indicator(one)),
        *_repeated("target", (one.code for one in content.targets)),
        *(problem for one in content.targets for problem in problems_of_target(one)),
        *problems_between_targets(content.targets),
        *problems_of_scope(content.scope),
    ]


def _problems_of_whole(content: StandardContent) -> Iterator[Problem]:
    on_sheet = [one for one in content.indicators if one.scale not in Scale.off_sheet()]
    weights = sum(one.weight for one in content.indicators)
    shown = f"{Decimal(weights) / 100:.2f}"
    if not content.indicators:
        yield Problem(_("It has no indicator yet."))
    elif not any(one.weight or one.scale == Scale.DEDUCTION for one in on_sheet):
        yield Problem(_("Nothing on the sheet is scored: it needs a rating, a yes-or-no, points or a deduction."))
    elif not any(one.weight for one in on_sheet):
        # A sheet of deductions begins at 100; what is measured leaves it the rest.
        if weights >= WHOLE:
            yield Problem(_("The measured indicators take all the weight and leave the sheets none."), field="weight")
    elif weights != WHOLE:
        yield Problem(
            _("The weights add up to %(sum)s%% instead of 100%%.") % {"sum": shown},
            field="weight",
        )
    if content.critical_policy == CriticalPolicy.CAP and content.critical_cap is None:
        yield Problem(_("The cap for a triggered critical indicator is missing."), field="critical_cap")
    for field, points in (("critical_cap", content.critical_cap), ("target", content.target)):
        if points is not None and not 0 <= points <= HIGHEST:
            yield Problem(_("The cap and the target of the whole are from 0 to 100."), field=field)


def _problems_of_dimensions(content: StandardContent) -> Iterator[Problem]:
    yield from _repeated("dimension", (one.code for one in content.dimensions))
    for one in content.dimensions:
        if not one.indicators:
            yield Problem(_("The dimension “%(name)s” has no indicator.") % {"name": _said(one)})
        yield from problems_of_dimension(one)


def problems_of_dimension(one: DimensionContent) -> Iterator[Problem]:
    """What is wrong in one dimension by itself."""
    for field, sentence in _problems_of_texts(one, models.Dimension, ("code", "name_zh", "name_en")):
        yield Problem(sentence, "dimension", one.code, field, _said(one))
    if one.target is not None and not 0 <= one.target <= HIGHEST:
        yield Problem(_("its target is not between 0 and 100."), "dimension", one.code, "target", _said(one))


def problems_of_indicator(one: IndicatorContent) -> Iterator[Problem]:
    """What is wrong in one indicator by itself."""
    texts = _problems_of_texts(
        one, models.Indicator, ("code", "name_zh", "name_en", "guidance_zh", "guidance_en", "measure")
    )
    for field, sentence in (*texts, *_faults_of_indicator(one)):
        yield Problem(sentence, "indicator", one.code, field, _said(one))


def _faults_of_indicator(one: IndicatorContent) -> Iterator[tuple[str, str]]:
    if one.scale in Scale.unweighted():
        if one.weight:
            yield "weight", _("critical indicators, events and bonuses carry no weight.")
    elif one.scale != Scale.DEDUCTION and not one.weight:
        yield "weight", _("it has no weight.")
    if not 0 <= one.weight <= WHOLE:
        yield "weight", _("its weight is not between 0 and 100 percent.")
    if not 0 < one.max_points <= LARGEST:
        yield "max_points", _("its full marks are not above 0.")
    for field in ("target", "benchmark"):
        points = getattr(one, field)
        if points is not None and not 0 <= points <= HIGHEST:
            yield (
                field,
                _("its target is not between 0 and 100.")
                if field == "target"
                else _("its benchmark is not between 0 and 100."),
            )
    if one.scale in Scale.with_levels():
        yield from _faults_of_levels(one)
    elif one.levels:
        yield "levels", _("only ratings and yes-or-no indicators have levels.")
    if one.scale == Scale.MEASURED:
        yield from _faults_of_measure(one)
    if one.scale == Scale.DEDUCTION:
        yield from _faults_of_deduction(one)
    if one.scale == Scale.BONUS and one.max_points > HIGHEST:
        yield "max_points", _("a bonus adds at most 100 points.")


def _faults_of_deduction(one: IndicatorContent) -> Iterator[tuple[str, str]]:
    if one.step is None or one.step <= 0:
        yield "step", _("it does not say how many points an occurrence costs.")
    elif one.step > one.max_points:
        yield "step", _("an occurrence costs more than the most it can cost.")
    if not one.weight and one.max_points > HIGHEST:
        yield "max_points", _("without a weight it takes points from the sheet’s 100; it cannot cost more.")


def _faults_of_levels(one: IndicatorContent) -> Iterator[tuple[str, str]]:
    levels = sorted(one.levels, key=lambda row: -row.level)
    points = [row.points for row in levels]
    if len(levels) < 2:
        yield "levels", _("it needs at least two levels.")
    elif one.scale == Scale.YES_NO and len(levels) != 2:
        yield "levels", _("yes or no has exactly two levels.")
    else:
        if len({row.level for row in levels}) != len(levels):
            yield "levels", _("two of its levels have the same number.")
        if points[0] != one.max_points:
            yield "levels", _("its best level does not give full marks.")
        if points[-1] < 0 or any(higher <= lower for higher, lower in pairwise(points)):
            yield "levels", _("its levels do not fall in points from the best to the worst.")
        if any(not row.text_zh.strip() for row in levels):
            yield "levels", _("a level has no description.")
        if any(next(_problems_of_texts(row, models.RubricLevel, ("text_zh", "text_en")), None) for row in levels):
            yield "levels", _("the description of a level is too long.")


def _faults_of_measure(one: IndicatorContent) -> Iterator[tuple[str, str]]:
    if one.measure not in measures:
        yield "measure", _("no room of the portal computes the measure %(code)s.") % {"code": one.measure}
        return
    try:
        steps = sorted((Decimal(figure), Decimal(points)) for figure, points in one.break_points)
        finite = all(number.is_finite() for step in steps for number in step)
    except (InvalidOperation, TypeError, ValueError):
        finite = False
    if not finite:
        yield "break_points", _("its break points cannot be read.")
    elif len(steps) < 2 or any(low[0] == high[0] for low, high in pairwise(steps)):
        yield "break_points", _("it needs two or more break points with different figures.")
    elif any(not 0 <= points <= HIGHEST for _figure, points in steps):
        yield "break_points", _("its break points give points outside 0 to 100.")
    elif sentence := next(filter(None, (outside(one.measure, written(one.measure, step[0])) for step in steps)), ""):
        yield "break_points", sentence
    else:
        rises = [high[1] - low[1] for low, high in pairwise(steps)]
        if min(rises) < 0 < max(rises):
            yield "break_points", _("its break points neither rise nor fall throughout.")


def problems_of_target(one: TargetContent) -> Iterator[Problem]:
    """What is wrong in one target by itself."""
    faults = list(_problems_of_texts(one, models.Target, TARGETS_TEXTS))
    if one.kind == TargetKind.CHANGE:
        faults += _faults_of_baseline(one)
    if one.measure and one.measure not in measures:
        faults.append(("measure", _("no room of the portal computes the measure %(code)s.") % {"code": one.measure}))
    if one.kind == TargetKind.RANK and (one.value < 1 or one.value != int(one.value)):
        faults.append(("value", _("a rank is a whole number from 1.")))
    if one.kind == TargetKind.CHANGE and not -HIGHEST <= one.value <= 10 * HIGHEST:
        faults.append(("value", _("a change is between −100 and 1,000 percent.")))
    if one.kind == TargetKind.ABSOLUTE and one.value < 0 and not one.measure:
        faults.append(("value", _("a figure is not negative.")))
    faults += _faults_of_targets_measure(one)
    for field, sentence in faults:
        yield Problem(sentence, "target", one.code, field, _said(one))


def problems_between_targets(targets: Sequence[TargetContent]) -> Iterator[Problem]:
    """What two targets say of one measure at once; told of the later one."""
    for place, sentence in conflicts_of(targets):
        one = targets[place]
        yield Problem(sentence, "target", one.code, "measure", _said(one))


def _faults_of_baseline(one: TargetContent) -> Iterator[tuple[str, str]]:
    """A change is measured against something that anybody can look up: a stated figure with its source, or a past cycle."""
    if one.baseline_cycle:
        if one.baseline is not None:
            yield "baseline_cycle", _("its baseline is a stated figure or a past cycle, not both.")
        elif one.baseline_cycle not in {period.code for period in periods()}:
            yield (
                "baseline_cycle",
                _("there is no past cycle “%(code)s” with approved results.") % {"code": one.baseline_cycle},
            )
    if one.baseline is not None and not one.baseline_source.strip():
        yield "baseline_source", _("say where the figure of its baseline is from.")
    if one.baseline is None and one.baseline_source.strip():
        yield "baseline", _("its baseline has a source, but no figure.")


def _faults_of_targets_measure(one: TargetContent) -> Iterator[tuple[str, str]]:
    """A target is compared with what its measure counts: the unit has to be one that it can be told in, and the figure one that it can have."""
    known = measures.get(one.measure) if one.measure else None
    if known is None or one.kind == TargetKind.RANK:
        return
    times = factor(known.unit, one.unit)
    if times is None:
        units = [str(unit.label) for unit in TargetUnit if factor(known.unit, unit) is not None]
        yield (
            "unit",
            _("“%(measure)s” is given in %(units)s.") % {"measure": known.label, "units": _(" or ").join(units)},
        )
        return
    low, high = (None if end is None else end * times for end in known.limits)
    for field in ("baseline",) if one.kind == TargetKind.CHANGE else ("value", "benchmark"):
        value = getattr(one, field)
        if value is not None and not ((low is None or value >= low) and (high is None or value <= high)):
            yield (
                field,
                _("“%(measure)s” is %(limits)s.") % {"measure": known.label, "limits": limits_text(one.measure)},
            )


def problems_of_scope(scope: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    """Each entry once, with a value, and a touchpoint that exists. Units are checked where they are chosen."""
    entries = list(scope)
    for aspect, value in entries:
        if aspect not in ScopeAspect.values:
            yield Problem(_("“%(aspect)s” is no aspect of a scope.") % {"aspect": aspect}, field="scope")
        elif not value.strip() or len(value) > models.ScopeEntry._meta.get_field("value").max_length:
            yield Problem(_("An entry of the scope has no value, or too long a one."), field="scope")
        elif aspect == ScopeAspect.TOUCHPOINT and value not in Touchpoint.values:
            yield Problem(_("“%(value)s” is no touchpoint.") % {"value": value}, field="scope")
    for (_aspect, value), count in Counter(entries).items():
        if count > 1:
            yield Problem(_("“%(value)s” is twice in the scope.") % {"value": value}, field="scope")


def _problems_of_texts(one, model, names) -> Iterator[tuple[str, str]]:
    for name in names:
        text, field = getattr(one, name), model._meta.get_field(name)
        if not field.blank and not text.strip():
            yield name, _("%(field)s is missing.") % {"field": field.verbose_name}
        elif name == "code" and not CODE.fullmatch(text):
            yield name, _("a code has letters, digits, points, hyphens and underscores only.")
        elif field.max_length and len(text) > field.max_length:
            yield (
                name,
                _("%(field)s is longer than %(limit)d characters.")
                % {"field": field.verbose_name, "limit": field.max_length},
            )


def _repeated(kind: str, codes: Iterable[str]) -> Iterator[Problem]:
    for code, count in Counter(codes).items():
        if count > 1:
            yield Problem(_("The code %(code)s is there twice.") % {"code": code}, kind=kind, field="code")


def _said(one) -> str:
    return localized(one, "name")
