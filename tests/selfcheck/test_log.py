"""The log of a unit: written by head and liaison, corrected without losing what stood there, with photos, read by those who watch."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, NotAllowed
from foundation.common.files import read_bytes
from selfcheck.models import LogEntry, LogFile
from selfcheck.selectors.log import entries_visible_to, files_visible_to
from selfcheck.services.log import add_entry, correct_entry
from selfcheck.services.log_files import add_file, remove_file
from selfcheck.verification import verify_self_checks
from tests.assessments.files import phone_photo
from tests.selfcheck.world import said, write


def correct(cast, entry, reason="写错日期", version=1, **more):
    return correct_entry(entry=entry, said=said(**more), reason=reason, version=version, actor=cast.chen)


def photo_with(entry, person, **more) -> LogFile:
    given = {"source": phone_photo(), "name": "晨会.jpg", "key": uuid4(), **more}
    return add_file(entry=entry, actor=person, **given)


def test_entry_is_numbered_and_the_same_key_writes_once(cast, cycle):
    key = uuid4()
    first = add_entry(unit=cast.east, said=said(), actor=cast.wu, key=key)
    assert add_entry(unit=cast.east, said=said(), actor=cast.wu, key=key) == first
    assert (first.number, LogEntry.objects.count()) == (f"LOG-{clock.today().year}-00001", 1)
    assert verify_self_checks() == []


def test_nobody_writes_in_the_log_of_another_unit(cast, cycle):
    for person in (cast.sun, cast.li, cast.zhou, cast.lin, cast.zhao):
        with pytest.raises(NotAllowed):
            add_entry(unit=cast.east, said=said(), actor=person, key=uuid4())


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"day": clock.today() + timedelta(days=1)}, "day"),
        ({"day": clock.today() - timedelta(days=101)}, "day"),
        ({"found": "  "}, "found"),
        ({"found": "x" * 2001}, "found"),
        ({"indicator": None}, "indicator"),
        ({"kind": "party"}, "kind"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(cast, cycle, wrong, field):
    with pytest.raises(Invalid) as refusal:
        write(cast, **wrong)
    assert set(refusal.value.message_dict) == {field}


def test_meeting_needs_no_indicator(cast, cycle):
    assert write(cast, kind="meeting", indicator=None).kind == "meeting"


def test_correction_keeps_what_stood_there_and_says_why(cast, cycle, client_of):
    entry = write(cast)
    correct(cast, entry, found="三名柜员未使用文明用语")
    entry.refresh_from_db()
    assert (entry.found, entry.version, [row.found for row in entry.revisions.all()]) == (
        "三名柜员未使用文明用语",
        2,
        ["三名柜员未使用文明用语", "两名柜员未使用文明用语"],
    )
    page = client_of(cast.zhou).get(entry.get_absolute_url()).content.decode()
    assert all(text in page for text in ("三名柜员未使用文明用语", "两名柜员未使用文明用语", "写错日期"))
    assert verify_self_checks() == []


def test_correction_needs_a_reason_and_a_change(cast, cycle):
    entry = write(cast)
    with pytest.raises(Invalid):
        correct(cast, entry, reason=" ", found="别的")
    with pytest.raises(Invalid, match="Nothing has changed"):
        correct(cast, entry)


def test_second_of_two_corrections_loses_nothing_that_was_typed(cast, cycle):
    entry = write(cast)
    correct(cast, entry, found="先改")
    with pytest.raises(Conflict) as refusal:
        correct(cast, entry, found="后改")
    assert ("后改" in str(refusal.value.typed), LogEntry.objects.get().found) == (True, "先改")


def test_struck_out_it_stays_to_be_read(cast, cycle, client_of):
    entry = write(cast)
    correct(cast, entry, reason="重复登记", is_struck=True)
    page = client_of(cast.wu).get(reverse("selfcheck:log_list")).content.decode()
    assert "<s>两名柜员未使用文明用语</s>" in page
    with pytest.raises(Conflict):
        photo_with(entry, cast.wu)


def test_photo_is_kept_without_place_and_camera(cast, cycle):
    kept = photo_with(write(cast), cast.wu, strip=True)
    data = read_bytes(kept.file)
    assert (kept.is_stripped, dict(Image.open(BytesIO(data)).getexif()), b"SecretMaker" in data) == (True, {}, False)
    assert Image.open(BytesIO(read_bytes(kept.thumbnail))).width <= 480


@pytest.mark.parametrize(
    "data", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"MZ" + b"0" * 90, b"PK\x03\x04" + b"0" * 90]
)
def test_other_files_are_refused_by_what_they_are(cast, cycle, data):
    with pytest.raises(Invalid) as refusal:
        photo_with(write(cast), cast.wu, source=BytesIO(data), name="照片.jpg")
    assert set(refusal.value.message_dict) == {"file"}


def test_taken_off_it_stays_with_those_who_watch(cast, cycle):
    kept = photo_with(write(cast), cast.wu)
    with pytest.raises(Invalid):
        remove_file(file=kept, actor=cast.wu, reason="")
    remove_file(file=kept, actor=cast.wu, reason="拍到客户")
    seen = {
        person.user.username: files_visible_to(person).count() for person in (cast.wu, cast.chen, cast.qian, cast.sun)
    }
    assert seen == {"wudi": 0, "chenjie": 0, "qianli": 1, "sunyan": 0}


def test_who_reads_the_log(cast, cycle):
    write(cast)
    readers = {person.user.username for person in cast.everybody if entries_visible_to(person).exists()}
    assert readers == {"chenjie", "wudi", "liwen", "zhouhang", "qianli"}


def test_what_is_filtered_is_what_is_exported(cast, cycle, client_of):
    write(cast, found="=1+1"), write(cast, kind="meeting", indicator=None, found="晨会：文明用语")
    answer = client_of(cast.zhou).get(reverse("selfcheck:log_export") + "?kind=check")
    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [(row[3], row[5], row[8]) for row in rows] == [("Self-check", "=1+1", 0)]
    assert sheet["F2"].data_type == "s"


def test_page_takes_an_entry_and_then_a_photo(cast, cycle, client_of):
    browser, indicator = client_of(cast.wu), "A1"
    data = {
        "unit": cast.east.public_id,
        "kind": "check",
        "day": clock.today().isoformat(),
        "indicator": indicator,
        "found": "排队过长",
        "done": "",
        "client_key": uuid4(),
    }
    url = browser.post(reverse("selfcheck:entry_add"), data).url
    entry = LogEntry.objects.get()
    assert (url, entry.indicator.code) == (f"{entry.get_absolute_url()}#files", "A1")
    upload = SimpleUploadedFile("a.jpg", phone_photo().read())
    browser.post(
        reverse("selfcheck:file_add", args=[entry.public_id]), {"file": upload, "strip": "on", "client_key": uuid4()}
    )
    kept = LogFile.objects.get()
    picture = browser.get(reverse("selfcheck:file_small", args=[entry.public_id, kept.public_id]))
    assert picture["Content-Type"] == "image/jpeg"
    elsewhere = write(cast)
    assert browser.get(reverse("selfcheck:file_show", args=[elsewhere.public_id, kept.public_id])).status_code == 404
    bad = browser.post(reverse("selfcheck:file_add", args=[entry.public_id]), {"client_key": uuid4()})
    assert bad.status_code == 422
