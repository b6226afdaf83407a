"""Other weights on a past quarter: scores, ranks, and whether weights decide who stands above whom (R5)."""

from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from django.urls import reverse
from hypothesis import assume, given, settings, strategies as st

from analysis.estimates import ScoreEstimate
from analysis.ranking import Standing
from analysis.results import results_of
from analysis.whatif.firmness import firmness_of, neighbours, shares_in_order, turning_point
from analysis.whatif.means import UnitMeans, means_of
from analysis.whatif.page import Line, headline, what_if
from analysis.whatif.trial import TrialRow, score_of, try_weights
from organization.models import Unit
from standards.models import Dimension, Indicator
from standards.services import create_standard_from_preset
from standards.studies.quarters import quarters
from standards.studies.typed import weight_field
from tests.factories import make_cycle, make_scored_quarter, make_totals, make_version

quick = settings(max_examples=60, deadline=None)


@pytest.fixture
def quarter(cast):
    """2021Q1: East is weak in resolution (R1), West good in everything; attitude 60 %, resolution 40 %."""
    return make_scored_quarter(cast)


@pytest.fixture
def crossed(cast):
    """2021Q1: East leads in attitude by 20 points, West in resolution by 20."""
    cycle = make_cycle(make_version(author=cast.li), units=(cast.east, cast.west))
    for unit, attitude, resolution in ((cast.east, 90, 70), (cast.west, 70, 90)):
        own = {
            "A1": [str(attitude + by) for by in (-2, 0, 2, 0)],
            "R1": [str(resolution + by) for by in (-2, 0, 2, 0)],
        }
        sheets = [str((int(one) * 6 + int(other) * 4) / 10) for one, other in zip(own["A1"], own["R1"], strict=True)]
        make_totals(cycle, unit, sheet=sheets, A=own["A1"], R=own["R1"], **own)
    return cycle


def units_of(cycle) -> list[UnitMeans]:
    return means_of(results_of(cycle))


def scores(rows) -> dict[str, Decimal]:
    return {row.means.unit.code: row.shown for row in rows}


def test_scores_under_the_quarters_own_weights_are_its_results(quarter):
    result = results_of(quarter)
    rows = try_weights(means_of(result), {"A1": 6000, "R1": 4000})
    assert scores(rows) == {"BR-W": Decimal("96.0"), "BR-E": Decimal("82.0")}
    # The result of East's sheets is 80: this is the mean of means, and says so on the page.
    assert [row.standing.label for row in rows] == [row.standing.label for row in result.rows]


def test_uncertainty_under_the_quarters_own_weights_is_that_of_the_result(quarter):
    result = results_of(quarter)
    for row in try_weights(means_of(result), {"A1": 6000, "R1": 4000}):
        official = result.row_of(row.means.unit).whole.estimate
        assert row.half == pytest.approx((official.high - official.low) / 2)


def test_other_weights_turn_the_order(crossed):
    units = units_of(crossed)
    assert scores(try_weights(units, {"A1": 6000, "R1": 4000})) == {"BR-E": Decimal("82.0"), "BR-W": Decimal("78.0")}
    rows = try_weights(units, {"A1": 4000, "R1": 6000})
    assert [(row.means.unit.code, row.standing.label) for row in rows] == [("BR-W", "1"), ("BR-E", "2")]
    assert scores(rows) == {"BR-W": Decimal("82.0"), "BR-E": Decimal("78.0")}


def test_units_that_cannot_be_told_apart_share_a_rank(crossed):
    rows = try_weights(units_of(crossed), {"A1": 5010, "R1": 4990})
    assert [row.standing.label for row in rows] == ["1=", "1="]


def test_weights_count_by_their_proportion(crossed):
    units = units_of(crossed)
    assert scores(try_weights(units, {"A1": 60, "R1": 40})) == scores(try_weights(units, {"A1": 6000, "R1": 4000}))


def test_indicator_without_data_leaves_the_denominator(crossed):
    (east, _west) = sorted(units_of(crossed), key=lambda one: one.unit.code)
    assert score_of(east, {"A1": 3000, "R1": 0, "NEW": 7000}) == 90
    assert score_of(east, {"NEW": 10_000}) is None


# who stands above whom


