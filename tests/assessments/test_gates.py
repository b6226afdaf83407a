"""The way of a cycle through its gates: what lets it pass, who decides, and how it goes back (R48)."""

from datetime import timedelta
from uuid import uuid4

import pytest

from assessments import gates
from assessments.enums import CycleState, PlanState
from assessments.models import Cycle, GateDecision, GatePassage, MeasureReading, Plan, ScoreTotal
from assessments.services.passages import verify_passages
from assessments.services.passing import begin_due_cycles, pass_gate
from assessments.services.readings import verify_readings
from assessments.services.recusals import declare_recusal
from assessments.tasks import open_cycles
from decisions.models import Decision
from decisions.services import close_due_decisions, withdraw_decision
from foundation.audit.models import AuditEvent
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, NotAllowed
from organization.worklist import work_waiting_for
from publication import services as publication
from tests.assessments.gate_world import (
    accepted,
    asked,
    at_end_of_collecting,
    deciders,
    fresh,
    in_approval,
    in_feedback,
    in_review,
    passed,
    taken_back,
    voted,
)
from tests.assessments.planning import NOON, START, plan_of, standard_in_force
from tests.factories import make_totals


def blocking(cycle) -> list[str]:
    return [blocker.text for blocker in gates.what_blocks(fresh(cycle))]


def way_of(cycle) -> list[tuple[str, str]]:
    return list(GatePassage.objects.filter(cycle=cycle).values_list("before", "after"))


# beginning


def test_quarter_opened_ahead_has_not_begun(cast):
    with clock.travelling(clock.at_local(START - timedelta(days=14), 9)):
        standard_in_force(cast)
        open_cycles()
    assert Cycle.objects.get(code="2026Q4").state == CycleState.PREPARING


def test_it_begins_on_its_first_day_once(cast):
    with clock.travelling(clock.at_local(START - timedelta(days=10), 9)):
        standard_in_force(cast)
        open_cycles()
        assert begin_due_cycles() == 0
    with clock.travelling(clock.at_local(START, 0)):
        assert (begin_due_cycles(), begin_due_cycles()) == (1, 0)
    cycle = Cycle.objects.get(code="2026Q4")
    assert (cycle.state, way_of(cycle)) == (CycleState.COLLECTING, [("preparing", "collecting")])
    with clock.travelling(clock.at_local(START - timedelta(days=3), 9)):  # a clock that was set back
        open_cycles()
    assert fresh(cycle).state == CycleState.COLLECTING
    assert AuditEvent.objects.filter(action="assessments.cycle.begin").count() == 1


def test_nobody_begins_it_by_hand(cast):
    with clock.travelling(clock.at_local(START - timedelta(days=10), 9)):
        standard_in_force(cast)
        open_cycles()
        cycle = Cycle.objects.get(code="2026Q4")
        assert blocking(cycle) == ["The cycle begins on Thu 1 Oct."]
        with pytest.raises(Conflict, match="by hand"):
            passed(cast, cycle)


# collecting and initial assessment


def test_collecting_ends_when_every_plan_is_drawn(cast, quarter):
    with pytest.raises(Invalid, match="2 plans are not sent for approval"):
        passed(cast, quarter)
    at_end_of_collecting(cast, quarter)
    assert passed(cast, quarter).state == CycleState.INITIAL


def test_scoring_and_measures_go_on_in_the_initial_assessment(cast, quarter):
    passed(cast, at_end_of_collecting(cast, quarter))
    from assessments.services.measures import refresh_collecting_cycles

    assert refresh_collecting_cycles() == 10


def test_nothing_more_is_drawn_after_collecting(cast, quarter):
    from assessments.services.plans import start_plan_draw

    at_end_of_collecting(cast, quarter)
    passed(cast, quarter)
    plan = plan_of(quarter, cast.west)
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.APPROVED)
    with pytest.raises(Conflict):
        start_plan_draw(plan=plan_of(quarter, cast.west), actor=cast.li, nonce="")


# review and approval


