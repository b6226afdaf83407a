"""Bringing a file: what was asked for can be mended without bringing it again, and nothing that was brought stays for ever."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from foundation.audit.models import AuditEvent
from foundation.common import clock
from foundation.common.errors import NotAllowed
from foundation.common.files import path_of
from foundation.common.models import StoredFile
from records import services
from records.models import ImportRun, PendingUpload
from records.retention import erase_uploads
from records.services.opening import analysis_of
from tests.records.files import CALL, imported, signed_in, text_of

pytestmark = pytest.mark.django_db
URL = "/records/imports/upload/"
CHINESE = text_of(CALL).decode().encode("gb18030")


@pytest.fixture
def li(client, cast):
    return signed_in(client, cast.li)


def post(
    client, *, data: bytes | None = CHINESE, name: str = "calls.csv", key=None, headers: dict | None = None, **more
):
    sent = {"source": "电话平台", "client_key": str(key or uuid4()), **more}
    if data is not None:
        sent["file"] = SimpleUploadedFile(name, data)
    return client.post(URL, sent, headers=headers)


def kept_by(answer) -> str:
    """What the form would send of the file the next time."""
    file = answer.context["form"].fields["file"].kept
    assert file is None or f'name="kept" value="{file.public_id}"' in answer.content.decode()
    return str(file.public_id) if file else ""


def test_file_without_a_source_is_kept_and_read_once_the_source_is_named(li):
    answer = post(li, source=" ")
    assert answer.context["form"].errors == {"source": ["Name the system that the records come from."]}
    assert "calls.csv is here already" in answer.content.decode()
    answer = post(li, data=None, kept=kept_by(answer))
    run = ImportRun.objects.get()
    assert (answer.status_code, run.file.name, run.source.name) == (302, "calls.csv", "电话平台")
    assert (PendingUpload.objects.count(), StoredFile.objects.count()) == (0, 1)


def test_file_in_another_encoding_than_was_chosen_is_kept_and_read_in_the_right_one(li):
    answer = post(li, encoding="utf-8")
    assert answer.context["form"].errors == {"encoding": ["Line 1 cannot be read as UTF-8."]}
    again = post(li, data=None, kept=kept_by(answer), encoding="utf-16")
    assert list(again.context["form"].errors) == ["encoding"]
    assert post(li, data=None, kept=kept_by(again), encoding="gb18030").status_code == 302
    assert (analysis_of(ImportRun.objects.get()).encoding, StoredFile.objects.count()) == ("gb18030", 1)


def test_another_file_takes_the_place_of_the_kept_one(li):
    kept = kept_by(post(li, source=""))
    assert post(li, data=text_of(CALL), name="other.csv", kept=kept).status_code == 302
    assert ImportRun.objects.get().file.name == "other.csv"


def test_file_that_no_choice_can_mend_is_not_offered_again_and_erased_in_time(li):
    answer = post(li, data=b"%PDF-1.7 " + b"x" * 100)
    assert kept_by(answer) == ""
    path = path_of(PendingUpload.objects.get().file)
    assert path.exists()
    assert erase_uploads(clock.now() + timedelta(minutes=1), 100) == 1
    assert (PendingUpload.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_erased_upload_is_gone_from_the_disk(li, django_capture_on_commit_callbacks):
    post(li, source="")
    path = path_of(PendingUpload.objects.get().file)
    with django_capture_on_commit_callbacks(execute=True):
        assert erase_uploads(clock.now() - timedelta(days=1), 100) == 0
        assert erase_uploads(clock.now() + timedelta(minutes=1), 100) == 1
    assert not path.exists()


def test_form_sent_again_with_the_kept_file_opens_one_import(li):
    key, kept = uuid4(), kept_by(post(li, source=""))
    locations = {post(li, data=None, kept=kept, key=key)["Location"] for _turn in range(2)}
    assert (len(locations), ImportRun.objects.count()) == (1, 1)


def test_file_that_was_read_is_not_read_a_second_time_from_the_same_form(li):
    kept = kept_by(post(li, source=""))
    post(li, data=None, kept=kept)
    answer = post(li, data=None, kept=kept)
    assert answer.context["form"].errors == {"file": ["This file has been read already; it is in the list of imports."]}
    assert (ImportRun.objects.count(), PendingUpload.objects.count()) == (1, 0)


@pytest.mark.parametrize("kept", ["", "nonsense", "0198a000-0000-7000-8000-000000000000"])
def test_form_without_a_file_asks_for_it(li, kept):
    assert post(li, data=None, kept=kept).context["form"].errors == {"file": ["Choose a file."]}


def test_kept_file_is_its_bringers_alone(client, cast):
    kept = kept_by(post(signed_in(client, cast.li), source=""))
    answer = post(signed_in(client, cast.feng), data=None, kept=kept)
    assert answer.context["form"].errors == {"file": ["Choose a file."]}
    with pytest.raises(NotAllowed):
        services.keep_upload(file=StoredFile.objects.get(), actor=cast.feng)


def test_keeping_is_in_the_trail_without_the_files_name(li):
    post(li, source="")
    event = AuditEvent.objects.get(action="records.upload.keep")
    assert event.target == str(PendingUpload.objects.get().public_id)
    assert "calls" not in str(event.details)


def test_source_of_the_last_own_import_is_proposed(client, cast):
    page = signed_in(client, cast.li).get(URL)
    assert page.context["form"]["source"].value() == ""
    imported(text_of(CALL), cast.li, source="甲")
    assert signed_in(client, cast.feng).get(URL).context["form"]["source"].value() == "甲"
    imported(text_of(CALL), cast.li, source="乙")
    assert signed_in(client, cast.feng).get(URL).context["form"]["source"].value() == ""
    assert signed_in(client, cast.li).get(URL).context["form"]["source"].value() == "乙"


def test_script_is_sent_on_and_gets_the_form_with_what_is_wrong(li):
    headers = {"HX-Request": "true"}
    refused = post(li, source="", headers=headers)
    assert (refused.status_code, 'id="upload"' in refused.content.decode()) == (200, True)
    sent_on = post(li, data=None, kept=kept_by(refused), headers=headers)
    assert (sent_on.status_code, sent_on["HX-Redirect"]) == (
        204,
        f"/records/imports/{ImportRun.objects.get().public_id}/columns/",
    )


def test_file_that_is_too_large_says_the_limit(li, settings):
    settings.MAX_UPLOAD_BYTES = 1 << 20
    answer = post(li, data=b"a,b\n" * (1 << 19))
    assert answer.context["form"].errors == {"file": ["The file is larger than 1 MB."]}
    assert StoredFile.objects.count() == 0


def test_upload_that_was_read_in_another_window_goes_and_leaves_the_file_to_its_import(
    li, cast, django_capture_on_commit_callbacks
):
    run = imported(text_of(CALL), cast.li)
    PendingUpload.objects.create(file=run.file, brought_by=cast.li)
    with django_capture_on_commit_callbacks(execute=True):
        assert erase_uploads(clock.now() + timedelta(minutes=1), 100) == 1
    assert not PendingUpload.objects.exists()
    assert path_of(run.file).exists()


def test_file_that_is_erased_while_it_is_read_is_asked_for_again(li, cast, monkeypatch):
    """The schedule erases what was kept too long at the very moment in which somebody goes on with it."""
    from records.services import opening

    kept, read = kept_by(post(li, source="")), opening.analyse

    def read_late(table):
        found = read(table)
        erase_uploads(clock.now() + timedelta(minutes=1), 100)
        return found

    monkeypatch.setattr(opening, "analyse", read_late)
    answer = post(li, data=None, kept=kept)
    assert answer.context["form"].errors == {"file": ["Choose a file."]}
    assert not ImportRun.objects.exists()