def test_pair_turns_where_arithmetic_says(crossed):
    """East is ahead by 0.6 · 20 − 0.4 · 20 = 4; at 50 : 50 they are level, that is 10 points of weight away."""
    (pair,) = neighbours(try_weights(units_of(crossed), {"A1": 6000, "R1": 4000}), {"A1": 6000, "R1": 4000})
    assert (pair.above.unit.code, pair.ahead, pair.better, pair.common) == ("BR-E", 4, 1, 2)
    assert pair.turns_at == pytest.approx(10)
    assert pair.turns_shown == "10.00"
    assert not pair.is_firm


def test_pair_is_firm_where_one_is_better_in_everything(quarter):
    weights = {"A1": 6000, "R1": 4000}
    (pair,) = neighbours(try_weights(units_of(quarter), weights), weights)
    assert (pair.is_firm, pair.share, pair.turns_shown) == (True, 1.0, "")
    count = firmness_of(units_of(quarter), weights)
    assert (count.pairs, count.firm) == (1, 1)


def test_share_of_random_weights_is_the_same_each_time_and_falls_near_the_turn(crossed):
    units = sorted(units_of(crossed), key=lambda one: one.unit.code)
    far = shares_in_order(units, {"A1": 6000, "R1": 4000})
    near = shares_in_order(units, {"A1": 5100, "R1": 4900})
    assert far == shares_in_order(units, {"A1": 6000, "R1": 4000})
    # Beta(60, 40) above one half: 0.978 by its distribution function; Beta(51, 49): 0.579.
    assert far[0] == pytest.approx(0.978, abs=0.01)
    assert near[0] == pytest.approx(0.579, abs=0.025)


def made(points: list[int], name: str = "u") -> UnitMeans:
    codes = [f"I{place}" for place in range(len(points))]
    unit = Unit(code=name, name_zh=name, peer_group="x", pk=1)
    return UnitMeans(
        unit,
        {code: Fraction(value) for code, value in zip(codes, points, strict=True)},
        dict.fromkeys(codes, 1.0),
        ScoreEstimate(Decimal(80)),
        "1",
        1.0,
        9.0,
        10,
    )


points = st.lists(st.integers(50, 100), min_size=3, max_size=3)
shares = st.lists(st.integers(1, 20), min_size=3, max_size=3)


@quick
@given(points, points, shares)
def test_no_weights_within_reach_turn_the_order_and_some_just_beyond_do(one, other, parts):
    """Against a search over a grid of all weights: the smallest distance at which the order is level or turned."""
    weights = {f"I{place}": part * 100 for place, part in enumerate(parts)}
    above, below = made(one), made(other)
    lead = {code: above.points[code] - below.points[code] for code in weights}
    total = sum(weights.values())
    assume(sum(weights[code] * lead[code] for code in weights) > 0)
    found = turning_point(lead, weights)
    own = [100 * part * 100 / total for part in parts]
    grid = [
        max(abs(first - own[0]), abs(second - own[1]), abs(100 - first - second - own[2]))
        for first, second in product(range(101), repeat=2)
        if first + second <= 100 and first * lead["I0"] + second * lead["I1"] + (100 - first - second) * lead["I2"] <= 0
    ]
    if found is None:
        assert min(lead.values()) >= 0
        assert grid == [] or min(lead.values()) == 0
    else:
        assert min(lead.values()) < 0
        assert all(distance >= found - 1e-6 for distance in grid)
        assert not grid or min(grid) <= found + 1.5


@quick
@given(points, shares, st.integers(1, 9))
def test_score_lies_between_the_points_and_does_not_depend_on_the_unit_of_weights(values, parts, factor):
    weights = {f"I{place}": part for place, part in enumerate(parts)}
    score = score_of(made(values), weights)
    assert min(values) <= score <= max(values)
    assert score_of(made(values), {code: part * factor for code, part in weights.items()}) == score


# the page


def draft_of(version, cast):
    """The next version of the small standard: attitude 40, resolution 40, a new indicator 20; nothing is known of it."""
    draft = type(version).objects.create(standard=version.standard, number=2, author=cast.li)
    for code, weight in (("A", 4000), ("R", 4000), ("N", 2000)):
        dimension = Dimension.objects.create(version=draft, code=code, name_zh=code, name_en=code)
        Indicator.objects.create(
            version=draft, dimension=dimension, code=f"{code}1", name_zh=f"{code}一", name_en=f"{code} one",
            scale="points", weight=weight,
        )  # fmt: skip
    return draft


