"""Three assessors score one call blind, on a tablet, at a desk and on a phone; then they see each other's marks and the lead seals the reference."""

import pytest

from calibration.models import BlindSheet, CalibrationSession
from foundation.common import clock
from foundation.workdays.calendar import add_workdays
from tests.assessments.sheet_world import make_record
from tests.factories import make_version
from tests.journeys.scoring import score_by_keyboard

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_three_assessors_calibrate_blind_and_agree(committed_cast, desk):
    cast = committed_cast
    version = make_version(author=cast.li, approved_by=cast.zhou, approved_at=clock.now())
    record = make_record(cast.east, agent="")
    lead = desk(cast.li).sign_in()

    # The lead opens it.
    page = lead.open("calibration:session_open")
    page.fill("[name=title]", "挂失来电")
    page.select_option("[name=standard_version]", str(version.public_id))
    page.fill("[name=reference]", record.number)
    page.fill("[name=due_on]", add_workdays(clock.today(), 3).isoformat())
    for person in (cast.lin, cast.guo, cast.sun):
        page.check(f"#assessor-{person.public_id}")
    lead.shoot("open")
    lead.press("form.form button.btn-primary")
    session = CalibrationSession.objects.get()
    lead.shoot("scoring")

    # Each finds it in the work list and scores; nobody sees anybody's marks.
    assessors = [
        (desk(cast.lin, size=(820, 1180)).sign_in(), ""),
        (desk(cast.guo).sign_in(), "R"),
        (desk(cast.sun, size=(390, 844)).sign_in(), "A"),
    ]
    for one, weak in assessors:
        sheet = BlindSheet.objects.get(assessor=one.person)
        one.shows("盲评：挂失来电")
        one.open("calibration:sheet_score", public_id=sheet.public_id)
        score_by_keyboard(one, weak=weak)
        one.shoot("handed-in")
        if one.person != cast.sun:
            one.open("calibration:session_detail", public_id=session.public_id)
            assert one.page.locator("#comparison").count() == 0
            other = BlindSheet.objects.exclude(assessor=one.person).first()
            assert one.refused("calibration:sheet_submit", public_id=other.public_id) == 404
            lead.open("calibration:session_detail", public_id=session.public_id)
            assert lead.page.locator("#comparison").count() == 0
            assert lead.refused("calibration:reference_adopt", public_id=session.public_id) == 409

    # The last one in has opened the scores to all.
    for one, _weak in assessors:
        page = one.open("calibration:session_detail", public_id=session.public_id)
        assert page.locator("#comparison tbody .compared__mark").count() >= 2
        one.shoot("compared")
        assert one.refused("calibration:session_close", public_id=session.public_id) == 403

    # The lead writes down the meeting and what was agreed, and seals it.
    page = lead.open("calibration:session_detail", public_id=session.public_id)
    lead.shoot("compared")
    lead.press("a.btn-primary")
    lead.press("form.form button.btn-primary")
    lead.act("calibration:reference_adopt", public_id=session.public_id)
    lead.press("a.btn-primary")
    for _ in range(2):
        page.locator(".agree .seg label").last.locator("xpath=preceding-sibling::label[1]").click()
        page.fill("[name=reason]", "录音第二分钟可证")
        lead.shoot("agree")
        lead.press("form.form button.btn-primary")
    lead.act("calibration:session_close", public_id=session.public_id)
    lead.shows("基准分已封存")
    lead.shoot("closed")
    session.refresh_from_db()
    assert (session.state, session.reference.decided_by) == ("closed", cast.li)
    english = desk(cast.qian, locale="en-GB").sign_in()
    english.open("calibration:session_detail", public_id=session.public_id)
    english.shoot("closed-english")
