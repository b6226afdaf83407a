"""Critical events of a unit: reported by one, confirmed by another, and what they do to its result (R2)."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from analysis.results import results_of
from assessments import gates
from assessments.enums import CycleState, EventState
from assessments.models import CriticalEvent, Cycle
from assessments.selectors.events import confirmed_events, cycles_taking_events
from assessments.services.events import decide_event, report_event
from foundation.audit.models import AuditEvent
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, NotAllowed
from organization.enums import Role
from organization.models import RoleAssignment
from organization.worklist import work_waiting_for
from publication.composing import compose
from publication.models import Publication
from standards.enums import CriticalPolicy, Scale
from standards.models import Indicator, StandardVersion
from tests.factories import make_cycle, make_scored_quarter

DAY = date(2021, 2, 3)


@pytest.fixture
def quarter(cast) -> Cycle:
    """2021Q1 in feedback: East 80, West 96; its standard knows penalties."""
    cycle = make_scored_quarter(cast)
    version = cycle.standard_version
    Indicator.objects.create(
        version=version,
        dimension=version.dimensions.first(),
        code="9.9",
        name_zh="监管处罚",
        name_en="Regulatory penalty",
        scale=Scale.EVENT,
    )
    return cycle


def report(cast, cycle, **more) -> CriticalEvent:
    red_line = Indicator.objects.get(version=cycle.standard_version, code="9.9")
    values = {
        "unit": cast.west,
        "indicator": red_line,
        "actor": cast.li,
        "happened_on": DAY,
        "account": "收到处罚决定书",
    }
    return report_event(cycle=cycle, **{**values, **more})


def confirmed(cast, cycle, **more) -> CriticalEvent:
    return decide_event(event=report(cast, cycle, **more), actor=cast.zhou, confirm=True)


def with_policy(cycle: Cycle, policy: str, cap: int | None = None) -> Cycle:
    StandardVersion.objects.filter(pk=cycle.standard_version_id).update(
        critical_policy=policy, critical_cap=None if cap is None else Decimal(cap)
    )
    # A standard in force is kept in the process: give it another id than the one that was read before.
    return Cycle.objects.select_related("standard_version").get(pk=cycle.pk)


def whole(cycle: Cycle, unit):
    return results_of(cycle).row_of(unit).whole


# what it does to a result


def test_a_reported_event_does_not_count(cast, quarter):
    report(cast, quarter)
    assert (whole(quarter, cast.west).value, whole(quarter, cast.west).events) == (Decimal("96"), 0)
    assert confirmed_events(quarter) == []


def test_a_confirmed_event_makes_the_result_0_and_keeps_what_was_scored(cast, quarter):
    confirmed(cast, quarter)
    score = whole(quarter, cast.west)
    assert (score.value, score.low, score.high, score.underlying, score.events) == (0, 0, 0, Decimal("96"), 1)
    ranks = {row.unit.code: row.rank for row in results_of(quarter).rows}
    assert ranks == {cast.east.code: 1, cast.west.code: 2}


def test_a_cap_holds_the_result_down(cast, quarter):
    quarter = with_policy(quarter, CriticalPolicy.CAP, 59)
    confirmed(cast, quarter)
    score = whole(quarter, cast.west)
    assert (score.value, score.high, score.underlying) == (59, 59, Decimal("96"))


def test_a_cap_above_the_score_changes_nothing(cast, quarter):
    quarter = with_policy(quarter, CriticalPolicy.CAP, 85)
    confirmed(cast, quarter, unit=cast.east)
    score = whole(quarter, cast.east)
    assert (score.value, score.events) == (Decimal("80"), 1)


def test_a_failed_grade_keeps_the_score(cast, quarter):
    quarter = with_policy(quarter, CriticalPolicy.FAIL)
    confirmed(cast, quarter)
    score = whole(quarter, cast.west)
    assert (score.value, score.failed) == (Decimal("96"), True)


def test_a_dismissed_event_counts_no_more(cast, quarter):
    event = confirmed(cast, quarter)
    decide_event(event=event, actor=cast.zhou, confirm=False, reason="处罚决定已撤销")
    assert whole(quarter, cast.west).value == Decimal("96")
    assert event.state == EventState.DISMISSED


def test_the_unit_page_says_so(cast, quarter, client):
    confirmed(cast, quarter)
    client.force_login(cast.li.user)
    page = client.get(f"/analysis/unit/{cast.west.public_id}/?cycle=2021Q1", headers={"accept-language": "en"})
    assert "Without it the score would be 96.0." in page.content.decode()


def test_an_edition_names_confirmed_events_without_their_account(cast, quarter):
    publication = Publication(cycle=quarter, edition=1, title_zh="公示", title_en="", author=cast.li)
    assert "events" not in compose(publication)
    confirmed(cast, quarter)
    body = compose(publication)
    assert [(one["unit_code"], one["code"], one["happened_on"]) for one in body["events"]] == [
        (cast.west.code, "9.9", "2021-02-03")
    ]
    assert "处罚决定书" not in str(body)


# who, and when


def test_reporting_is_for_leads_and_managers(cast, quarter):
    for who in (cast.lin, cast.qian, cast.chen, cast.feng):
        with pytest.raises(NotAllowed):
            report(cast, quarter, actor=who)


def test_nobody_confirms_what_they_reported(cast, quarter):
    event = report(cast, quarter, actor=cast.zhou)
    with pytest.raises(NotAllowed):
        decide_event(event=event, actor=cast.zhou, confirm=True)


def test_nobody_decides_about_their_own_department(cast, quarter):
    RoleAssignment.objects.create(person=cast.chen, role=Role.MANAGER, unit=cast.bank)
    event = report(cast, quarter, unit=cast.east)
    with pytest.raises(NotAllowed):
        decide_event(event=event, actor=cast.chen, confirm=True)


def test_deciding_twice_is_refused(cast, quarter):
    event = confirmed(cast, quarter)
    with pytest.raises(Conflict):
        decide_event(event=event, actor=cast.zhou, confirm=True)


def test_dismissing_needs_a_reason(cast, quarter):
    with pytest.raises(Invalid) as refusal:
        decide_event(event=report(cast, quarter), actor=cast.zhou, confirm=False, reason=" ")
    assert list(refusal.value.message_dict) == ["reason"]


@pytest.mark.parametrize(
    ("field", "make"),
    [
        ("unit", lambda cast: {"unit": cast.retail}),
        ("happened_on", lambda cast: {"happened_on": date(2021, 4, 1)}),
        ("account", lambda cast: {"account": "  "}),
        ("account", lambda cast: {"account": "长" * 2001}),
    ],
)
def test_what_is_wrong_is_told_at_its_field(cast, quarter, field, make):
    with pytest.raises(Invalid) as refusal:
        report(cast, quarter, **make(cast))
    assert list(refusal.value.message_dict) == [field]


def test_a_day_to_come_is_refused(cast, quarter):
    with clock.travelling(clock.at_local(DAY - timedelta(days=1), 9)), pytest.raises(Invalid):
        report(cast, quarter)


def test_another_indicator_is_no_event(cast, quarter):
    other = quarter.standard_version.indicators.exclude(scale=Scale.EVENT).first()
    with pytest.raises(Invalid) as refusal:
        report(cast, quarter, indicator=other)
    assert list(refusal.value.message_dict) == ["indicator"]


def test_a_published_cycle_takes_no_more(cast, quarter):
    event = report(cast, quarter)
    Cycle.objects.filter(pk=quarter.pk).update(state=CycleState.PUBLISHED)
    with pytest.raises(Conflict):
        report(cast, quarter)
    with pytest.raises(Conflict):
        decide_event(event=event, actor=cast.zhou, confirm=True)
    assert cycles_taking_events() == []


# what follows


def test_a_reported_event_blocks_the_gate_and_waits_for_a_manager(cast, quarter):
    event = report(cast, quarter)
    blocked = [str(one) for one in gates.what_blocks(quarter)]
    assert "1 critical event waits for confirmation." in blocked
    waiting = [item.url for item in work_waiting_for(cast.zhou)]
    assert event.get_absolute_url() in waiting
    decide_event(event=event, actor=cast.zhou, confirm=True)
    assert event.get_absolute_url() not in [item.url for item in work_waiting_for(cast.zhou)]
    assert "1 critical event waits for confirmation." not in [str(one) for one in gates.what_blocks(quarter)]


def test_acts_stand_in_the_trail_without_the_account(cast, quarter):
    confirmed(cast, quarter)
    events = AuditEvent.objects.filter(action__startswith="assessments.critical_event").order_by("number")
    assert [event.action for event in events] == [
        "assessments.critical_event.report", "assessments.critical_event.confirm",
    ]  # fmt: skip
    assert "处罚" not in str([event.details for event in events])


def test_head_and_liaison_of_the_unit_are_told_when_it_counts(cast, quarter):
    confirmed(cast, quarter, unit=cast.east)
    kinds = {notice.kind for notice in cast.chen.user.notifications.all()}
    assert kinds == {"assessments.critical_event.confirmed"}


def test_same_key_in_another_cycle_is_refused(cast, quarter, client):
    other = make_cycle(quarter.standard_version, code="2021Q2", units=(cast.west,))
    client.force_login(cast.li.user)
    data = {
        "unit": str(cast.west.public_id),
        "indicator": "9.9",
        "happened_on": DAY.isoformat(),
        "account": "收到处罚决定书",
        "client_key": str(uuid4()),
    }
    first = client.post(reverse("assessments:event_report", args=[quarter.public_id]), data)
    again = client.post(reverse("assessments:event_report", args=[quarter.public_id]), data)
    elsewhere = client.post(
        reverse("assessments:event_report", args=[other.public_id]), data | {"happened_on": "2021-04-05"}
    )
    assert [first.status_code, again.status_code, elsewhere.status_code] == [302, 302, 409]
    assert CriticalEvent.objects.get().cycle == quarter
