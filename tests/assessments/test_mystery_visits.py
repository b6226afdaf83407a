"""A mystery visit: what its visitor states, who reads what of it, and that the seal covers it (R15)."""

import re
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from assessments.enums import CycleState, Method, SheetState
from assessments.models import Cycle, ScoreSheet, SheetRevision
from assessments.services import method_seals
from assessments.services.drafts import save_draft
from assessments.services.sheets import correct_sheet, submit_sheet
from assessments.services.verification import verify_revisions
from assessments.services.visits import Visit
from foundation.common import clock
from foundation.common.errors import Invalid
from sampling.models import Draw
from tests.assessments.planning import NOON
from tests.assessments.sheet_world import full_marks, make_mystery, make_sheet
from tests.assessments.test_sheet_pages import JSON, again, autosave, fields, sign_in, url

# Monday morning, 23 November 2026; the clock stands at noon.
DAY = date(2026, 11, 23)
CAME, LEFT = NOON.replace(hour=9, minute=40), NOON.replace(hour=10, minute=15)
MET = "三号柜台，女，戴眼镜"
STATED = Visit(CAME, "滨江网点大堂", left_at=LEFT, met=MET)


@pytest.fixture(autouse=True)
def at_noon():
    with clock.travelling(NOON):
        yield


@pytest.fixture
def visit(sheets):
    """Lin's, of Monday morning, not begun."""
    return make_mystery(sheets.plan, sheets.cast.lin, DAY)


@pytest.fixture
def lin(client, sheets):
    return sign_in(client, sheets.cast.lin)


def save(sheet, stated: Visit, marks: dict | None = None) -> int:
    return save_draft(sheet=sheet, actor=sheet.assessor, marks=marks or {}, version=sheet.version, visit=stated)


def submit(sheet, stated: Visit | None, marks: dict | None = None, key=None) -> dict:
    return submit_sheet(
        sheet=again(sheet), actor=sheet.assessor, marks=marks or full_marks(), version=again(sheet).version,
        key=key or uuid4(), visit=stated,
    )  # fmt: skip


def stated_on(sheet) -> tuple:
    kept = again(sheet)
    return kept.visited_at, kept.left_at, kept.place, kept.met, kept.off_day_reason


def typed(moment: datetime) -> str:
    return f"{clock.local(moment):%Y-%m-%dT%H:%M}"


def errors_on(page: str) -> dict[str, str]:
    return dict(re.findall(r'id="visit-(\w+)-error"[^>]*>([^<]+)<', page))


# -- A draft


def test_draft_may_lack_all_that_is_stated(visit):
    save(visit, Visit(), {"2.1": {"level": 4}})
    assert (again(visit).draft, stated_on(visit)) == ({"2.1": {"level": 4}}, (None, None, "", "", ""))


def test_draft_keeps_what_is_stated(visit):
    save(visit, STATED)
    assert stated_on(visit) == (CAME, LEFT, "滨江网点大堂", MET, "")


def test_who_was_met_is_kept_encrypted(visit, django_db_blocker):
    from django.db import connection

    save(visit, STATED)
    with connection.cursor() as cursor:
        cursor.execute("SELECT met FROM assessments_scoresheet WHERE id = %s", [visit.pk])
        [raw] = cursor.fetchone()
    assert raw and "柜台" not in raw


@pytest.mark.parametrize(
    ("more", "problems"),
    [
        ({"at": NOON + timedelta(hours=1)}, {"visit_at": "The visit cannot be in the future."}),
        ({"left_at": NOON + timedelta(hours=1)}, {"visit_left": "The visit cannot be in the future."}),
        ({"left_at": CAME}, {"visit_left": "You left after you came: the time out is later than the time in."}),
        ({"left_at": None, "is_end_unreadable": True}, {"visit_left": "Enter the time at which you left."}),
        ({"met": "x" * 301}, {"visit_met": "At most 300 characters."}),
        ({"why": "下\x00午"}, {"visit_why": "This contains characters that cannot be kept."}),
    ],
    ids=["in future", "out future", "out before in", "unreadable", "long", "control"],
)
def test_draft_keeps_the_marks_and_leaves_out_what_is_wrong(visit, lin, more, problems):
    save(visit, STATED)
    stated = Visit(**{**vars(STATED), **more})
    said = {"at": typed(stated.at), "place": stated.place, "why": stated.why, "met": stated.met}
    said["left"] = "soon" if stated.is_end_unreadable else typed(stated.left_at)
    answer = autosave(lin, visit, {"2.1": {"level": 4}}, version=2, visit=said)
    assert (answer.status_code, answer.json()["errors"]) == (200, problems)
    assert again(visit).draft == {"2.1": {"level": 4}}
    assert stated_on(visit) == (CAME, LEFT, "滨江网点大堂", MET, "")


