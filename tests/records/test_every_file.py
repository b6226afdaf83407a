"""Every real file there is, through the service and through the page: it ends right or in a sentence, and no row is lost."""

import json
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from foundation.common.errors import Invalid
from foundation.common.files import store_bytes
from records import services
from records.mapping import Mapping
from records.models import ImportRun, RejectedRow, ServiceRecord
from records.reading import Options, open_table
from records.services.opening import analysis_of
from records.validators import TABLES
from tests.records.files import DATA, counts, data_file, imported

pytestmark = pytest.mark.django_db
FOLDERS = (
    "A_callcenter_pwc",
    "B_cfpb_fixtures",
    "B_cfpb_sample_349",
    "E_kservqual_kiosk",
    "I_chinese_encodings",
    "I_messy_files",
)
FILES = sorted(
    str(path.relative_to(DATA)) for name in FOLDERS for path in (DATA / name).glob("*") if path.suffix in TABLES
)
KOREAN = "E_kservqual_kiosk/kiosk_cp949.csv"


@pytest.mark.parametrize("name", FILES)
def test_file_goes_in_whole_or_says_why_not(cast, name):
    """Known by its first column, all on one day: every row is stored or comes back with its reason."""
    data = data_file(name).read_bytes()
    try:
        table = open_table(data_file(name))
    except Invalid as refused:
        with pytest.raises(Invalid) as said:
            imported(data, cast.li, name=name.rpartition("/")[2])
        assert said.value.messages == refused.messages and refused.messages[0].endswith(".")
        assert not ImportRun.objects.exists()
        return
    rows = list(table.rows())
    mapping = Mapping({"number": table.header[0]}, constants={"date": "2021-01-05"})
    run = imported(data, cast.li, name=name.rpartition("/")[2], mapping=mapping)
    added, corrected, unchanged, rejected = counts(run)
    assert (run.state, corrected) == ("done", 0)
    assert added + unchanged + rejected == len(rows)
    assert (ServiceRecord.objects.count(), RejectedRow.objects.count()) == (added, rejected)
    assert counts(imported(data, cast.li, name=name.rpartition("/")[2], mapping=mapping)) == (
        0,
        0,
        added + unchanged,
        rejected,
    )


@pytest.mark.parametrize("name", FILES)
def test_page_shows_the_columns_of_the_file_or_says_why_not(client, cast, name):
    client.force_login(cast.li.user)
    upload = SimpleUploadedFile(name.rpartition("/")[2], data_file(name).read_bytes())
    answer = client.post("/records/imports/upload/", {"file": upload, "source": "来源", "client_key": str(uuid4())})
    if answer.status_code == 200:
        said = [*answer.context["form"].non_field_errors(), *answer.context["form"].errors.get("file", [])]
        assert said and all(sentence.endswith(".") for sentence in said)
        assert not ImportRun.objects.exists()
        return
    page = client.get(answer["Location"])
    analysis = analysis_of(ImportRun.objects.get())
    assert page.status_code == 200
    assert all(header in page.content.decode() or "&" in header or "<" in header for header in analysis.header[:3])


def test_korean_file_is_read_by_the_encoding_that_a_person_chooses(client, cast):
    client.force_login(cast.li.user)
    expected = json.loads(data_file("E_kservqual_kiosk/expected.json").read_text())
    sent = {"source": "问卷", "client_key": str(uuid4())}
    upload = SimpleUploadedFile("kiosk.csv", data_file(KOREAN).read_bytes())
    url = client.post("/records/imports/upload/", sent | {"file": upload})["Location"]
    assert "does not look like Chinese or English" in client.get(url).content.decode()
    upload = SimpleUploadedFile("kiosk.csv", data_file(KOREAN).read_bytes())
    sent |= {"file": upload, "encoding": "cp949", "client_key": str(uuid4())}
    page = client.get(client.post("/records/imports/upload/", sent)["Location"]).content.decode()
    assert "does not look like Chinese or English" not in page
    assert any("\uac00" <= character <= "\ud7a3" for character in page)
    assert expected


def test_chosen_encoding_that_does_not_fit_says_so_beside_the_kept_input(client, cast):
    client.force_login(cast.li.user)
    upload = SimpleUploadedFile("kiosk.csv", data_file(KOREAN).read_bytes())
    sent = {"file": upload, "source": "问卷", "encoding": "utf-8", "client_key": str(uuid4())}
    answer = client.post("/records/imports/upload/", sent)
    assert answer.status_code == 200 and "cannot be read as UTF-8" in answer.content.decode()
    assert answer.context["form"]["source"].value() == "问卷"


def test_four_encodings_of_one_table_are_the_same_records(cast):
    """The same rows as GB18030, GBK, UTF-16 with tabs and UTF-8 with a mark: the first goes in, the others change nothing."""
    names = [name for name in FILES if name.startswith("I_chinese_encodings/")]
    mapping = Mapping({"number": "序号", "transcript": "客户反馈"}, constants={"date": "2021-01-05"})
    found = {}
    for name in names:
        short = name.rpartition("/")[2]
        found[short] = counts(imported(data_file(name).read_bytes(), cast.li, name=short, mapping=mapping))
    # One row has a character that GBK does not know.
    assert found == {
        "gb18030.csv": (300, 0, 0, 0),
        "gbk.csv": (0, 0, 299, 0),
        "utf16le_bom_tab.txt": (0, 0, 300, 0),
        "utf8_bom.csv": (0, 0, 300, 0),
    }


def test_options_of_the_service_are_those_of_the_page(cast):
    file = store_bytes(data=data_file(KOREAN).read_bytes(), name="kiosk.csv", actor=cast.li)
    run = services.open_import(file=file, source="问卷", actor=cast.li, key=uuid4(), options=Options(encoding="cp949"))
    assert (analysis_of(run).encoding, run.options) == ("cp949", {"encoding": "cp949"})
