"""What the scoring form is drawn from: one row an indicator, and the marks in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from django.utils.translation import get_language, gettext as _, ngettext, pgettext

from assessments.models import Evidence
from assessments.scoring import SheetScore
from assessments.selectors.criteria import Criteria
from assessments.services.marks import Marks, carries_deduction, is_given, lacks_reason, needs_reason, score_marks
from foundation.common.numbers import to_units
from foundation.common.texts import localized
from standards.enums import NotApplicablePolicy, Scale
from standards.models import Dimension, Indicator, StandardVersion


@dataclass(frozen=True, slots=True)
class Choice:
    """One button of a row, with the text that goes with it. `units`: points in 1/10,000 for the running total; `key`: the digit that
    presses it, where its label does not say so."""

    value: str
    label: str
    heading: str = ""
    text: str = ""
    units: int | None = None
    wide: bool = False
    bad: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What does not change from sheet to sheet: the indicator in the reader's language.

    `is_points`: a number is typed, of points or of occurrences; `unit` says of what. `step_units`: what an occurrence costs.
    """

    code: str
    name: str
    guidance: str
    dimension: str
    scale: str
    weight: int
    weight_text: str
    max_units: int
    reason_below_full: bool
    is_critical: bool
    is_points: bool
    is_optional: bool
    unit: str
    step_units: int
    doubled: bool
    choices: tuple[Choice, ...]


@dataclass(slots=True)
class Row:
    """A question with what this sheet answers. `html`: as `drawing` draws it.

    `is_remark`: its text is beside a mark that takes nothing off, and explains no deduction.
    """

    question: Question
    chosen: str = ""
    points: str = ""
    reason: str = ""
    is_missing: bool = False
    wants_reason: bool = False
    lacks_reason: bool = False
    is_remark: bool = False
    error: str = ""
    files: list[Evidence] = field(default_factory=list)
    html: str = ""


@dataclass(slots=True)
class Group:
    """A dimension. `subtotal` is what it stands at now; `html`: its rows as `drawing` draws them."""

    code: str
    name: str
    weight_text: str
    rows: list[Row]
    subtotal: Decimal | None = None
    html: str = ""


_kept: dict[tuple[UUID, str], list[tuple[Dimension, list[Question]]]] = {}
KEEP_AT_MOST = 50


def questions_of(version: StandardVersion, criteria: Criteria) -> list[tuple[Dimension, list[Question]]]:
    """The version's questions in the reader's language; kept in the process like the version itself."""
    place = (version.public_id, get_language() or "")
    found = _kept.get(place)
    if found is None:
        found = [
            (dimension, [question_of(criteria, one) for one in indicators]) for dimension, indicators in criteria.groups
        ]
        if version.is_frozen:
            if len(_kept) >= KEEP_AT_MOST:
                _kept.clear()
            _kept[place] = found
    return found


def question_of(criteria: Criteria, indicator: Indicator) -> Question:
    """One indicator as the form asks it, in the reader's language."""
    return Question(
        code=indicator.code,
        name=localized(indicator, "name"),
        guidance=localized(indicator, "guidance"),
        dimension=indicator.dimension.code,
        scale=indicator.scale,
        weight=indicator.weight,
        weight_text=_weight_text(indicator),
        max_units=to_units(indicator.max_points),
        reason_below_full=indicator.reason_below_full,
        is_critical=indicator.is_critical,
        is_points=indicator.scale in TYPED,
        is_optional=indicator.scale == Scale.BONUS,
        unit=_unit_text(indicator),
        step_units=to_units(indicator.step) if indicator.step else 0,
        doubled=indicator.repeats_doubled,
        choices=tuple(_choices(criteria, indicator)),
    )


TYPED = (Scale.POINTS, Scale.BONUS, Scale.DEDUCTION)


def _weight_text(indicator: Indicator) -> str:
    """“weight 10”; for what has none, how it acts on the total instead."""
    if indicator.scale == Scale.BONUS:
        return _("bonus")
    if indicator.scale == Scale.DEDUCTION and not indicator.weight:
        return _("off the total")
    return _("weight %(share)s") % {"share": share_text(indicator.weight)}


def _unit_text(indicator: Indicator) -> str:
    """What is typed: “/ 10”, or how many times and what each costs."""
    most = f"{indicator.max_points.normalize():f}"
    if indicator.scale == Scale.DEDUCTION:
        step = f"{indicator.step.normalize():f}"
        return _("times, −%(step)s each, −%(most)s at most") % {"step": step, "most": most}
    return f"/ {most}"


