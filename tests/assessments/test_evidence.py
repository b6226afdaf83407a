"""Evidence: by content, by right, sealed with the sheet (R17)."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.enums import CycleState, HandoverAct, SheetState
from assessments.models import Cycle, Evidence, Handover, ScoreSheet
from assessments.services import evidence as services
from assessments.services.sheets import submit_sheet
from foundation.audit.models import AuditEvent
from foundation.common.errors import Conflict, Invalid, NotAllowed
from foundation.common.files import content_digest, read_bytes
from tests.assessments.files import bomb, html, mp4, pdf, phone_photo, photo, png, svg, truncated, wav
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


def take_off(world, evidence, reason="拍错了", actor=None) -> Evidence:
    return services.remove_evidence(evidence=evidence, actor=actor or world.cast.lin, reason=reason)


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
    monkeypatch.setattr("assessments.services.files.MAX_EVIDENCE_BYTES", 20)
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
        take_off(sheets, kept)
    with pytest.raises(Conflict):
        services.restore_evidence(evidence=kept, actor=sheets.cast.lin)
    kept.refresh_from_db()
    assert kept.removed_at is None


def test_removed_evidence_is_end_dated_and_not_sealed(sheets):
    gone = add(sheets)
    take_off(sheets, gone)
    take_off(sheets, gone)
    gone.refresh_from_db()
    assert (gone.removed_at is None, gone.removed_by, gone.removed_reason) == (False, sheets.cast.lin, "拍错了")
    assert AuditEvent.objects.filter(action="assessments.evidence.remove").count() == 1


@pytest.mark.parametrize("who", ["guo", "li", "chen", "qian"])
def test_only_its_assessors_add_or_remove(sheets, who):
    kept = add(sheets)
    person = getattr(sheets.cast, who)
    with pytest.raises(NotAllowed):
        add(sheets, actor=person)
    with pytest.raises(NotAllowed):
        take_off(sheets, kept, actor=person)
    with pytest.raises(NotAllowed):
        services.restore_evidence(evidence=kept, actor=person)


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
    take_off(sheets, gone)
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
        {"messages": ["This kind of file is not accepted. Photos (JPEG, PNG, WebP), recordings and PDF files are."]},
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
    answer = client.post(url, {"why": "  "}, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()) == (
        422,
        {"messages": ["Say in up to 200 characters why it is taken off."]},
    )
    answer = client.post(url, {"why": "拍错了"}, headers={"Accept": "application/json"})
    assert answer.status_code == 200
    assert "taken off: 拍错了" in answer.content.decode()
    assert reverse("assessments:evidence_restore", args=[kept.public_id]) in answer.content.decode()
    assert ScoreSheet.objects.get().state == SheetState.ASSIGNED
    kept.refresh_from_db()
    assert kept.removed_by == sheets.cast.lin


# photos


def test_photo_is_kept_without_place_and_camera_and_with_a_small_one(sheets):
    added = add(sheets, phone_photo())
    assert (added.is_stripped, added.thumbnail.content_type, b"SecretMaker" in read_bytes(added.file)) == (
        True,
        "image/jpeg",
        False,
    )


def test_photo_is_kept_byte_by_byte_where_that_is_wished(sheets):
    added = add(sheets, phone_photo(), strip=False)
    assert (added.is_stripped, added.file.digest) == (False, content_digest(phone_photo()))
    assert b"SecretMaker" not in read_bytes(added.thumbnail)


def test_installation_says_whether_photos_are_stripped(sheets, settings):
    settings.STRIP_PHOTOS = False
    assert not add(sheets, phone_photo()).is_stripped


def test_recordings_and_papers_have_no_small_one(sheets):
    added = add(sheets, wav(1))
    assert (added.thumbnail, added.is_stripped) == (None, False)


@pytest.mark.parametrize(
    "source",
    [html, svg, bomb, truncated, lambda: mp4(b"isom", b"vide"), lambda: mp4(b"heic")],
    ids=["html", "svg", "bomb", "truncated", "video", "heic"],
)
def test_hostile_or_broken_file_is_refused_and_leaves_nothing(sheets, source, settings):
    before = {path for path in settings.FILES_DIR.rglob("*") if path.is_file()}
    with pytest.raises(Invalid):
        add(sheets, source(), name="大厅.jpg")
    assert Evidence.objects.count() == 0
    assert {path for path in settings.FILES_DIR.rglob("*") if path.is_file()} == before


def test_name_with_another_ending_does_not_change_how_a_file_is_served(sheets, client):
    client.force_login(sheets.cast.lin.user)
    added = add(sheets, photo(), name="page.html")
    answer = client.get(reverse("assessments:evidence_file", args=[added.public_id]))
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")


def test_same_key_with_the_box_ticked_otherwise_is_refused(sheets):
    key = uuid4()
    add(sheets, phone_photo(), key=key, strip=True)
    with pytest.raises(Conflict):
        add(sheets, phone_photo(), key=key, strip=False)


def test_box_beside_the_button_decides(sheets, client):
    client.force_login(sheets.cast.lin.user)
    upload(client, sheets, source=phone_photo(), strip="on")
    upload(client, sheets, source=phone_photo())
    assert list(Evidence.objects.order_by("pk").values_list("is_stripped", flat=True)) == [True, False]


def test_small_photo_is_shown_to_those_who_see_the_photo(sheets, client):
    added = add(sheets, phone_photo())
    url = reverse("assessments:evidence_thumbnail", args=[added.public_id])
    assert {who: status(client, sheets, who, url) for who in ("lin", "li", "qian", "guo", "chen")} == {
        "lin": 200,
        "li": 200,
        "qian": 200,
        "guo": 404,
        "chen": 404,
    }
    client.force_login(sheets.cast.lin.user)
    answer = client.get(url)
    assert b"".join(answer.streaming_content) == read_bytes(added.thumbnail)


def test_photo_from_before_there_were_small_ones_is_shown_as_it_is(sheets, client):
    added = add(sheets, phone_photo())
    Evidence.objects.update(thumbnail=None)
    client.force_login(sheets.cast.lin.user)
    answer = client.get(reverse("assessments:evidence_thumbnail", args=[added.public_id]))
    assert b"".join(answer.streaming_content) == read_bytes(added.file)


def test_recording_is_served_in_parts(sheets, client):
    client.force_login(sheets.cast.lin.user)
    added = add(sheets, wav(2), name="录音.wav")
    answer = client.get(reverse("assessments:evidence_file", args=[added.public_id]), headers={"Range": "bytes=44-143"})
    assert (answer.status_code, answer["Content-Range"], answer["Content-Disposition"][:6]) == (
        206,
        f"bytes 44-143/{added.file.size}",
        "inline",
    )
    assert b"".join(answer.streaming_content) == b"\x80" * 100


# taken off and put back


def test_file_is_put_back_with_all_it_was(sheets):
    added = add(sheets, indicator="2.1", caption="柜台")
    take_off(sheets, added)
    back = services.restore_evidence(evidence=added, actor=sheets.cast.lin)
    services.restore_evidence(evidence=added, actor=sheets.cast.lin)
    assert (back.removed_at, back.removed_by, back.removed_reason, back.indicator.code, back.caption) == (
        None,
        None,
        "",
        "2.1",
        "柜台",
    )
    assert AuditEvent.objects.filter(action="assessments.evidence.restore").count() == 1


@pytest.mark.parametrize("reason", ["", "   ", "长" * 201, "a\x00b"])
def test_taking_off_needs_a_reason(sheets, reason):
    kept = add(sheets)
    with pytest.raises(Invalid, match="why it is taken off"):
        take_off(sheets, kept, reason=reason)
    kept.refresh_from_db()
    assert kept.removed_at is None


def test_file_that_went_with_a_handover_is_not_put_back(sheets):
    added = add(sheets)
    Evidence.objects.update(removed_at=sheets.sheet.created_at, removed_by=sheets.cast.li)
    with pytest.raises(Conflict):
        services.restore_evidence(evidence=added, actor=sheets.cast.lin)


def test_file_of_somebody_elses_time_is_not_put_back(sheets):
    added = add(sheets)
    take_off(sheets, added)
    Evidence.objects.update(added_by=sheets.cast.guo)
    with pytest.raises(Conflict):
        services.restore_evidence(evidence=added, actor=sheets.cast.lin)


def test_file_of_an_item_that_fell_out_is_not_put_back(sheets):
    added = add(sheets)
    take_off(sheets, added)
    Handover.objects.create(
        sheet=sheets.sheet,
        act=HandoverAct.REPLACED,
        turn=1,
        assessor_before=sheets.cast.lin,
        assessor_after=sheets.cast.lin,
        item_before=sheets.sheet.item,
        item_after=sheets.sheet.item,
    )
    with pytest.raises(Conflict):
        services.restore_evidence(evidence=added, actor=sheets.cast.lin)


def test_full_sheet_takes_nothing_back(sheets, monkeypatch):
    monkeypatch.setattr(services, "MOST_FILES", 1)
    gone = add(sheets)
    take_off(sheets, gone)
    add(sheets, photo())
    with pytest.raises(Invalid, match="up to 1 files"):
        services.restore_evidence(evidence=gone, actor=sheets.cast.lin)


def test_page_lists_what_may_come_back_and_the_sealed_sheet_does_not(sheets, client):
    client.force_login(sheets.cast.lin.user)
    gone = add(sheets)
    take_off(sheets, gone, "看不清")
    page = client.get(reverse("assessments:sheet_score", args=[sheets.sheet.public_id])).content.decode()
    assert "taken off: 看不清" in page
    seal(sheets)
    page = client.get(reverse("assessments:sheet_detail", args=[sheets.sheet.public_id])).content.decode()
    assert "看不清" not in page


def test_put_back_by_page(sheets, client):
    gone = add(sheets)
    take_off(sheets, gone)
    url = reverse("assessments:evidence_restore", args=[gone.public_id])
    client.force_login(sheets.cast.guo.user)
    assert client.post(url).status_code == 404
    client.force_login(sheets.cast.li.user)
    assert client.post(url).status_code == 403
    client.force_login(sheets.cast.lin.user)
    assert client.get(url).status_code == 405
    answer = client.post(url, headers={"Accept": "application/json"})
    assert (answer.status_code, "data-remove" in answer.content.decode()) == (200, True)
    take_off(sheets, gone)
    assert client.post(url).url == reverse("assessments:sheet_score", args=[sheets.sheet.public_id])


def test_buttons_of_a_page_without_scripts_take_off_and_put_back(sheets, client):
    client.force_login(sheets.cast.lin.user)
    kept = add(sheets)
    url = reverse("assessments:sheet_save", args=[sheets.sheet.public_id])
    form = {"version": 1, "client_key": str(uuid4()), "remove": str(kept.public_id)}
    assert client.post(url, form).status_code == 422
    version = ScoreSheet.objects.get().version
    answer = client.post(url, {**form, "version": version, "client_key": str(uuid4()), "why": "拍错了"})
    kept.refresh_from_db()
    assert (answer.status_code, kept.removed_reason) == (302, "拍错了")
    version = ScoreSheet.objects.get().version
    back = {"version": version, "client_key": str(uuid4()), "restore": str(kept.public_id)}
    assert client.post(url, back).status_code == 302
    kept.refresh_from_db()
    assert kept.removed_at is None
