"""From the window to the clarification: who appeals, what an appeal must say, who is heard (R21)."""

from datetime import date, datetime
from io import BytesIO
from uuid import uuid4

import pytest

from appeals import services
from appeals.enums import AppealState
from appeals.gate import appeals_open
from appeals.models import Appeal, AppealPoint, AppealWindow
from appeals.selectors import Terms, visible_to
from appeals.services.drafts import Wish
from appeals.services.verification import verify_appeals
from appeals.services.windows import recount
from appeals.waiting import work_of
from assessments.enums import CycleState
from assessments.gates import what_bars, what_holds
from assessments.models import Cycle
from assessments.services.passing import go_back, require_approved
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, NotAllowed
from foundation.notifications.models import Notification
from tests.appeals.world import AFTER, fresh, make_appeal_world
from tests.architecture.access.events import make_event
from tests.architecture.world import PNG

PEOPLE = ("lin", "guo", "li", "zhou", "chen", "wu", "zhao", "sun", "qian", "feng", "he")


def told(kind: str) -> set[str]:
    return set(Notification.objects.filter(kind=f"appeals.{kind}").values_list("user__username", flat=True))


# the window


def test_gate_of_feedback_opens_the_window_and_tells_head_and_liaison(world):
    window = world.window
    assert (window.opened_on, window.due_on, window.counted_days) == (date(2027, 1, 20), date(2027, 1, 27), 5)
    assert told("window.opened") == {"chenjie", "wudi"}


def test_window_has_the_days_of_the_terms_at_its_opening(cast, morning):
    services.set_terms(terms=Terms(window_days=8), actor=cast.li, key=uuid4())
    assert make_appeal_world(cast).window.due_on == date(2027, 2, 1)


def test_cycle_that_was_in_feedback_before_gets_its_window_once(world):
    AppealWindow.objects.all().delete()
    assert (services.open_missing_windows(), services.open_missing_windows()) == (1, 0)


def test_lead_lengthens_the_window_and_nobody_shortens_it(world):
    services.lengthen_window(window=world.window, days=8, reason="系统停机", version=1, actor=world.cast.li)
    assert (world.window.due_on, told("window.moved")) == (date(2027, 2, 1), {"chenjie", "wudi"})
    with pytest.raises(Invalid):
        services.lengthen_window(window=world.window, days=6, reason="早结束", version=2, actor=world.cast.li)
    with pytest.raises(Conflict):
        services.lengthen_window(window=world.window, days=9, reason="系统停机", version=1, actor=world.cast.li)


@pytest.mark.parametrize("who", [name for name in PEOPLE if name != "li"])
def test_nobody_else_sets_days(world, who):
    actor = getattr(world.cast, who)
    with pytest.raises(NotAllowed):
        services.lengthen_window(window=world.window, days=8, reason="x", version=1, actor=actor)
    with pytest.raises(NotAllowed):
        services.set_terms(terms=Terms(), actor=actor, key=uuid4())


def test_days_move_with_the_calendar(world):
    appeal = world.sent()
    assert recount() == 0
    AppealWindow.objects.update(due_on=date(2027, 1, 26))
    Appeal.objects.update(due_on=date(2027, 1, 21))
    assert (recount(), recount()) == (2, 0)
    assert (world.window.due_on, fresh(appeal).due_on) == (date(2027, 1, 27), date(2027, 1, 22))


# preparing and sending


def test_liaison_prepares_and_head_sends(world):
    appeal = world.drafted()
    with pytest.raises(NotAllowed):
        services.submit_appeal(appeal=appeal, actor=world.cast.wu, version=appeal.version, key=uuid4())
    sent = services.submit_appeal(appeal=appeal, actor=world.cast.chen, version=appeal.version, key=uuid4())
    assert (sent.state, sent.number, sent.revision, sent.due_on) == (
        AppealState.SUBMITTED, "AP-2026Q4-001", world.fresh_sheet().revision, date(2027, 1, 22),
    )  # fmt: skip
    assert told("appeal.submitted") == {"liwen", "linxiao"}
    assert verify_appeals() == []