def test_review_waits_for_a_group_and_its_votes(cast, quarter):
    cycle = in_review(cast, quarter)
    assert blocking(cycle) == ["No group has been named to decide."]
    decision = asked(cast, cycle)
    assert decision.question_en == "Q4 2026: do the results of the initial assessment stand after review?"
    assert blocking(cycle) == ["The group is voting: 0 of 3 have voted."]
    voted(cast, decision, "for", "against")
    assert blocking(cycle) == ["The group is voting: 2 of 3 have voted."]
    with pytest.raises(Invalid, match="2 of 3"):
        passed(cast, cycle)
    voted(cast, decision, "abstain", "for", "for")
    assert blocking(cycle) == []
    assert passed(cast, cycle).state == CycleState.APPROVAL


def test_approval_is_decided_anew_by_a_group(cast, quarter):
    cycle = in_approval(cast, quarter)
    assert blocking(cycle) == ["No group has been named to decide."]
    voted(cast, asked(cast, cycle), "for", "for", "against")
    assert passed(cast, cycle).state == CycleState.FEEDBACK
    assert way_of(cycle) == [
        ("collecting", "initial"), ("initial", "review"), ("review", "approval"), ("approval", "feedback"),
    ]  # fmt: skip
    assert (verify_passages(), verify_readings()) == ([], [])
    assert cast.zhou.user.notifications.filter(kind="assessments.cycle.finalised").count() == 1


@pytest.mark.parametrize("choices", [("for", "against", "against"), ("for", "against", "abstain")])
def test_refusal_and_a_tie_block(cast, quarter, choices):
    cycle = in_review(cast, quarter)
    voted(cast, asked(cast, cycle), *choices)
    assert blocking(cycle) == ["The group has refused. Go back to what is to be mended, or have it decided anew."]
    with pytest.raises(Invalid):
        passed(cast, cycle)
    voted(cast, asked(cast, cycle), "for", "for", "for")
    assert passed(cast, cycle).state == CycleState.APPROVAL


def test_group_without_quorum_blocks(cast, quarter):
    cycle = in_review(cast, quarter)
    voted(cast, asked(cast, cycle), "for")
    with clock.travelling(NOON + timedelta(days=4)):
        close_due_decisions()
        assert blocking(cycle) == ["Too few have voted, there is no result. Name a group anew."]


def test_withdrawn_question_blocks(cast, quarter):
    cycle = in_review(cast, quarter)
    withdraw_decision(decision=asked(cast, cycle), actor=cast.li, reason="名单有误")
    assert blocking(cycle) == ["The question was withdrawn. Name a group anew."]


def test_decision_counts_only_for_the_figures_that_were_shown(cast, quarter):
    cycle = in_review(cast, quarter)
    voted(cast, asked(cast, cycle), "for", "for", "for")
    make_totals(cycle, cast.east, sheet=["80"])
    assert blocking(cycle) == ["The figures have moved since the group decided. A group decides anew."]
    with pytest.raises(Invalid):
        passed(cast, cycle)
    ScoreTotal.objects.all().delete()
    assert blocking(cycle) == []


def test_second_group_is_not_called_while_one_votes(cast, quarter):
    cycle = in_review(cast, quarter)
    asked(cast, cycle)
    with pytest.raises(Conflict, match="already voting"):
        asked(cast, cycle)
    assert (Decision.objects.count(), GateDecision.objects.count()) == (1, 1)


def test_same_key_calls_one_group(cast, quarter):
    cycle, key = in_review(cast, quarter), uuid4()
    assert asked(cast, cycle, key=key) == asked(cast, cycle, key=key)


@pytest.mark.parametrize("state", ["collecting", "initial", "feedback", "published", "approval"])
def test_group_is_called_at_its_gate_only(cast, quarter, state):
    with pytest.raises(Conflict):
        asked(cast, quarter, gate=state)


@pytest.mark.parametrize(("unit", "keeps"), [("east", True), ("bank", True), ("retail", False)])
def test_who_has_stepped_back_from_an_assessed_unit_does_not_sit_in_it(cast, quarter, unit, keeps):
    who = deciders(cast)[2]
    declare_recusal(actor=who, kind="relative", text="配偶", key=uuid4(), unit=getattr(cast, unit))
    cycle = in_review(cast, quarter)
    if not keeps:
        assert asked(cast, cycle).members.count() == 3
        return
    with pytest.raises(Invalid) as refusal:
        asked(cast, cycle)
    assert refusal.value.message_dict["members"] == [
        "马骏: Has declared a recusal from a unit that is assessed in this cycle."
    ]


