import pytest
from django.conf import settings
from django.test import Client

from tests.calibration import world


@pytest.fixture
def session(cast):
    """Lin, Guo and Sun are scoring it."""
    return world.call_session(cast)


@pytest.fixture
def opened(cast):
    """All have handed in, and differ."""
    return world.opened(cast)


@pytest.fixture
def client_of():
    """A browser of a person."""

    def make(person) -> Client:
        client = Client()
        client.force_login(person.user, backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    return make
