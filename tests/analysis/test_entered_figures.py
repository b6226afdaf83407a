"""Figures entered by hand: by the lead, with source and day, nothing overwritten, told in the audit trail (R3)."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils.translation import override

from analysis.enums import TargetState
from analysis.models import EnteredFigure
from analysis.results import results_of
from analysis.services import enter_figure
from analysis.targets.lines import Sheet
from assessments.enums import CycleState
from assessments.models import Cycle
from foundation.audit.models import AuditEvent
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, NotAllowed
from standards.models import Target
from tests.analysis.target_world import make_target_world

EN = {"accept-language": "en"}
DAY = date(2021, 6, 30)


@pytest.fixture
def world(cast):
    return make_target_world(cast)


def enter(world, code="rank", value="3", **more):
    values = {"value": None if value is None else Decimal(value), "source": "行业协会年报第 12 页", "as_of": DAY}
    return enter_figure(
        **{
            "cycle": world.cycle,
            "target": Target.objects.get(version=world.version, code=code),
            "actor": world.cast.li,
            **values,
            **more,
        }
    )


def line(world, code="rank", unit=None, cycle=None):
    sheet = Sheet(results_of(cycle or world.cycle))
    lines = sheet.of_unit(unit) if unit else sheet.of_organization()
    return next(one for one in lines if one.aim.key == f"figure.{code}")


def url(world, code="rank", unit="") -> str:
    found = reverse("analysis:entered_figure", args=[world.cycle.public_id, code])
    return f"{found}?unit={unit}" if unit else found


@pytest.mark.parametrize(("place", "state"), [("1", "met"), ("3", "met"), ("4", "nearly"), ("5", "missed")])
def test_rank_is_held_nearly_held_or_lost(world, place, state):
    enter(world, value=place)
    found = line(world)
    assert (found.state, found.actual.value, found.actual.as_of) == (TargetState(state), int(place), DAY)


def test_the_last_one_counts_and_the_others_stay(world):
    for place in ("5", "2"):
        enter(world, value=place)
    assert line(world).actual.value == 2
    assert [one.value for one in EnteredFigure.objects.all()] == [2, 5]


def test_what_is_taken_back_is_no_figure_any_more(world):
    enter(world)
    enter(world, value=None, source="看错了")
    assert (line(world).state, line(world).actual.value) == (TargetState.NO_DATA, None)
    enter(world, value="2")
    assert line(world).actual.value == 2


def test_change_is_since_the_figure_of_the_quarter_before(world):
    enter(world, value="6", cycle=world.before, as_of=date(2021, 3, 31))
    enter(world, value="4")
    assert line(world).actual.change == -2


def test_a_units_figure_is_its_own(world, cast):
    enter(world, "reply", "20", unit=cast.east)
    assert (line(world, "reply", cast.east).state, line(world, "reply", cast.west).state) == ("met", "no_data")
    assert line(world, "reply").state == TargetState.NO_DATA
    assert (line(world, "reply").met, line(world, "reply").judged) == (1, 1)


def test_a_change_is_against_the_figure_entered_for_the_quarter_before(world):
    Target.objects.filter(code="reply").update(kind="change", value=-20)
    enter(world, "reply", "20", cycle=world.before, as_of=date(2021, 3, 31))
    enter(world, "reply", "17")
    found = line(world, "reply")
    assert (found.actual.baseline, found.actual.reached, found.state) == (20, Fraction(-15), TargetState.MISSED)


def test_who_entered_it_stands_in_the_trail(world, cast):
    figure = enter(world)
    event = AuditEvent.objects.get(action="analysis.figure.enter")
    assert (event.actor, event.target) == (str(cast.li.public_id), str(figure.public_id))


def test_entered_figures_cannot_be_changed(world):
    figure = enter(world)
    with pytest.raises(DatabaseError), transaction.atomic():
        EnteredFigure.objects.filter(pk=figure.pk).update(value=1)


@pytest.mark.parametrize("who", ["zhou", "qian", "chen", "lin", "feng"])
def test_only_a_lead_enters(world, cast, who):
    with pytest.raises(NotAllowed):
        enter(world, actor=getattr(cast, who))


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"value": "0"}, "value"),
        ({"value": "2.5"}, "value"),
        ({"value": "-1"}, "value"),
        ({"value": "1000000"}, "value"),
        ({"value": None}, "value"),
        ({"source": "  "}, "source"),
        ({"source": "x" * 201}, "source"),
        ({"as_of": date(2020, 12, 31)}, "as_of"),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_field(world, more, field):
    with pytest.raises(Invalid) as refused:
        enter(world, **more)
    assert list(refused.value.message_dict) == [field]
    assert not EnteredFigure.objects.exists()


def test_a_day_to_come_is_refused(world):
    with pytest.raises(Invalid):
        enter(world, as_of=clock.today() + timedelta(days=1))


def test_a_unit_holds_no_rank_in_the_industry(world, cast):
    with pytest.raises(Invalid):
        enter(world, unit=cast.east)
    with pytest.raises(Invalid):
        enter(world, "reply", unit=cast.retail)


def test_what_the_portal_computes_is_not_entered(world):
    with pytest.raises(Conflict):
        enter(world, "solved", "99")


# pages


def posted(**more) -> dict:
    return {"value": "4", "as_of": "2021-06-30", "source": "年报", "client_key": str(uuid4()), **more}


def test_lead_enters_on_the_page_and_nothing_twice(world, cast, client):
    client.force_login(cast.li.user)
    data = posted()
    for _time in range(2):
        assert client.post(url(world), data, headers=EN).status_code == 302
    assert EnteredFigure.objects.count() == 1
    page = client.get(url(world), headers=EN).content.decode()
    assert "年报" in page
    assert "Li Wen" in page


def test_input_is_kept_where_it_is_refused(world, cast, client):
    client.force_login(cast.li.user)
    page = client.post(url(world), posted(value="0"), headers=EN)
    assert page.status_code == 422
    assert "A rank is a whole number from 1." in page.content.decode()
    assert 'value="年报"' in page.content.decode()


def test_manager_reads_and_does_not_enter(world, cast, client):
    enter(world)
    client.force_login(cast.zhou.user)
    page = client.get(url(world), headers=EN)
    assert (page.status_code, page.context["form"]) == (200, None)
    assert client.post(url(world), posted()).status_code == 403


def test_head_reads_the_own_units_and_the_organizations_when_published(world, cast, client):
    client.force_login(cast.chen.user)
    status = [client.get(url(world, "reply", unit)).status_code for unit in ("BR-E", "BR-W", "")]
    assert status == [200, 404, 404]
    Cycle.objects.filter(pk=world.cycle.pk).update(state=CycleState.PUBLISHED)
    assert client.get(url(world, "reply")).status_code == 200


def test_what_is_computed_or_unknown_has_no_such_page(world, cast, client):
    client.force_login(cast.li.user)
    found = [client.get(url(world, *asked)).status_code for asked in (("solved",), ("nothing",), ("rank", "BR-E"))]
    assert found == [404, 404, 404]


def test_source_is_shown_as_text(world, cast, client):
    enter(world, source="<b>x</b>")
    client.force_login(cast.li.user)
    assert "<b>x</b>" not in client.get(url(world)).content.decode()


def test_the_list_says_that_it_was_entered_and_leads_there(world, cast, client):
    enter(world)
    client.force_login(cast.li.user)
    with override("en"):
        assert line(world).note == "Entered by hand, as of 2021-06-30."
    page = client.get(reverse("analysis:targets") + "?cycle=2021Q2", headers=EN).content.decode()
    assert url(world) in page
    assert url(world, "reply") in page  # where it is to be entered


def test_quarter_follows_what_is_entered(world, cast, client):
    client.force_login(cast.zhou.user)
    before = client.get("/quarter/?cycle=2021Q2", headers=EN).context["page"].targets
    enter(world, value="3")
    after = client.get("/quarter/?cycle=2021Q2", headers=EN).context["page"].targets
    assert (
        "1 of 6 targets are reached, 2 not judged" in before,
        "2 of 6 targets are reached, 1 not judged" in after,
    ) == (True, True)
