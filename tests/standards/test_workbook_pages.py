"""Bringing a workbook in: who may, what is shown before anything is written, and what two people at once end in."""

import threading
from dataclasses import replace
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from foundation.audit.models import AuditEvent
from foundation.common.errors import Conflict, Invalid, NotAllowed
from standards.content import StandardContent
from standards.models import Standard, StandardVersion
from standards.reading import content_of
from standards.services import create_standard_from_preset, submit_version
from standards.services.editing import change_settings
from standards.services.workbooks import bring_in_workbook, make_standard_from_workbook, names_of_units
from standards.workbook import carry, opening
from tests.cast import make_unit
from tests.standards.workbooks import FOUR, opened, read, saved, with_cells, written

ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}
NEW = reverse("standards:standard_workbook")


def url(name: str, version: StandardVersion) -> str:
    return reverse(f"standards:{name}", args=[version.public_id])


def upload(data: bytes, name: str = "standard.xlsx") -> dict:
    return {"workbook": SimpleUploadedFile(name, data), "client_key": str(uuid4())}


@pytest.fixture
def lead(client, cast):
    client.force_login(cast.li.user)
    client.defaults |= ENGLISH
    return client


def previewed(client, version: StandardVersion, data: bytes):
    return client.post(url("version_workbook_import", version), upload(data))


def confirmation(page) -> dict:
    """What the preview's button sends."""
    return {"carried": page.context["carried"], "lock": page.context["object"].version, "client_key": str(uuid4())}


# out


def test_everybody_who_reads_the_version_has_its_workbook(cast, in_force, client, tmp_path):
    client.force_login(cast.he.user)
    answer = client.get(url("version_workbook", in_force), **ENGLISH)
    assert answer["Content-Disposition"].startswith("attachment; filename*=UTF-8''Customer%20service%20quality")
    assert answer["Cache-Control"] == "private, no-store"
    assert read(answer.content, tmp_path).content == content_of(in_force)


def test_draft_is_no_download_for_those_who_may_not_read_it(cast, draft, client):
    client.force_login(cast.zhao.user)
    assert client.get(url("version_workbook", draft)).status_code == 404


def test_download_speaks_the_language_of_the_reader(cast, draft, client):
    client.force_login(cast.li.user)
    book = opened(client.get(url("version_workbook", draft), HTTP_ACCEPT_LANGUAGE="zh-hans").content)
    assert book.sheetnames == ["填写说明", "设置", "维度", "指标", "评分档次", "折算点", "目标", "适用范围", "选项列表"]


# in


def test_upload_shows_what_would_change_and_writes_nothing(lead, draft):
    before = content_of(draft)
    page = previewed(
        lead, draft, with_cells({"Indicators!D2": "First answer", "Indicators!F2": 7, "Indicators!A30": None})
    )
    text = page.content.decode()
    assert page.status_code == 200
    assert "Indicators: 1 changed, 0 new, 0 gone" in text
    assert "<del><span>First response</span></del>" in text and "<ins><span>First answer</span></ins>" in text
    assert "The weights add up to 102.00% instead of 100%." in text  # what still keeps it from being sent
    assert content_of(draft) == before
    assert AuditEvent.objects.filter(action="standards.version.edit").count() == 0


def test_confirmation_writes_exactly_what_was_shown(lead, cast, draft):
    page = previewed(lead, draft, with_cells({"Indicators!D2": "First answer"}))
    answer = lead.post(url("version_workbook_confirm", draft), confirmation(page))
    assert (answer.status_code, answer.url) == (302, url("version_edit", draft))
    assert content_of(StandardVersion.objects.get()).by_code["1.1"].name_en == "First answer"
    event = AuditEvent.objects.get(action="standards.version.edit")
    assert event.details["part"] == "workbook"


def test_workbook_downloaded_before_undoes_the_change(lead, draft):
    before = lead.get(url("version_workbook", draft)).content
    page = previewed(lead, draft, with_cells({"Indicators!D2": "First answer"}))
    assert f'href="{url("version_workbook", draft)}" download' in page.content.decode()
    lead.post(url("version_workbook_confirm", draft), confirmation(page))
    back = previewed(lead, draft, before)
    lead.post(url("version_workbook_confirm", draft), confirmation(back))
    assert content_of(StandardVersion.objects.get()) == FOUR


