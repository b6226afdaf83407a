import pytest

from tests.connections import world
from tests.tickets.world import make_agent


@pytest.fixture
def agent(cast):
    return make_agent(cast)


@pytest.fixture
def connection(cast, agent):
    return world.connect(cast, agent)


@pytest.fixture
def caller(cast, connection):
    return world.Caller(world.key_of(connection, cast.feng))
