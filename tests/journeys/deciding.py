"""A cycle through its gates by the pages, as a lead and a group do it; for journeys that need results that are approved."""

from django.urls import reverse

from assessments.models import Cycle
from decisions.models import Decision
from organization.enums import Role
from organization.models import Person
from tests.cast import make_person


def group_of(cast) -> list[Person]:
    """Three who have scored nothing and whose units are not assessed."""
    ma = Person.objects.filter(staff_number="00801").first()
    return [cast.zhou, cast.he, ma or make_person("majun", "00801", "马骏", "Ma Jun", cast.retail, Role.HEAD)]


def pass_gate(lead, cycle: Cycle) -> str:
    """By the button of the page; returns where the cycle is then."""
    lead.open("assessments:cycle_detail", public_id=cycle.public_id)
    lead.act("assessments:cycle_pass_gate", public_id=cycle.public_id)
    cycle.refresh_from_db()
    return cycle.state


def call_group(lead, cycle: Cycle, members: list[Person]) -> Decision:
    """Tick just these people and send the question."""
    page = lead.open("assessments:cycle_group", public_id=cycle.public_id)
    ticked = page.locator("input[name=members]:checked")
    while ticked.count():
        ticked.first.uncheck()
    for person in members:
        page.check(f"#member-{person.public_id}")
    lead.shoot("group")
    with page.expect_navigation():
        page.locator("main form .form__actions .btn-primary").click()
    return Decision.objects.get(public_id=page.url.rstrip("/").split("/")[-1])


def vote(member, decision: Decision, choice: str, reason: str = "") -> None:
    """From the member's work list to the ballot."""
    page = member.open("dashboard:home")
    link = page.locator(f'a[href="{decision.get_absolute_url()}"]').first
    with page.expect_navigation():
        link.click()
    page.check(f'input[name=choice][value="{choice}"]')
    if reason:
        page.fill("textarea[name=reason]", reason)
    member.press(f'form[action="{reverse("decisions:vote", args=[decision.public_id])}"] .btn-primary')


def approve_results(lead, voters: list, cycle: Cycle) -> None:
    """From the initial assessment to feedback: two groups of the same three, all in favour."""
    assert pass_gate(lead, cycle) == "review"
    for expected in ("approval", "feedback"):
        decision = call_group(lead, cycle, [voter.person for voter in voters])
        for voter in voters:
            vote(voter, decision, "for")
        voters[-1].shoot("decided")
        assert pass_gate(lead, cycle) == expected
