"""The real portal, started by `bin/start` as a person would."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
import uuid

import pytest

from tests.launcher.portal import PARTS, ROOT, StartedPortal, environment, until

pytestmark = [
    pytest.mark.launcher,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc"),
]
straight = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def health(address: str) -> dict:
    with straight.open(address + "/healthz", timeout=20) as answer:
        return json.load(answer)


@pytest.fixture
def database(tmp_path):
    """The environment that names the engine under test: nothing for SQLite, else a new database on the test server."""
    url = os.environ.get("TEST_DATABASE_URL")
    if not url:
        yield {}
        return
    import dj_database_url
    import psycopg2

    server = dj_database_url.parse(url)
    name = f"qa_portal_start_{uuid.uuid4().hex[:8]}"
    where = {"host": server["HOST"], "port": server["PORT"] or 5432, "user": server["USER"]}
    connection = psycopg2.connect(dbname="postgres", password=server["PASSWORD"], **where)
    connection.autocommit = True
    cursor = connection.cursor()
    cursor.execute(f'CREATE DATABASE "{name}"')
    yield {"DATABASE_URL": url.rpartition("/")[0] + "/" + name}
    with contextlib.closing(connection):
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_portal_runs_restarts_what_dies_and_stops_whole(tmp_path, database):
    data = tmp_path / "data"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with StartedPortal(data, "--no-demo", "--port", str(port), **database) as portal:
            portal.wait_for(rf"Port {port} is taken; using \d+\.")
            address = portal.wait_until_up()
            pids = portal.pids()
            assert sorted(pids) == sorted(PARTS)
            assert (data / "qa_portal.sqlite3").exists() is not bool(database)
            until(lambda: health(address)["seconds_since_last_sweep"] is not None, 60)
            answer = health(address)
            assert (answer["database"], answer["broker"]) == (True, True)

            second = subprocess.run(
                [ROOT / "bin" / "start", "--no-demo", "--data", data], capture_output=True, text=True, env=environment()
            )
            assert second.returncode == 1
            assert second.stderr == (
                f"bin/start: QA Portal already runs on the data folder {data} (process {portal.facts()['pid']}, {address}/). "
                "Stop it first, or name another folder with --data DIR.\n"
            )

            os.kill(pids["worker"], signal.SIGKILL)
            until(lambda: portal.pids().get("worker") not in (None, pids["worker"]))
            assert {name: pid for name, pid in portal.pids().items() if name != "worker"} == {
                name: pid for name, pid in pids.items() if name != "worker"
            }

            portal.process.send_signal(signal.SIGINT)
            assert portal.process.wait(40) == 0
            assert portal.pids() == {}
            assert portal.processes() == []


def test_killed_supervisor_leaves_nothing_and_the_next_start_goes_on(tmp_path):
    data = tmp_path / "data"
    with StartedPortal(data, "--no-demo") as portal:
        portal.wait_until_up()
        assert len(portal.processes()) >= len(PARTS)
        portal.process.kill()
        portal.process.wait()
        until(lambda: portal.processes() == [])
    with StartedPortal(data, "--no-demo") as again:
        assert health(again.wait_until_up())["database"] is True


def test_part_that_cannot_start_ends_the_start_with_one_line(tmp_path):
    result = subprocess.run(
        [ROOT / "bin" / "start", "--no-demo", "--data", tmp_path / "data"],
        capture_output=True,
        text=True,
        env=environment(REDIS_URL="redis://127.0.0.1:1/0"),
    )
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith("bin/start: REDIS_URL names 127.0.0.1:1, where nothing answers")