def test_nobody_came_before_the_half_day_was_drawn_whatever_the_reason(visit, lin):
    Draw.objects.filter(pk=visit.item.draw_id).update(drawn_at=CAME - timedelta(days=1))
    early = Visit(CAME - timedelta(days=3), STATED.place, left_at=LEFT, met=MET, why="网点当日停电")
    said = {"at": typed(early.at), "left": typed(LEFT), "place": early.place, "met": MET, "why": early.why}
    problem = "The visit cannot have been before it was drawn."
    assert autosave(lin, visit, {}, visit=said).json()["errors"] == {"visit_at": problem}
    assert stated_on(visit)[:2] == (None, LEFT)
    sent = fields(full_marks(), version=again(visit).version, **{f"visit_{name}": text for name, text in said.items()})
    answer = lin.post(url("sheet_submit", visit), sent)
    assert (answer.status_code, errors_on(answer.content.decode())) == (422, {"at": problem})
    submit(visit, Visit(**{**vars(early), "at": CAME - timedelta(days=1)}))


# -- The seal


def test_seal_wants_all_of_it(visit):
    with pytest.raises(Invalid) as refusal:
        submit(visit, Visit())
    assert refusal.value.message_dict == {
        "visit_at": ["Enter the time at which you came in."],
        "visit_left": ["Enter the time at which you left."],
        "visit_place": ["Enter the place of the visit."],
        "visit_met": ["Describe whom you met; no name is needed."],
    }
    assert (again(visit).state, SheetRevision.objects.count()) == (SheetState.ASSIGNED, 0)


@pytest.mark.parametrize(
    ("came", "left"),
    [
        (CAME - timedelta(days=3), LEFT - timedelta(days=3)),
        (CAME - timedelta(days=3), LEFT),
    ],
    ids=["another day", "over several days"],
)
def test_visit_on_another_half_day_wants_a_reason(visit, came, left):
    stated = Visit(**{**vars(STATED), "at": came, "left_at": left})
    with pytest.raises(Invalid) as refusal:
        submit(visit, stated)
    assert refusal.value.message_dict == {"visit_why": ["Say why the visit was not on the half-day that was drawn."]}
    submit(visit, Visit(**{**vars(stated), "why": "网点当日停电"}))
    assert stated_on(visit)[4] == "网点当日停电"


@pytest.mark.parametrize(
    ("half", "hour", "is_drawn"), [("am", 9, True), ("pm", 9, False)], ids=["as drawn", "the other half"]
)
def test_half_of_the_day_counts(sheets, half, hour, is_drawn):
    visit = make_mystery(sheets.plan, sheets.cast.lin, DAY, half)
    if is_drawn:
        submit(visit, STATED)
        assert again(visit).state == SheetState.SUBMITTED
        return
    with pytest.raises(Invalid, match="half-day that was drawn"):
        submit(visit, STATED)


def test_what_an_earlier_save_stated_is_sealed_and_verified(visit):
    save(visit, STATED)
    submit(visit, None)
    assert (again(visit).revision.schema, stated_on(visit)[:2]) == (5, (CAME, LEFT))
    assert verify_revisions() == []


@pytest.mark.parametrize(
    "change", [{"left_at": LEFT + timedelta(hours=1)}, {"met": "二号柜台"}, {"off_day_reason": "改期"}], ids=str
)
def test_what_was_stated_cannot_be_changed_behind_the_seal(visit, change):
    submit(visit, STATED)
    ScoreSheet.objects.filter(pk=visit.pk).update(**change)
    assert verify_revisions() == [f"Sheet {visit.number}: revision 1 is not what was sealed."]


def test_sheet_from_before_there_were_mystery_visits_still_verifies(sheets, monkeypatch):
    monkeypatch.setattr("assessments.services.revisions.SCHEMA", 3)
    submit_sheet(
        sheet=sheets.sheet, actor=sheets.cast.lin, marks=full_marks(), version=sheets.sheet.version, key=uuid4()
    )
    monkeypatch.undo()
    assert (again(sheets.sheet).revision.schema, verify_revisions()) == (3, [])


