"""From upload to result in the pages, and the contact behind its mask."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from foundation.audit.models import AuditEvent
from foundation.common.models import StoredFile
from foundation.jobs import services as jobs
from records.models import ImportMapping, ImportRun, RevealLog, ServiceRecord
from tests.records.files import CALL, MISSED, counts, imported, signed_in, text_of, workbook

pytestmark = pytest.mark.django_db


def upload(client, data: bytes, name: str = "calls.csv", source: str = "电话平台", key=None):
    file = SimpleUploadedFile(name, data)
    return client.post("/records/imports/upload/", {"file": file, "source": source, "client_key": str(key or uuid4())})


def choices(response) -> dict:
    """What the form on the page would send."""
    return {field.html_name: field.value() or "" for field in response.context["form"]}


@pytest.fixture
def lead(client, cast):
    return signed_in(client, cast.li)


def checked(client, url: str, **changes) -> tuple[ImportRun, dict]:
    """The import with its choices kept and checked, and what its page would send now."""
    client.post(url, choices(client.get(url)) | changes)
    run = ImportRun.objects.first()
    jobs.run(run.job_id)
    return run, choices(client.get(url)) | {"client_key": str(uuid4())}


def start(client, run: ImportRun, sent: dict):
    return client.post(f"/records/imports/{run.public_id}/start/", sent)


def test_file_goes_from_upload_to_result(lead, cast):
    url = upload(lead, text_of(CALL, MISSED, CALL.replace("T-001", "T-003").replace(",5,", ",9,")))["Location"]
    page = lead.get(url)
    assert choices(page)["column_rating"] == "满意度评分"
    assert lead.post(url, choices(page))["Location"] == url
    run = ImportRun.objects.get()
    assert run.check_result is None
    jobs.run(run.job_id)
    page = lead.get(url)
    assert (page.context["check"]["added"], page.context["check"]["rejected"], page.context["to_store"]) == (2, 1, 2)
    assert ServiceRecord.objects.count() == 0
    begun = start(lead, run, choices(page) | {"client_key": str(uuid4())})
    run.refresh_from_db()
    jobs.run(run.job_id)
    page = lead.get(begun["Location"])
    run.refresh_from_db()
    assert (run.state, counts(run)) == ("done", (2, 0, 0, 1))
    assert [(reason["count"], reason["sentence"]) for reason in page.context["reasons"]] == [
        (1, "“满意度评分”: … is not between 1 and 5.")
    ]


def test_upload_that_cannot_be_read_keeps_the_form_and_says_why(lead):
    response = upload(lead, b"\xff\xff\x00\x00" * 50)
    assert (response.status_code, ImportRun.objects.count()) == (200, 0)
    assert response.context["form"].non_field_errors() == [
        "This is not a text file, nor an Excel workbook. Bring a CSV, TSV, .xlsx or .xls file."
    ]
    assert response.context["form"]["source"].value() == "电话平台"


def test_same_upload_twice_opens_one_import(lead):
    key, data = uuid4(), text_of(CALL)
    assert upload(lead, data, key=key)["Location"] == upload(lead, data, key=key)["Location"]
    assert ImportRun.objects.count() == 1


def test_start_twice_imports_once(lead, cast):
    run, sent = checked(lead, upload(lead, text_of(CALL))["Location"])
    for _turn in range(2):
        assert start(lead, run, sent).status_code == 302
    assert AuditEvent.objects.filter(action="records.import.start").count() == 1


def test_other_start_of_a_started_import_is_a_conflict(lead):
    run, sent = checked(lead, upload(lead, text_of(CALL))["Location"])
    codes = [start(lead, run, sent | {"client_key": str(uuid4())}).status_code for _turn in range(2)]
    assert codes == [302, 409]


@pytest.mark.parametrize(
    "change",
    [{"column_rating": ""}, {"constant_touchpoint": "counter"}, {"value_unit_0": "BR-W"}, {"column_topic": "password"}],
)
def test_import_of_other_choices_than_those_checked_is_refused_and_keeps_them(lead, change):
    run, sent = checked(lead, upload(lead, text_of(CALL))["Location"])
    response = start(lead, run, sent | change)
    run.refresh_from_db()
    assert (response.status_code, run.state, ServiceRecord.objects.count()) == (422, "mapping", 0)
    assert response.context["form"].non_field_errors() == [
        "The columns are not the ones that were checked. Check the rows again before you import them."
    ]
    assert choices(response)[next(iter(change))] == next(iter(change.values()))
    assert "data-checked" not in response.content.decode()


def test_refused_choices_are_imported_once_they_are_checked(lead):
    url = upload(lead, text_of(CALL))["Location"]
    run, sent = checked(lead, url)
    refused = start(lead, run, sent | {"constant_touchpoint": "counter"})
    run, sent = checked(lead, url, **{name: value for name, value in choices(refused).items() if value})
    assert start(lead, run, sent).status_code == 302
    run.refresh_from_db()
    jobs.run(run.job_id)
    assert ServiceRecord.objects.get().touchpoint == "counter"


def test_import_without_a_check_is_refused(lead):
    url = upload(lead, text_of(CALL))["Location"]
    run, sent = ImportRun.objects.get(), choices(lead.get(url)) | {"client_key": str(uuid4())}
    assert start(lead, run, sent).context["form"].non_field_errors() == [
        "The rows have not been checked yet. Check them before you import them."
    ]
    assert start(lead, run, {"client_key": str(uuid4())})["Location"] == f"/records/imports/{run.public_id}/"


def test_page_sent_again_is_the_mapping_that_was_checked(lead):
    """Whatever was chosen before a column took its place: the page offers it no more, so it is no choice any more."""
    url = upload(lead, text_of("1,05/03/2021,2021-01-05,3", header="编号,旧日期,日期,时长"))["Location"]
    stale = {
        "constant_date": "2021-01-01",
        "constant_unit": "BR-E",
        "date_order": "dmy",
        "factor_answer_seconds": "min",
    }
    run, sent = checked(lead, url, **stale)
    assert start(lead, run, sent).status_code == 302


def test_import_button_sends_the_choices_along(lead):
    url = upload(lead, text_of(CALL))["Location"]
    run, _sent = checked(lead, url)
    text = lead.get(url).content.decode()
    assert f'form="columns-form" formaction="/records/imports/{run.public_id}/start/"' in text
    assert 'id="check-again" hidden' in text


def test_value_table_assigns_topics_to_units(lead, cast):
    url = upload(lead, text_of("1,2021-01-05,贷款", "2,2021-01-05,理财", header="编号,日期,主题"))["Location"]
    sent = choices(lead.get(url))
    assert (sent["column_unit"], sent["value_unit_0"], sent["value_unit_1"]) == ("主题", "", "")
    lead.post(url, sent | {"value_unit_0": "-", "value_unit_1": "BR-E"})
    assert ImportRun.objects.get().mapping["values"]["unit"] == {"理财": "", "贷款": "BR-E"}


def test_unassigned_value_is_sent_back_by_the_trial_run(lead):
    url = upload(lead, text_of(CALL.replace("BR-E", "火星支行")))["Location"]
    lead.post(url, choices(lead.get(url)))
    run = ImportRun.objects.get()
    jobs.run(run.job_id)
    assert [(reason["sentence"], reason["count"]) for reason in lead.get(url).context["reasons"]] == [
        ("“部门”: nothing is assigned to “火星支行”.", 1)
    ]


def test_values_that_nobody_has_assigned_are_sent_back_by_the_trial_run(lead):
    url = upload(lead, text_of("1,2021-01-05,贷款", "2,2021-01-05,理财", header="编号,日期,主题"))["Location"]
    checked(lead, url)
    page = lead.get(url)
    assert (page.context["check"]["rejected"], page.context["to_store"]) == (2, 0)
    checked(lead, url, value_unit_0="-", value_unit_1="-")
    assert lead.get(url).context["to_store"] == 2


def test_touchpoint_is_not_stated_unless_somebody_chooses_it(lead):
    form = lead.get(upload(lead, text_of(CALL))["Location"]).context["form"]
    choice = form.fields["constant_touchpoint"]
    assert (form["constant_touchpoint"].value(), choice.choices[0]) == ("", ("", "Not stated"))
    assert "unknown" not in dict(choice.choices)


def test_upload_of_something_else_than_a_table_says_so(lead):
    response = upload(lead, b"| a | b |\n|---|---|\n", name="notes.md")
    assert response.context["form"].errors == {
        "file": ["Only tables are imported: bring a CSV, TSV, TXT, .xlsx or .xls file."]
    }
    assert (ImportRun.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_sources_without_records_are_not_offered(lead, cast):
    imported(text_of(CALL), cast.li, source="甲")
    upload(lead, text_of(CALL), source="乙")
    form = lead.get("/records/").context["filter"].form
    assert [str(source) for source in form.fields["source"].queryset] == ["甲"]


def test_open_question_stands_beside_its_choice(lead):
    url = upload(lead, text_of("1,02/03/2021", header="编号,日期"))["Location"]
    response = lead.post(url, choices(lead.get(url)))
    assert list(response.context["form"].errors) == ["date_order"]
    assert lead.post(url, choices(lead.get(url)) | {"date_order": "dmy"}).status_code == 302


def test_looking_at_other_choices_keeps_nothing(lead):
    url = upload(lead, text_of("1,2021-01-05,贷款", header="编号,日期,主题"))["Location"]
    before = ImportRun.objects.get().mapping
    response = lead.post(url, choices(lead.get(url)) | {"column_unit": "", "look": "1"})
    assert (response.status_code, response.context["form"].tables()) == (200, [])
    assert ImportRun.objects.get().mapping == before


def test_column_that_the_file_has_not_is_refused(lead):
    url = upload(lead, text_of(CALL))["Location"]
    response = lead.post(url, choices(lead.get(url)) | {"column_rating": "password", "constant_unit": "NOWHERE"})
    assert sorted(response.context["form"].errors) == ["column_rating", "constant_unit"]


def test_other_sheet_is_read_anew(lead):
    from io import BytesIO

    import xlsxwriter

    sink = BytesIO()
    with xlsxwriter.Workbook(sink) as book:
        book.add_worksheet("甲").write_row(0, 0, ["a", "b"])
        second = book.add_worksheet("乙")
        second.write_row(0, 0, ["编号", "日期"])
        second.write_row(1, 0, ["1", "2021-01-05"])
    url = upload(lead, sink.getvalue(), "book.xlsx")["Location"]
    lead.post(url.replace("columns", "reading"), {"sheet": "乙", "header_row": "1"})
    run = ImportRun.objects.get()
    assert (run.options, run.mapping["columns"]) == ({"sheet": "乙"}, {"number": "编号", "date": "日期"})


def test_bad_reading_choice_changes_nothing(lead):
    url = upload(lead, workbook([["编号", "日期"], ["1", "2021-01-05"]]), "b.xlsx")["Location"]
    lead.post(url.replace("columns", "reading"), {"sheet": "nowhere", "header_row": "1"})
    lead.post(url.replace("columns", "reading"), {"sheet": "Sheet1", "header_row": "99"})
    assert ImportRun.objects.get().options == {}


def test_imported_file_leads_from_its_columns_to_its_result(lead, cast):
    run = imported(text_of(CALL), cast.li)
    assert lead.get(f"/records/imports/{run.public_id}/columns/")["Location"] == f"/records/imports/{run.public_id}/"
    assert lead.post(f"/records/imports/{run.public_id}/reading/", {"header_row": "1"}).status_code == 409


def test_discarded_file_stores_nothing(lead):
    upload(lead, text_of(CALL))
    run = ImportRun.objects.get()
    lead.post(f"/records/imports/{run.public_id}/discard/")
    assert (ImportRun.objects.get().state, ServiceRecord.objects.count()) == ("discarded", 0)


def test_progress_sends_the_page_on_when_it_is_over(lead, cast):
    run = imported(text_of(CALL), cast.li)
    assert lead.get(f"/records/imports/{run.public_id}/progress/")["HX-Refresh"] == "true"
    upload(lead, text_of(MISSED))
    run = ImportRun.objects.first()
    lead.post(
        f"/records/imports/{run.public_id}/columns/", choices(lead.get(f"/records/imports/{run.public_id}/columns/"))
    )
    assert "HX-Refresh" not in lead.get(f"/records/imports/{run.public_id}/progress/")


def test_mapping_of_the_page_is_remembered_and_proposed_again(lead):
    url = upload(lead, text_of(CALL))["Location"]
    start(lead, *checked(lead, url, column_topic="", constant_touchpoint="counter"))
    assert ImportMapping.objects.get().formats["constants"] == {"touchpoint": "counter"}
    sent = choices(lead.get(upload(lead, text_of(MISSED))["Location"]))
    assert (sent["column_topic"], sent["constant_touchpoint"]) == ("", "counter")


# The contact


@pytest.fixture
def record(cast) -> ServiceRecord:
    imported(text_of(CALL), cast.li)
    return ServiceRecord.objects.get()


def test_page_shows_the_contact_masked(lead, record):
    text = lead.get(f"/records/record/{record.pk}/").content.decode()
    assert "138****5678" in text and "王**" in text
    assert "13812345678" not in text and "王芳" not in text


def test_reveal_shows_once_and_is_logged(client, cast, record):
    signed_in(client, cast.wu)
    shown = client.post(f"/records/record/{record.pk}/reveal/", {"reason": "回访核实"}).content.decode()
    assert "13812345678" in shown and "王芳" in shown
    assert "13812345678" not in client.get(f"/records/record/{record.pk}/").content.decode()
    log, event = RevealLog.objects.get(), AuditEvent.objects.get(action="records.contact.reveal")
    assert (log.person, log.record, log.reason) == (cast.wu, record, "回访核实")
    assert (event.actor, event.target) == (str(cast.wu.public_id), str(log.public_id))
    assert "回访" not in str(event.details)


def test_reveal_without_a_reason_shows_nothing(client, cast, record):
    signed_in(client, cast.wu)
    for reason in ("", "   ", "ab"):
        response = client.post(f"/records/record/{record.pk}/reveal/", {"reason": reason})
        assert "13812345678" not in response.content.decode()
        assert list(response.context["form"].errors) == ["reason"]
    assert RevealLog.objects.count() == 0


def test_reveal_by_reading_by_the_wrong_role_or_of_another_unit_is_refused(client, cast, record):
    url = f"/records/record/{record.pk}/reveal/"
    assert signed_in(client, cast.wu).get(url).status_code == 405
    assert signed_in(client, cast.zhou).post(url, {"reason": "想看看"}).status_code == 403
    assert signed_in(client, cast.sun).post(url, {"reason": "想看看"}).status_code == 404
    assert RevealLog.objects.count() == 0


def test_corrections_are_told_without_contact_data(lead, cast, record):
    imported(text_of(CALL.replace(",5,", ",2,").replace("13812345678", "13999999999")), cast.li)
    changes = lead.get(f"/records/record/{record.pk}/").context["changes"]
    assert [sorted(change[1:] for change in correction.changes) for correction in changes] == [
        [("", "changed"), ("5", "2")]
    ]


@pytest.mark.parametrize("path", ["/records/", "/records/imports/", "/records/imports/upload/"])
def test_pages_speak_chinese(lead, cast, path):
    text = lead.get(path, headers={"accept-language": "zh-CN,zh"}).content.decode()
    assert 'lang="zh-Hans"' in text and "服务记录" in text
    assert "service record" not in text.casefold()