def _choices(criteria: Criteria, indicator: Indicator):
    if indicator.is_critical:
        yield Choice("0", _("Not triggered"), wide=True, key="0")
        yield Choice("1", _("Triggered"), wide=True, bad=True, key="1")
        return
    plain = indicator.scale == Scale.YES_NO
    for level in sorted(criteria.levels[indicator.code].values(), key=lambda row: row.level):
        yield Choice(
            str(level.level),
            (_("Yes") if level.level else _("No")) if plain else str(level.level),
            "" if plain else _("Level %(number)d") % {"number": level.level},
            localized(level, "text"),
            to_units(level.points),
            wide=plain,
            key=str(level.level) if plain else "",
        )
    if indicator.na_allowed:
        counted = criteria.rule.na_policy == NotApplicablePolicy.FULL_MARKS
        text = _("Counts as full marks.") if counted else _("Has no part in the total.")
        yield Choice("na", _("N/A"), _("Not applicable"), text, wide=True)


def share_text(weight: int) -> str:
    """Hundredths of a percent as “10” or “7.5”."""
    return f"{(Decimal(weight) / 100).normalize():f}"


def chosen_of(mark: Mapping) -> str:
    """The value of the button that stands for a mark."""
    if "level" in mark:
        return str(mark["level"])
    if "na" in mark:
        return "na"
    if "triggered" in mark:
        return "1" if mark["triggered"] is True else "0"
    return ""


def typed_of(mark: Mapping) -> str:
    """What stands in the field of a mark that is typed: points, or the number of occurrences."""
    return str(mark.get("points", mark.get("count", "")))


def groups_of(
    version: StandardVersion,
    criteria: Criteria,
    marks: Mapping,
    score: SheetScore | None,
    *,
    errors: Mapping[str, list[str]] | None = None,
    evidence: list[Evidence] = (),
) -> list[Group]:
    """The rows by dimension. `marks` may be what somebody typed and was refused, so nothing is taken for granted about them."""
    files: dict[int | None, list[Evidence]] = {}
    for one in evidence:
        files.setdefault(one.indicator_id, []).append(one)
    errors, groups = errors or {}, []
    for dimension, questions in questions_of(version, criteria):
        rows = [
            Row(
                question,
                error=errors.get(question.code, [""])[0],
                files=files.get(criteria.indicators[question.code].pk, []) if files else [],
                **_answered(criteria, question.code, marks.get(question.code) or {}, is_checked=score is not None),
            )
            for question in questions
        ]
        groups.append(
            Group(
                code=dimension.code,
                name=localized(dimension, "name"),
                weight_text=share_text(criteria.dimension_shares[dimension.code]),
                rows=rows,
                subtotal=score.dimensions[dimension.code] if score else None,
            )
        )
    return groups


def _answered(criteria: Criteria, code: str, mark: Mapping, *, is_checked: bool) -> dict:
    """What a row shows of its mark; of one that no service has checked only what was typed."""
    shown = {"chosen": chosen_of(mark), "points": typed_of(mark), "reason": mark.get("reason", "")}
    if not is_given(mark):
        return {**shown, "is_missing": not criteria.rules[code].is_optional}
    if not is_checked:
        return shown
    return {
        **shown,
        "wants_reason": needs_reason(criteria, code, mark),
        "lacks_reason": lacks_reason(criteria, code, mark),
        "is_remark": bool(shown["reason"]) and not carries_deduction(criteria, code, mark),
    }


def to_do_text(groups: list[Group]) -> str:
    """“2 not scored, 3 reasons missing”: only what is; nothing once all is there."""
    rows = [row for group in groups for row in group.rows]
    missing, reasons = sum(row.is_missing for row in rows), sum(row.lacks_reason for row in rows)
    parts = []
    if missing:
        parts.append(_("%(n)d not scored") % {"n": missing})
    if reasons:
        parts.append(ngettext("%(n)d reason missing", "%(n)d reasons missing", reasons) % {"n": reasons})
    return pgettext("between counts", ", ").join(parts)


def complaints_of(errors: Mapping[str, list[str]]) -> list[tuple[str, str, str]]:
    """(id of the place on the page, what it is called there, sentence) of each error."""
    if not errors:
        return []
    fields = {
        "visit_at": ("visit-at", _("Time of the visit")),
        "visit_place": ("visit-place", _("Place")),
        "visit_left": ("visit-left", _("Time out")),
        "visit_why": ("visit-why", _("Why on another half-day")),
        "visit_met": ("visit-met", _("Who was met")),
        "call": ("callback", _("Call")),
        "facts": ("fact-sheet", _("Fact sheet")),
        "footage": ("footage", _("Footage")),
        "interview": ("interview", _("Interviews")),
    }
    return [(*fields.get(name, (f"ind-{name}", name)), sentences[0]) for name, sentences in errors.items()]


def score_or_none(criteria: Criteria, marks: Marks) -> SheetScore | None:
    """The score of marks that a service has checked; None for what it has refused."""
    try:
        return score_marks(criteria, marks)
    except (KeyError, TypeError, ValueError, ArithmeticError):
        return None


def cap_units(version: StandardVersion) -> int:
    """The cap in 1/10,000 points; 0 where the standard has none."""
    return 0 if version.critical_cap is None else to_units(version.critical_cap)
