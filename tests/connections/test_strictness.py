"""Hostile input: a clear problem in the caller's language, never a page, never a 500."""

import json
import time
from types import SimpleNamespace

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from connections.api.reading import LARGEST, MOST_BYTES
from connections.api.site import schema
from connections.models import Call
from records.models import ServiceRecord
from tests.connections.world import CALL, SOURCE

pytestmark = pytest.mark.django_db
BATCH = json.dumps({"source": SOURCE, "records": [CALL]})
DEEP = "[" * 100_000 + "]" * 100_000


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 415),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b"\xef\xbb\xbf{}", 400),
        (BATCH.encode("utf-16"), 400),
        (b'{"source": "x", "source": "y", "records": []}', 400),
        (BATCH.replace('"rating": 5', '"rating": NaN').encode(), 400),
        (BATCH.replace('"rating": 5', '"rating": Infinity').encode(), 400),
        (BATCH.replace('"rating": 5', '"rating": 1e999').encode(), 400),
        (BATCH.replace('"rating": 5', f'"rating": {LARGEST + 1}').encode(), 400),
        (BATCH.replace('"rating": 5', '"rating": ' + "9" * 5000).encode(), 400),
        (BATCH.replace('"rating": 5', '"rating": -' + "9" * 30).encode(), 400),
        (DEEP.encode(), 400),
        (b'{"source": ' + b'{"a":' * 20 + b"1" + b"}" * 21, 400),
        (b"[]", 422),
        (b"null", 422),
        (b'"x"', 422),
        (b"5", 422),
        (b'{"source": 5, "records": "x"}', 422),
        (b'{"source": "\\ud800", "records": [1]}', 422),
        (b'{"source": "a\\u0000", "records": [1]}', 403),
        (b'{"records": [1]}', 422),
        (b"x" * (MOST_BYTES + 1), 413),
    ],
    ids=range(23),
)
def test_body_that_cannot_be_taken_is_a_problem(caller, body, status):
    answer = caller.post("/records", body)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    found = answer.json()
    assert (found["status"], bool(found["title"])) == (status, True)
    assert found["type"].startswith("urn:qa-portal:problem:")
    assert ServiceRecord.objects.count() == 0


def test_name_that_stands_twice_among_very_many_is_found_at_once(caller):
    """An object may have as many names as four megabytes hold."""
    names = ",".join(f'"k{number}":0' for number in range(60_000))
    began = time.monotonic()
    answer = caller.post("/records", ("{" + names + ',"k59999":1}').encode())
    assert (answer.status_code, "k59999" in answer.json()["detail"]) == (400, True)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=gbk",
        "text/json",
        "",
    ],
)
def test_other_content_types_are_refused(caller, kind):
    answer = caller.post("/records", BATCH.encode(), content_type=kind)
    assert (answer.status_code, answer["Content-Type"]) == (415, "application/problem+json")


def test_compressed_body_is_refused(caller):
    assert caller.post("/records", b"x", headers={"Content-Encoding": "gzip"}).status_code == 415


@pytest.mark.parametrize(("path", "status"), [("/nothing", 404), ("", 404), ("/", 404), ("/records/../x", 404)])
def test_address_that_is_not_there_is_a_problem(caller, path, status):
    answer = caller.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")


def test_other_method_is_a_problem_and_names_those_that_work(caller):
    answer = caller.client.put("/api/v1/records", headers=caller.headers)
    assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")
    assert "POST" in answer["Allow"]


@pytest.mark.parametrize(
    "query",
    [
        {"source": "\0", "number": "1"},
        {"source": "x" * 5000, "number": "1"},
        {"source": SOURCE},
        {"source": SOURCE, "number": "\ud800".encode("utf-8", "surrogatepass")},
    ],
)
def test_query_that_cannot_be_taken_is_a_problem(caller, query):
    answer = caller.get("/records", **query)
    assert answer.status_code in (400, 404, 422)
    assert answer["Content-Type"] == "application/problem+json"


def test_problem_is_in_the_language_that_is_asked_for(caller):
    caller.headers["Accept-Language"] = "zh-CN,zh;q=0.9"
    assert caller.get("/records", source=SOURCE, number="X").json()["title"] == "此处没有内容"


