"""The clock of planning tests stands on a Monday in the middle of 2026Q4."""

import pytest

from foundation.common import clock
from tests.assessments import planning
from tests.assessments.crew import drawn_crew
from tests.assessments.sheet_world import make_sheet_world
from tests.kept import kept


@pytest.fixture
def in_quarter():
    """Noon on Monday, 23 November 2026."""
    with clock.travelling(planning.NOON):
        yield planning.NOON


@pytest.fixture
def quarter(cast, in_quarter):
    """2026Q4 is open: two plans are drafted, for the east and the west branch, whose records are there."""
    return kept(planning.quarter_with_records, cast)


@pytest.fixture
def plan(cast, quarter):
    """The drafted plan of the east branch."""
    return planning.plan_of(quarter, cast.east)


@pytest.fixture
def sheets(cast):
    """East Branch being scored, one sheet of Lin's."""
    return kept(make_sheet_world, cast)


@pytest.fixture
def committed_sheets(committed_cast):
    """The same, committed: for threads and for the browser."""
    return kept(make_sheet_world, committed_cast)


@pytest.fixture
def crew(cast, plan):
    """East Branch drawn, six records and a visit for Lin and Guo; Tang, Shen and Xu could stand in."""
    return kept(drawn_crew, cast, plan)
