"""Evidence: by content, by right, sealed with the sheet (R17)."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.enums import CycleState, SheetState
from assessments.models import Cycle, Evidence, ScoreSheet
from assessments.services import evidence as services
from assessments.services.sheets import submit_sheet
from foundation.audit.models import AuditEvent
from foundation.common.errors import Conflict, Invalid, NotAllowed
from tests.assessments.files import html, pdf, png, wav
from tests.assessments.sheet_world import full_marks


def add(world, source=None, **more) -> Evidence:
    given = {
        "sheet": world.sheet,
        "actor": world.cast.lin,
        "source": source or png(),
        "name": "大厅.png",
        "key": uuid4(),
    }
    return services.add_evidence(**{**given, **more})


def seal(world):
    submit_sheet(sheet=world.sheet, actor=world.cast.lin, marks=full_marks(), version=1, key=uuid4())


@pytest.mark.parametrize(("source", "content_type"), [(png, "image/png"), (pdf, "application/pdf"), (wav, "audio/wav")])
def test_photos_recordings_and_pdf_files_are_kept(sheets, source, content_type):
    added = add(sheets, source(), indicator="2.1", caption="柜台")
    assert (added.file.content_type, added.indicator.code, added.caption, added.added_by) == (
        content_type,
        "2.1",
        "柜台",
        sheets.cast.lin,
    )
    event = AuditEvent.objects.get(action="assessments.evidence.add")
    assert event.details == {"after": added.file.digest, "evidence": str(added.public_id)}


def test_content_decides_not_the_name(sheets):
    with pytest.raises(Invalid):
        add(sheets, html(), name="photo.png")
    assert Evidence.objects.count() == 0


def test_office_archive_is_refused(sheets):
    from io import BytesIO

    with pytest.raises(Invalid):
        add(sheets, BytesIO(b"PK\x03\x04rest"), name="list.xlsx")


def test_empty_and_too_large_files_are_refused(sheets, monkeypatch):
    from io import BytesIO

    with pytest.raises(Invalid):
        add(sheets, BytesIO(b""))
    monkeypatch.setattr(services, "MAX_EVIDENCE_BYTES", 20)
    with pytest.raises(Invalid):
        add(sheets)
    assert Evidence.objects.count() == 0


def test_unknown_indicator_is_refused(sheets):
    with pytest.raises(Invalid):
        add(sheets, indicator="9.9")


def test_number_of_files_is_limited(sheets, monkeypatch):
    monkeypatch.setattr(services, "MOST_FILES", 1)
    add(sheets)
    with pytest.raises(Invalid):
        add(sheets)


def test_same_key_adds_once(sheets):
    key = uuid4()
    assert add(sheets, key=key) == add(sheets, key=key)
    assert Evidence.objects.count() == 1


def test_sealed_sheet_takes_no_more_and_gives_nothing_away(sheets):
    kept = add(sheets)
    seal(sheets)
    with pytest.raises(Conflict):
        add(sheets)
    with pytest.raises(Conflict):
        services.remove_evidence(evidence=kept, actor=sheets.cast.lin)
    kept.refresh_from_db()
    assert kept.removed_at is None


def test_removed_evidence_is_end_dated_and_not_sealed(sheets):
    gone = add(sheets)
    services.remove_evidence(evidence=gone, actor=sheets.cast.lin)
    services.remove_evidence(evidence=gone, actor=sheets.cast.lin)
    gone.refresh_from_db()
    assert (gone.removed_at is None, gone.removed_by) == (False, sheets.cast.lin)
    assert AuditEvent.objects.filter(action="assessments.evidence.remove").count() == 1


@pytest.mark.parametrize("who", ["guo", "li", "chen", "qian"])
def test_only_its_assessors_add_or_remove(sheets, who):
    kept = add(sheets)
    person = getattr(sheets.cast, who)
    with pytest.raises(NotAllowed):
        add(sheets, actor=person)
    with pytest.raises(NotAllowed):
        services.remove_evidence(evidence=kept, actor=person)


def test_file_is_shown_to_those_who_may_see_the_sheet(sheets, client):
    url = reverse("assessments:evidence_file", args=[add(sheets).public_id])
    seal(sheets)
    expected = {
        "lin": 200,
        "li": 200,
        "zhou": 200,
        "qian": 200,
        "chen": 404,
        "wu": 404,
        "guo": 404,
        "zhao": 404,
        "sun": 404,
        "feng": 404,
        "he": 404,
    }
    assert {who: status(client, sheets, who, url) for who in expected} == expected
    Cycle.objects.update(state=CycleState.FEEDBACK)
    expected |= {"chen": 200, "wu": 200}
    assert {who: status(client, sheets, who, url) for who in expected} == expected


def status(client, world, who, url) -> int:
    client.force_login(getattr(world.cast, who).user)
    return client.get(url).status_code


def test_photo_is_shown_inline_and_a_pdf_is_a_download_and_both_are_sandboxed(sheets, client):
    client.force_login(sheets.cast.lin.user)
    photo = client.get(reverse("assessments:evidence_file", args=[add(sheets).public_id]))
    paper = client.get(reverse("assessments:evidence_file", args=[add(sheets, pdf(), name="表.pdf").public_id]))
    assert photo["Content-Disposition"].startswith("inline")
    assert paper["Content-Disposition"].startswith("attachment")
    assert photo["Content-Security-Policy"] == paper["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_removed_file_is_gone_for_the_assessor_and_kept_for_those_who_watch(sheets, client):
    gone = add(sheets)
    services.remove_evidence(evidence=gone, actor=sheets.cast.lin)
    url = reverse("assessments:evidence_file", args=[gone.public_id])
    assert (status(client, sheets, "lin", url), status(client, sheets, "qian", url)) == (404, 200)


def upload(client, world, *, source=None, json=True, **more):
    file = SimpleUploadedFile("大厅.png", (source or png()).read(), content_type="image/png")
    data = {"file": file, "file_for": "2.1", "client_key": str(uuid4()), **more}
    headers = {"Accept": "application/json"} if json else {}
    return client.post(reverse("assessments:evidence_add", args=[world.sheet.public_id]), data, headers=headers)


def test_upload_answers_a_script_with_the_new_entry(sheets, client):
    client.force_login(sheets.cast.lin.user)
    answer = upload(client, sheets)
    assert (answer.status_code, f'data-evidence="{Evidence.objects.get().public_id}"' in answer.content.decode()) == (
        200,
        True,
    )


def test_upload_without_scripts_goes_back_to_the_sheet(sheets, client):
    client.force_login(sheets.cast.lin.user)
    answer = upload(client, sheets, json=False)
    assert (answer.status_code, answer.url) == (302, reverse("assessments:sheet_score", args=[sheets.sheet.public_id]))


def test_refused_upload_says_why(sheets, client):
    client.force_login(sheets.cast.lin.user)
    answer = upload(client, sheets, source=html())
    assert (answer.status_code, answer.json()) == (
        422,
        {"messages": ["This kind of file is not accepted. Photos (JPEG, PNG), recordings and PDF files are."]},
    )


def test_upload_to_a_sealed_sheet_is_a_conflict(sheets, client):
    seal(sheets)
    client.force_login(sheets.cast.lin.user)
    answer = upload(client, sheets)
    assert (answer.status_code, answer.json()) == (
        409,
        {"messages": ["This sheet is sealed, and its evidence with it."]},
    )


@pytest.mark.parametrize(("who", "expected"), [("guo", 404), ("li", 403), ("chen", 404), ("feng", 404)])
def test_upload_by_others_is_refused(sheets, client, who, expected):
    client.force_login(getattr(sheets.cast, who).user)
    assert (upload(client, sheets).status_code, Evidence.objects.count()) == (expected, 0)


def test_remove_by_page(sheets, client):
    kept = add(sheets)
    url = reverse("assessments:evidence_remove", args=[kept.public_id])
    client.force_login(sheets.cast.guo.user)
    assert client.post(url).status_code == 404
    client.force_login(sheets.cast.li.user)
    assert client.post(url).status_code == 403
    client.force_login(sheets.cast.lin.user)
    assert client.get(url).status_code == 405
    assert client.post(url, headers={"Accept": "application/json"}).status_code == 204
    assert ScoreSheet.objects.get().state == SheetState.ASSIGNED
    kept.refresh_from_db()
    assert kept.removed_by == sheets.cast.lin