@pytest.mark.parametrize("who", [name for name in PEOPLE if name not in ("chen", "wu")])
def test_nobody_else_appeals(world, who):
    with pytest.raises(NotAllowed):
        services.begin_appeal(sheet=world.fresh_sheet(), actor=getattr(world.cast, who), key=uuid4())
    appeal = world.drafted()
    with pytest.raises(NotAllowed):
        services.save_appeal(appeal=appeal, wishes={}, version=appeal.version, actor=getattr(world.cast, who))
    with pytest.raises(NotAllowed):
        services.submit_appeal(
            appeal=appeal, actor=getattr(world.cast, who), version=appeal.version, key=uuid4()
        )  # fmt: skip


def test_there_is_one_draft_a_sheet(world):
    first = services.begin_appeal(sheet=world.fresh_sheet(), actor=world.cast.wu, key=uuid4())
    assert services.begin_appeal(sheet=world.fresh_sheet(), actor=world.cast.chen, key=uuid4()).pk == first.pk


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (Wish("", "理由"), "Say which score you propose."),
        (Wish("3", "理由"), "This is the score that was given."),
        (Wish("5", " "), "Say in up to 2000 characters why."),
        (Wish("5", "x" * 2001), "Say in up to 2000 characters why."),
        (Wish("9", "理由"), "This indicator has no such level."),
        (Wish("na", "理由"), "This indicator cannot be “not applicable”."),
    ],
)
def test_wrong_point_is_said_beside_its_indicator(world, wish, sentence):
    with pytest.raises(Invalid) as refusal:
        world.drafted({"2.1": wish})
    assert refusal.value.message_dict == {"2.1": [sentence]}


def test_empty_appeal_is_not_sent(world):
    appeal = services.begin_appeal(sheet=world.fresh_sheet(), actor=world.cast.wu, key=uuid4())
    with pytest.raises(Invalid):
        services.submit_appeal(appeal=appeal, actor=world.cast.chen, version=appeal.version, key=uuid4())


def test_after_the_window_nothing_is_begun_or_sent(world):
    appeal = world.drafted()
    with clock.travelling(AFTER):
        with pytest.raises(Conflict):
            services.submit_appeal(appeal=appeal, actor=world.cast.chen, version=appeal.version, key=uuid4())
        with pytest.raises(Conflict):
            services.begin_appeal(sheet=world.fresh_sheet(), actor=world.cast.chen, key=uuid4())
        assert work_of(world.cast.chen) == []
    assert fresh(appeal).state == AppealState.DRAFT


@pytest.mark.parametrize("state", [CycleState.INITIAL, CycleState.APPROVAL, CycleState.PUBLISHED])
def test_only_a_cycle_in_feedback_is_appealed_against(world, state):
    Cycle.objects.update(state=state)
    with pytest.raises(NotAllowed):
        services.begin_appeal(sheet=world.fresh_sheet(), actor=world.cast.chen, key=uuid4())


def test_indicator_is_disputed_once_whatever_came_of_it(world):
    services.withdraw_appeal(appeal=world.sent(), reason="已沟通", actor=world.cast.chen, key=uuid4())
    with pytest.raises(Invalid) as refusal:
        world.drafted()
    assert set(refusal.value.message_dict) == {"2.1", "3.3"}
    # another indicator of the sheet can be
    assert world.sent({"2.2": Wish("4", "理由")}).number == "AP-2026Q4-002"


def test_draft_that_was_discarded_leaves_the_indicators_free(world):
    services.discard_appeal(appeal=world.drafted(), actor=world.cast.chen)
    assert (Appeal.objects.count(), AppealPoint.objects.count()) == (0, 0)
    assert world.sent().number == "AP-2026Q4-001"


def test_same_form_twice_sends_once(world):
    appeal, key = world.drafted(), uuid4()
    for _ in range(2):
        services.submit_appeal(appeal=appeal, actor=world.cast.chen, version=appeal.version, key=key)
    assert Appeal.objects.get().number == "AP-2026Q4-001"


def test_head_sends_what_they_have_read(world):
    appeal = world.drafted()
    services.save_appeal(appeal=fresh(appeal), wishes={}, version=appeal.version, actor=world.cast.wu)
    with pytest.raises(Conflict):
        services.submit_appeal(appeal=appeal, actor=world.cast.chen, version=appeal.version, key=uuid4())