def test_mystery_visit_from_before_anything_was_stated_still_verifies(visit, monkeypatch):
    """It was sealed by the same schema, which then had nothing of the method in it."""
    monkeypatch.setattr("assessments.services.visits._gaps_of_mystery", lambda sheet, visit: {})
    monkeypatch.setitem(method_seals._SEALS, Method.MYSTERY, lambda sheet, schema: "")
    submit(visit, Visit(CAME, "滨江网点大堂"))
    monkeypatch.undo()
    assert (again(visit).state, verify_revisions()) == (SheetState.SUBMITTED, [])
    ScoreSheet.objects.filter(pk=visit.pk).update(met=MET)
    assert verify_revisions() == [f"Sheet {visit.number}: revision 1 is not what was sealed."]


def test_same_key_gets_the_same_receipt(visit):
    key = uuid4()
    assert submit(visit, STATED, key=key) == submit(visit, STATED, key=key)


def test_correction_leaves_what_was_stated(visit, sheets):
    submit(visit, STATED)
    correct_sheet(
        sheet=again(visit), actor=sheets.cast.lin, marks={**full_marks(), "2.1": {"level": 4, "reason": "未起身"}},
        reason="核对录音", version=again(visit).version, key=uuid4(),
    )  # fmt: skip
    assert (stated_on(visit)[3], verify_revisions()) == (MET, [])


# -- The pages


def test_page_shows_scenario_half_day_and_fields(visit, lin):
    page = lin.get(url("sheet_score", visit)).content.decode()
    assert "询问理财产品，说没听懂风险。" in page and "The unit does not know of this visit." in page
    assert re.search(r"Mon 23 Nov\w* · morning", page)
    assert re.findall(r'name="(visit_\w+)"', page) == [
        "visit_at",
        "visit_left",
        "visit_place",
        "visit_met",
        "visit_why",
    ]


def test_form_without_scripts_comes_back_with_the_sentences_beside_the_fields(visit, lin):
    sent = fields(
        full_marks(), visit_at=typed(CAME), visit_left=typed(CAME), visit_place="大堂", visit_met="", visit_why=""
    )
    answer = lin.post(url("sheet_submit", visit), sent)
    page = answer.content.decode()
    assert (answer.status_code, set(errors_on(page))) == (422, {"left", "met"})
    assert re.search(r'name="visit_at"[^>]*value="2026-11-23T09:40"', page)
    assert ("visit-left", "Time out") in re.findall(r'<li><a href="#([\w-]+)">([^<]+)</a>', page)


def test_page_that_comes_too_late_gets_what_stands_there(visit, lin):
    save(visit, STATED)
    answer = autosave(lin, visit, {"2.1": {"level": 4}}, version=1, visit={"at": "", "place": "别处"})
    assert (answer.status_code, answer.json()["visit"]) == (
        409,
        {"at": "2026-11-23T09:40", "left": "2026-11-23T10:15", "place": "滨江网点大堂", "met": MET, "why": ""},
    )


def test_page_that_is_taken_along_holds_the_scenario(visit, lin):
    taken = lin.post(url("sheet_take", visit), headers=JSON).json()
    assert "询问理财产品" in taken["html"] and 'name="visit_left"' in taken["html"]


def test_page_that_is_taken_along_says_that_the_device_encrypts_nothing(visit, lin):
    save(visit, STATED)
    words = "Until it is sent it lies unencrypted on this device"
    assert words in lin.post(url("sheet_take", visit), headers=JSON).json()["html"]
    assert words not in lin.get(url("sheet_score", visit)).content.decode()


@pytest.mark.parametrize(
    ("who", "reads", "scenario"),
    [("lin", True, True), ("li", True, True), ("qian", False, True), ("zhou", False, False), ("chen", False, False)],
)
def test_who_reads_whom_the_visitor_met_and_how_the_unit_was_looked_at(client, sheets, visit, who, reads, scenario):
    submit(visit, STATED)
    Cycle.objects.filter(pk=sheets.cycle.pk).update(state=CycleState.FEEDBACK)
    page = sign_in(client, getattr(sheets.cast, who)).get(url("sheet_detail", visit)).content.decode()
    assert "09:40" in page and "滨江网点大堂" in page
    assert ((MET in page), ("询问理财产品" in page)) == (reads, scenario)


def test_visit_of_a_record_has_nothing_of_a_mystery_visit(sheets, lin):
    other = make_sheet(sheets.plan, sheets.cast.lin, method=Method.ON_SITE, co_assessor=sheets.cast.guo)
    autosave(lin, other, {}, visit={"at": typed(CAME), "place": "大堂", "left": typed(LEFT), "met": MET})
    assert stated_on(other) == (CAME, None, "大堂", "", "")