def test_confirmation_sent_twice_writes_once(lead, draft):
    page = previewed(lead, draft, with_cells({"Indicators!D2": "First answer"}))
    data = confirmation(page)
    answers = [lead.post(url("version_workbook_confirm", draft), data) for _twice in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert AuditEvent.objects.filter(action="standards.version.edit").count() == 1


def test_draft_that_somebody_changed_since_the_preview_is_not_overwritten(lead, cast, draft):
    page = previewed(lead, draft, with_cells({"Indicators!D2": "First answer"}))
    settings = {"na_policy": "full_marks", "critical_policy": "zero", "critical_cap": None, "target": None}
    change_settings(version=StandardVersion.objects.get(), actor=cast.li, **settings)
    answer = lead.post(url("version_workbook_confirm", draft), confirmation(page))
    assert answer.status_code == 409
    assert "changed the draft since the preview" in answer.content.decode()
    kept = content_of(StandardVersion.objects.get())
    assert (kept.na_policy, kept.by_code["1.1"].name_en) == ("full_marks", "First response")


@pytest.mark.parametrize("spoil", [{"carried": "x"}, {"lock": ""}, {"lock": "1; drop"}])
def test_confirmation_that_no_page_has_sent_is_refused(lead, draft, spoil):
    page = previewed(lead, draft, with_cells({"Indicators!D2": "First answer"}))
    assert lead.post(url("version_workbook_confirm", draft), confirmation(page) | spoil).status_code == 409
    assert content_of(draft).by_code["1.1"].name_en == "First response"


def test_content_carried_for_one_draft_cannot_be_written_into_another(lead, cast, draft):
    other = make_standard_from_workbook(content=StandardContent("other", "别的", ""), author=cast.li)
    data = {"carried": carry(FOUR, purpose=str(draft.public_id)), "lock": other.version, "client_key": str(uuid4())}
    assert lead.post(url("version_workbook_confirm", other), data).status_code == 409


def test_faults_come_back_by_cell_and_nothing_is_taken_over(lead, draft):
    page = previewed(lead, draft, with_cells({"Indicators!F2": "five", "Dimensions!B2": None}))
    text = page.content.decode()
    assert page.status_code == 422
    assert "2 things in the workbook are not right yet" in text
    assert "<code>Indicators!F2</code>" in text and "<code>Dimensions!B2</code>" in text
    assert "carried" not in (page.context or {})


def test_same_workbook_offers_nothing_to_confirm(lead, draft):
    text = previewed(lead, draft, written(content_of(draft))).content.decode()
    assert "The workbook says the same as the draft" in text
    assert url("version_workbook_confirm", draft) not in text


def test_other_order_alone_can_be_taken_over(lead, draft):
    def swap(data: bytes) -> bytes:
        book = opened(data)
        page = book["Dimensions"]
        for column in range(1, 5):
            first, second = page.cell(2, column), page.cell(3, column)
            first.value, second.value = second.value, first.value
        return saved(book)

    page = previewed(lead, draft, swap(written(content_of(draft))))
    assert "The workbook changes the order only" in page.content.decode()
    lead.post(url("version_workbook_confirm", draft), confirmation(page))
    codes = [one.code for one in content_of(StandardVersion.objects.get()).dimensions]
    assert codes == ["attitude", "response", "resolution", "satisfaction"]


def test_workbook_of_another_standard_is_refused_by_its_cell(lead, draft):
    page = previewed(lead, draft, with_cells({"Settings!B3": "outlets-2027"}))
    assert page.status_code == 422
    assert (
        "Settings!B3: The workbook is of the standard “outlets-2027”, this draft of “four-dimensions”."
        in page.content.decode()
    )


def test_names_of_the_standard_are_said_to_stay(lead, draft):
    page = previewed(lead, draft, with_cells({"Settings!B5": "Another name", "Indicators!D2": "First answer"}))
    assert "The names of the standard stay as they are" in page.content.decode()
    lead.post(url("version_workbook_confirm", draft), confirmation(page))
    assert Standard.objects.get().name_en == FOUR.name_en


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "a.xlsx", "The submitted file is empty."),
        (b"code,name", "a.csv", "This is not an Excel workbook of the kind .xlsx."),
        (b"code,name", "a.xlsx", "This is not an Excel workbook of the kind .xlsx."),
        (b"PK\x03\x04", "a.xlsx", "The workbook is damaged"),
        (b"PK\x03\x04" + b"0" * opening.MOST_BYTES, "a.xlsx", "The file is larger than 5 MB."),
    ],
)
def test_file_that_cannot_be_read_is_told_beside_the_field(lead, draft, data, name, sentence):
    page = lead.post(url("version_workbook_import", draft), upload(data, name))
    assert page.status_code == 422
    assert page.context["form"].errors["workbook"][0].startswith(sentence)


def test_version_that_is_no_draft_any_more_takes_no_workbook(lead, cast, draft):
    page = previewed(lead, draft, with_cells({"Indicators!D2": "First answer"}))
    data = confirmation(page)
    submit_version(version=StandardVersion.objects.get(), actor=cast.li)
    assert previewed(lead, draft, written()).status_code == 409
    assert lead.post(url("version_workbook_confirm", draft), data).status_code == 409
    assert content_of(StandardVersion.objects.get()) == FOUR


def test_scope_takes_units_of_the_bank_by_their_name(lead, cast, draft):
    cells = {"Scope!A2": "Unit", "Scope!B2": cast.east.name_zh, "Scope!A3": "Unit", "Scope!B3": "the moon"}
    page = previewed(lead, draft, with_cells(cells))
    assert [fault.place for fault in page.context["reading"].faults] == ["Scope!B3"]
    assert names_of_units()[cast.east.name_zh] == cast.east.code


