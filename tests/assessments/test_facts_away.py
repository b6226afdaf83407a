"""A fact sheet that was signed on a device without a network: taken once, and only for just the facts that the server has (R15, R18)."""

import json
import re
from uuid import uuid4

import pytest

from assessments.fact_papers import confirmation_pairs
from assessments.models import FactSheet
from assessments.services.evidence import add_evidence
from assessments.services.facts import verify_fact_sheets
from assessments.services.facts_away import read_shown
from foundation.audit.models import AuditEvent
from foundation.common import clock
from foundation.common.errors import Invalid
from tests.assessments.files import png
from tests.assessments.sheet_world import full_marks, make_visit
from tests.assessments.test_fact_sheets import FOUND, save, signature, submit
from tests.assessments.test_sheet_pages import JSON, again, sign_in, url

SIGNED_AT = "2026-11-20T02:42:10.125Z"


@pytest.fixture
def visit(sheets):
    """Lin's and Guo's; a fact at 2.1, the rest at its best."""
    sheet = make_visit(sheets.plan, sheets.cast.lin, sheets.cast.guo)
    save(sheet, {**full_marks(), "2.1": FOUND})
    return again(sheet)


def shown(sheet, facts=None, files=(), **more) -> dict:
    """What the tablet says that it showed."""
    facts = [["2.1", FOUND["reason"], []]] if facts is None else facts
    at = f"{clock.local(sheet.visited_at):%Y-%m-%dT%H:%M}"
    return {"visit": [at, sheet.place], "facts": facts, "evidence": list(files), "at": SIGNED_AT, **more}


def send(client, visit, said: dict, key=None, **more):
    fields = {"outcome": "signed", "name": "陈洁", "post": "支行行长", "signature": signature()}
    data = {**fields, "client_key": str(key or uuid4()), "shown": json.dumps(said), **more}
    return client.post(url("facts_confirm", visit), data, headers=JSON)


@pytest.fixture
def lin(client, sheets):
    return sign_in(client, sheets.cast.lin)


def test_what_was_signed_on_the_device_is_kept_once_with_the_time_of_both(visit, lin):
    key = uuid4()
    answers = [send(lin, visit, shown(visit), key) for _ in range(2)]
    assert [answer.json() for answer in answers] == [{"outcome": "Signed", "tone": "done", "name": "陈洁"}] * 2
    row = FactSheet.objects.get()
    assert row.device_at.isoformat() == "2026-11-20T02:42:10.125000+00:00"
    assert row.confirmed_at > row.device_at
    pairs = dict(confirmation_pairs(row))
    assert "by the clock of the device" in pairs["Time"]
    assert "Received" in pairs
    assert (
        AuditEvent.objects.get(action="assessments.facts.confirm").details["device_at"].startswith("2026-11-20T02:42")
    )
    assert verify_fact_sheets() == []
    submit(visit)
    assert again(visit).state == "submitted"


def test_other_contents_under_the_same_key_are_refused(visit, lin):
    key = uuid4()
    send(lin, visit, shown(visit), key)
    assert send(lin, visit, shown(visit), key, name="吴迪").status_code == 409
    assert FactSheet.objects.get().name == "陈洁"


@pytest.mark.parametrize(
    ("said", "places"),
    [
        (lambda visit: shown(visit, [["2.1", "三号柜台五分钟无人应答", []]]), "2.1"),
        (lambda visit: shown(visit, []), "2.1"),
        (lambda visit: shown(visit, [["2.1", FOUND["reason"], []], ["2.2", "打断一次", []]]), "2.2"),
        (lambda visit: shown(visit, [["2.1", FOUND["reason"], [1]]], [[1, str(uuid4())]]), "2.1"),
        (lambda visit: shown(visit, visit=["2026-11-01T09:00", "大厅"]), "Time of the visit, Place"),
    ],
    ids=["words", "gone", "more", "evidence", "visit"],
)
def test_signature_under_other_facts_is_refused_and_says_where_they_differ(visit, lin, said, places):
    answer = send(lin, visit, said(visit))
    assert answer.status_code == 409
    assert f"it differs at: {places}." in answer.json()["message"]
    assert not FactSheet.objects.exists()


def test_file_is_known_by_the_key_under_which_the_device_has_sent_it(visit, lin, sheets):
    key = uuid4()
    one, other = (
        add_evidence(sheet=visit, actor=person, source=png(), name="柜台.png", key=number, indicator="2.1")
        for person, number in ((sheets.cast.lin, uuid4()), (sheets.cast.lin, key))
    )
    facts = [["2.1", FOUND["reason"], [1, 2]]]
    exchanged = [[1, str(other.public_id)], [2, str(one.public_id)]]
    assert send(lin, visit, shown(visit, facts, exchanged)).status_code == 409
    assert send(lin, visit, shown(visit, facts, [[1, str(one.public_id)], [2, str(key)]])).status_code == 200


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"visit": ["", ""], "facts": [], "evidence": []}',
        json.dumps({"visit": ["", ""], "facts": [], "evidence": [], "at": "2026-11-20T02:42:10"}),
        json.dumps({"visit": ["", ""], "facts": [], "evidence": [], "at": "9999-12-31T23:59:59-10:00"}),
        json.dumps({"visit": ["", 1], "facts": [], "evidence": [], "at": SIGNED_AT}),
        json.dumps({"visit": ["", ""], "facts": [["2.1", "a", []], ["2.1", "b", []]], "evidence": [], "at": SIGNED_AT}),
        json.dumps({"visit": ["", ""], "facts": [], "evidence": [[True, str(uuid4())]], "at": SIGNED_AT}),
        "[" * 50_000,
    ],
)
def test_what_is_no_account_of_what_was_shown_is_refused(text):
    with pytest.raises(Invalid):
        read_shown(text)


def test_what_is_wrong_of_it_and_a_sheet_that_was_sealed_meanwhile_are_told_as_data(visit, lin):
    answer = send(lin, visit, shown(visit), post="")
    assert (answer.status_code, answer.json()) == (422, {"messages": ["Enter the position."]})
    send(lin, visit, shown(visit))
    submit(visit)
    answer = send(lin, visit, shown(visit))
    assert (answer.status_code, "sealed" in answer.json()["message"]) == (409, True)


def test_device_is_told_the_number_of_each_file_and_whose_names_sign_nothing(visit, lin, sheets):
    url_add = url("evidence_add", visit)
    data = {"file": png(), "file_for": "2.1", "client_key": str(uuid4())}
    assert 'data-number="1"' in lin.post(url_add, data, headers=JSON).content.decode()
    pack = lin.post(url("sheet_take", visit)).json()
    [file] = pack["files"]
    assert (file["number"], file["code"], file["off"]) == (1, "2.1", False)
    assert 'id="facts-dialog"' in pack["html"]
    told = json.loads(re.search(r'id="sheet-state"[^>]*>(.*?)</script>', pack["html"], re.S)[1])
    assert told["assessors"] == [*sheets.cast.lin.written_names, *sheets.cast.guo.written_names]
