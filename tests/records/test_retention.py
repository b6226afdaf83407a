"""Imported files and what was sent back of them are erased once they were kept long enough; every count stays (R47)."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from foundation.common import clock
from foundation.common.files import path_of
from foundation.retention.services import erase_due
from records.models import ImportRun, RejectedRow, ServiceRecord
from tests.records.files import CALL, counts, imported, started, text_of

pytestmark = pytest.mark.django_db
WRONG = CALL.replace("T-001", "T-002").replace(",5,", ",9,")


@pytest.fixture
def run(cast) -> ImportRun:
    return imported(text_of(CALL, WRONG, CALL.replace("BR-E", "火星支行").replace("T-001", "T-009")), cast.li)


def erase(capture, days: int = 366) -> int:
    with time_machine.travel(clock.now() + timedelta(days=days), tick=False), capture(execute=True):
        return erase_due()["records.files"]


def test_file_and_values_go_and_counts_and_reasons_stay(cast, run, client, django_capture_on_commit_callbacks):
    before, path = counts(run), path_of(run.file)
    assert path.exists()
    assert erase(django_capture_on_commit_callbacks) == 1
    assert erase(django_capture_on_commit_callbacks) == 0

    run = ImportRun.objects.get()
    assert not path.exists() and run.analysis == "" and run.erased_at is not None
    assert counts(run) == before == (1, 0, 0, 2)
    assert set(RejectedRow.objects.values_list("content", "value")) == {("", "")}
    assert ServiceRecord.objects.count() == 1

    client.force_login(cast.li.user)
    page = client.get(run.get_absolute_url(), headers={"accept-language": "en"}).content.decode()
    assert "were erased on" in page and "Rows sent back (Excel)" not in page
    assert client.get(reverse("records:import_rejected", args=[run.public_id, "csv"])).status_code == 404


def test_file_is_kept_as_long_as_it_was_promised(run, django_capture_on_commit_callbacks):
    assert erase(django_capture_on_commit_callbacks, days=364) == 0
    assert path_of(run.file).exists()


def test_import_that_nobody_has_finished_keeps_its_file(cast, django_capture_on_commit_callbacks):
    run = started(text_of(CALL), cast.li)
    assert run.state in ("mapping", "running")
    assert erase(django_capture_on_commit_callbacks) == 0


def test_rows_that_wait_for_their_records_keep_the_file(run, django_capture_on_commit_callbacks):
    ImportRun.objects.update(rows_held=1)
    assert erase(django_capture_on_commit_callbacks) == 0


@pytest.mark.parametrize("state", ["mapping", "failed", "stopped"])
def test_import_that_was_left_lying_ends_as_discarded(cast, run, state, client, django_capture_on_commit_callbacks):
    ImportRun.objects.update(state=state)
    assert erase(django_capture_on_commit_callbacks) == 1
    run.refresh_from_db()
    assert (run.state, run.analysis, path_of(run.file).exists()) == ("discarded", "", False)
    client.force_login(cast.li.user)
    assert client.get(run.get_absolute_url()).status_code == 200
    assert client.post(reverse("records:import_resume", args=[run.public_id])).status_code == 409
