"""When and where a visit was: stated by its assessors, required at the seal, and never a reason to lose a mark."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from assessments.enums import Method, SheetState
from assessments.models import SheetRevision
from assessments.services.drafts import save_draft
from assessments.services.sheets import submit_sheet
from assessments.services.visits import Visit, visit_problems
from foundation.common import clock
from foundation.common.errors import Invalid
from tests.assessments.sheet_world import an_hour_ago, confirm, full_marks, make_sheet
from tests.assessments.test_sheet_pages import JSON, again, autosave, fields, sign_in, url

TIME, PLACE = "Enter the time of the visit.", "Enter the place of the visit."
FUTURE = "The visit cannot be in the future."


def in_an_hour():
    return an_hour_ago() + timedelta(hours=2)


def typed(moment) -> str:
    return f"{clock.local(moment):%Y-%m-%dT%H:%M}"


@pytest.fixture
def visit(sheets):
    """Lin's and Guo's, not begun."""
    return make_sheet(sheets.plan, sheets.cast.lin, method=Method.ON_SITE, co_assessor=sheets.cast.guo)


@pytest.fixture
def lin(client, sheets):
    return sign_in(client, sheets.cast.lin)


def save(sheet, stated: Visit | None, marks: dict | None = None) -> int:
    return save_draft(sheet=sheet, actor=sheet.assessor, marks=marks or {}, version=sheet.version, visit=stated)


def submit(sheet, stated: Visit | None, marks: dict | None = None) -> dict:
    return submit_sheet(
        sheet=sheet, actor=sheet.assessor, marks=marks or full_marks(), version=sheet.version, key=uuid4(), visit=stated
    )


def errors_on(page: str) -> list[tuple[str, str]]:
    return re.findall(r'id="(visit-\w+)-error"[^>]*>([^<]+)<', page)


# -- A draft


@pytest.mark.parametrize("stated", [None, Visit(), Visit(place="大堂")], ids=["none", "empty", "place"])
def test_draft_may_leave_time_and_place_open(visit, stated):
    save(visit, stated, {"2.1": {"level": 4}})
    kept = again(visit)
    assert (kept.draft, kept.visited_at, kept.place) == (
        {"2.1": {"level": 4}},
        None,
        stated.place if stated else "",
    )


@pytest.mark.parametrize(
    ("more", "problems"),
    [
        ({"at": "future"}, {"visit_at": FUTURE}),
        ({"is_unreadable": True}, {"visit_at": TIME}),
        ({"place": "x" * 121}, {"visit_place": "The place is longer than 120 characters."}),
        ({"place": "大\x00堂"}, {"visit_place": "The place contains characters that cannot be kept."}),
    ],
    ids=["future", "unreadable", "long", "control"],
)
def test_draft_keeps_the_marks_and_leaves_out_what_is_wrong_of_the_visit(visit, more, problems):
    began = an_hour_ago()
    save(visit, Visit(began, "大堂"))
    if more.get("at"):
        more = {"at": in_an_hour()}
    stated = Visit(**{"at": None if "is_unreadable" in more else began, "place": "二楼柜台", **more})
    save(visit, stated, {"2.1": {"level": 4}})
    kept = again(visit)
    assert visit_problems(visit, stated) == problems
    assert (kept.draft, kept.visited_at) == ({"2.1": {"level": 4}}, began)
    assert kept.place == ("大堂" if "visit_place" in problems else "二楼柜台")


# -- The seal


@pytest.mark.parametrize(
    ("stated", "missing"),
    [
        (None, {"visit_at": [TIME], "visit_place": [PLACE]}),
        (Visit(), {"visit_at": [TIME], "visit_place": [PLACE]}),
        (Visit(place="大堂"), {"visit_at": [TIME]}),
        (Visit(an_hour_ago(), "  "), {"visit_place": [PLACE]}),
        (Visit(None, "大堂", is_unreadable=True), {"visit_at": [TIME]}),
    ],
    ids=["none", "empty", "no time", "no place", "unreadable"],
)
def test_visit_is_not_sealed_without_a_stated_time_and_place(visit, stated, missing):
    with pytest.raises(Invalid) as refusal:
        submit(visit, stated)
    kept = again(visit)
    assert refusal.value.message_dict == missing
    assert (kept.state, kept.visited_at, kept.place, SheetRevision.objects.count()) == (
        SheetState.ASSIGNED,
        None,
        "",
        0,
    )


def test_visit_in_the_future_is_not_sealed(visit):
    with pytest.raises(Invalid) as refusal:
        submit(visit, Visit(in_an_hour(), "大堂"))
    assert refusal.value.message_dict == {"visit_at": [FUTURE]}


def test_what_is_missing_of_the_visit_and_of_the_marks_is_said_at_once(visit):
    with pytest.raises(Invalid) as refusal:
        submit(visit, Visit(an_hour_ago(), ""), {**full_marks(), "2.1": {"level": 4}})
    assert refusal.value.message_dict == {"visit_place": [PLACE], "2.1": ["Give the deduction reason."]}


def test_what_an_earlier_save_stated_is_sealed(visit):
    began = an_hour_ago()
    save(visit, Visit(began, "大堂"))
    confirm(visit, full_marks())
    submit(visit, None)
    assert (again(visit).visited_at, again(visit).place) == (began, "大堂")


def test_field_that_was_emptied_again_counts_as_empty(visit):
    save(visit, Visit(an_hour_ago(), "大堂"))
    with pytest.raises(Invalid) as refusal:
        submit(visit, Visit())
    assert list(refusal.value.message_dict) == ["visit_at", "visit_place"]


def test_record_review_has_no_time_and_place_to_state(sheets):
    submit(sheets.sheet, Visit(in_an_hour(), "大堂"))
    kept = again(sheets.sheet)
    assert (kept.state, kept.visited_at, kept.place) == (SheetState.SUBMITTED, None, "")


# -- The page


def test_autosave_with_a_future_time_saves_the_marks_and_says_what_is_wrong(visit, lin):
    answer = autosave(lin, visit, {"2.1": {"level": 4}}, visit={"at": typed(in_an_hour()), "place": "大堂"})
    kept = again(visit)
    assert (answer.status_code, answer.json()["version"], answer.json()["errors"]) == (200, 2, {"visit_at": FUTURE})
    assert (kept.draft, kept.visited_at, kept.place) == ({"2.1": {"level": 4}}, None, "大堂")


@pytest.mark.parametrize("at", ["yesterday", "0001-01-01T00:00", "0202-11-03T09:00", "2026-13-01T00:00"])
def test_autosave_with_a_time_that_is_no_time_saves_the_marks(visit, lin, at):
    answer = autosave(lin, visit, {"2.1": {"level": 4}}, visit={"at": at, "place": ""})
    assert (answer.status_code, answer.json()["errors"]) == (200, {"visit_at": TIME})
    assert (again(visit).draft, again(visit).visited_at) == ({"2.1": {"level": 4}}, None)


def test_form_saves_the_marks_beside_a_future_time_and_goes_on_from_there(visit, lin):
    data = fields({"2.1": {"level": 4}}, visit_at=typed(in_an_hour()), visit_place="大堂")
    answer = lin.post(url("sheet_save", visit), data)
    page = answer.content.decode()
    assert (answer.status_code, errors_on(page)) == (422, [("visit-at", FUTURE)])
    assert re.findall(r'name="version" value="(\d+)"', page) == ["2"]
    assert re.search(r"Saved \d\d:\d\d\.", page)
    assert (again(visit).draft, again(visit).place) == ({"2.1": {"level": 4}}, "大堂")
    right = {**data, "version": "2", "visit_at": typed(an_hour_ago())}
    assert lin.post(url("sheet_save", visit), right).status_code == 302
    assert again(visit).visited_at == an_hour_ago()


def test_form_without_time_and_place_comes_back_with_the_errors_beside_the_fields(visit, lin):
    answer = lin.post(url("sheet_submit", visit), fields(full_marks(), visit_at="", visit_place=""))
    page = answer.content.decode()
    assert (answer.status_code, errors_on(page)) == (422, [("visit-at", TIME), ("visit-place", PLACE)])
    assert re.findall(r'id="(visit-\w+)"[^>]*autofocus', page) == ["visit-at"]
    assert re.findall(r'<li><a href="#([\w-]+)">([^<]+)</a>', page) == [
        ("visit-at", "Time of the visit"),
        ("visit-place", "Place"),
    ]
    assert again(visit).state == SheetState.ASSIGNED


def test_submit_by_script_is_told_at_which_field(visit, lin):
    data = fields(full_marks(), visit_at=typed(in_an_hour()), visit_place="大堂")
    answer = lin.post(url("sheet_submit", visit), data, headers=JSON)
    assert (answer.status_code, answer.json()) == (422, {"errors": {"visit_at": FUTURE}, "messages": []})
