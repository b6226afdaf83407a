"""How far assessors agree, whose figures are whose, and what low agreement leads to."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from analysis.agreement.alpha import alpha
from analysis.agreement.scales import Scale
from calibration.enums import TodoState
from calibration.models import CalibrationPolicy, Recalibration
from calibration.selectors import agreement
from calibration.selectors.policy import policy_for
from calibration.services.policy import set_policy
from calibration.services.recalibration import JOB, dismiss_todo, judge_agreement
from calibration.services.sessions import end_scoring
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, NotAllowed
from foundation.jobs.models import Job
from foundation.jobs.services import run
from foundation.notifications.models import Notification
from organization.worklist import work_waiting_for
from tests.calibration import world
from tests.calibration.world import call_session, hand_in, marks
from tests.factories import make_version

# What Lin, Guo and Sun give for A1 and R1 on six items: on A1 they agree, on R1 hardly.
GIVEN = [
    ((5, 5), (5, 2), (5, 4)),
    ((4, 3), (4, 5), (4, 1)),
    ((2, 5), (2, 3), (3, 2)),
    ((1, 2), (1, 4), (1, 5)),
    ((5, 1), (5, 3), (4, 5)),
    ((3, 4), (3, 1), (3, 2)),
]


@pytest.fixture
def version(cast):
    return make_version(author=cast.li, approved_by=cast.zhou, approved_at=clock.now())


def play(cast, version, given=GIVEN):
    """Sessions that Lin, Guo and Sun have all handed in."""
    sessions = []
    for row in given:
        session = call_session(cast, version=version)
        for person, levels in zip((cast.lin, cast.guo, cast.sun), row, strict=True):
            hand_in(session, person, marks(*levels))
        sessions.append(session)
    return sessions


def today():
    return clock.today() - timedelta(days=1), clock.today() + timedelta(days=1)


def lines_of(version, person):
    ratings = agreement.ratings_in(version, *today(), person)
    return {line.indicator.code: line for line in agreement.agreements(ratings)}


def test_alpha_is_that_of_the_table_of_levels(cast, version):
    play(cast, version)
    found = lines_of(version, cast.li)
    for place, code in enumerate(("A1", "R1")):
        # Assessors stand in the order of their names: Guo, Lin, Sun. Alpha does not mind.
        table = [[levels[place] for levels in row] for row in GIVEN]
        assert found[code].alpha.value == pytest.approx(alpha(table, Scale.ORDINAL).value)
    assert found["A1"].alpha.value > 0.9
    assert found["R1"].alpha.value < 0
    assert (found["R1"].alpha.items, found["R1"].alpha.assessors) == (6, 3)


def test_red_line_that_nobody_triggered_says_that_it_cannot_be_told(cast, version):
    play(cast, version)
    assert lines_of(version, cast.li)["X1"].alpha.value is None


def test_not_applicable_counts_as_not_rated(cast, version):
    play(cast, version, GIVEN[:2])
    session = call_session(cast, version=version)
    for person in (cast.lin, cast.guo):
        hand_in(session, person, marks(5, 5))
    hand_in(session, cast.sun, {"A1": {"na": True}, "R1": {"level": 5}, "X1": {"triggered": False}})
    ratings = agreement.ratings_in(version, *today(), cast.li)
    assert [row[-1] for row in ratings.of("A1")] == [5, 4, None]


def test_icc_is_over_the_assessors_who_scored_most_items_together(cast, version):
    play(cast, version)
    session = call_session(cast, version=version, assessors=(cast.lin, cast.li))
    for person in (cast.lin, cast.li):
        hand_in(session, person, marks(5, 5))
    icc = agreement.agreement_on_totals(agreement.ratings_in(version, *today(), cast.zhou)).icc
    assert (icc.items, icc.assessors) == (6, 3)


def test_leniency_is_against_the_others_on_the_same_item(cast, version):
    play(cast, version, [((5, 5), (3, 3), (3, 3)), ((4, 4), (2, 2), (2, 2)), ((5, 5), (3, 3), (4, 4))])
    found = {one.person: one.leniency for one in agreement.leniencies(agreement.ratings_in(version, *today(), cast.li))}
    assert found[cast.lin].value == pytest.approx((50 + 50 + 37.5) / 3)
    assert (found[cast.lin].is_sure, found[cast.lin].items) == (True, 3)
    assert found[cast.guo].value < 0


def test_blind_sessions_take_no_part(cast, version):
    play(cast, version, GIVEN[:2])
    session = call_session(cast, version=version)
    hand_in(session, cast.lin)
    for person in (cast.li, cast.lin):
        assert session.pk not in agreement.ratings_in(version, *today(), person).scores


def test_sessions_outside_the_period_take_no_part(cast, version):
    play(cast, version, GIVEN[:2])
    day = clock.today() - timedelta(days=10)
    assert not agreement.ratings_in(version, day, day, cast.li).scores


def test_assessor_reads_only_the_own_and_nobody_is_named(cast, version, client_of):
    play(cast, version)
    for name in ("agreement", "todo_list", "policy_list"):
        assert client_of(cast.lin).get(reverse(f"calibration:{name}")).status_code == 403
    page = client_of(cast.lin).get(reverse("calibration:my_agreement"))
    text = page.content.decode()
    assert page.context["sessions"] == 6
    for other in (cast.guo, cast.sun):
        assert other.name not in text
        assert other.name_en not in text
    same = {indicator.code: (same, items) for indicator, _alpha, items, same in page.context["lines"]}
    # On the fifth item the others gave 5 and 4: their middle is the lower of the two.
    assert same["A1"] == (5, 6)


def test_own_agreement_leaves_out_sessions_of_others_for_a_lead_too(cast, version):
    play(cast, version)
    assert not agreement.own_ratings(version, *today(), cast.li).scores


def test_overview_says_how_many_and_how_sure(cast, version, client_of):
    play(cast, version)
    for person in (cast.li, cast.zhou, cast.qian):
        page = client_of(person).get(reverse("calibration:agreement"))
        assert (page.status_code, page.context["low"], page.context["sessions"]) == (200, 1, 6)
    text = page.content.decode()
    assert "6 × 3" in text
    assert "small sample" in text
    detail = client_of(cast.qian).get(reverse("calibration:agreement_indicator", args=["R1"]))
    assert len(detail.context["pairs"]) == 3
    assert client_of(cast.qian).get(reverse("calibration:agreement_indicator", args=["ZZ"])).status_code == 404


def test_nothing_is_shown_of_an_empty_period(cast, version, client_of):
    assert client_of(cast.li).get(reverse("calibration:agreement")).status_code == 200
    page = client_of(cast.li).get(reverse("calibration:agreement") + "?first=gestern")
    assert page.context["form"].errors


def test_opened_scores_have_the_agreement_judged_after_the_commit(cast, version, django_capture_on_commit_callbacks):
    play(cast, version)
    jobs = Job.objects.filter(kind=JOB)
    assert jobs.count() == 6
    run(jobs.order_by("pk").last().pk)
    todo = Recalibration.objects.get()
    assert (todo.indicator.code, todo.items, todo.assessors, todo.state) == ("R1", 6, 3, TodoState.OPEN)
    assert Notification.objects.filter(kind="calibration.todo.found", user=cast.li.user).count() == 1


def test_judging_twice_finds_once(cast, version):
    play(cast, version)
    assert len(judge_agreement(version=version)) == 1
    assert judge_agreement(version=version) == []


def test_few_items_lead_to_nothing(cast, version):
    play(cast, version, GIVEN[:4])
    assert judge_agreement(version=version) == []


def test_to_do_waits_for_the_lead_and_is_done_by_a_session(cast, version):
    play(cast, version)
    [todo] = judge_agreement(version=version)
    urls = [item.url for item in work_waiting_for(cast.li)]
    assert todo.get_absolute_url() in urls
    assert todo.get_absolute_url() not in [item.url for item in work_waiting_for(cast.lin)]
    session = call_session(cast, version=version, todo=todo)
    todo.refresh_from_db()
    assert (todo.state, todo.session) == (TodoState.PLANNED, session)
    for person in (cast.lin, cast.guo, cast.sun):
        hand_in(session, person)
    session.refresh_from_db()
    world.met(session, cast)
    world.adopt(session, cast)
    todo.refresh_from_db()
    assert (todo.state, todo.settled_by) == (TodoState.DONE, cast.li)
    # What led to it does not lead to the next one: only what is opened from now on is judged.
    assert judge_agreement(version=version) == []


def test_called_off_session_leaves_the_to_do_open(cast, version):
    play(cast, version)
    [todo] = judge_agreement(version=version)
    session = call_session(cast, version=version, todo=todo)
    end_scoring(session=session, actor=cast.li, reason="取消")
    todo.refresh_from_db()
    assert (todo.state, todo.session) == (TodoState.OPEN, None)


def test_one_to_do_gets_one_session(cast, version):
    play(cast, version)
    [todo] = judge_agreement(version=version)
    call_session(cast, version=version, todo=Recalibration.objects.get())
    with pytest.raises(Conflict):
        call_session(cast, version=version, todo=todo)


def test_dismissed_with_a_reason_by_a_lead(cast, version):
    play(cast, version)
    [todo] = judge_agreement(version=version)
    with pytest.raises(NotAllowed):
        dismiss_todo(todo=todo, actor=cast.zhou, reason="x")
    with pytest.raises(Invalid):
        dismiss_todo(todo=todo, actor=cast.li, reason=" ")
    dismiss_todo(todo=todo, actor=cast.li, reason="评分细则将修订")
    assert (todo.state, todo.reason) == (TodoState.DISMISSED, "评分细则将修订")
    with pytest.raises(Conflict):
        dismiss_todo(todo=todo, actor=cast.li, reason="再次")
    assert judge_agreement(version=version) == []


def test_standard_has_its_own_rules_or_those_of_the_organization(cast, version):
    assert policy_for(version.standard).alpha_wanted == pytest.approx(CalibrationPolicy().alpha_wanted)
    set_policy(standard=None, actor=cast.zhou, values={"alpha_wanted": Decimal("0.7")}, version=0)
    assert str(policy_for(version.standard).alpha_wanted) == "0.7000"
    set_policy(standard=version.standard, actor=cast.zhou, values={"fewest_items": 9}, version=0)
    found = policy_for(version.standard)
    assert (str(found.alpha_wanted), found.fewest_items) == ("0.7000", 9)


def test_only_a_manager_sets_the_rules_and_a_stale_page_changes_nothing(cast, version):
    with pytest.raises(NotAllowed):
        set_policy(standard=None, actor=cast.li, values={"fewest_items": 6}, version=0)
    set_policy(standard=None, actor=cast.zhou, values={"fewest_items": 6}, version=0)
    with pytest.raises(Conflict):
        set_policy(standard=None, actor=cast.zhou, values={"fewest_items": 7}, version=0)
    set_policy(standard=None, actor=cast.zhou, values={"fewest_items": 8}, version=1)
    assert CalibrationPolicy.objects.get().fewest_items == 8


def test_rules_are_set_on_their_page(cast, version, client_of):
    url = reverse("calibration:policy_general")
    data = {
        "alpha_wanted": "0.75", "fewest_items": "6", "sheets_wanted": "2", "tolerance": "25", "share_wanted": "90",
        "attempts_allowed": "3", "valid_months": "12", "version": "0", "client_key": uuid4(),
    }  # fmt: skip
    assert client_of(cast.li).post(url, data).status_code == 403
    assert client_of(cast.zhou).post(url, {**data, "alpha_wanted": "9"}).status_code == 422
    assert client_of(cast.zhou).post(url, data).status_code == 302
    assert str(CalibrationPolicy.objects.get().alpha_wanted) == "0.7500"
