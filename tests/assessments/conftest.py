import pytest

from tests.assessments.sheet_world import make_sheet_world


@pytest.fixture
def sheets(cast):
    """East Branch being scored, one sheet of Lin's."""
    return make_sheet_world(cast)


@pytest.fixture
def committed_sheets(committed_cast):
    """The same, committed: for threads and for the browser."""
    return make_sheet_world(committed_cast)