def test_page_compares_sets_of_weights_and_names_what_differs(cast, crossed):
    draft = draft_of(crossed.standard_version, cast)
    page = what_if(draft, crossed, {})
    assert [one.name for one in page.sets] == ["version", "quarter", "equal"]
    assert page.sets[1].weights == {"A1": 6000, "R1": 4000, "N1": 0}
    assert [one.code for one in page.without_results] == ["N1"]
    assert page.gone == []
    ranks = {line.unit.code: ranks for line, ranks in page.under_each_set()}
    assert ranks["BR-E"] == [("1=", False), ("1", False), ("1=", False)]
    assert ranks["BR-W"] == [("1=", False), ("2", True), ("1=", False)]


def test_entropy_is_offered_where_three_units_have_results(cast, crossed):
    outlet = cast.east_outlet
    Unit.objects.filter(pk=outlet.pk).update(is_assessed=True, peer_group="branch")
    crossed.plans.create(unit=outlet, records_wanted=1)
    make_totals(crossed, outlet, sheet=["80", "84"], A=["75", "77"], R=["60", "62"], A1=["75", "77"], R1=["60", "62"])
    page = what_if(draft_of(crossed.standard_version, cast), crossed, {"set": "entropy"})
    assert page.sets[-1].name == "entropy"
    assert page.weights == page.sets[-1].weights
    assert page.weights["N1"] == 2000  # the quarter says nothing about it
    assert [one.code for one in quarters()] == ["2021Q1"]


def as_query(draft, **texts: str) -> dict[str, str]:
    return {weight_field(one): texts[one.code.replace(".", "_")] for one in Indicator.objects.filter(version=draft)}


def test_typed_weights_win_and_wrong_ones_are_kept_with_a_sentence(cast, crossed):
    draft = draft_of(crossed.standard_version, cast)
    page = what_if(draft, crossed, as_query(draft, A1="60", R1="40.00", N1="0"))
    assert page.weights == {"A1": 6000, "R1": 4000, "N1": 0}
    assert [line.unit.code for line in page.lines] == ["BR-E", "BR-W"]
    assert page.moved == 1
    wrong = what_if(draft, crossed, as_query(draft, A1="６０", R1="1e1", N1=""))
    assert wrong.weights == {"A1": 4000, "R1": 4000, "N1": 2000}
    assert sorted(wrong.tried.form.errors) == ["A1", "N1", "R1"]
    assert wrong.tried.form.typed == {"A1": "６０", "R1": "1e1", "N1": ""}


def test_page_tells_order_and_overlap_of_intervals_apart(cast, crossed):
    draft = draft_of(crossed.standard_version, cast)
    page = what_if(draft, crossed, as_query(draft, A1="60", R1="40.00", N1="0"))
    told = {
        line.unit.code: (line.before.order, line.after.order, line.crosses, line.is_by_interval) for line in page.lines
    }
    # Level under the version's own weights; then the east is surely ahead.
    assert told == {"BR-E": (1, 1, False, False), "BR-W": (1, 2, True, False)}
    assert headline(page) == "Against version 2 these weights change the rank of 1 unit"

    # What else there is: another rank by the intervals alone, another order that they hide.
    wide = Line(row_of(rank=1, order=2), row_of(rank=2, order=2))
    assert (wide.move, wide.crosses, wide.is_by_interval) == (-1, False, True)
    tied = Line(row_of(rank=1, order=1), row_of(rank=1, order=2))
    assert (tied.move, tied.crosses, tied.is_by_interval) == (0, True, False)


def row_of(*, rank: int, order: int) -> TrialRow:
    return TrialRow(None, None, None, Standing(rank, f"{rank}=", is_small=False), order)


