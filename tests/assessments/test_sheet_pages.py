"""The pages of sheets: who gets which, and that every act works by a plain form and by the page's scripts alike."""

import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from assessments.enums import CycleState, Method, SheetState
from assessments.models import Cycle, Evidence, ScoreSheet, SheetRevision
from assessments.services.drafts import save_draft
from assessments.services.sheets import submit_sheet
from assessments.services.visits import Visit
from foundation.common import clock
from organization.searching import search
from organization.worklist import work_waiting_for
from records.selectors import is_visible_to
from tests.assessments.files import png
from tests.assessments.sheet_world import confirm, full_marks, make_plan, make_sheet

JSON = {"Accept": "application/json"}


def url(name: str, sheet: ScoreSheet) -> str:
    return reverse(f"assessments:{name}", args=[sheet.public_id])


def again(sheet) -> ScoreSheet:
    return ScoreSheet.objects.select_related("revision", "cycle", "unit", "record", "standard_version").get(pk=sheet.pk)


def fields(marks: dict, version: int = 1, key=None, **more) -> dict:
    """Marks as the form's fields."""
    data = {"version": str(version), "client_key": str(key or uuid4()), **more}
    for code, mark in marks.items():
        for name, value in mark.items():
            if name == "reason":
                data[f"r.{code}"] = value
            elif name == "points":
                data[f"p.{code}"] = value
            else:
                data[f"m.{code}"] = {"level": str(value), "na": "na", "triggered": str(int(value))}[name]
    return data


def sign_in(client, person):
    client.force_login(person.user)
    return client


def seal(sheet, person, marks=None):
    submit_sheet(
        sheet=again(sheet), actor=person, marks=marks or full_marks(), version=again(sheet).version, key=uuid4()
    )


@pytest.fixture
def lin(client, sheets):
    return sign_in(client, sheets.cast.lin)


# -- Scoring by a plain form


def test_plain_form_asks_once_about_places_of_a_template(sheets, lin):
    marks = {**full_marks(), "2.1": {"level": 4, "reason": "抢话【次数】次"}}
    answer = lin.post(url("sheet_submit", sheets.sheet), fields(marks))
    page = answer.content.decode()
    assert (answer.status_code, "Still to be filled in: 【次数】." in page) == (422, True)
    assert 'name="as_it_is" value="on"' in page
    assert lin.post(url("sheet_submit", sheets.sheet), fields(marks, as_it_is="on")).status_code == 302
    assert again(sheets.sheet).state == SheetState.SUBMITTED


def test_page_shows_the_draft(sheets, lin):
    save_draft(
        sheet=sheets.sheet,
        actor=sheets.cast.lin,
        marks={"2.1": {"level": 4, "reason": "抢话"}, "3.3": {"points": "12.5"}},
        version=1,
    )
    page = lin.get(url("sheet_score", sheets.sheet)).content.decode()
    assert re.findall(r'name="m\.([\d.R]+)" value="(\w+)"[^>]* checked', page) == [("2.1", "4")]
    assert re.findall(r'name="p\.3\.3" value="([\d.]*)"', page) == ["12.5"]
    assert re.findall(r'name="r\.2\.1"[^>]*>([^<]*)<', page) == ["抢话"]
    assert re.findall(r'name="version" value="(\d+)"', page) == ["2"]
    assert re.findall(r'id="total"[^>]*>([^<]*)<', page) == ["65.7"]


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ({}, "11 not scored"),
        ({**full_marks(), "2.1": {"level": 4}}, "1 reason missing"),
        (
            {**full_marks(), "2.1": {"level": 4}, "3.R": {"triggered": True}, "4.1": {}},
            "1 not scored, 2 reasons missing",
        ),
        ({**full_marks(), "2.1": {"level": 4, "reason": "抢话"}}, "All scored"),
    ],
)
def test_page_counts_missing_marks_and_missing_reasons_apart(sheets, lin, marks, said):
    save_draft(sheet=sheets.sheet, actor=sheets.cast.lin, marks=marks, version=1)
    page = lin.get(url("sheet_score", sheets.sheet)).content.decode()
    assert re.findall(r'id="missing"[^>]*>([^<]*)<', page) == [said]


