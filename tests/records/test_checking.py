"""The trial run counts what the import then does, and writes nothing."""

import pytest

from foundation.common.errors import Conflict, Invalid, NotAllowed
from foundation.common.files import store_bytes
from foundation.jobs import services as jobs
from records import services
from records.models import ImportRun, RejectedRow, ServiceRecord
from records.services import storing
from tests.records.files import CALL, MISSED, counts, imported, text_of

pytestmark = pytest.mark.django_db
ROWS = (
    CALL,
    CALL,
    CALL.replace(",5,", ",1,"),
    MISSED,
    CALL.replace("T-001", "T-003").replace("2021-01-05", "?"),
    CALL.replace("T-001", "T-004").replace("BR-E", "火星"),
)


def opened(data: bytes, actor) -> ImportRun:
    from uuid import uuid4

    return services.open_import(
        file=store_bytes(data=data, name="a.csv", actor=actor), source="电话平台", actor=actor, key=uuid4()
    )


@pytest.mark.parametrize("block", [1, 2, 1000])
def test_trial_run_says_what_the_import_does(cast, monkeypatch, block):
    monkeypatch.setattr(storing, "BLOCK_ROWS", block)
    monkeypatch.setattr("records.services.checking.BLOCK_ROWS", block)
    imported(text_of(CALL.replace(",5,", ",4,"), MISSED), cast.li)
    result = services.check_import(opened(text_of(*ROWS), cast.li))
    assert ServiceRecord.objects.count() == 2
    done = imported(text_of(*ROWS), cast.li)
    assert (
        (result["added"], result["corrected"], result["unchanged"], result["rejected"]) == counts(done) == (0, 1, 2, 3)
    )
    assert result["read"] == done.rows_read == 6


def test_trial_run_writes_nothing(cast):
    services.check_import(opened(text_of(*ROWS), cast.li))
    assert (ServiceRecord.objects.count(), RejectedRow.objects.count()) == (0, 0)


def test_reasons_come_by_frequency_with_their_rows(cast):
    bad = [CALL.replace("T-001", f"T-1{n}").replace("BR-E", "火星") for n in range(3)]
    reasons = services.check_import(opened(text_of(*bad, ROWS[4]), cast.li))["reasons"]
    assert [(reason["code"], reason["count"], reason["rows"]) for reason in reasons] == [
        ("unknown_value", 3, [2, 3, 4]),
        ("not_date", 1, [5]),
    ]


def test_queued_check_keeps_its_result(cast):
    run = opened(text_of(*ROWS), cast.li)
    services.request_check(run=run, actor=cast.li)
    assert jobs.run(run.job_id) is True
    run.refresh_from_db()
    assert (run.check_result["added"], run.check_result["rejected"], run.state) == (2, 3, "mapping")


def test_check_of_columns_that_have_changed_is_not_kept(cast):
    from records.mapping import Mapping

    run = opened(text_of(*ROWS), cast.li)
    services.request_check(run=run, actor=cast.li)
    services.assign_columns(run=run, mapping=Mapping.from_json(run.mapping), actor=cast.li)
    jobs.run(run.job_id)
    run.refresh_from_db()
    assert run.check_result is None


def test_check_needs_the_right_and_an_open_file(cast):
    run = opened(text_of(CALL), cast.li)
    with pytest.raises(NotAllowed):
        services.request_check(run=run, actor=cast.feng)
    with pytest.raises(Conflict):
        services.request_check(run=imported(text_of(CALL), cast.li), actor=cast.li)


def test_check_with_open_questions_is_refused(cast):
    with pytest.raises(Invalid):
        services.request_check(run=opened(text_of("1,02/03/2021", header="编号,日期"), cast.li), actor=cast.li)
