"""A sheet that is reassigned, one that is recused and one whose item falls out, by their people at their browsers (R13)."""

from uuid import uuid4

import pytest

from assessments.models import Handover, Recusal
from assessments.services.assignment_verification import verify_assignments
from foundation.audit.verifiers import run_verifiers
from tests.assessments import planning
from tests.assessments.crew import Crew, again, drawn_crew

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def crew(committed_cast, trial_clock) -> Crew:
    """East Branch drawn on 23 November 2026."""
    trial_clock.set(2026, 11, 23, 12)
    planning.records_for(committed_cast.east, 40)
    planning.records_for(committed_cast.west, 5)
    cycle = planning.open_quarter(committed_cast)
    return drawn_crew(committed_cast, planning.plan_of(cycle, committed_cast.east))


def test_reassigned_by_the_keyboard_while_its_assessor_is_at_it(crew, desk):
    lin, li = desk(crew.cast.lin).sign_in(), desk(crew.cast.li).sign_in()
    sheet = crew.sheet_of(crew.cast.lin)
    page = lin.open("assessments:sheet_score", public_id=sheet.public_id)
    page.wait_for_selector("[data-sheet=ready]")
    page.keyboard.press("3")
    page.locator("#saved[data-state=saved]").wait_for()
    marks = again(sheet).draft
    assert len(marks) == 1

    board = li.open("assessments:board", query="?assessor=00101")
    li.shoot("board")
    tick = board.locator(f"#bulk-form input[name=ids][value='{sheet.public_id}']")
    tick.focus()
    board.keyboard.press("Space")
    assert tick.is_checked()
    li.press("#bulk-form button[value=choose]")
    board.get_by_label("指定人员").focus()
    board.keyboard.press("Space")
    board.select_option("select[name=to]", str(crew.tang.public_id))
    board.fill("textarea[name=reason]", "林晓本周出差")
    li.shoot("to whom")
    li.press("form.form button[type=submit]")
    li.shows("已改派")
    assert (again(sheet).assessor, Handover.objects.get().draft) == (crew.tang, marks)

    # Lin goes on typing: told where the sheet went, and nothing is taken.
    page.keyboard.press("4")
    page.get_by_text("已在此期间改派给唐丽").first.wait_for()
    lin.shoot("went to somebody else")
    assert again(sheet).draft == {}
    # The request that the page does not offer any more.
    assert (
        lin.refused("assessments:sheet_submit", {"version": 1, "client_key": str(uuid4())}, public_id=sheet.public_id)
        == 409
    )
    ticked = {"ids": f"{sheet.public_id}.2", "way": "chance", "reason": "x", "client_key": str(uuid4())}
    assert lin.refused("assessments:board_reassign", ticked) == 403

    tang = desk(crew.tang, locale="en-GB", size=(390, 844)).sign_in()
    tang.open("assessments:sheet_list")
    tang.shows(sheet.number)
    tang.shoot("new sheet on a phone")

    # Second thoughts: Li gives it back, and Lin's marks return.
    li.open("assessments:sheet_detail", public_id=sheet.public_id)
    li.shoot("through whose hands")
    li.act("assessments:board_reassign")
    board.get_by_label("指定人员").check()
    board.select_option("select[name=to]", str(crew.cast.lin.public_id))
    board.fill("textarea[name=reason]", "出差取消")
    li.press("form.form button[type=submit]")
    assert (again(sheet).assessor, again(sheet).draft) == (crew.cast.lin, marks)
    assert verify_assignments() == []


def test_recused_from_a_sheet_and_an_item_that_falls_out(crew, desk):
    lin = desk(crew.cast.lin).sign_in()
    sheet, other = [one for one in crew.sheets if one.assessor == crew.cast.lin and one.method == "record_review"][:2]
    lin.open("assessments:sheet_score", public_id=sheet.public_id)
    lin.page.get_by_role("link", name="我需要回避").click()
    lin.page.wait_for_url("**/recuse/")
    lin.shoot("consequences of a recusal")
    lin.page.select_option("select[name=kind]", "relative")
    lin.page.fill("textarea[name=text]", "接待柜员是我的表妹")
    lin.press("form.form button[type=submit]")
    lin.shows("已转交他人")
    assert again(sheet).assessor == crew.cast.guo
    assert (
        lin.refused("assessments:sheet_save", {"version": 1, "client_key": str(uuid4())}, public_id=sheet.public_id)
        == 409
    )

    lin.open("assessments:sheet_score", public_id=other.public_id)
    lin.page.get_by_role("link", name="此条目失效").click()
    lin.page.wait_for_url("**/replace/")
    lin.page.select_option("select[name=reason]", "unreadable")
    lin.page.fill("textarea[name=note]", "录音文件损坏")
    lin.shoot("consequences of falling out")
    lin.press("form.form button[type=submit]")
    lin.shows("改用下一条继续")
    assert again(other).item.is_reserve
    # Somebody else's sheet is not offered and not taken.
    data = {"turn": 1, "reason": "unreadable", "client_key": str(uuid4())}
    assert lin.refused("assessments:sheet_replace", data, public_id=sheet.public_id) == 404

    qian = desk(crew.cast.qian).sign_in()
    qian.open("assessments:recusal_list")
    qian.shows("接待柜员是我的表妹")
    qian.shoot("recusals")
    qian.open("assessments:replacement_list")
    qian.shows("记录或录音无法读取 1")
    qian.shoot("replaced items")
    qian.open("assessments:board")
    assert qian.page.locator("input[name=ids]").count() == 0
    ticked = {"ids": str(sheet.public_id), "way": "chance", "reason": "x", "client_key": str(uuid4())}
    assert qian.refused("assessments:board_reassign", ticked) == 403
    assert (Recusal.objects.count(), Handover.objects.count()) == (1, 2)
    assert not any(run_verifiers().values())