@pytest.mark.parametrize(("state", "draft"), [("begun", False), ("not begun", True)])
def test_page_of_a_sheet_that_is_not_begun_carries_the_draft_s_pill(sheets, lin, state, draft):
    if state == "begun":
        save_draft(sheet=sheets.sheet, actor=sheets.cast.lin, marks={}, version=1)
    page = lin.get(url("sheet_score", sheets.sheet)).content.decode()
    assert ("data-state-draft" in page) == draft


def test_form_saves_and_comes_back_to_the_page(sheets, lin):
    answer = lin.post(url("sheet_save", sheets.sheet), fields({"2.1": {"level": 4}}))
    assert (answer.status_code, answer.url) == (302, url("sheet_score", sheets.sheet))
    assert again(sheets.sheet).draft == {"2.1": {"level": 4}}


def test_form_saves_with_a_file_and_takes_it_off_again(sheets, lin):
    photo = png()
    photo.name = "hall.png"
    lin.post(url("sheet_save", sheets.sheet), {**fields({"2.1": {"level": 4}}), "file": photo, "file_for": "2.1"})
    kept = Evidence.objects.get()
    assert (kept.indicator.code, kept.removed_at) == ("2.1", None)
    gone = {"remove": str(kept.public_id), "why": "拍错了"}
    lin.post(url("sheet_save", sheets.sheet), {**fields({"2.1": {"level": 4}}, version=2), **gone})
    kept.refresh_from_db()
    assert (kept.removed_by, kept.removed_reason) == (sheets.cast.lin, "拍错了")


def test_form_submits_and_shows_the_sealed_sheet(sheets, lin):
    answer = lin.post(url("sheet_submit", sheets.sheet), fields(full_marks()))
    assert (answer.status_code, answer.url) == (302, url("sheet_detail", sheets.sheet))
    assert again(sheets.sheet).state == SheetState.SUBMITTED
    assert lin.get(answer.url).status_code == 200


def test_double_click_and_back_button_end_in_one_revision(sheets, lin):
    data = fields(full_marks())
    first = lin.post(url("sheet_submit", sheets.sheet), data)
    second = lin.post(url("sheet_submit", sheets.sheet), data)
    assert (first.status_code, second.status_code, second.url) == (302, 302, first.url)
    assert SheetRevision.objects.count() == 1


def test_back_button_with_other_marks_is_a_conflict_that_keeps_what_was_typed(sheets, lin):
    data = fields(full_marks())
    lin.post(url("sheet_submit", sheets.sheet), data)
    answer = lin.post(url("sheet_submit", sheets.sheet), {**data, "m.2.1": "3", "r.2.1": "语气生硬"})
    assert answer.status_code == 409
    assert SheetRevision.objects.count() == 1


