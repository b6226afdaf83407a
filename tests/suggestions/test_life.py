"""From the box to the answer that everybody reads: who answers, what is hidden, what is merged, what is counted."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine

from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, NotAllowed
from foundation.notifications.models import Notification
from foundation.workdays.calendar import due_after
from organization.worklist import work_waiting_for
from suggestions import codes
from suggestions.models import StaffSurvey, Suggestion
from suggestions.selectors import adopted, visible_to
from suggestions.services import answering, sending, surveying
from suggestions.services.looking_after import remind
from suggestions.statistics import figures_of, result_of
from tests.suggestions import world

pytestmark = pytest.mark.django_db
MARKS = dict.fromkeys(("able", "rules", "trained", "heard", "workload"), 3)


def told(person, what: str) -> int:
    return Notification.objects.filter(user=person.user, kind=f"suggestions.suggestion.{what}").count()


def seen(person) -> set:
    return set(visible_to(person))


def test_signed_is_answered_where_everybody_reads_it(cast):
    row = world.signed(cast.zhao, unit=cast.east)
    assert (row.state, row.due_on, told(cast.chen, "received")) == ("received", due_after(clock.today(), 10), 1)
    for person in (cast.zhao, cast.chen, cast.wu, cast.li, cast.qian):
        assert seen(person) == {row}, person
    for person in (cast.sun, cast.lin, cast.he):
        assert seen(person) == set(), person
    row = world.looked_at(row, cast.wu)
    assert seen(cast.sun) == {row}
    row = world.decided(row, cast.wu)
    row = answering.finish(suggestion=row, actor=cast.chen, answer="已配备 12 个网点。", version=row.version)
    assert (row.state, row.answered_by, row.answer) == ("done", cast.chen, "已配备 12 个网点。")
    assert (told(cast.zhao, "looked_at"), told(cast.zhao, "answered"), told(cast.zhao, "done")) == (1, 1, 1)
    assert list(adopted()) == [row]


def test_only_who_answers_for_the_unit_and_nobody_their_own(cast):
    row = world.signed(cast.wu, unit=cast.east)
    for person in (cast.wu, cast.sun, cast.zhao, cast.qian, cast.zhou):
        with pytest.raises(NotAllowed):
            world.looked_at(row, person)
    assert world.looked_at(row, cast.chen).state == "looked_at"
    for_all = world.signed(cast.zhao)
    with pytest.raises(NotAllowed):
        world.looked_at(for_all, cast.chen)
    assert world.looked_at(for_all, cast.li).state == "looked_at"


def test_answer_needs_its_reason_and_may_be_thought_over_until_it_is_done(cast):
    row = world.looked_at(world.signed(cast.zhao), cast.li)
    with pytest.raises(Invalid):
        world.decided(row, cast.li, answer=" ")
    row = world.decided(row, cast.li, taken_up=False, answer="预算所限")
    row = world.decided(row, cast.li, taken_up=True, answer="追加预算后采纳")
    row = answering.finish(suggestion=row, actor=cast.li, answer="完成", version=row.version)
    with pytest.raises(NotAllowed):
        world.decided(row, cast.li, taken_up=False)


def test_slower_of_two_is_told_with_their_words(cast):
    row = world.looked_at(world.signed(cast.zhao, unit=cast.east), cast.wu)
    world.decided(row, cast.wu)
    with pytest.raises(Conflict) as refusal:
        answering.decide(suggestion=row, actor=cast.chen, taken_up=False, answer="不采纳", version=1)
    assert "不采纳" in dict(refusal.value.typed).values()


def test_names_and_attacks_are_hidden_and_counted_and_can_be_shown_again(client, cast):
    row, _code = world.anonymous(text="大堂的刘强态度太差，建议轮岗。", title="刘强应当轮岗", unit=cast.east)
    with pytest.raises(Invalid):
        answering.hide(suggestion=row, actor=cast.chen, words="刘强", reason="", version=row.version)
    with pytest.raises(Invalid):
        answering.hide(suggestion=row, actor=cast.chen, words="王明", reason="姓名", version=row.version)
    row = answering.hide(suggestion=row, actor=cast.chen, words="刘强\n太差", reason="涉及个人", version=row.version)
    row = world.looked_at(row, cast.chen)
    assert "刘强" not in row.text_shown + row.title_shown and "轮岗" in row.text_shown
    client.force_login(cast.sun.user)
    page = client.get(row.get_absolute_url()).content.decode()
    assert "刘强" not in page and "涉及个人" in page
    client.force_login(cast.qian.user)
    assert "刘强" in client.get(row.get_absolute_url()).content.decode()
    assert figures_of(Suggestion.objects.all()).hidden == 1
    row = answering.hide(suggestion=row, actor=cast.chen, words="", reason="", version=row.version)
    assert row.text_shown == row.text


def test_two_that_ask_for_the_same_get_one_answer_and_their_voices_together(cast):
    one = world.looked_at(world.signed(cast.zhao, title="插座"), cast.li)
    other = world.looked_at(world.anonymous(title="充电")[0], cast.li)
    for person, row in ((cast.sun, one), (cast.sun, other), (cast.lin, other), (cast.zhao, other)):
        answering.support(suggestion=row, actor=person, wanted=True)
    other.refresh_from_db()
    other = answering.merge(suggestion=other, into=one, actor=cast.li, version=other.version)
    one.refresh_from_db()
    assert (other.state, other.merged_into, one.supporters) == ("merged", one, 2)
    with pytest.raises(Invalid):
        answering.merge(suggestion=one, into=other, actor=cast.li, version=one.version)


def test_one_voice_a_person_which_can_be_taken_back(cast):
    row = world.looked_at(world.signed(cast.zhao), cast.li)
    with pytest.raises(NotAllowed):
        answering.support(suggestion=row, actor=cast.zhao, wanted=True)
    assert [
        answering.support(suggestion=row, actor=cast.sun, wanted=wanted) for wanted in (True, True, False, False)
    ] == [1, 1, 0, 0]


def test_sender_without_a_name_reads_the_answer_and_writes_again(client, cast):
    row, code = world.anonymous(unit=cast.east)
    world.decided(world.looked_at(row, cast.wu), cast.wu, answer="下周配备")
    sending.say(suggestion=row, actor=cast.wu, text="请问是哪个网点？", key=uuid4())
    client.force_login(cast.zhao.user)
    page = client.post("/suggestions/code/", {"code": codes.shown(code).lower()}).content.decode()
    assert "下周配备" in page and "请问是哪个网点" in page
    page = client.post("/suggestions/code/again/", {"code": code, "text": "滨江网点"}).content.decode()
    assert "滨江网点" in page
    client.force_login(cast.wu.user)
    assert "滨江网点" in client.get(row.get_absolute_url()).content.decode()
    client.force_login(cast.sun.user)
    assert "滨江网点" not in client.get(row.get_absolute_url()).content.decode()
    assert client.post("/suggestions/code/", {"code": "0000-0000-0000"}).status_code == 422


def test_late_answers_are_told_upwards_once(cast):
    row = world.signed(cast.zhao, unit=cast.east)
    assert [item.due_on for item in work_waiting_for(cast.chen) if item.group == "suggestions"] == [row.due_on]
    with time_machine.travel(clock.now() + timedelta(days=20), tick=False):
        assert (remind(), remind()) == (1, 0)
        assert [item.tone for item in work_waiting_for(cast.li) if item.group == "suggestions"] == ["late"]
    assert (told(cast.chen, "late"), told(cast.li, "late"), told(cast.zhao, "late")) == (1, 1, 0)


def test_figures(cast):
    world.decided(world.looked_at(world.signed(cast.zhao, unit=cast.east), cast.wu), cast.wu)
    world.anonymous(topic="system")
    found = figures_of(Suggestion.objects.all())
    assert (found.n, found.signed, found.answered, found.in_time, found.days) == (2, 1, 1, 1, 0)
    assert {line[1:] for line in found.topics} == {(1, 1, 0, 0), (1, 0, 0, 1)}


def test_survey_opens_once_in_its_days_and_closes_by_itself(cast):
    assert surveying.open_survey(date(2026, 3, 20)) is None
    with time_machine.travel("2026-03-02 09:00:00+08:00", tick=False):
        survey = surveying.open_survey()
        assert surveying.open_survey() is None
        assert (survey.month, survey.closes_on, survey.staff) == (date(2026, 3, 1), date(2026, 3, 10), 11)
        assert any(item.due_on == survey.closes_on for item in work_waiting_for(cast.he))
        assert surveying.close_surveys() == 0
    with time_machine.travel("2026-03-11 00:10:00+08:00", tick=False):
        assert (surveying.close_surveys(), surveying.close_surveys()) == (1, 0)
        survey.refresh_from_db()
        assert (survey.state, survey.secret) == ("closed", "")
        with pytest.raises(Conflict):
            surveying.take_code(survey=survey, actor=cast.he)


@pytest.mark.parametrize("count", [4, 5])
def test_of_fewer_than_five_nothing_is_shown(client, cast, count):
    survey = surveying.open_survey(clock.today().replace(day=1))
    for person in cast.everybody[:count]:
        code = surveying.take_code(survey=survey, actor=person)
        surveying.answer_survey(survey=survey, code=code, marks=MARKS, text="多培训")
    assert result_of(survey) is None
    StaffSurvey.objects.update(closes_on=clock.today() - timedelta(days=1))
    surveying.close_surveys()
    survey.refresh_from_db()
    result = result_of(survey)
    client.force_login(cast.zhao.user)
    page = client.get(survey.get_absolute_url()).content.decode()
    if count < 5:
        assert (result.answers, result.share, result.texts) == (None, None, [])
        assert "多培训" not in page
    else:
        assert (result.answers, result.questions[0].mean, len(result.texts)) == (5, 3.0, 5)
        assert "多培训" in page
