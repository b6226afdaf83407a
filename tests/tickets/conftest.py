import pytest

from tests.tickets import world


@pytest.fixture
def agent(cast):
    return world.make_agent(cast)


@pytest.fixture
def ticket(cast, agent):
    """A complaint about East Branch that Zhao holds."""
    return world.held(cast, agent)