def test_evidence_is_frozen_with_the_sending(world):
    appeal = world.drafted()
    given = {"source": BytesIO(PNG), "name": "工单.png", "caption": "工单截图", "indicator": "3.3"}
    evidence = services.add_appeal_evidence(appeal=appeal, actor=world.cast.wu, key=uuid4(), **given)
    services.submit_appeal(appeal=appeal, actor=world.cast.chen, version=appeal.version, key=uuid4())
    sent = fresh(appeal)
    evidence.refresh_from_db()
    evidence.appeal = sent
    with pytest.raises(NotAllowed):
        services.remove_appeal_evidence(evidence=evidence, actor=world.cast.wu)
    with pytest.raises(NotAllowed):
        services.add_appeal_evidence(appeal=sent, actor=world.cast.wu, key=uuid4(), **given)
    assert verify_appeals() == []


def test_appeal_that_was_changed_behind_the_portal_is_found(world):
    appeal = world.sent()
    AppealPoint.objects.update(reason="别的理由")
    assert verify_appeals() == [f"Appeal {appeal.number} is not what was sent."]


# who sees it


def test_draft_is_seen_by_the_department_alone_and_the_appeal_by_both_sides(world):
    def readers() -> set[str]:
        return {who for who in PEOPLE if visible_to(getattr(world.cast, who)).exists()}

    appeal = world.drafted()
    assert readers() == {"chen", "wu"}
    appeal = services.submit_appeal(appeal=appeal, actor=world.cast.chen, version=appeal.version, key=uuid4())
    assert readers() == {"chen", "wu", "lin", "li", "zhou", "qian"}
    world.referred(world.cast.he, appeal=world.heard(world.clarifying(appeal)))
    assert readers() == {"chen", "wu", "lin", "li", "zhou", "qian", "he"}


# clarification


def test_lead_asks_both_sides_and_each_answers(world):
    appeal = world.clarifying()
    assert (appeal.lead, appeal.due_on, told("appeal.clarifying")) == (
        world.cast.li, date(2027, 1, 25), {"chenjie", "wudi", "linxiao"},
    )  # fmt: skip
    appeal = world.heard(appeal)
    said = [(one.side, one.author.name_en) for one in appeal.messages.all()]
    assert said == [("lead", "Li Wen"), ("assessor", "Lin Xiao"), ("unit", "Wu Di")]


@pytest.mark.parametrize("who", ["lin", "guo", "chen", "wu", "zhao", "sun", "qian", "feng", "he"])
def test_nobody_else_clarifies(world, who):
    with pytest.raises(NotAllowed):
        world.clarifying(actor=getattr(world.cast, who))


@pytest.mark.parametrize(
    ("who", "side"),
    [("lin", "unit"), ("wu", "assessor"), ("chen", "lead"), ("lin", "lead"), ("guo", "assessor"), ("qian", "unit"), ("sun", "unit")],
)  # fmt: skip
def test_nobody_speaks_for_another_side(world, who, side):
    appeal = world.clarifying()
    with pytest.raises(NotAllowed):
        services.say(appeal=appeal, side=side, text="x", actor=getattr(world.cast, who), key=uuid4())


def test_lead_records_what_a_side_said_elsewhere(world):
    appeal = world.clarifying()
    message = services.say(
        appeal=appeal, side="assessor", text="电话说明：维持原判断", actor=world.cast.li, key=uuid4()
    )
    assert (message.side, message.author) == ("assessor", world.cast.li)


def test_rulers_are_named_when_both_sides_were_heard_or_their_days_are_over(world):
    appeal = world.clarifying()
    with pytest.raises(Invalid):
        world.referred(appeal=appeal)
    with clock.travelling(datetime(2027, 1, 26, 9, tzinfo=clock.organization_zone())):
        assert world.referred(appeal=fresh(appeal)).state == AppealState.RULING


def test_unit_withdraws_until_it_is_ruled(world):
    appeal = world.referred()
    gone = services.withdraw_appeal(appeal=appeal, reason="已沟通", actor=world.cast.chen, key=uuid4())
    assert (gone.state, told("appeal.withdrawn")) == (AppealState.WITHDRAWN, {"liwen", "linxiao", "sunyan"})
    with pytest.raises(Conflict):
        world.ruled(appeal)


@pytest.mark.parametrize("who", [name for name in PEOPLE if name != "chen"])
def test_nobody_else_withdraws(world, who):
    with pytest.raises(NotAllowed):
        services.withdraw_appeal(appeal=world.sent(), reason="x", actor=getattr(world.cast, who), key=uuid4())


