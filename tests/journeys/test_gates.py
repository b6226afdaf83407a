"""A lead walks a cycle through all its gates, with groups of three voting, one against with a reason, and gates that say why they are blocked.

Li Wen leads; Zhou Hang, He Ting and Ma Jun vote; Lin Xiao has scored and may not.
"""

from uuid import uuid4

import pytest
from django.core.management import call_command
from django.urls import reverse

from assessments.enums import CycleState, PlanState
from assessments.models import Cycle, GatePassage, Plan, ScoreSheet
from assessments.selectors.criteria import criteria_of
from assessments.services.cycles import open_cycle
from assessments.services.measures import refresh_measures
from assessments.services.passing import begin_due_cycles
from assessments.services.sheets import submit_sheet
from decisions.models import Decision, Vote
from publication.models import Publication
from publication.services import release_due
from standards.enums import Scale
from tests.assessments.gate_world import close_window
from tests.assessments.planning import START, drawn, plan_of, records_for, standard_in_force
from tests.journeys.deciding import call_group, group_of, pass_gate, vote

pytestmark = pytest.mark.journey


def refused(desk, name: str, data: dict, **kwargs) -> int:
    """The request that the page does not offer, with a key as a form would carry it."""
    return desk.refused(name, {**data, "client_key": str(uuid4())}, **kwargs)


def seal(cycle: Cycle) -> None:
    """What the assessors do; their own journey is elsewhere."""
    best = {Scale.RATING: {"level": 5}, Scale.YES_NO: {"level": 1}, Scale.CRITICAL: {"triggered": False}}
    indicators = criteria_of(cycle.standard_version).indicators
    marks = {code: best.get(one.scale, {"points": str(one.max_points)}) for code, one in indicators.items()}
    for key in ScoreSheet.objects.filter(cycle=cycle).values_list("pk", flat=True):
        sheet = ScoreSheet.objects.select_related("cycle", "unit", "standard_version", "assessor__unit").get(pk=key)
        submit_sheet(sheet=sheet, actor=sheet.assessor, marks=marks, version=sheet.version, key=uuid4())


