"""Two versions side by side, by the codes that link them (R6)."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, strategies as st

from standards.comparison import CHANGED, GONE, NEW, SAME, compare
from standards.content import DimensionContent, StandardContent, TargetContent
from standards.enums import TargetSense, TargetUnit
from standards.presets import PRESETS

FOUR = PRESETS["four-dimensions"]


def with_indicators(content: StandardContent, change) -> StandardContent:
    return replace(
        content,
        dimensions=tuple(replace(one, indicators=tuple(change(one.indicators))) for one in content.dimensions),
    )


def test_a_version_is_the_same_as_itself():
    found = compare(FOUR, FOUR)
    assert (found.is_same, found.count(SAME)) == (True, len(FOUR.indicators))


def test_order_alone_is_no_change():
    assert compare(FOUR, with_indicators(FOUR, reversed)).is_same


def test_changes_are_named_with_both_values():
    def change(indicators):
        return [
            replace(one, weight=700, target=Decimal("92.5"), name_en="Politeness") if one.code == "2.1" else one
            for one in indicators
        ]

    found = compare(FOUR, with_indicators(FOUR, change))
    pair = next(one for one in found.indicators if one.status == CHANGED)
    before = next(one for one in FOUR.indicators if one.code == "2.1")
    assert pair.code == "2.1"
    assert [(one.label, one.before, one.after) for one in pair.changes] == [
        ("Name in English", ("Courtesy",), ("Politeness",)),
        ("Weight", (f"{before.weight // 100}%",), ("7%",)),
        ("Internal target", ("90",), ("92.5",)),
    ]
    assert [one.code for one in found.dimensions if one.status == CHANGED] == ["attitude"]


def test_what_only_counts_more_or_less_stands_together():
    def change(indicators):
        changes = {"2.1": {"weight": 700}, "2.2": {"weight": 500, "target": 95}}
        return [replace(one, **changes.get(one.code, {})) for one in indicators]

    found = compare(FOUR, with_indicators(FOUR, change))
    assert [pair.code for pair in found.reweighed] == ["2.1"]


def test_what_only_one_version_has_comes_with_its_weight():
    shorter = with_indicators(FOUR, lambda indicators: [one for one in indicators if one.code != "2.1"])
    gone = next(pair for pair in compare(FOUR, shorter).indicators if pair.status == GONE)
    new = next(pair for pair in compare(shorter, FOUR).indicators if pair.status == NEW)
    weight = next(one for one in FOUR.indicators if one.code == "2.1").weight
    facts = (("Scale", "Rating levels"), ("Weight", f"{weight // 100}%"), ("Internal target", "90"))
    assert (gone.facts, new.facts) == (facts, facts)
    assert all(pair.facts == () for pair in compare(FOUR, FOUR).pairs)


def test_what_is_new_and_gone_stands_where_it_belongs():
    newer = with_indicators(FOUR, lambda rows: [replace(one, code="2.9") if one.code == "2.2" else one for one in rows])
    found = compare(FOUR, newer)
    around = [(one.code, one.status) for one in found.indicators if one.code in ("2.1", "2.2", "2.9", "2.3")]
    assert around == [("2.1", SAME), ("2.2", GONE), ("2.9", NEW), ("2.3", SAME)]


def test_another_dimension_is_a_change():
    first, second, *rest = FOUR.dimensions
    moved = replace(FOUR, dimensions=(
        replace(first, indicators=first.indicators[1:]),
        replace(second, indicators=(*second.indicators, first.indicators[0])),
        *rest,
    ))  # fmt: skip
    pair = next(one for one in compare(FOUR, moved).indicators if one.code == first.indicators[0].code)
    assert [(one.label, one.before, one.after) for one in pair.changes] == [
        ("Dimension", (first.name_en,), (second.name_en,))
    ]


def test_levels_break_points_scope_and_targets_are_compared():
    target = TargetContent("t", "时限", "Limit", TargetSense.AT_MOST, 24, TargetUnit.HOURS)
    newer = replace(FOUR, scope=(("touchpoint", "phone"),), targets=(target,), target=Decimal(95))
    found = compare(FOUR, newer)
    assert [one.label for one in found.settings] == ["Target of the whole", "Scope: Touchpoint"]
    assert found.settings[1].after == ("Phone",)
    assert [(one.kind, one.status) for one in found.targets if one.code == "t"] == [("target", NEW)]


codes = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=8)


@given(codes, codes)
def test_every_code_stands_once_with_its_status(before, after):
    def content(own):
        return StandardContent("s", "标准", "", dimensions=tuple(DimensionContent(code, code) for code in own))

    pairs = compare(content(before), content(after)).dimensions
    assert sorted(one.code for one in pairs) == sorted({*before, *after})
    assert [one.code for one in pairs if one.status != GONE] == after
    assert {one.code for one in pairs if one.status == GONE} == {*before} - {*after}
    assert {one.code for one in pairs if one.status == NEW} == {*after} - {*before}
