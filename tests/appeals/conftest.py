import pytest

from foundation.common import clock
from tests.appeals.world import MORNING, make_appeal_world


@pytest.fixture
def morning():
    """Ten o'clock on Wednesday, 20 January 2027."""
    with clock.travelling(MORNING):
        yield MORNING


@pytest.fixture
def world(cast, morning):
    """See tests.appeals.world."""
    return make_appeal_world(cast)


@pytest.fixture
def committed_world(committed_cast, morning):
    """The same, committed: for threads."""
    return make_appeal_world(committed_cast)