@pytest.mark.parametrize(
    ("locale", "size"),
    [("zh-CN", (1440, 900)), ("en-GB", (390, 844))],
    ids=["Chinese at a desk", "English on a phone"],
)
def test_cycle_through_all_its_gates(committed_cast, desk, trial_clock, locale, size):
    cast, look = committed_cast, {"locale": locale, "size": size}
    trial_clock.set(2026, 9, 21)
    standard_in_force(cast)
    cycle = open_cycle(start=START, actor=None)
    lead = desk(cast.li, **look).sign_in()

    # opened ahead: nothing to pass, and the request is refused
    page = lead.open("assessments:cycle_detail", public_id=cycle.public_id)
    lead.shoot("not begun")
    assert page.locator(f'form[action="{reverse("assessments:cycle_pass_gate", args=[cycle.public_id])}"]').count() == 0
    where = {"public_id": cycle.public_id}
    assert refused(lead, "assessments:cycle_pass_gate", {"gate": "preparing"}, **where) == 409
    trial_clock.set(2026, 10, 1, 0, 5)
    begin_due_cycles()

    # collecting: a blocked gate says why and leads to what blocks
    trial_clock.set(2026, 11, 23)
    for unit in (cast.east, cast.west):
        records_for(unit, 20)
    page = lead.open("assessments:cycle_detail", public_id=cycle.public_id)
    lead.shoot("blocked")
    button = page.locator(f'form[action="{reverse("assessments:cycle_pass_gate", args=[cycle.public_id])}"] button')
    assert button.is_disabled()
    east = plan_of(cycle, cast.east)
    assert page.locator(f'#gate a[href="{east.get_absolute_url()}"]').count() == 1
    assert refused(lead, "assessments:cycle_pass_gate", {"gate": "collecting"}, **where) == 302
    cycle.refresh_from_db()
    assert cycle.state == CycleState.COLLECTING
    for unit in (cast.east, cast.west):
        drawn(cast, plan_of(cycle, unit), records_wanted=3, visits_wanted=0)
    assert pass_gate(lead, cycle) == CycleState.INITIAL

    # initial assessment: open sheets block, then scoring ends
    lead.shoot("scoring")
    assert refused(lead, "assessments:cycle_pass_gate", {"gate": "initial"}, **where) == 302
    seal(cycle)
    refresh_measures(cycle=cycle)
    assert Plan.objects.filter(cycle=cycle, state=PlanState.DONE).count() == 2
    assert pass_gate(lead, cycle) == CycleState.REVIEW

    # review: a group of three, one against with a reason; who scored cannot sit in it
    voters = [desk(person, **look).sign_in() for person in group_of(cast)]
    people = [voter.person for voter in voters]
    page = lead.open("assessments:cycle_group", public_id=cycle.public_id)
    assert page.locator(f"#member-{cast.lin.public_id}").is_disabled()
    members = [str(person.public_id) for person in (cast.zhou, cast.he, cast.lin)]
    assert (
        refused(
            lead, "assessments:cycle_group", {"gate": "review", "members": members[0], "due_on": "2026-11-26"}, **where
        )
        == 422
    )
    decision = call_group(lead, cycle, people)
    there = {"public_id": decision.public_id}
    lead.shoot("asked")
    assert refused(lead, "decisions:vote", {"choice": "for", "reason": ""}, **there) == 403
    vote(voters[0], decision, "for")
    voters[1].open("decisions:decision_detail", **there)
    voters[1].shoot("ballot")
    assert voters[1].page.locator(".seats .pill--done").count() == 1
    assert voters[1].page.get_by_text("样本不足").count() == 0
    vote_without_reason(voters[1], decision)
    vote(voters[1], decision, "against", "样本不足")
    lead.open("assessments:cycle_detail", public_id=cycle.public_id)
    lead.shoot("votes missing")
    assert refused(lead, "assessments:cycle_pass_gate", {"gate": "review"}, **where) == 302
    assert Cycle.objects.get().state == CycleState.REVIEW
    vote(voters[2], decision, "for")
    voters[2].shoot("result")
    voters[2].shows("样本不足")
    assert refused(voters[1], "decisions:vote", {"choice": "for", "reason": ""}, **there) == 409
    assert pass_gate(lead, cycle) == CycleState.APPROVAL

    # back with a reason, through the review again, and the approval
    go_back(lead, cycle)
    decision = call_group(lead, cycle, people)
    for voter in voters:
        vote(voter, decision, "for")
    assert pass_gate(lead, cycle) == CycleState.APPROVAL
    decision = call_group(lead, cycle, people)
    for voter in voters:
        vote(voter, decision, "for")
    assert pass_gate(lead, cycle) == CycleState.FEEDBACK
    lead.shoot("feedback")

    # publication, once nobody can appeal any more; after it there is no way back
    close_window(cycle)
    publish(cast, cycle)
    lead.open("assessments:cycle_detail", public_id=cycle.public_id)
    lead.shoot("published")
    lead.open("assessments:calendar")
    lead.shoot("calendar")
    assert lead.refused(
        "assessments:cycle_go_back",
        {"gate": "published", "to": "review", "reason": "x", "client_key": str(uuid4())},
        **where,
    ) in (409, 422)
    assert Cycle.objects.get().state == CycleState.PUBLISHED
    assert list(GatePassage.objects.values_list("after", flat=True)) == [
        "collecting", "initial", "review", "approval", "review", "approval", "feedback", "published",
    ]  # fmt: skip
    assert (Decision.objects.count(), Vote.objects.count()) == (3, 9)
    call_command("verify")


def vote_without_reason(member, decision: Decision) -> None:
    """The sentence stands beside the field, and what was chosen stays."""
    page = member.page
    page.check('input[name=choice][value="against"]')
    with page.expect_navigation():
        page.locator(f'form[action="{reverse("decisions:vote", args=[decision.public_id])}"] .btn-primary').click()
    assert page.locator(".form__summary").count() == 1
    assert page.locator('input[name=choice][value="against"]').is_checked()


def go_back(lead, cycle: Cycle) -> None:
    page = lead.open("assessments:cycle_go_back", public_id=cycle.public_id)
    page.check('input[name=to][value="review"]')
    page.fill("textarea[name=reason]", "复评意见未记录完整")
    lead.shoot("going back")
    with page.expect_navigation():
        page.locator("main form .form__actions .btn-danger").click()
    cycle.refresh_from_db()
    assert cycle.state == CycleState.REVIEW
    lead.shows("复评意见未记录完整")


def publish(cast, cycle: Cycle) -> None:
    from publication import services

    edition = services.draft_publication(cycle=Cycle.objects.get(pk=cycle.pk), author=cast.li)
    services.edit_publication(publication=edition, actor=cast.li, version=edition.version, texts={"summary_zh": "良好"})
    services.propose_publication(publication=edition, actor=cast.li)
    services.approve_publication(publication=edition, actor=cast.zhou)
    assert release_due() == 1
    assert Publication.objects.get().state == "published"
