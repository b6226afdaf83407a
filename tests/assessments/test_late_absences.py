"""Absences that come in while a frozen draw waits shape who gets what; proof and board show them, and who entered them (R13)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from assessments.selectors.late_absences import late_absences_in
from assessments.services.assigning import proof_of
from foundation.common import clock
from organization.models import Absence
from organization.services import enter_absence, withdraw_absence
from sampling.services import add_nonce
from tests.assessments.planning import NOON, drawing, plan_of

DAY = date(2026, 12, 21)


@pytest.fixture
def waiting(cast, plan):
    """The frame of the east branch is frozen; the supervisor's characters are missing."""
    enter_absence(person=cast.guo, first_day=DAY, last_day=DAY, actor=cast.guo)
    with clock.travelling(NOON + timedelta(minutes=1)):
        return drawing(cast, plan, visits_wanted=0)


def finish(cast, waiting):
    with clock.travelling(NOON + timedelta(minutes=9)):
        add_nonce(draw=waiting.draw, person=cast.qian, value="a red kite over the river")
    return plan_of(waiting.cycle, waiting.unit)


def test_proof_names_what_came_in_between_freeze_and_draw_and_who_entered_it(cast, waiting):
    with clock.travelling(NOON + timedelta(minutes=5)):
        late = enter_absence(person=cast.lin, first_day=DAY, last_day=DAY, actor=cast.feng)
        withdraw_absence(absence=Absence.objects.get(person=cast.guo), actor=cast.guo)
    plan = finish(cast, waiting)
    with clock.travelling(NOON + timedelta(minutes=12)):
        enter_absence(person=cast.guo, first_day=DAY, last_day=DAY, actor=cast.guo)
    found = proof_of(plan.draw)["absences_after_freeze"]
    assert {(one["person"], one["act"], one["by"]) for one in found} == {
        (str(cast.lin.public_id), "entered", str(cast.feng.public_id)),
        (str(cast.guo.public_id), "withdrawn", str(cast.guo.public_id)),
    }
    entered = next(one for one in found if one["act"] == "entered")
    assert (entered["first"], entered["at"]) == ("2026-12-21 am", late.created_at.isoformat())
    assert [(one.absence.person, one.is_withdrawal) for one in late_absences_in([plan])] in (
        [(cast.guo, True), (cast.lin, False)],
        [(cast.lin, False), (cast.guo, True)],
    )


def test_nothing_to_tell_where_nobody_entered_anything(cast, waiting):
    assert proof_of(finish(cast, waiting).draw)["absences_after_freeze"] == []


def test_board_shows_them_while_the_cycle_is_scored(cast, waiting, client):
    client.force_login(cast.li.user)
    url = reverse("assessments:board")
    assert 'id="late-absences"' not in client.get(url).content.decode()
    with clock.travelling(NOON + timedelta(minutes=5)):
        enter_absence(person=cast.lin, first_day=DAY, last_day=DAY, actor=cast.feng)
        # The board tells it at once, before the draw is carried out.
        page = client.get(url).content.decode().partition('id="late-absences"')[2]
    assert cast.lin.name_en in page
    assert cast.feng.name_en in page
