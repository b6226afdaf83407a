import pytest
import time_machine

from tests.analysis.voices.world import at


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(at(0, 15), tick=False):
        yield
