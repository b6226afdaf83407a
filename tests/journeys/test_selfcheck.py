"""A unit scores itself on a tablet before it is inspected, keeps its log with a photo, and later sees both sides; nobody reads it before."""

import pytest

from assessments.models import ScoreTotal
from foundation.common import clock
from selfcheck.models import LogEntry, LogFile, SealedCheck, SelfCheck
from tests.assessments.files import phone_photo
from tests.journeys.scoring import score_by_keyboard
from tests.selfcheck.world import inspected, make_quarter

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_unit_scores_itself_and_is_compared_with_its_inspection(committed_cast, desk):
    cast = committed_cast
    cycle = make_quarter(cast)
    lead = desk(cast.li).sign_in()

    # The lead asks East Branch alone.
    page = lead.open("selfcheck:check_ask")
    page.uncheck(f"[name=units][value='{cast.west.public_id}']")
    lead.shoot("ask")
    lead.press("form.form button.btn-primary")
    check = SelfCheck.objects.get()
    assert check.unit == cast.east

    # Its liaison writes in the log and adds a photo, then finds the self-check in the work list and hands it in by keyboard.
    liaison = desk(cast.wu, size=(820, 1180)).sign_in()
    page = liaison.open("selfcheck:entry_add")
    page.select_option("[name=kind]", "meeting")
    page.fill("[name=day]", clock.today().isoformat())
    page.fill("[name=found]", "晨会：重申文明用语")
    liaison.press("form.form button.btn-primary")
    page.set_input_files("[name=file]", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": phone_photo().read()})
    liaison.press("#files form button.btn")
    page.locator("#files img").wait_for()
    assert LogFile.objects.get().is_stripped
    liaison.shoot("log")
    liaison.open("dashboard:home")
    liaison.shows("2026Q4 自查")
    page = liaison.open("selfcheck:check_fill", public_id=check.public_id)
    page.get_by_text("晨会：重申文明用语").wait_for()
    score_by_keyboard(liaison)
    liaison.shoot("handed-in")
    assert (SealedCheck.objects.get().handed_in_by, ScoreTotal.objects.count()) == (cast.wu, 0)

    # The lead sees that it is there and not what it says; nobody else can hand in.
    page = lead.open("selfcheck:check_detail", public_id=check.public_id)
    assert (page.get_by_text("已提交").count() > 0, page.locator(".answers").count()) == (True, 0)
    assert lead.refused("selfcheck:check_submit", public_id=check.public_id) == 403
    assert desk(cast.lin).sign_in().refused("selfcheck:check_submit", public_id=check.public_id) == 404

    # In feedback the head sees both sides, on a phone too.
    inspected(cycle, cast, "feedback")
    head = desk(cast.chen, size=(390, 844)).sign_in()
    page = head.open("selfcheck:check_detail", public_id=check.public_id)
    head.shows("自查偏高 1 项，偏低 0 项")
    assert page.locator(".rank__row:not(.rank__axis)").count() == 2
    head.shoot("compared")
    assert LogEntry.objects.count() == 1
