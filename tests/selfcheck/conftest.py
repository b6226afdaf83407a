import pytest
from django.conf import settings
from django.test import Client

from tests.kept import kept
from tests.selfcheck import world


@pytest.fixture
def cycle(cast):
    """East and West are asked."""
    return kept(world.asked_quarter, cast)


@pytest.fixture
def compared(cast):
    """Both have handed in, were inspected, and may see it."""
    return kept(world.compared_quarter, cast)


@pytest.fixture
def client_of():
    """A browser of a person."""

    def make(person) -> Client:
        client = Client()
        client.force_login(person.user, backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    return make
