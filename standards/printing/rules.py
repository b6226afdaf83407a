"""How an indicator and a whole sheet are scored, in words: what the appendix of scoring rules says."""

from decimal import Decimal

from django.utils.translation import gettext as _

from standards.enums import Scale, TargetKind, TargetSense, TargetUnit
from standards.models import Indicator, StandardVersion, Target
from standards.printing.texts import NOTHING, Speaker, Text, joined, number
from standards.templatetags.standards_table import steps_down

Step = tuple[Text, Text]


def rules_of(say: Speaker, one: Indicator) -> tuple[tuple[Text, ...], tuple[Step, ...]]:
    """(sentences, (points, what they are given for), best first)."""
    sentences, steps = _by_scale(say, one)
    if one.element:
        sentences.append(
            say.words(lambda: _("Consumer protection: %(element)s.") % {"element": one.get_element_display()})
        )
    if one.is_on_sheet and not one.is_critical and one.scale != Scale.BONUS:
        if one.reason_below_full:
            sentences.append(say.words(lambda: _("Below full marks a deduction reason is required.")))
        if one.na_allowed:
            sentences.append(say.words(lambda: _("May be not applicable.")))
    return tuple(sentences), tuple(steps)


def _by_scale(say: Speaker, one: Indicator) -> tuple[list[Text], list[Step]]:
    if one.scale in Scale.with_levels():
        return [], [(say.plain(number(level.points)), say.data(level, "text")) for level in one.levels.all()]
    if one.scale == Scale.MEASURED:
        steps = [(say.plain(number(step["points"])), _from(say, step["figure"])) for step in steps_down(one)]
        return [say.words(lambda: _("Computed from all records of the unit; between the steps in proportion."))], steps
    if one.scale == Scale.DEDUCTION:
        return _deduction(say, one), []
    sentences = {
        Scale.CRITICAL: lambda: _("Red line. Triggered or not, never rated. A triggered one needs a reason."),
        Scale.EVENT: lambda: _(
            "Red line. An event of the whole unit: reported with its date and confirmed by a second person."
        ),
        Scale.BONUS: lambda: _("Up to %(most)s points on top of the sheet’s total.") % {"most": number(one.max_points)},
        Scale.POINTS: lambda: _("0 to %(full)s points.") % {"full": number(one.max_points)},
    }
    return [say.words(sentences[one.scale])], []


def _from(say: Speaker, figure: str) -> Text:
    return say.words(lambda: _("from %(figure)s") % {"figure": figure})


def _deduction(say: Speaker, one: Indicator) -> list[Text]:
    limits = {"step": number(one.step), "most": number(one.max_points)}
    sentences = [say.words(lambda: _("%(step)s points off for each occurrence, %(most)s at most.") % limits)]
    if one.repeats_doubled:
        sentences.append(say.words(lambda: _("From the second occurrence on each counts double.")))
    if not one.weight:
        sentences.append(say.words(lambda: _("Taken from the sheet’s total.")))
    return sentences


def scoring_of(say: Speaker, version: StandardVersion) -> tuple[tuple[Text, Text], ...]:
    """What holds for every sheet."""
    total = joined(
        say.words(
            lambda: _(
                # The page of the version says the same sentence.
                "0 to 100: the weighted mean of what is scored on the sheet. Measured indicators are computed for the whole unit and join its result, never a sheet."  # noqa: E501
            )
        ),
        say.words(
            lambda: _(
                "A bonus is added to it and a deduction without a weight taken from it; it stays between 0 and 100."
            )
        ),
    )
    critical = say.words(version.get_critical_policy_display)
    if version.critical_cap is not None:
        critical = joined(critical, say.plain(f"({number(version.critical_cap)})"))
    return (
        (say.words(lambda: _("Total")), total),
        (say.words(lambda: _("Not applicable")), say.words(version.get_na_policy_display)),
        (say.words(lambda: _("Critical indicator triggered")), critical),
        (say.words(lambda: _("Target of the whole")), say.plain(number(version.target) or "–")),
    )


def target_value(say: Speaker, one: Target, value: Decimal | None) -> Text:
    """A target's figure with its sense and unit."""
    if value is None:
        return NOTHING
    if one.kind == TargetKind.RANK:
        return say.words(lambda: _("place %(place)s or better") % {"place": number(value)})
    if one.kind == TargetKind.CHANGE:
        change = say.plain(f"{'−' if value < 0 else '+'}{number(abs(value))}%")
        return joined(change, say.words(lambda: _against(one)))
    sense = "≥" if one.sense == TargetSense.AT_LEAST else "≤"
    return say.words(lambda: f"{sense} {with_unit(value, one.unit)}")


def with_unit(value: Decimal, unit: str) -> str:
    """“95%”, “24 hours”: only words stand apart from the figure."""
    label = TargetUnit(unit).label
    return f"{number(value)}{label}" if unit == TargetUnit.PERCENT else f"{number(value)} {label}"


def _against(one: Target) -> str:
    if one.baseline_cycle:
        return _("against %(period)s") % {"period": one.baseline_cycle}
    if one.baseline is None:
        return _("against the cycle before")
    stated = {"baseline": with_unit(one.baseline, one.unit), "source": one.baseline_source}
    if one.baseline_source:
        return _("against a baseline of %(baseline)s (%(source)s)") % stated
    return _("against a baseline of %(baseline)s") % stated
