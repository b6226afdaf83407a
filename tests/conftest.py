"""Fixtures of the whole suite. The cast is in `tests.cast`."""

import os
from contextlib import ExitStack
from importlib import import_module

import pytest
from django.core.management import call_command
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings

from tests.cast import Cast, make_cast
from tests.door import door_of
from tests.emptying import empty_database
from tests.kept import kept
from tests.migrated import copy_to_test_database, drop_test_database, keep_test_database, one_at_a_time

# Examples are judged by what comes out, never by how long a busy machine takes.
settings.register_profile("portal", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("portal")

# Modules that keep what they have read of a standard, by the public id of its version.
BY_VERSION = (
    "standards.selectors",
    "assessments.selectors.criteria",
    "assessments.sheet_form.rows",
    "assessments.sheet_form.drawing",
    "analysis.scheme",
    "analysis.targets.aims",
)


def pytest_addoption(parser):
    parser.addoption(
        "--again",
        action="store_true",
        help="on a further database: leave out what is marked once, it is no other there",
    )


def pytest_collection_modifyitems(config, items):
    if config.getoption("again"):
        once = [item for item in items if item.get_closest_marker("once")]
        config.hook.pytest_deselected(items=once)
        items[:] = [item for item in items if not item.get_closest_marker("once")]


@pytest.fixture(autouse=True)
def _clean_process_memory():
    """What a process keeps for speed must not leak from one test into the next."""
    from django.utils import translation

    from foundation.common import clock
    from foundation.workdays import kept

    clock.offset.cache_clear()
    kept.compare_again()
    # A world that is put back has the ids that it had in the test before, where its standard may have been another.
    for module in BY_VERSION:
        import_module(module)._kept.clear()
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def migrated_before(django_db_modify_db_settings, django_db_blocker):
    """{"copied": whether the test database is a copy of one that was migrated before}. Where it is none, others wait until this one is."""
    with ExitStack() as turn, django_db_blocker.unblock():
        turn.enter_context(one_at_a_time())
        copied = copy_to_test_database()
        waiting = turn.pop_all()
    if copied:
        waiting.close()
    yield {"copied": copied, "waiting": waiting}
    waiting.close()


@pytest.fixture(scope="session")
def django_db_keepdb(migrated_before) -> bool:
    return migrated_before["copied"]


@pytest.fixture(scope="session")
def django_db_setup(migrated_before, django_db_setup, django_db_blocker):
    """After the migrations: the table of the cache. What a test commits is taken away by `tests.emptying`."""
    with django_db_blocker.unblock():
        if not migrated_before["copied"]:
            keep_test_database()
            migrated_before["waiting"].close()
        call_command("createcachetable", verbosity=0)
    TransactionTestCase._fixture_teardown = lambda _case: empty_database()
    yield
    if migrated_before["copied"]:
        with django_db_blocker.unblock():
            drop_test_database()


@pytest.fixture
def cast(db) -> Cast:
    """The bank and its people."""
    return kept(make_cast)


@pytest.fixture
def committed_cast(transactional_db) -> Cast:
    """The same, committed: for threads and for the browser."""
    return kept(make_cast)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    flags = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    found = os.environ.get("QA_PORTAL_CHROMIUM") or next(
        (
            path
            for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
            if os.path.exists(path)
        ),
        None,
    )
    return {**browser_type_launch_args, "args": flags, **({"executable_path": found} if found else {})}


@pytest.fixture
def open_server(live_server):
    """A portal that answers over the network. It is one for all tests of a process, and shut between two of them."""
    door = door_of(live_server)
    door.open()
    yield live_server
    door.shut()
