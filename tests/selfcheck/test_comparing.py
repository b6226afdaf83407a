"""Self against inspected: the difference, its interval, and what may be said of it."""

from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from analysis.estimates import ScoreEstimate
from analysis.intervals import Estimate
from selfcheck.comparing import Line, place_of, reach_of
from selfcheck.enums import Direction
from selfcheck.models import SelfCheck
from selfcheck.selectors.figures import of_cycle, over_cycles
from tests.architecture.test_list_queries import another
from tests.factories import make_cycle, make_totals
from tests.selfcheck.world import FLATTERING, ask, check_of, hand_in, inspected, make_quarter


def found(value, low, high, n: int = 40) -> ScoreEstimate:
    ends = (None, None) if low is None else (float(low), float(high))
    return ScoreEstimate(Decimal(value), n=n, small=n < 20, estimate=Estimate(float(value), *ends, se=None, n=n))


@pytest.mark.parametrize(
    ("own", "low", "high", "direction"),
    [
        ("95", "78", "82", Direction.HIGHER),
        ("82.0001", "78", "82", Direction.HIGHER),
        ("82", "78", "82", Direction.ALIKE),
        ("77", "78", "82", Direction.LOWER),
        ("95", None, None, Direction.UNSURE),
        (None, "78", "82", Direction.NONE),
    ],
)
def test_only_an_interval_beside_zero_says_higher_or_lower(own, low, high, direction):
    line = Line(own and Decimal(own), found("80", low, high))
    assert line.direction == direction


def test_difference_has_the_interval_of_the_inspection_turned_round():
    line = Line(Decimal(95), found("80", "76", "83"))
    assert (line.difference, line.low, line.high) == (15, 12, 19)


def test_picture_holds_every_end_and_has_no_difference_in_its_middle():
    lines = [Line(Decimal(95), found("80", "76", "83")), Line(Decimal(80), found("80", "60", "95"))]
    reach = reach_of(lines)
    assert (reach, place_of(lines[1], reach).at) == (20, "50.00%")
    assert place_of(lines[0], reach).high == "97.50%"


def test_unit_that_flatters_itself_stands_first(cast, compared):
    rows = of_cycle(cast.zhou, compared)
    told = [(row.check.unit, row.comparison.whole.difference, row.comparison.whole.direction) for row in rows]
    assert told == [(cast.east, Decimal(20), Direction.HIGHER), (cast.west, Decimal(-23), Direction.LOWER)]


def test_indicator_by_indicator_with_the_reason_that_the_unit_gave(cast, compared):
    east = of_cycle(cast.zhou, compared)[0].comparison
    lines = {
        line.indicator.code: (line.own, line.found.value, line.found.n, line.small, line.direction)
        for line in east.lines
    }
    assert lines == {
        "A1": (100, Decimal("97.5"), 4, True, Direction.ALIKE),
        "R1": (100, Decimal("62.5"), 4, True, Direction.HIGHER),
    }
    assert (east.higher, east.lower, east.compared) == (1, 0, 2)


def test_head_sees_the_own_unit_only(cast, compared):
    assert [row.check.unit for row in of_cycle(cast.sun, compared)] == [cast.west]
    assert of_cycle(cast.lin, compared) == []


def test_part_of_a_sheet_has_no_total_to_be_held_against_one(cast):
    cycle = make_quarter(cast)
    ask(cast, cycle, cast.east, indicators=["R1"])
    hand_in(cast.east, cast.wu, {"R1": {"level": 5}})
    inspected(cycle, cast, "feedback")
    comparison = of_cycle(cast.zhou, cycle)[0].comparison
    assert (comparison.whole, [line.indicator.code for line in comparison.lines]) == (None, ["R1"])


def test_not_applicable_is_compared_with_nothing(cast, cycle):
    hand_in(cast.east, cast.wu, {**FLATTERING, "A1": {"na": True}})
    inspected(cycle, cast, "feedback")
    first = of_cycle(cast.zhou, cycle)[0].comparison.lines[0]
    assert (first.own, first.direction) == (None, Direction.NONE)


def check_in(cycle, unit) -> SelfCheck:
    return SelfCheck.objects.select_related("cycle", "unit").get(cycle=cycle, unit=unit)


def test_over_the_cycles_in_as_many_queries_as_for_one(cast, compared):
    def taken() -> int:
        with CaptureQueriesContext(connection) as queries:
            rows = over_cycles(cast.zhou, check_of(cast.east))
        assert rows[0].check.cycle == compared
        return len(queries)

    taken()
    one = taken()
    sealed = of_cycle(cast.zhou, compared)[0].sealed
    for code in ("2026Q3", "2026Q2"):
        earlier = make_cycle(compared.standard_version, code, units=(cast.east,))
        make_totals(earlier, cast.east, sheet=["80", "90"], A1=["80", "90"], R1=["80", "90"])
        another(sealed, check_of=another(check_in(compared, cast.east), cycle=earlier))
    latest = check_in(compared, cast.east)
    with CaptureQueriesContext(connection) as queries:
        rows = over_cycles(cast.zhou, latest)
    assert [row.check.cycle.code for row in rows] == ["2026Q4", "2026Q3", "2026Q2"]
    assert len(queries) <= one


def test_export_says_in_words_what_the_picture_shows(cast, compared, client_of):
    answer = client_of(cast.zhou).get(reverse("selfcheck:comparison_export") + "?cycle=2026Q4")
    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [
        (row[1], row[2], row[8], row[11], row[12]) for row in rows if "Resolution" in row[2] or row[2] == "Whole sheet"
    ] == [
        ("East Branch", "R1 Resolution one", 37.5, "Rates itself higher", "yes"),
        ("East Branch", "Whole sheet", 20, "Rates itself higher", "yes"),
        ("West Branch", "R1 Resolution one", -20.5, "Rates itself lower", "yes"),
        ("West Branch", "Whole sheet", -23, "Rates itself lower", "yes"),
    ]


def test_pages_say_it_without_colour(cast, compared, client_of):
    page = client_of(cast.zhou).get(reverse("selfcheck:comparison")).content.decode()
    assert "1 unit rates itself higher than it was found" in page
    assert page.count("▲ Rates itself higher") == 1
    own = (
        client_of(cast.chen)
        .get(reverse("selfcheck:check_detail", args=[check_of(cast.east).public_id]))
        .content.decode()
    )
    assert "Of 2 indicators the unit rates itself higher on 1 and lower on 0" in own