# the publication waits


def test_publication_waits_for_the_window_and_for_open_appeals(world):
    with pytest.raises(Conflict) as refusal:
        require_approved(world.cycle)
    assert refusal.value.message == "The departments can appeal until Wed 27 Jan."
    world.sent()
    with clock.travelling(AFTER):
        [blocker] = what_bars(world.cycle)
        assert (str(blocker), blocker.who) == ("1 appeal waits for its clarification.", "Li Wen")
        assert blocker.links[0].label == "AP-2026Q4-001 East Branch"
        with pytest.raises(Conflict):
            require_approved(world.cycle)


@pytest.mark.parametrize(
    ("step", "sentence", "who"),
    [
        ("clarifying", "1 appeal is being clarified.", {"Chen Jie", "Wu Di", "Lin Xiao"}),
        ("heard", "1 appeal is being clarified.", {"Li Wen"}),
        ("referred", "1 appeal waits for the final ruling.", {"Sun Yan"}),
    ],
)
def test_blocker_says_who_has_to_act(world, step, sentence, who):
    getattr(world, step)()
    [blocker] = appeals_open(world.cycle)
    assert (str(blocker), set(blocker.who.split(", "))) == (sentence, who)


def test_reported_event_that_nobody_has_decided_bars_the_publication_too_and_is_said_once(world):
    make_event(world)
    with clock.travelling(AFTER):
        assert [str(one) for one in what_bars(world.cycle)] == ["1 critical event waits for confirmation."]


def test_nothing_open_bars_nothing(world):
    world.ruled(world.referred())
    services.withdraw_appeal(
        appeal=world.sent({"2.2": Wish("4", "理由")}), reason="x", actor=world.cast.chen, key=uuid4()
    )
    with clock.travelling(AFTER):
        assert what_bars(world.cycle) == []
        require_approved(world.cycle)


def test_cycle_stays_where_it_is_beside_an_open_appeal(world):
    world.sent()
    assert [str(one) for one in what_holds(world.cycle)] == ["1 appeal waits for its clarification."]
    with pytest.raises(Invalid):
        go_back(
            cycle=world.cycle, gate="feedback", to="approval", reason="x", actor=world.cast.li, key=uuid4()
        )  # fmt: skip


# work lists and reminders


def test_each_step_waits_on_the_work_list_of_whoever_has_to_act(world):
    def waiting() -> set[str]:
        return {who for who in PEOPLE if work_of(getattr(world.cast, who))}

    steps = []
    appeal = world.drafted()
    steps.append(waiting())
    appeal = services.submit_appeal(appeal=appeal, actor=world.cast.chen, version=appeal.version, key=uuid4())
    steps.append(waiting())
    appeal = world.clarifying(appeal)
    steps.append(waiting())
    appeal = world.heard(appeal)
    steps.append(waiting())
    appeal = world.referred(world.cast.sun, world.cast.he, appeal=appeal)
    steps.append(waiting())
    ruling = world.ruled(appeal)
    steps.append(waiting())
    services.consent_to_ruling(ruling=ruling, agrees=True, text="", actor=world.cast.he, key=uuid4())
    steps.append(waiting())
    assert steps == [{"chen", "wu"}, {"li"}, {"chen", "wu", "lin"}, {"li"}, {"sun", "he"}, {"he"}, set()]


def test_what_is_due_is_reminded_of_once_and_what_is_late_is_escalated_once(world):
    world.clarifying()
    with clock.travelling(datetime(2027, 1, 22, 9, tzinfo=clock.organization_zone())):
        services.remind_everybody()
        services.remind_everybody()
    assert sorted(Notification.objects.filter(kind="appeals.appeal.due_soon").values_list("user__username", flat=True)) == [
        "chenjie", "linxiao", "wudi",
    ]  # fmt: skip
    with clock.travelling(datetime(2027, 1, 26, 9, tzinfo=clock.organization_zone())):
        services.remind_everybody()
        services.remind_everybody()
    assert Notification.objects.filter(kind="appeals.appeal.late").count() == 3
    assert sorted(Notification.objects.filter(kind="appeals.appeal.escalated").values_list("user__username", flat=True)) == [
        "liwen", "zhouhang",
    ]  # fmt: skip
