"""Contents made up by chance: whatever an editor of a draft could save."""

from decimal import Decimal

from hypothesis import strategies as st

from records.enums import Touchpoint
from standards.content import DimensionContent, IndicatorContent, LevelContent, StandardContent, TargetContent
from standards.enums import (
    CriticalPolicy,
    NotApplicablePolicy,
    ProtectionElement,
    Scale,
    ScopeAspect,
    TargetKind,
    TargetSense,
    TargetUnit,
)
from standards.workbook.tidying import tidy_text

MEASURES = ("records.answered_in_target", "records.resolved")
LETTERS = st.characters(codec="utf-8", exclude_categories=("Cs",)) | st.sampled_from(
    "=+-@'\"_x000D_<&\n\t 客户服务，。"
)


def texts(most: int, *, needed: bool = False):
    found = st.text(LETTERS, max_size=min(most, 40)).map(tidy_text)
    return found.filter(bool) if needed else found


def numbers(lowest: int, highest: int, places: int = 4):
    return st.decimals(lowest, highest, places=places, allow_nan=False).map(lambda one: Decimal(f"{one:f}"))


CODES = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,11}", fullmatch=True)
COUNTS = st.integers(2, 6)
PERCENT = st.none() | numbers(0, 100)


@st.composite
def levels(draw, count=COUNTS):
    """Falling from 100 points."""
    steps = draw(count)
    points = sorted(draw(st.lists(numbers(0, 99), min_size=steps - 1, max_size=steps - 1, unique=True)), reverse=True)
    return tuple(
        LevelContent(steps - place, worth, draw(texts(200, needed=True)), draw(texts(300)))
        for place, worth in enumerate([Decimal(100), *points])
    )


@st.composite
def break_points(draw):
    """Rising shares, with the decimals that somebody has written."""
    figures = sorted(draw(st.lists(numbers(0, 1, 4), min_size=2, max_size=6, unique=True)))
    points = sorted(draw(st.lists(numbers(0, 100, 1), min_size=len(figures), max_size=len(figures))))
    return tuple((f"{figure:f}", f"{worth:f}") for figure, worth in zip(figures, points, strict=True))


@st.composite
def indicators(draw, code: str):
    scale = draw(st.sampled_from(Scale.values))
    more: dict = {"max_points": Decimal(100)}
    if scale in Scale.with_levels():
        more["levels"] = draw(levels(st.just(2)) if scale == Scale.YES_NO else levels())
    if scale == Scale.MEASURED:
        more |= {"measure": draw(st.sampled_from(MEASURES)), "break_points": draw(break_points())}
    if scale in (Scale.POINTS, Scale.BONUS):
        more["max_points"] = draw(numbers(1, 100))
    if scale == Scale.DEDUCTION:
        most = draw(numbers(1, 100))
        more |= {"max_points": most, "step": draw(st.sampled_from([most, Decimal("0.5"), Decimal("0.0001")]))}
    return IndicatorContent(
        code=code,
        scale=scale,
        weight=0 if scale in Scale.unweighted() else draw(st.integers(0, 10_000)),
        name_zh=draw(texts(80, needed=True)),
        name_en=draw(texts(120)),
        guidance_zh=draw(texts(500)),
        guidance_en=draw(texts(500)),
        na_allowed=draw(st.booleans()),
        reason_below_full=draw(st.booleans()),
        repeats_doubled=draw(st.booleans()),
        target=draw(PERCENT),
        benchmark=draw(PERCENT),
        element=draw(st.sampled_from(["", *ProtectionElement.values])),
        **more,
    )


@st.composite
def targets(draw, code: str):
    kind = draw(st.sampled_from(TargetKind.values))
    measure = draw(st.sampled_from(["", *MEASURES]))
    is_share = bool(measure) and kind != "rank"
    if is_share and kind == "absolute":
        value = PERCENT.filter(lambda one: one is not None)
    else:
        value = {"rank": st.integers(1, 50).map(Decimal), "change": numbers(-100, 1000)}.get(kind, numbers(0, 100_000))
    baseline = draw(PERCENT if is_share else st.none() | numbers(0, 1000))
    return TargetContent(
        code=code,
        name_zh=draw(texts(80, needed=True)),
        name_en=draw(texts(120)),
        sense=draw(st.sampled_from(TargetSense.values)),
        value=draw(value),
        unit=TargetUnit.PERCENT.value if is_share else draw(st.sampled_from(TargetUnit.values)),
        kind=kind,
        benchmark=draw(PERCENT if is_share else st.none() | numbers(-100, 1000)),
        baseline=baseline,
        baseline_source="" if baseline is None else draw(texts(80, needed=True)),
        measure=measure,
    )


SCOPES = st.lists(
    st.tuples(st.just("touchpoint"), st.sampled_from([one for one in Touchpoint.values if one != "unknown"]))
    | st.tuples(st.just("unit"), st.sampled_from(["EAST", "WEST"]))
    | st.tuples(
        st.sampled_from([one for one in ScopeAspect.values if one not in ("unit", "touchpoint")]),
        texts(60, needed=True),
    ),
    max_size=5,
    unique=True,
).map(tuple)


@st.composite
def contents(draw):
    codes = draw(st.lists(CODES, max_size=6, unique=True))
    homes = draw(st.lists(CODES, min_size=1 if codes else 0, max_size=3, unique=True))
    made = [(draw(st.sampled_from(homes)), draw(indicators(code))) for code in codes]
    policy = draw(st.sampled_from(CriticalPolicy.values))
    return StandardContent(
        code=draw(st.from_regex(r"[a-z0-9][a-z0-9-]{0,29}", fullmatch=True)),
        name_zh=draw(texts(80, needed=True)),
        name_en=draw(texts(120)),
        target=draw(PERCENT),
        na_policy=draw(st.sampled_from(NotApplicablePolicy.values)),
        critical_policy=policy,
        critical_cap=draw(numbers(0, 100)) if policy == CriticalPolicy.CAP else None,
        dimensions=tuple(
            DimensionContent(
                home,
                draw(texts(60, needed=True)),
                draw(texts(80)),
                draw(PERCENT),
                tuple(one for own, one in made if own == home),
            )
            for home in homes
        ),
        targets=tuple(draw(targets(code)) for code in draw(st.lists(CODES, max_size=3, unique=True))),
        scope=draw(SCOPES),
    )