def test_who_scored_or_is_assessed_or_watches_does_not_sit_in_it(cast, quarter):
    cycle = in_review(cast, quarter)
    with pytest.raises(Invalid) as refusal:
        asked(cast, cycle, members=[cast.lin, cast.chen, cast.feng, cast.qian, cast.li])
    assert refusal.value.message_dict["members"] == [
        "林晓: Has scored or corrected sheets of this cycle.",
        "陈洁: The own unit is assessed in this cycle.",
        "冯博: Administrators do not decide about scores.",
        "钱莉: Supervisors watch decisions and take no part in them.",
        "李文: Whoever puts the question does not answer it.",
    ]


@pytest.mark.parametrize("who", ["zhou", "qian", "lin", "chen", "feng", "he"])
def test_gates_are_for_leads(cast, quarter, who):
    other = getattr(cast, who)
    with pytest.raises(NotAllowed):
        pass_gate(cycle=quarter, gate="collecting", actor=other, key=uuid4())
    with pytest.raises(NotAllowed):
        taken_back(cast, quarter, actor=other)
    with pytest.raises(NotAllowed):
        asked(cast, quarter, actor=other)


# a request that comes twice or late


def test_double_click_passes_one_gate(cast, quarter):
    at_end_of_collecting(cast, quarter)
    key = uuid4()
    for _click in range(2):
        pass_gate(cycle=quarter, gate="collecting", actor=cast.li, key=key)
    assert way_of(quarter) == [("collecting", "initial")]


def test_stale_page_passes_nothing(cast, quarter):
    cycle = in_review(cast, quarter)
    with pytest.raises(Conflict, match="at “Review” now"):
        pass_gate(cycle=cycle, gate="initial", actor=cast.li, key=uuid4())


# going back


def test_goes_back_with_a_reason_and_who_it_was(cast, quarter):
    cycle = in_approval(cast, quarter)
    taken_back(cast, cycle, to="initial")
    last = GatePassage.objects.order_by("-pk").first()
    assert (last.before, last.after, last.person, last.reason) == ("approval", "initial", cast.li, "评分有误")
    event = AuditEvent.objects.get(action="assessments.cycle.go_back")
    assert (event.details["before"], event.details["after"]) == ("approval", "initial")
    assert "评分有误" not in str(event.details)
    assert cast.zhou.user.notifications.filter(kind="assessments.cycle.went_back").count() == 1
    assert verify_passages() == []


def test_groups_decide_anew_after_the_way_back(cast, quarter):
    cycle = in_approval(cast, quarter)
    taken_back(cast, cycle, to="review")
    assert blocking(cycle) == ["No group has been named to decide."]


def test_what_a_group_votes_on_is_withdrawn(cast, quarter):
    cycle = in_review(cast, quarter)
    asked(cast, cycle)
    taken_back(cast, cycle)
    assert Decision.objects.get().state == "withdrawn"


def test_figures_are_computed_again_and_held_anew(cast, quarter):
    cycle = in_review(cast, quarter)
    taken_back(cast, cycle)
    MeasureReading.objects.filter(unit=cast.east, measure="records.resolved").update(total="1")
    assert verify_readings() == []  # nothing is held while it is scored
    assert passed(cast, cycle).state == CycleState.REVIEW
    assert MeasureReading.objects.get(unit=cast.east, measure="records.resolved").total == "45"
    assert verify_readings() == []


@pytest.mark.parametrize("to", ["feedback", "review", "published", "preparing", "", "nowhere"])
def test_only_earlier_gates_are_gone_back_to(cast, quarter, to):
    cycle = in_review(cast, quarter)
    with pytest.raises(Invalid):
        taken_back(cast, cycle, to=to)


@pytest.mark.parametrize("reason", ["", "  ", "长" * 301])
def test_way_back_needs_a_reason(cast, quarter, reason):
    with pytest.raises(Invalid) as refusal:
        taken_back(cast, in_review(cast, quarter), reason=reason)
    assert list(refusal.value.message_dict) == ["reason"]


@pytest.fixture
def edition(cast, quarter):
    """A draft of the publication, written in feedback."""
    cycle = in_feedback(cast, quarter)
    draft = publication.draft_publication(cycle=cycle, author=cast.li)
    publication.edit_publication(publication=draft, actor=cast.li, version=draft.version, texts={"summary_zh": "良好"})
    return draft


