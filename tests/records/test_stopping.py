"""Who stops an import keeps what is stored, and can go on; a trial run that nobody waits for ends, and one that takes too long says how far it came."""

from uuid import uuid4

import pytest

from foundation.audit.models import AuditEvent
from foundation.common.errors import Conflict, NotAllowed
from foundation.common.files import store_bytes
from foundation.jobs import services as jobs
from records import services
from records.mapping import Mapping
from records.models import ImportRun, RejectedRow, ServiceRecord
from records.services import checking, storing
from tests.records.files import counts, imported, signed_in, started, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    monkeypatch.setattr(storing, "BLOCK_ROWS", 2)
    monkeypatch.setattr(storing, "CHUNK_BLOCKS", 1)
    monkeypatch.setattr(checking, "BLOCK_ROWS", 2)


def rows(count: int) -> bytes:
    """Every fourth row has no date."""
    return text_of(*(f"{n},{'?' if n % 4 == 3 else '2021-01-05'}" for n in range(count)), header="编号,日期")


def stopped_after(run: ImportRun, chunks: int, actor) -> ImportRun:
    """The import, stopped by somebody while a chunk was being stored, after so many."""
    seen = []

    def progress(done: int, total: int) -> None:
        seen.append(done)
        if len(seen) == chunks:
            services.stop_import(run=ImportRun.objects.get(pk=run.pk), actor=actor)

    assert services.run_import(run.pk, progress=progress) is True
    return ImportRun.objects.get(pk=run.pk)


def test_stopped_import_keeps_what_is_stored_and_goes_on_below_it(cast):
    run = stopped_after(started(rows(11), cast.li), 3, cast.li)
    assert (run.state, run.position, counts(run)) == ("stopped", 6, (4, 0, 0, 1))
    assert (ServiceRecord.objects.count(), RejectedRow.objects.count()) == (4, 1)
    services.resume_import(run=run, actor=cast.li)
    assert jobs.run(ImportRun.objects.get().job_id) is True
    run = ImportRun.objects.get()
    assert (run.state, counts(run), run.rows_read) == ("done", (9, 0, 0, 2), 11)
    assert ServiceRecord.objects.values("number").distinct().count() == ServiceRecord.objects.count() == 9


def test_import_that_was_stopped_before_it_began_stores_nothing(cast):
    run = started(rows(4), cast.li)
    services.stop_import(run=run, actor=cast.li)
    assert jobs.run(run.job_id) is True
    run.refresh_from_db()
    assert (run.state, ServiceRecord.objects.count()) == ("stopped", 0)


def test_stopping_at_the_last_row_is_no_finish(cast):
    run = stopped_after(started(rows(4), cast.li), 3, cast.li)
    assert (run.state, run.rows_read) == ("stopped", 4)
    services.resume_import(run=run, actor=cast.li)
    jobs.run(ImportRun.objects.get().job_id)
    assert (ImportRun.objects.get().state, counts(ImportRun.objects.get())) == ("done", (3, 0, 0, 1))


def test_stop_and_going_on_are_in_the_trail(cast):
    run = started(rows(4), cast.li)
    services.stop_import(run=run, actor=cast.li)
    services.resume_import(run=run, actor=cast.li)
    acts = AuditEvent.objects.filter(action__startswith="records.import.", target=str(run.public_id)).order_by("pk")
    assert [act.action.rpartition(".")[2] for act in acts] == ["open", "start", "stop", "resume"]


def test_stop_needs_the_right_and_an_import_under_way(cast):
    run = started(rows(4), cast.li)
    with pytest.raises(NotAllowed):
        services.stop_import(run=run, actor=cast.feng)
    done = imported(rows(4), cast.li, source="乙")
    with pytest.raises(Conflict):
        services.stop_import(run=done, actor=cast.li)


def test_stopped_import_can_be_put_aside_and_keeps_its_rows(client, cast):
    run = stopped_after(started(rows(6), cast.li), 1, cast.li)
    page = signed_in(client, cast.li).get(run.get_absolute_url()).content.decode()
    assert "It was stopped after 1 of about 6 rows." in page
    assert client.post(f"/records/imports/{run.public_id}/discard/").status_code == 302
    run.refresh_from_db()
    assert (run.state, ServiceRecord.objects.count()) == ("discarded", 1)


def test_stop_of_an_import_that_has_ended_shows_how(client, cast):
    run = imported(rows(4), cast.li)
    answer = signed_in(client, cast.li).post(f"/records/imports/{run.public_id}/stop/", follow=True)
    assert "This import is not under way any more." in answer.content.decode()
    assert ImportRun.objects.get().state == "done"


# The trial run


@pytest.fixture
def opened(cast) -> ImportRun:
    file = store_bytes(data=rows(12), name="a.csv", actor=cast.li)
    run = services.open_import(file=file, source="甲", actor=cast.li, key=uuid4())
    return services.request_check(run=run, actor=cast.li)


def test_trial_run_ends_when_the_columns_are_assigned_anew(cast, opened, monkeypatch):
    counted, count = [], checking._count

    def assigned_anew(run, *more):
        counted.append(run)
        count(run, *more)
        if len(counted) == 2:
            again = ImportRun.objects.get(pk=run.pk)
            services.assign_columns(run=again, mapping=Mapping.from_json(again.mapping), actor=cast.li)

    monkeypatch.setattr(checking, "_count", assigned_anew)
    assert jobs.run(opened.job_id) is True
    assert (len(counted), ImportRun.objects.get().check_result) == (2, None)


def test_trial_run_whose_time_is_up_says_how_far_it_came(client, cast, opened, monkeypatch):
    monkeypatch.setattr(checking, "SECONDS", -1)
    monkeypatch.setattr(checking, "BLOCK_ROWS", 3)
    assert jobs.run(opened.job_id) is True
    result = ImportRun.objects.get().check_result
    assert (result["read"], result["added"], result["is_partial"]) == (2, 2, True)
    page = signed_in(client, cast.li).get(opened.get_absolute_url(), follow=True).content.decode()
    assert "The first 2 rows can be imported" in page and "Every row can be imported" not in page
    assert "Import all rows" in page


def test_trial_run_that_ends_in_time_has_read_every_row(opened):
    jobs.run(opened.job_id)
    assert (ImportRun.objects.get().check_result["read"], ImportRun.objects.get().check_result["is_partial"]) == (
        12,
        False,
    )


def test_trial_run_that_was_given_up_says_so(client, cast, opened):
    type(opened.job).objects.filter(pk=opened.job_id).update(state="failed")
    page = signed_in(client, cast.li).get(opened.get_absolute_url(), follow=True).content.decode()
    assert "The rows could not be checked: the background work has stopped." in page


@pytest.mark.parametrize("block", [1, 2, 3, 1000])
def test_numbers_that_come_again_in_any_block_are_counted_alike(cast, monkeypatch, block):
    monkeypatch.setattr(checking, "BLOCK_ROWS", block)
    imported(text_of("1,2021-01-05", "2,2021-01-05", header="编号,日期"), cast.li, source="丙")
    lines = (
        "1,2021-01-05",
        "3,2021-01-05",
        "2,2021-01-06",
        "3,2021-01-05",
        "1,2021-01-05",
        "3,2021-01-07",
        "4,2021-01-05",
    )
    file = store_bytes(data=text_of(*lines, header="编号,日期"), name="a.csv", actor=cast.li)
    result = services.check_import(services.open_import(file=file, source="丙", actor=cast.li, key=uuid4()))
    assert [result[name] for name in ("read", "added", "corrected", "unchanged", "rejected")] == [7, 2, 1, 3, 1]
