"""One instance for the whole module of trials: migrated once, its parts started and killed by each test."""

import sys

import pytest

from tests.resilience.stage import Stage, own_database


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/resilience/" in item.nodeid:
            item.add_marker(pytest.mark.launcher)
            if not sys.platform.startswith("linux"):
                item.add_marker(pytest.mark.skip(reason="reads /proc"))


@pytest.fixture(scope="session")
def instance(tmp_path_factory):
    folder = tmp_path_factory.mktemp("resilience")
    with own_database(folder) as url:
        stage = Stage(folder, url)
        try:
            stage.ask("prepare")
            yield stage
        finally:
            stage.close()


@pytest.fixture
def stage(instance):
    """The instance with broker, worker and beat running. Whatever is done to it, the audit chain and everything else still verify."""
    instance.ensure()
    yield instance
    assert instance.ask("verify") == []
