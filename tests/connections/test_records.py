"""Service records through the interface: stored by the way that files take, a row at a time answered."""

import pytest
from django.db import connection

from connections.api.schemas import BatchAnswer
from connections.models import Call, Connection
from foundation.audit.models import AuditEvent
from foundation.audit.verifiers import verify_chain
from foundation.common import clock
from records.models import ImportRun, RecordRevision, RejectedRow, ServiceRecord
from tests.connections.world import CALL, SOURCE
from tests.records.files import CALL as LINE, counts, imported, text_of

pytestmark = pytest.mark.django_db


def results(answer) -> list[str]:
    return [row["result"] for row in answer.json()["rows"]]


def test_record_is_stored_with_all_its_values(caller, cast):
    answer = caller.deliver(CALL)
    assert (answer.status_code, results(answer)) == (200, ["stored"])
    record = ServiceRecord.objects.get()
    assert (record.source.name, record.number, record.unit, record.rating) == (SOURCE, "T-001", cast.east, 5)
    assert (record.answered, record.answer_seconds, record.handle_seconds) == (True, 12, 143)
    assert (record.customer_phone, record.transcript) == ("13812345678", "您好")
    assert clock.local(record.occurred_at).isoformat() == "2021-01-05T09:30:00+08:00"


def test_answer_is_what_the_papers_say(caller):
    answer = caller.deliver(CALL, {**CALL, "number": "T-9", "rating": 9}, "nothing").json()
    assert BatchAnswer.model_validate(answer).model_dump() == answer
    assert [row["code"] for row in answer["rows"]] == [None, "rating_range", "not_object"]


def test_same_batch_again_changes_nothing_and_leaves_no_run(caller):
    caller.deliver(CALL)
    assert results(caller.deliver(CALL)) == ["unchanged"]
    assert (ServiceRecord.objects.count(), RecordRevision.objects.count(), ImportRun.objects.count()) == (1, 0, 1)


def test_what_a_file_has_brought_is_unchanged_and_the_other_way_round(caller, cast):
    call = {name: value for name, value in CALL.items() if name != "touchpoint"}  # the file has no column for it
    imported(text_of(LINE), cast.li)
    assert results(caller.deliver(call)) == ["unchanged"]
    caller.deliver({**call, "number": "T-777"})
    assert counts(imported(text_of(LINE.replace("T-001", "T-777")), cast.li)) == (0, 0, 1, 0)


def test_correction_keeps_what_was_before_and_names_the_system(caller, cast):
    caller.deliver(CALL)
    assert results(caller.deliver({**CALL, "rating": 3})) == ["corrected"]
    revision = RecordRevision.objects.get()
    assert (ServiceRecord.objects.get().rating, revision.values["rating"], revision.run.delivered_by) == (
        3,
        5,
        "call-centre",
    )


def test_what_a_row_does_not_name_stays_and_null_empties(caller):
    caller.deliver(CALL)
    caller.deliver({"number": "T-001", "occurred_at": CALL["occurred_at"], "topic": None})
    record = ServiceRecord.objects.get()
    assert (record.topic, record.rating, record.transcript) == ("", 5, "您好")


@pytest.mark.parametrize(
    ("row", "code", "field"),
    [
        ({**CALL, "rating": 9}, "rating_range", "rating"),
        ({**CALL, "unit": "NOWHERE"}, "unknown_value", "unit"),
        ({**CALL, "occurred_at": "3/4/2021"}, "date_order", "occurred_at"),
        ({**CALL, "number": None}, "empty", "number"),
        ({**CALL, "number": "13812345678"}, "personal", "number"),
        ({key: value for key, value in CALL.items() if key != "occurred_at"}, "empty", "occurred_at"),
        ({**CALL, "mood": "good"}, "unknown_field", "mood"),
        ({**CALL, "topic": ["a"]}, "not_text", "topic"),
        ({**CALL, "topic": {"a": 1}}, "not_text", "topic"),
        ({**CALL, "transcript": "a\x00b"}, "control", "transcript"),
        ({**CALL, "transcript": "a\ud800b"}, "control", "transcript"),
        ({**CALL, "answered": "maybe"}, "not_yes_no", "answered"),
        ({**CALL, "answered": 2}, "not_yes_no", "answered"),
        ({**CALL, "answer_seconds": -1}, "seconds_range", "answer_seconds"),
        ("T-1", "not_object", None),
        (None, "not_object", None),
    ],
)
def test_row_that_is_refused_says_why_and_keeps_no_other_out(caller, row, code, field):
    answer = caller.deliver({**CALL, "number": "T-100"}, row, {**CALL, "number": "T-102"})
    rows = answer.json()["rows"]
    assert [row["result"] for row in rows] == ["stored", "refused", "stored"]
    assert (rows[1]["row"], rows[1]["code"], rows[1]["field"]) == (2, code, field)
    assert rows[1]["reason"]
    assert ServiceRecord.objects.count() == 2


def test_two_rows_that_contradict_each_other_are_told(caller):
    assert results(caller.deliver(CALL, {**CALL, "rating": 1}, CALL)) == ["stored", "refused", "unchanged"]


def test_only_refused_rows_are_answered_and_kept_encrypted(caller):
    answer = caller.deliver({**CALL, "rating": 9})
    assert (answer.status_code, results(answer)) == (200, ["refused"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM records_rejectedrow")
        assert cursor.fetchone()[0].startswith("v1:")
    assert RejectedRow.objects.get().reason == "rating_range"


def test_reason_is_in_the_language_of_the_caller(caller):
    caller.headers["Accept-Language"] = "zh-CN"
    assert caller.deliver({**CALL, "rating": 9}).json()["rows"][0]["reason"] == "“rating”：9 不在 1 至 5 之间。"


def test_record_is_read_back_masked(caller):
    caller.deliver(CALL)
    found = caller.get("/records", source=SOURCE, number="T-001").json()
    assert (found["customer_name"], found["customer_phone"], found["agent"]) == ("王**", "138****5678", "0**")
    assert (found["unit"], found["rating"], found["has_transcript"]) == ("BR-E", 5, True)
    assert "您好" not in str(found)


def test_record_that_is_not_there_is_a_problem(caller):
    answer = caller.get("/records", source=SOURCE, number="X")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_trail_names_the_system_and_no_customer(caller):
    caller.deliver(CALL, {**CALL, "number": "T-2", "rating": 9})
    event = AuditEvent.objects.get(action="records.delivery.finish")
    assert (event.actor, event.actor_label) == (str(Connection.objects.get().public_id), "call-centre")
    assert event.details == {"after": {"added": 1, "corrected": 0, "unchanged": 0, "rejected": 1}}
    assert verify_chain() == []


def test_log_counts_rows(caller):
    caller.deliver(CALL, {**CALL, "number": "T-2", "rating": 9})
    call = Call.objects.get()
    assert (call.method, call.operation, call.status, call.rows) == (
        "POST",
        "records",
        200,
        {"stored": 1, "refused": 1},
    )


@pytest.mark.parametrize("count", [0, 1001])
def test_batch_has_one_to_a_thousand_rows(caller, count):
    answer = caller.post("/records", {"source": SOURCE, "records": [CALL] * count})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "records")