def test_way_back_from_feedback_leaves_a_draft_that_cannot_be_proposed(cast, quarter, edition):
    taken_back(cast, quarter, to="approval")
    with pytest.raises(Conflict, match="not approved"):
        publication.propose_publication(publication=edition, actor=cast.li)


def test_frozen_publication_holds_the_cycle(cast, quarter, edition):
    publication.propose_publication(publication=edition, actor=cast.li)
    with pytest.raises(Invalid, match="Have it returned"):
        taken_back(cast, quarter, to="approval")
    publication.return_publication(publication=edition, actor=cast.zhou, reason="再看")
    assert taken_back(cast, quarter, to="approval").state == CycleState.APPROVAL


def test_correction_in_feedback_has_to_be_approved_before_it_is_published(cast, quarter, edition):
    make_totals(quarter, cast.east, sheet=["80"])
    assert blocking(quarter)[0].startswith("The figures have moved since they were approved.")
    with pytest.raises(Conflict, match="have moved since they were approved"):
        publication.propose_publication(publication=edition, actor=cast.li)
    accepted(cast, taken_back(cast, quarter, to="approval"))
    assert blocking(quarter) == ["The publication is being written."]
    publication.propose_publication(publication=edition, actor=cast.li)


def test_published_cycle_does_not_go_back(cast, quarter, edition):
    publication.propose_publication(publication=edition, actor=cast.li)
    publication.approve_publication(publication=edition, actor=cast.zhou)
    assert publication.release_due() == 1
    assert fresh(quarter).state == CycleState.PUBLISHED
    with pytest.raises(Invalid):
        taken_back(cast, quarter, to="approval")
    assert verify_passages() == []


def test_feedback_ends_with_the_publication_and_says_what_is_missing(cast, quarter):
    cycle = in_feedback(cast, quarter)
    assert blocking(cycle) == ["No publication has been begun."]
    with pytest.raises(Conflict, match="by hand"):
        passed(cast, cycle)
    draft = publication.draft_publication(cycle=cycle, author=cast.li)
    assert blocking(cycle) == ["The publication is being written."]
    publication.edit_publication(publication=draft, actor=cast.li, version=draft.version, texts={"summary_zh": "良好"})
    publication.propose_publication(publication=draft, actor=cast.li)
    assert blocking(cycle) == ["The publication waits for approval."]


# the work list


def titles(person) -> list[str]:
    return [item.title for item in work_waiting_for(person) if item.detail == "Q4 2026"]


def test_lead_is_told_what_the_gate_asks_for(cast, quarter):
    assert titles(cast.li) == []
    at_end_of_collecting(cast, quarter)
    assert titles(cast.li) == ["Pass the gate"]
    cycle = in_review_from_collecting(cast, quarter)
    assert titles(cast.li) == ["Name the group that decides"]
    decision = asked(cast, cycle)
    assert titles(cast.li) == []
    voted(cast, decision, "for", "for", "for")
    assert titles(cast.li) == ["Pass the gate"]
    assert titles(cast.zhou) == []


def in_review_from_collecting(cast, cycle):
    from tests.assessments.gate_world import seal_all

    passed(cast, cycle)
    seal_all(cycle)
    return passed(cast, cycle)


def test_verify_names_a_passage_that_no_group_decided(cast, quarter):
    cycle = in_review(cast, quarter)
    Cycle.objects.filter(pk=cycle.pk).update(state=CycleState.FEEDBACK)
    assert verify_passages() == ["Cycle 2026Q4 is feedback, but its last passage led to review."]
    GatePassage.objects.create(cycle=cycle, before="review", after="feedback", person=cast.li)
    name = "Passage of 2026Q4 from review to feedback"
    assert verify_passages() == [
        f"{name} is not the one in the audit trail.",
        f"{name} was not decided by a group on these figures.",
    ]


def test_deciders_are_proposed_by_rule(cast, quarter):
    from assessments.selectors.deciders import deciders_for

    cycle = in_review(cast, quarter)
    people = deciders(cast)
    found = {one.person: (one.objection, one.proposed) for one in deciders_for(cycle, cast.li)}
    assert {person: found[person] for person in people} == dict.fromkeys(people, ("", True))
    assert {person for person, (objection, proposed) in found.items() if proposed} == set(people)
    assert found[cast.qian][0] == "Supervisors watch decisions and take no part in them."
