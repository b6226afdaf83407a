"""Findings: what is drawn from the results, by whom, and what becomes of it."""

from decimal import Decimal

import pytest
from django.urls import reverse

from assessments.enums import CycleState
from foundation.audit.models import AuditEvent
from foundation.common.errors import Conflict, Invalid, NotAllowed
from rectification.enums import FindingState
from rectification.models import Finding
from rectification.selectors import findings_visible_to
from rectification.services import dismiss_finding, find_weak_indicators, take_up_finding
from tests.factories import make_cycle, make_scored_quarter, make_totals, make_version


@pytest.fixture
def cycle(cast):
    return make_scored_quarter(cast)


@pytest.fixture
def finding(cast, cycle):
    return find_weak_indicators(cycle=cycle, actor=cast.li)[0]


def test_findings_are_the_indicators_below_their_target(cast, cycle):
    found = find_weak_indicators(cycle=cycle, actor=cast.li)

    assert [(row.unit, row.indicator.code, row.score, row.target, row.n) for row in found] == [
        (cast.east, "R1", Decimal("62.5"), Decimal(90), 4)
    ]


def test_indicator_that_may_be_low_by_chance_is_no_finding(cast):
    cycle = make_cycle(make_version(), units=(cast.east,))
    make_totals(cycle, cast.east, sheet=["89"], A1=["70", "100", "95"], R1=["80"])

    assert find_weak_indicators(cycle=cycle, actor=cast.li) == []


def test_drawing_findings_again_adds_nothing(cast, cycle, finding):
    assert find_weak_indicators(cycle=cycle, actor=cast.li) == []
    assert Finding.objects.count() == 1


def test_findings_wait_until_scoring_has_ended(cast):
    scoring = make_scored_quarter(cast, state=CycleState.COLLECTING)
    with pytest.raises(Conflict):
        find_weak_indicators(cycle=scoring, actor=cast.li)


@pytest.mark.parametrize("who", ["lin", "zhou", "chen", "qian", "feng"])
def test_findings_are_drawn_by_the_lead_only(cast, cycle, who):
    with pytest.raises(NotAllowed):
        find_weak_indicators(cycle=cycle, actor=getattr(cast, who))
    assert Finding.objects.count() == 0


def test_finding_is_audited(cast, finding):
    event = AuditEvent.objects.get(action="rectification.finding.find")
    assert (event.actor, event.target) == (str(cast.li.public_id), str(finding.public_id))


def test_finding_is_seen_by_the_unit_and_those_above(cast, finding):
    seen_by = {person.user.username for person in cast.everybody if findings_visible_to(person).exists()}
    assert seen_by == {"liwen", "zhouhang", "qianli", "chenjie", "wudi"}


def test_dismissed_finding_keeps_the_reason(cast, finding):
    dismiss_finding(finding=finding, reason=" 样本期间系统故障 ", actor=cast.li)

    finding.refresh_from_db()
    assert (finding.state, finding.dismissed_reason) == (FindingState.DISMISSED, "样本期间系统故障")


def test_dismissed_finding_is_taken_up_again(client, cast, finding):
    dismiss_finding(finding=finding, reason="样本有误", actor=cast.li)
    client.force_login(cast.li.user)
    client.post(reverse("rectification:finding_take_up", args=[finding.public_id]))
    finding.refresh_from_db()
    assert (finding.state, finding.dismissed_reason) == (FindingState.OPEN, "")
    with pytest.raises(NotAllowed):
        take_up_finding(finding=finding, actor=cast.li)


def test_dismissing_needs_a_reason(cast, finding):
    with pytest.raises(Invalid):
        dismiss_finding(finding=finding, reason="  ", actor=cast.li)


def test_finding_cannot_be_dismissed_by_its_unit(cast, finding):
    with pytest.raises(NotAllowed):
        dismiss_finding(finding=finding, reason="不同意", actor=cast.chen)


def test_finding_cannot_be_dismissed_twice(cast, finding):
    dismiss_finding(finding=finding, reason="一", actor=cast.li)
    with pytest.raises(NotAllowed):
        dismiss_finding(finding=finding, reason="二", actor=cast.li)


def test_finding_page_of_another_unit_is_not_found(client, cast, finding):
    client.force_login(cast.sun.user)
    assert client.get(finding.get_absolute_url()).status_code == 404


def test_drawing_by_get_is_refused(client, cast):
    client.force_login(cast.li.user)
    assert client.get(reverse("rectification:finding_find")).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_finding_list_costs_the_same_for_one_and_three(client, cast, cycle, count, django_assert_max_num_queries):
    find_weak_indicators(cycle=cycle, actor=cast.li)
    first = Finding.objects.get()
    for number in range(count - 1):
        Finding.objects.create(
            cycle=cycle,
            unit=cast.west,
            indicator=cycle.standard_version.indicators.all()[number],
            score=1,
            high=1,
            target=2,
            n=3,
            found_by=cast.li,
        )
    client.force_login(cast.li.user)
    client.get(reverse("rectification:finding_list"))
    with django_assert_max_num_queries(14):
        response = client.get(reverse("rectification:finding_list"))
    assert len(response.context["page"]) == count
    assert first in response.context["page"].object_list