def test_incomplete_form_comes_back_with_what_was_typed_and_what_is_missing(sheets, lin):
    key = uuid4()
    answer = lin.post(
        url("sheet_submit", sheets.sheet), fields({"2.1": {"level": 4}, "2.2": {"level": 3, "reason": "抢话"}}, key=key)
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert re.findall(r'id="error-(2\.[12])">([^<]*)<', page) == [("2.1", "Give the deduction reason."), ("2.2", "")]
    assert re.findall(r'name="r\.2\.2"[^>]*>([^<]*)<', page) == ["抢话"]
    assert re.findall(r'name="m\.([\d.R]+)" value="(\w+)"[^>]* checked', page) == [("2.1", "4"), ("2.2", "3")]
    assert f'value="{key}"' in page
    assert again(sheets.sheet).state == SheetState.ASSIGNED


@pytest.mark.parametrize(
    ("field", "value"),
    [("p.3.3", "９５"), ("p.3.3", "1e1"), ("m.2.1", "9"), ("m.2.1", "²"), ("m.3.R", "2"), ("r.2.1", "x" * 501)],
)
def test_wrong_field_comes_back_beside_its_indicator(sheets, lin, field, value):
    answer = lin.post(url("sheet_submit", sheets.sheet), {**fields(full_marks()), field: value})
    code = field[2:]
    assert answer.status_code == 422
    assert re.findall(rf'id="error-{re.escape(code)}">([^<]+)<', answer.content.decode())
    assert SheetRevision.objects.count() == 0


@pytest.mark.parametrize("missing", ["version", "client_key"])
def test_form_without_version_or_key_is_a_bad_request(sheets, lin, missing):
    data = fields(full_marks())
    del data[missing]
    assert lin.post(url("sheet_submit", sheets.sheet), data).status_code == 400
    assert SheetRevision.objects.count() == 0


def test_stale_form_is_a_conflict_with_the_marks_to_copy(sheets, lin):
    save_draft(sheet=sheets.sheet, actor=sheets.cast.lin, marks={"2.1": {"level": 1}}, version=1)
    answer = lin.post(url("sheet_save", sheets.sheet), fields({"2.1": {"level": 4, "reason": "抢话一次"}}, version=1))
    assert (answer.status_code, "抢话一次" in answer.content.decode()) == (409, True)
    assert again(sheets.sheet).draft == {"2.1": {"level": 1}}


def test_reasons_are_shown_as_text(sheets, lin):
    lin.post(url("sheet_save", sheets.sheet), fields({"2.1": {"level": 4, "reason": "<script>alert(1)</script>"}}))
    page = lin.get(url("sheet_score", sheets.sheet)).content.decode()
    assert "<script>alert(1)" not in page
    seal(sheets.sheet, sheets.cast.lin, {**full_marks(), "2.1": {"level": 4, "reason": "<script>alert(1)</script>"}})
    assert "<script>alert(1)" not in lin.get(url("sheet_detail", sheets.sheet)).content.decode()


# -- The same by the page's scripts


def autosave(client, sheet, marks, version=1, sequence=1, key=None, **more):
    body = {"marks": marks, "version": version, "sequence": sequence, "key": str(key or uuid4()), **more}
    return client.post(url("sheet_save", sheet), json.dumps(body), content_type="application/json", headers=JSON)


def test_autosave_answers_with_version_and_time(sheets, lin):
    noon = clock.at_local(clock.today(), 10, 42)
    with clock.travelling(noon):
        answer = autosave(lin, sheets.sheet, {"2.1": {"level": 4}})
    assert (answer.status_code, answer.json()) == (200, {"version": 2, "saved": "10:42", "errors": {}})


def test_autosave_of_a_stale_tab_gets_what_the_server_has(sheets, lin):
    autosave(
        lin,
        sheets.sheet,
        {
            "2.1": {"level": 4, "reason": "慢"},
            "2.3": {"na": True},
            "3.R": {"triggered": False},
            "3.3": {"points": "7.5"},
        },
    )
    answer = autosave(lin, sheets.sheet, {"2.1": {"level": 5}})
    told = answer.json()
    assert (answer.status_code, told["version"], told["sealed"], told["by"]) == (409, 2, False, "林晓")
    assert told["marks"] == {"2.1": ["4", "慢"], "2.3": ["na", ""], "3.3": ["7.5", ""], "3.R": ["0", ""]}


def test_autosave_after_the_seal_gets_the_sealed_marks(sheets, lin):
    seal(sheets.sheet, sheets.cast.lin)
    answer = autosave(lin, sheets.sheet, {"2.1": {"level": 4}}, version=2)
    told = answer.json()
    assert (answer.status_code, told["sealed"], told["marks"]["2.1"], told["detail"]) == (
        409,
        True,
        ["5", ""],
        url("sheet_detail", sheets.sheet),
    )
    assert told["message"] == "This sheet has been sealed by 林晓."


def test_autosave_that_is_wrong_is_told_where(sheets, lin):
    answer = autosave(lin, sheets.sheet, {"2.1": {"level": 9}})
    assert (answer.status_code, answer.json()) == (
        422,
        {"errors": {"2.1": "This indicator has no such level."}, "messages": []},
    )


@pytest.mark.parametrize(
    "body",
    [
        " ",
        "[]",
        "{",
        '{"marks": []}',
        '{"marks": {}, "version": "x"}',
        '{"marks": {}, "version": 1, "key": "x"}',
        '{"marks": {}, "version": -1}',
        '{"marks": {}, "version": 9999999999}',
    ],
)
def test_autosave_that_is_no_save_is_refused(sheets, lin, body):
    answer = lin.post(url("sheet_save", sheets.sheet), body, content_type="application/json", headers=JSON)
    assert (answer.status_code, again(sheets.sheet).version) == (422, 1)


def test_submit_by_script_answers_with_the_receipt(sheets, lin):
    answer = lin.post(url("sheet_submit", sheets.sheet), fields(full_marks()), headers=JSON)
    told = answer.json()
    assert (answer.status_code, told["detail"], told["receipt"]["total"]) == (
        200,
        url("sheet_detail", sheets.sheet),
        "100.0000",
    )


def test_submit_by_script_is_told_what_is_missing(sheets, lin):
    answer = lin.post(url("sheet_submit", sheets.sheet), fields({**full_marks(), "2.1": {"level": 4}}), headers=JSON)
    assert (answer.status_code, answer.json()) == (
        422,
        {"errors": {"2.1": "Give the deduction reason."}, "messages": []},
    )


def test_submit_of_a_stale_tab_gets_what_the_server_has(sheets, lin):
    save_draft(sheet=sheets.sheet, actor=sheets.cast.lin, marks={"2.1": {"level": 1}}, version=1)
    answer = lin.post(url("sheet_submit", sheets.sheet), fields(full_marks()), headers=JSON)
    assert (answer.status_code, answer.json()["marks"]) == (409, {"2.1": ["1", ""]})
    assert again(sheets.sheet).state == SheetState.DRAFT


def test_visit_keeps_place_and_time(sheets, lin):
    visit = make_sheet(sheets.plan, sheets.cast.lin, method=Method.ON_SITE, co_assessor=sheets.cast.guo)
    at = clock.local(clock.now() - timedelta(hours=2)).replace(second=0, microsecond=0)
    autosave(lin, visit, {}, visit={"at": f"{at:%Y-%m-%dT%H:%M}", "place": "营业大厅"})
    assert (again(visit).visited_at, again(visit).place) == (at, "营业大厅")
    confirm(visit, full_marks(), Visit(at, "二楼柜台"))
    lin.post(
        url("sheet_submit", visit),
        fields(full_marks(), version=2, visit_at=f"{at:%Y-%m-%dT%H:%M}", visit_place="二楼柜台"),
    )
    assert (again(visit).state, again(visit).place) == (SheetState.SUBMITTED, "二楼柜台")


# -- Who may


@pytest.mark.parametrize(
    ("who", "score", "detail"),
    [("lin", 200, 200), ("guo", 404, 404), ("li", 403, 200), ("zhou", 403, 200), ("qian", 403, 200), ("chen", 404, 404), ("wu", 404, 404),
     ("sun", 404, 404), ("zhao", 404, 404), ("feng", 404, 404), ("he", 404, 404)],
)  # fmt: skip
def test_open_sheet_is_scored_by_its_assessor_and_followed_by_those_who_plan_and_watch(
    sheets, client, who, score, detail
):
    sign_in(client, getattr(sheets.cast, who))
    assert client.get(url("sheet_score", sheets.sheet)).status_code == score
    assert client.get(url("sheet_detail", sheets.sheet)).status_code == detail
    refused = 404 if score == 404 else score
    if who != "lin":
        assert client.post(url("sheet_save", sheets.sheet), fields({"2.1": {"level": 4}})).status_code == refused
        assert autosave(client, sheets.sheet, {"2.1": {"level": 4}}).status_code == refused
        assert client.post(url("sheet_submit", sheets.sheet), fields(full_marks())).status_code == refused
    assert again(sheets.sheet).version == 1


def test_head_and_liaison_read_sealed_sheets_of_their_unit_from_the_feedback_on(sheets, client):
    seal(sheets.sheet, sheets.cast.lin)
    west = make_sheet(make_plan(sheets.cycle, sheets.cast.west), sheets.cast.guo)
    for who in (sheets.cast.chen, sheets.cast.wu):
        sign_in(client, who)
        Cycle.objects.update(state=CycleState.COLLECTING)
        assert client.get(url("sheet_detail", sheets.sheet)).status_code == 404
        Cycle.objects.update(state=CycleState.FEEDBACK)
        assert client.get(url("sheet_detail", sheets.sheet)).status_code == 200
        assert client.get(url("sheet_detail", west)).status_code == 404
        assert client.get(url("sheet_correct", sheets.sheet)).status_code == 403


def test_open_sheet_shows_others_how_far_it_is_but_no_marks(sheets, client):
    save_draft(
        sheet=sheets.sheet, actor=sheets.cast.lin, marks={"2.1": {"level": 1, "reason": "独一无二的原因"}}, version=1
    )
    page = sign_in(client, sheets.cast.li).get(url("sheet_detail", sheets.sheet)).content.decode()
    assert ("1 of 11 scored" in page, "独一无二的原因" in page) == (True, False)


def test_assessor_of_the_own_unit_gets_no_form_although_assigned(sheets, client):
    own = make_sheet(sheets.plan, sheets.cast.chen)
    assert sign_in(client, sheets.cast.chen).get(url("sheet_score", own)).status_code == 403


@pytest.mark.parametrize("name", ["sheet_save", "sheet_submit", "evidence_add"])
def test_acts_are_posts(sheets, lin, name):
    assert lin.get(url(name, sheets.sheet)).status_code == 405


@pytest.mark.parametrize("name", ["sheet_score", "sheet_detail"])
def test_pages_are_reads(sheets, lin, name):
    assert lin.post(url(name, sheets.sheet)).status_code == 405


def test_acts_need_the_token_of_the_session(sheets):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    sign_in(client, sheets.cast.lin)
    assert client.post(url("sheet_submit", sheets.sheet), fields(full_marks())).status_code == 403
    assert again(sheets.sheet).state == SheetState.ASSIGNED


def test_sealed_sheet_sends_the_form_to_what_was_sealed(sheets, lin):
    seal(sheets.sheet, sheets.cast.lin)
    answer = lin.get(url("sheet_score", sheets.sheet))
    assert (answer.status_code, answer.url) == (302, url("sheet_detail", sheets.sheet))


# -- The sealed sheet


def test_sealed_sheet_shows_total_marks_and_the_way_to_the_next(sheets, lin):
    second = make_sheet(sheets.plan, sheets.cast.lin)
    seal(sheets.sheet, sheets.cast.lin, {**full_marks(), "2.1": {"level": 3, "reason": "语气生硬"}})
    page = lin.get(url("sheet_detail", sheets.sheet)).content.decode()
    assert re.findall(r'sealed__number">([^<]*)<', page) == ["96.7"]
    assert "语气生硬" in page
    assert re.findall(r'href="([^"]*)" data-next', page) == [url("sheet_score", second)]


@pytest.mark.parametrize(
    ("who", "offered"), [("lin", True), ("li", True), ("qian", True), ("chen", False), ("wu", False)]
)
def test_way_to_the_draw_is_offered_to_those_who_may_see_it(sheets, client, who, offered):
    sheets.plan.team.create(person=sheets.cast.lin)
    seal(sheets.sheet, sheets.cast.lin)
    Cycle.objects.update(state=CycleState.FEEDBACK)
    page = sign_in(client, getattr(sheets.cast, who)).get(url("sheet_detail", sheets.sheet)).content.decode()
    draw = reverse("sampling:draw_detail", args=[sheets.sheet.item.draw.public_id])
    assert (f'href="{draw}"' in page, client.get(draw).status_code) == (offered, 200 if offered else 404)


@pytest.mark.parametrize("who", ["lin", "li", "qian", "chen", "wu"])
def test_every_way_that_a_sealed_sheet_offers_is_open(sheets, client, who):
    seal(sheets.sheet, sheets.cast.lin)
    Cycle.objects.update(state=CycleState.FEEDBACK)
    page = sign_in(client, getattr(sheets.cast, who)).get(url("sheet_detail", sheets.sheet)).content.decode()
    ways = set(re.findall(r'href="(/[^"#]*)"', page.partition("<main")[2].partition("</main>")[0]))
    assert ways and {way: client.get(way).status_code for way in ways if client.get(way).status_code != 200} == {}


def test_text_beside_a_mark_that_takes_nothing_off_is_a_remark(sheets, lin):
    marks = {
        **full_marks(),
        "2.1": {"level": 5, "reason": "先给了三档"},
        "2.2": {"level": 4, "reason": "抢话一次"},
        "2.3": {"na": True, "reason": "客户未提出异议"},
        "3.R": {"triggered": False, "reason": "误触"},
        "4.R": {"triggered": True, "reason": "报出卡号"},
    }
    seal(sheets.sheet, sheets.cast.lin, marks)
    page = lin.get(url("sheet_detail", sheets.sheet)).content.decode()
    assert re.findall(r'answers__reason">(\w+): ([^<]*)<', page) == [
        ("Remark", "先给了三档"),
        ("Reason", "抢话一次"),
        ("Remark", "客户未提出异议"),
        ("Remark", "误触"),
        ("Reason", "报出卡号"),
    ]


def test_seal_is_confirmed_once_on_the_next_page(sheets, lin):
    lin.post(url("sheet_submit", sheets.sheet), fields(full_marks()), headers=JSON)
    told = f"Sheet {sheets.sheet.number} is sealed."
    pages = [lin.get(url("sheet_detail", sheets.sheet)).content.decode() for _time in range(2)]
    assert [told in page for page in pages] == [True, False]


def test_sealed_sheet_with_a_red_line_shows_both_scores(sheets, lin):
    seal(sheets.sheet, sheets.cast.lin, {**full_marks(), "3.R": {"triggered": True, "reason": "报出卡号"}})
    page = lin.get(url("sheet_detail", sheets.sheet)).content.decode()
    assert re.findall(r'sealed__number">([^<]*)<', page) == ["0.0"]
    assert "Without the red line this sheet has 100.0 points; both are kept." in page


def test_correction_by_page_shows_old_and_new(sheets, client):
    seal(sheets.sheet, sheets.cast.lin, {**full_marks(), "2.1": {"level": 3, "reason": "语气生硬"}})
    lead = sign_in(client, sheets.cast.li)
    page = lead.get(url("sheet_correct", sheets.sheet)).content.decode()
    assert re.findall(r'name="m\.2\.1" value="(\w+)"[^>]* checked', page) == ["3"]
    data = fields({**full_marks(), "2.1": {"level": 4, "reason": "抢话一次"}}, version=2)
    assert lead.post(url("sheet_correct", sheets.sheet), data).status_code == 422
    answer = lead.post(url("sheet_correct", sheets.sheet), {**data, "reason": "复听录音"})
    assert (answer.status_code, answer.url) == (302, url("sheet_detail", sheets.sheet))
    page = lead.get(answer.url).content.decode()
    assert re.findall(r"<del>([^<]*)</del> → <ins>([^<]*)</ins>", page) == [("3 · 语气生硬", "4 · 抢话一次")]
    assert re.findall(r'sealed__number">([^<]*)<', page) == ["98.3"]
    earlier = lead.get(answer.url + "?revision=1").content.decode()
    assert re.findall(r'sealed__number">([^<]*)<', earlier) == ["96.7"]


# -- The list, the work list, the search


def rows_of(client, query: str = "") -> list[str]:
    return re.findall(
        r"QA-2026Q4-\d{4}(?=</a>)", client.get(reverse("assessments:sheet_list") + query).content.decode()
    )


def test_own_list_puts_what_is_due_first_first_and_sealed_ones_last(sheets, lin):
    today = clock.today()
    ScoreSheet.objects.update(due_on=today + timedelta(days=3))
    late = make_sheet(sheets.plan, sheets.cast.lin, due_on=today - timedelta(days=2))
    sealed = make_sheet(sheets.plan, sheets.cast.lin, due_on=today - timedelta(days=9))
    begun = make_sheet(sheets.plan, sheets.cast.lin, due_on=today + timedelta(days=3))
    make_sheet(sheets.plan, sheets.cast.guo)
    seal(sealed, sheets.cast.lin)
    save_draft(sheet=begun, actor=sheets.cast.lin, marks={}, version=1)
    assert rows_of(lin) == [late.number, begun.number, sheets.sheet.number, sealed.number]
    assert lin.get(reverse("assessments:sheet_next")).url == url("sheet_score", late)


def test_next_sheet_with_nothing_open_is_the_list(sheets, lin):
    seal(sheets.sheet, sheets.cast.lin)
    assert lin.get(reverse("assessments:sheet_next")).url == reverse("assessments:sheet_list")


def test_lead_filters_all_sheets_by_the_url(sheets, client):
    west = make_sheet(make_plan(sheets.cycle, sheets.cast.west), sheets.cast.guo)
    seal(west, sheets.cast.guo)
    lead = sign_in(client, sheets.cast.li)
    both = [sheets.sheet.number, west.number]
    assert rows_of(lead) == both
    assert rows_of(lead, "?unit=BR-W") == [west.number]
    assert rows_of(lead, "?state=submitted") == [west.number]
    assert rows_of(lead, "?assessor=00101") == [sheets.sheet.number]
    assert rows_of(lead, "?cycle=2026Q4&method=on_site") == []
    assert rows_of(lead, f"?search={west.record.number}") == [west.number]
    assert rows_of(lead, "?sort=-number") == both[::-1]
    assert rows_of(lead, "?view=mine") == []


@pytest.mark.parametrize(
    ("who", "count"), [("guo", 0), ("chen", 0), ("zhao", 0), ("feng", 0), ("zhou", 1), ("qian", 1)]
)
def test_list_shows_only_what_one_may_see(sheets, client, who, count):
    assert len(rows_of(sign_in(client, getattr(sheets.cast, who)), "?view=all")) == count


@pytest.mark.parametrize(
    ("who", "query", "title", "clear"),
    [
        ("chen", "?state=assigned", "Nothing matches these filters", "?view=all"),
        ("chen", "", "No sheet to see yet", None),
        ("chen", "?view=all&state=", "No sheet to see yet", None),
        ("lin", "?search=nothing", "Nothing matches these filters", "?view=mine"),
        ("lin", "?late=on", "Nothing matches these filters", "?view=mine"),
        ("guo", "?view=mine", "No sheet is yours yet", None),
    ],
)
def test_list_filtered_to_nothing_says_so_and_offers_to_clear_the_filters(sheets, client, who, query, title, clear):
    ScoreSheet.objects.update(due_on=clock.today() + timedelta(days=3))
    page = sign_in(client, getattr(sheets.cast, who)).get(reverse("assessments:sheet_list") + query).content.decode()
    empty = page.partition('class="empty')[2]
    assert title in empty
    assert re.findall(r'href="([^"]*)"', empty.partition("</section>")[0]) == ([clear] if clear else [])


def test_filter_keeps_to_the_view_it_was_set_in(sheets, client):
    page = sign_in(client, sheets.cast.li).get(reverse("assessments:sheet_list") + "?view=all").content.decode()
    assert '<input type="hidden" name="view" value="all">' in page


def test_list_takes_the_same_number_of_queries_for_one_and_for_three(sheets, client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    lead, counts = sign_in(client, sheets.cast.li), []
    rows_of(lead)
    for _more in range(2):
        with CaptureQueriesContext(connection) as queries:
            rows_of(lead)
        counts.append(len(queries))
        for _number in range(2):
            seal(make_sheet(sheets.plan, sheets.cast.guo), sheets.cast.guo)
    assert counts[0] == counts[1]


def test_export_holds_what_the_list_shows(sheets, client):
    from io import BytesIO

    from python_calamine import load_workbook

    west = make_sheet(make_plan(sheets.cycle, sheets.cast.west), sheets.cast.guo)
    seal(west, sheets.cast.guo)
    answer = sign_in(client, sheets.cast.li).get(reverse("assessments:sheet_export") + "?unit=BR-W")
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    rows = book.get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows] == ["Score sheet", west.number]
    assert rows[1][11] == 100


def test_work_list_says_how_far_each_sheet_is(sheets):
    save_draft(
        sheet=sheets.sheet, actor=sheets.cast.lin, marks={"2.1": {"level": 5}, "2.2": {"reason": "?"}}, version=1
    )
    items = [item for item in work_waiting_for(sheets.cast.lin) if item.group == "scoring"]
    assert [(item.title, item.detail, item.unit, item.tone, item.due_on, item.url) for item in items] == [
        (
            f"Score sheet {sheets.sheet.number}",
            "Record review · 借记卡挂失与补卡 · 1 of 11 scored",
            "East Branch",
            "go",
            sheets.sheet.due_on,
            url("sheet_score", sheets.sheet),
        )
    ]
    seal(sheets.sheet, sheets.cast.lin)
    assert [item for item in work_waiting_for(sheets.cast.lin) if item.group == "scoring"] == []


def test_search_finds_sheets_within_ones_rights(sheets):
    def found(person):
        return [hit.title for hit in search(person, sheets.sheet.number) if hit.kind == "score sheet"]

    assert (found(sheets.cast.lin), found(sheets.cast.li), found(sheets.cast.guo), found(sheets.cast.chen)) == (
        [sheets.sheet.number],
        [sheets.sheet.number],
        [],
        [],
    )


def test_assessor_sees_the_record_of_the_sheet(sheets):
    assert is_visible_to(sheets.cast.lin, sheets.sheet.record)
    assert not is_visible_to(sheets.cast.guo, sheets.sheet.record)


def test_person_without_a_role_here_gets_an_empty_list(sheets, client):
    from foundation.accounts.models import User

    nobody = User.objects.create_user("nobody", "", "harbour-lantern-42")
    client.force_login(nobody)
    assert rows_of(client) == []
    assert client.get(url("sheet_detail", sheets.sheet)).status_code == 404
    assert client.get(reverse("assessments:sheet_next")).status_code == 302


def test_plain_correction_asks_once_about_places_of_a_template(sheets, client):
    seal(sheets.sheet, sheets.cast.lin)
    lead = sign_in(client, sheets.cast.li)
    marks = {**full_marks(), "2.1": {"level": 4, "reason": "抢话【次数】次"}}
    data = {**fields(marks), "version": again(sheets.sheet).version, "reason": "复听录音"}
    answer = lead.post(url("sheet_correct", sheets.sheet), data)
    page = answer.content.decode()
    assert (answer.status_code, "Still to be filled in: 【次数】." in page) == (422, True)
    assert ('name="as_it_is" value="on"' in page, "抢话【次数】次" in page) == (True, True)
    assert lead.post(url("sheet_correct", sheets.sheet), {**data, "as_it_is": "on"}).status_code == 302
    assert again(sheets.sheet).revision.number == 2


def test_filters_of_a_handful_of_rows_stand_back_on_a_phone_until_one_is_used(sheets, lin):
    assert "toolbar--few" in lin.get(url_list := reverse("assessments:sheet_list")).content.decode()
    assert "toolbar--few" not in lin.get(f"{url_list}?state=draft").content.decode()