def test_a_wrong_weight_is_told_at_its_field_and_in_the_heading(cast, crossed, client):
    client.force_login(cast.li.user)
    version = crossed.standard_version
    first, second = Indicator.objects.filter(version=version, code__in=("A1", "R1")).order_by("code")
    address = reverse("analysis:what_if", args=[version.public_id])
    data = {weight_field(first): "abc", weight_field(second): "40"}
    answer = client.get(address, data, headers={"accept-language": "en"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "A number from 0 to 100 with at most two decimals." in page
    assert answer.context["heading"] == "A weight cannot be read; the ranking is that of the version’s own weights"
    # None of the sets is what stands in the fields.
    assert 'data-set="version"' in page and 'data-set="version" aria-current' not in page


def test_under_the_ranking_stands_who_is_surely_better(cast, quarter, client):
    client.force_login(cast.li.user)
    address = reverse("analysis:what_if", args=[quarter.standard_version.public_id])
    page = client.get(address, headers={"accept-language": "en"})
    ((_label, _lines, ranked),) = page.context["groups"]
    assert [(one.label, one.better) for one in ranked] == [("1", ""), ("2", cast.west.name_en)]
    assert "How to read the ranks" in page.content.decode()


@pytest.mark.parametrize("texts", [{"A1": "0", "R1": "0", "N1": "0"}, {"A1": "100.01", "R1": "0", "N1": "0"}])
def test_weights_that_cannot_be_tried_are_refused(cast, crossed, client, texts):
    draft = draft_of(crossed.standard_version, cast)
    client.force_login(cast.li.user)
    answer = client.get(reverse("analysis:what_if", kwargs={"public_id": draft.public_id}), as_query(draft, **texts))
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()


def test_page_takes_the_same_queries_for_two_units_and_for_four(cast, crossed, client, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(cast.li.user)
    url = reverse("analysis:what_if", kwargs={"public_id": crossed.standard_version.public_id})

    def queries() -> int:
        with CaptureQueriesContext(connection) as taken:
            assert client.get(url).status_code == 200
        return len(taken)

    queries()
    before = queries()
    for unit in (cast.retail, cast.service_centre):
        crossed.plans.create(unit=unit, records_wanted=1)
        make_totals(crossed, unit, sheet=["80", "84"], A=["75", "77"], R=["60", "62"], A1=["75", "77"], R1=["60", "62"])
    assert queries() == before


def test_quarter_that_is_still_being_scored_is_no_base(cast, client):
    cycle = make_cycle(make_version(author=cast.li), state="collecting", units=(cast.east,))
    client.force_login(cast.li.user)
    url = reverse("analysis:what_if", kwargs={"public_id": cycle.standard_version.public_id})
    assert client.get(url, {"cycle": cycle.code}).status_code == 404
    page = client.get(url, headers={"accept-language": "en"})
    assert "No quarter to try on" in page.content.decode()


def test_export_holds_what_the_page_shows(cast, crossed, client):
    from io import BytesIO

    from python_calamine import CalamineWorkbook

    draft = draft_of(crossed.standard_version, cast)
    client.force_login(cast.li.user)
    answer = client.get(
        reverse("analysis:what_if_export", kwargs={"public_id": draft.public_id}),
        as_query(draft, A1="60", R1="40", N1="0"),
        headers={"accept-language": "en"},
    )
    rows = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer))).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows[1:]] == ["East Branch", "West Branch"]
    assert [row[7] for row in rows[1:]] == [82.0, 78.0]
    assert [str(row[9]) for row in rows[1:]] == ["1", "2"]
    assert [row[11:] for row in rows[1:]] == [[1.0, 1.0], [1.0, 2.0]]


def test_another_quarter_keeps_the_weights_that_are_tried(cast, crossed, client):
    """The choice of the quarter belongs to the same form as the weights."""
    client.force_login(cast.li.user)
    url = reverse("analysis:what_if", kwargs={"public_id": crossed.standard_version.public_id})
    page = client.get(url).content.decode()
    assert '<select class="form-select" id="cycle" name="cycle" form="what-if-form"' in page
    own = what_if(crossed.standard_version, crossed, {})
    assert not own.tried.is_typed


def test_version_in_which_nothing_carries_a_weight_says_so(cast, quarter, client):
    version = create_standard_from_preset(preset="deductions", author=cast.li)
    client.force_login(cast.li.user)
    page = client.get(reverse("analysis:what_if", args=[version.public_id]), headers={"accept-language": "en"})
    assert (page.status_code, "Nothing carries a weight" in page.content.decode()) == (200, True)
    assert client.get(reverse("analysis:what_if_export", args=[version.public_id])).status_code == 404