def test_name_that_two_units_have_is_no_name(cast):
    make_unit("E-2", cast.east.name_zh, "Another East", "branch", cast.bank)
    assert cast.east.name_zh not in names_of_units()
    assert names_of_units()["e-2"] == "E-2"


# a new standard


def test_workbook_makes_a_new_draft_once(lead, cast):
    data = with_cells({"Settings!B3": "outlets-2027", "Settings!B4": "网点标准", "Settings!B5": None})
    key = str(uuid4())
    answers = [lead.post(NEW, {**upload(data), "client_key": key}) for _twice in range(2)]
    version = StandardVersion.objects.get()
    assert [(one.status_code, one.url) for one in answers] == [(302, url("version_edit", version))] * 2
    assert (version.standard.code, version.number, version.author, version.state) == (
        "outlets-2027",
        1,
        cast.li,
        "draft",
    )
    assert content_of(version).dimensions == FOUR.dimensions


def test_workbook_of_a_known_standard_makes_its_next_version(lead, in_force):
    lead.post(NEW, upload(with_cells({"Indicators!D2": "First answer"})))
    version = StandardVersion.objects.get(number=2)
    assert (version.standard, content_of(version).by_code["1.1"].name_en) == (in_force.standard, "First answer")


def test_second_version_in_the_making_is_refused_beside_the_field(lead, draft):
    page = lead.post(NEW, upload(written()))
    assert page.status_code == 422
    assert page.context["form"].errors["workbook"][0].startswith("A version of this standard is in the making already.")
    assert StandardVersion.objects.count() == 1


@pytest.mark.parametrize("code", ["Outlets 2027", "-a", "中"])
def test_code_that_is_none_is_named_by_its_cell(lead, code):
    page = lead.post(NEW, upload(with_cells({"Settings!B3": code})))
    assert page.context["form"].errors["workbook"][0].startswith("Settings!B3: The code of a standard")


def test_empty_workbook_is_for_leads(lead, cast, client):
    assert opened(lead.get(reverse("standards:standard_workbook_empty")).content)["Indicators"].max_row == 1
    client.force_login(cast.zhou.user)
    assert client.get(reverse("standards:standard_workbook_empty")).status_code == 403


# the services refuse by themselves


@pytest.mark.parametrize("who", ["zhou", "qian", "chen", "feng"])
def test_bringing_in_is_for_leads(cast, draft, who):
    with pytest.raises(NotAllowed):
        bring_in_workbook(version=draft, actor=getattr(cast, who), content=FOUR, lock=draft.version)
    with pytest.raises(NotAllowed):
        make_standard_from_workbook(content=StandardContent("x", "名", ""), author=getattr(cast, who))


def test_service_refuses_what_no_editor_would_save(cast, draft):
    wrong = replace(FOUR, scope=(("unit", "NOWHERE"),), targets=(), critical_policy="cap", code="other")
    with pytest.raises(Invalid) as refusal:
        bring_in_workbook(version=draft, actor=cast.li, content=wrong, lock=draft.version)
    assert len(refusal.value.messages) == 3
    twice = replace(FOUR, dimensions=(*FOUR.dimensions, FOUR.dimensions[0]))
    with pytest.raises(Invalid, match="is there twice"):
        bring_in_workbook(version=draft, actor=cast.li, content=twice, lock=draft.version)
    assert content_of(draft) == FOUR


@pytest.mark.race
def test_of_two_workbooks_confirmed_at_once_one_is_written(committed_cast):
    cast = committed_cast
    draft = create_standard_from_preset(preset="four-dimensions", author=cast.li)
    contents = [replace(FOUR, target=target) for target in (81, 82)]
    barrier, ended = threading.Barrier(2), []

    def confirm(content) -> None:
        try:
            version = StandardVersion.objects.get(pk=draft.pk)
            barrier.wait()
            bring_in_workbook(version=version, actor=cast.li, content=content, lock=draft.version)
            ended.append(content.target)
        except Conflict:
            ended.append("conflict")
        finally:
            connection.close()

    threads = [threading.Thread(target=confirm, args=(content,)) for content in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    written_one = content_of(StandardVersion.objects.get(pk=draft.pk))
    assert ended.count("conflict") == 1
    assert written_one.target in ended
    assert (len(written_one.indicators), AuditEvent.objects.filter(action="standards.version.edit").count()) == (21, 1)


def test_pages_offer_the_workbook_to_whom_it_is_for(cast, draft, client):
    client.force_login(cast.li.user)
    assert url("version_workbook_import", draft) in client.get(url("version_edit", draft)).content.decode()
    assert url("version_workbook", draft) in client.get(url("version_detail", draft)).content.decode()
    manager = Client()
    manager.force_login(cast.zhou.user)
    assert url("version_workbook_import", draft) not in manager.get(url("version_detail", draft)).content.decode()