def test_failure_of_the_portal_says_nothing_of_its_inside(caller, monkeypatch):
    def fail(**_given):
        raise RuntimeError("secret detail")

    monkeypatch.setattr("connections.api.operations.deliver_records", fail)
    answer = caller.deliver(CALL)
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert "secret" not in answer.content.decode()
    assert Call.objects.get().status == 500


def test_schema_is_openapi_3_1():
    found = json.loads(json.dumps(schema()))
    OpenAPIV31SpecValidator(found).validate()
    assert found["openapi"].startswith("3.1")
    assert set(found["paths"]) == {
        f"/api/v1/{name}" for name in ("records", "tickets", "units", "measures", "figures", "key")
    }


def test_schema_is_handed_out_with_a_key_only(caller):
    assert caller.get("/openapi.json").json()["info"]["title"] == "QA Portal"
    caller.headers.pop("Authorization")
    assert caller.get("/openapi.json").status_code == 401


def test_figures_are_those_of_the_measure_and_small_ones_are_kept_back(caller):
    caller.deliver(*({**CALL, "number": f"T-{n}"} for n in range(5)), {**CALL, "number": "W", "unit": "BR-W"})
    asked = {"measure": "records.rating", "first_day": "2021-01-01", "last_day": "2021-01-31"}
    found = {row["unit"]: row for row in caller.get("/figures", **asked).json()["figures"]}
    assert (found["BR-E"], found["BR-W"]) == (
        {"unit": "BR-E", "n": 5, "value": "5.000000"},
        {"unit": "BR-W", "n": 1, "value": None},
    )
    only = caller.get("/figures", unit=["BR-E"], **asked).json()["figures"]
    assert [row["unit"] for row in only] == ["BR-E"]


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"measure": "scores.total"}, 404),
        ({"first_day": "x"}, 422),
        ({"last_day": "2020-01-01"}, 422),
        ({"last_day": "2031-01-01"}, 422),
        ({"unit": "NOWHERE"}, 422),
        ({"first_day": "0001-01-01", "last_day": "0001-01-02"}, 422),
        ({"first_day": "9999-12-31", "last_day": "9999-12-31"}, 422),
    ],
)
def test_figures_that_cannot_be_asked_for_are_a_problem(caller, given, status):
    asked = {"measure": "records.rating", "first_day": "2021-01-01", "last_day": "2021-01-31", **given}
    assert caller.get("/figures", **asked).status_code == status


def test_units_and_measures_are_listed(caller):
    units = {row["code"]: row["parent"] for row in caller.get("/units").json()}
    assert units["BR-E"] == "HO"
    told = {row["code"]: row["unit"] for row in caller.get("/measures").json()}
    assert (told["records.rating"], told["tickets.complaint_rate"]) == ("mean", "rate")


@pytest.fixture
def at_thirty(monkeypatch):
    """Half a minute stands still."""
    monkeypatch.setattr("connections.services.calling.time", SimpleNamespace(time=lambda: 1_800_000_030.0))


def test_calls_above_the_limit_wait(caller, connection, at_thirty):
    type(connection).objects.update(calls_a_minute=3)
    told = [caller.get("/key") for _call in range(5)]
    assert [answer.status_code for answer in told] == [200, 200, 200, 429, 429]
    assert (told[-1]["Retry-After"], told[-1]["Content-Type"]) == ("30", "application/problem+json")


def test_rows_above_the_limit_wait_and_are_not_stored(caller, connection, at_thirty):
    type(connection).objects.update(rows_a_minute=3)
    assert caller.deliver(*({**CALL, "number": f"A{n}"} for n in range(3))).status_code == 200
    assert caller.deliver(CALL).status_code == 429
    assert ServiceRecord.objects.count() == 3


def test_next_minute_is_a_fresh_one(caller, connection, monkeypatch):
    type(connection).objects.update(calls_a_minute=1)
    for minute in (0, 1):
        moment = 1_800_000_000.0 + 60 * minute
        monkeypatch.setattr("connections.services.calling.time", SimpleNamespace(time=lambda moment=moment: moment))
        assert [caller.get("/key").status_code for _call in range(2)] == [200, 429]
