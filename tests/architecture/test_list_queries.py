"""Each list takes as many queries for three rows as for one. A list that is not in the table fails."""

from collections.abc import Callable
from copy import copy
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import (
    CommentTemplate,
    Cycle,
    Handover,
    Recusal,
    ScoreSheet,
    SheetReview,
    SheetRevision,
    SpotCheck,
)
from calibration.models import BlindSheet
from decisions.models import Member, Vote
from feedback.services import answer_invitation, invite
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.fields import new_public_id
from organization.enums import Role, UnitKind
from organization.models import Absence
from sampling.models import DrawnItem
from suggestions.models import random_key
from tests.architecture.access.events import make_event
from tests.architecture.test_access import url_names
from tests.architecture.world import World, make_world
from tests.cast import make_person, make_unit
from tests.factories import make_totals


def another(row, **changes):
    """A further row like this one."""
    more = copy(row)
    more._state = copy(row._state)
    more.pk, more._state.adding = None, True
    if hasattr(more, "public_id"):
        more.public_id = row._meta.get_field("public_id").get_default()
    for name, value in changes.items():
        setattr(more, name, value)
    more.save()
    return more


def sheet(world: World, number: int) -> None:
    item = DrawnItem.objects.create(
        draw=world.draw, stratum="phone", position=number + 10, key=f"call-centre:9{number}"
    )
    another(world.sealed_sheet, item=item, number=f"QA-X-{number}", revision=None, state="assigned")


def spot_check(world: World, number: int) -> None:
    draw = another(world.draw, title=f"S{number}")
    unit, due = (world.cast.east, world.cast.west)[number % 2], clock.now() - timedelta(days=1)
    SpotCheck.objects.create(cycle=world.cycle, ordinal=number, unit=unit, due_at=due, draw=draw, state="drawn")


def cycle(world: World, number: int) -> Cycle:
    return another(
        world.past_cycle, code=f"201{number}Q1", start=date(2010 + number, 1, 1), end=date(2010 + number, 4, 1)
    )


def decision(world: World, number: int) -> None:
    """A question with a group of its own and one vote."""
    row = another(world.decision, subject=new_public_id(), question_en=f"Question {number}?")
    Member.objects.bulk_create(Member(decision=row, person=one.person) for one in world.decision.members.all())
    Vote.objects.create(decision=row, person=world.cast.zhou, number=1, choice="for")


def finding(world: World, number: int) -> None:
    another(world.finding, cycle=cycle(world, number))


def questionnaire(world: World, number: int) -> None:
    another(world.questionnaire, code=f"QN-{number}")


def person(world: World, number: int) -> None:
    unit = make_unit(f"X{number}", "某部", "Some", UnitKind.DEPARTMENT, world.cast.bank)
    make_person(f"x{number}", f"90{number}", "王明", "Wang Ming", unit, Role.HEAD, Role.ASSESSOR)


def record(world: World, number: int) -> None:
    another(world.record, number=f"9{number}")


def absence(world: World, number: int) -> None:
    day = clock.today() + timedelta(days=7 * number)
    Absence.objects.create(person=world.cast.everybody[number], first_day=day, last_day=day, entered_by=world.cast.feng)


def recusal(world: World, number: int) -> None:
    people = (world.cast.lin, world.cast.guo, world.cast.chen, world.cast.sun)
    Recusal.objects.create(person=people[number], unit=world.cast.west, kind="worked", text="x")


def replaced(world: World, number: int) -> None:
    """One more assessor with a sheet of their own, whose item was replaced."""
    one = make_person(f"a{number}", f"91{number}", "王明", "Wang Ming", world.cast.retail, Role.ASSESSOR)
    item = DrawnItem.objects.create(
        draw=world.draw, stratum="phone", position=number + 20, key=f"call-centre:8{number}"
    )
    more = another(world.sheet, item=item, number=f"QA-Y-{number}", assessor=one)
    Handover.objects.create(
        sheet=more, turn=1, act="replaced", assessor_before=one, assessor_after=one, item_before=item, item_after=item, kind="other",
    )  # fmt: skip


def calibration(world: World, number: int) -> None:
    """A session with two sheets, one of them Lin's."""
    row = another(world.calibration, number=f"CAL-X-{number}")
    for person in (world.cast.lin, world.cast.guo):
        BlindSheet.objects.create(session=row, assessor=person)


def appealed(world: World, number: int):
    """One more sealed sheet of the appealed cycle, about Zhao Lei's work."""
    sheet = world.appealed_sheet
    record = another(sheet.record, number=f"7{number}")
    item = DrawnItem.objects.create(draw=sheet.item.draw, stratum="phone", position=number + 30, key=record.key)
    sealed = SheetRevision.objects.get(sheet=sheet.pk)
    more = another(
        ScoreSheet.objects.get(pk=sheet.pk), item=item, record=record, number=f"QA-Z-{number}", revision=None
    )
    ScoreSheet.objects.filter(pk=more.pk).update(revision=another(sealed, sheet=more))
    return more


def appeal(world: World, number: int) -> None:
    another(world.sent_appeal, sheet=appealed(world, number), number=f"AP-X-{number}")


def staff_sheet(world: World, number: int) -> None:
    another(world.about, sheet=appealed(world, number))


def recalibration(world: World, number: int) -> None:
    another(world.low_agreement, state="dismissed")


def attempt(world: World, number: int) -> None:
    """A further attempt of somebody else."""
    another(world.attempt, person=world.cast.everybody[number], number=1, state="failed")


def own_result(world: World, number: int) -> None:
    """A further unit below East Branch with a plan and figures of its own."""
    unit = make_unit(
        f"E{number}", f"网点{number}", f"Outlet {number}", UnitKind.OUTLET, world.cast.east, is_assessed=True
    )
    another(world.past_cycle.plans.first(), unit=unit)
    make_totals(world.past_cycle, unit, sheet=["80", "85"])


def comment(world: World, number: int) -> None:
    standard = (None, world.version.standard)[number % 2]
    CommentTemplate.objects.create(author=world.cast.lin, text=f"语速过快 {number}", standard=standard)


def self_check(world: World, number: int) -> None:
    """One more unit that is asked."""
    unit = make_unit(f"Z{number}", "某网点", "Some Outlet", UnitKind.OUTLET, world.cast.east)
    another(world.self_check, unit=unit)


def log_entry(world: World, number: int) -> None:
    another(world.log_entry, number=f"LOG-X-{number}")


def review(world: World, number: int) -> None:
    sheet(world, number)
    made = ScoreSheet.objects.get(number=f"QA-X-{number}")
    revision = another(SheetRevision.objects.get(sheet=world.sealed_sheet), sheet=made)
    ScoreSheet.objects.filter(pk=made.pk).update(state="submitted", revision=revision)
    SheetReview.objects.create(sheet=made, cause="all")


def links_of_a_day(world: World, number: int) -> list[str]:
    """One link to the open questionnaire, of another unit each time."""
    unit = (world.cast.east, world.cast.west, world.cast.retail, world.cast.east_outlet)[number]
    return invite(questionnaire=world.questionnaire, unit=unit, count=1, actor=world.cast.li, key=uuid4()).tokens


def customer_answer(world: World, number: int) -> None:
    (token,) = links_of_a_day(world, number)
    answer_invitation(token=token, answers={"satisfaction": "5", "need_met": "1"}, key=uuid4())


def another_article(world: World, number: int) -> None:
    from tests.knowledge.world import article

    article(world.cast, title_zh=f"第{number}问")


# list: who opens it, and what makes one more row of it
LISTS: dict[str, tuple[str, Callable[[World, int], object]]] = {
    "analysis:own_results": ("chenjie", own_result),
    "appeals:appeal_list": ("liwen", appeal),
    "appeals:staff_sheet_list": ("zhaolei", staff_sheet),
    "analysis:measure_list": ("liwen", own_result),
    "analysis:year_detail": ("liwen", own_result),
    "analysis:targets": ("liwen", own_result),
    "assessments:cycle_list": ("liwen", cycle),
    "assessments:board": ("liwen", replaced),
    "assessments:comment_list": ("linxiao", comment),
    "assessments:event_list": ("liwen", make_event),
    "assessments:recusal_list": ("liwen", recusal),
    "assessments:replacement_list": ("liwen", replaced),
    "assessments:review_list": ("liwen", review),
    "assessments:sheet_list": ("linxiao", sheet),
    "assessments:spot_check_list": ("liwen", spot_check),
    "audit:event_list": ("qianli", lambda w, n: record_event(actor=w.cast.li, action="accounts.user.sign_in", target=w.cast.li)),
    "calibration:attempt_list": ("liwen", attempt),
    "calibration:policy_list": ("liwen", lambda w, n: another(w.version.standard, code=f"S{n}")),
    "calibration:session_list": ("linxiao", calibration),
    "calibration:todo_list": ("liwen", recalibration),
    "decisions:decision_list": ("liwen", decision),
    "feedback:answer_list": ("liwen", customer_answer),
    "feedback:link_list": ("liwen", links_of_a_day),
    "feedback:questionnaire_list": ("liwen", questionnaire),
    "knowledge:article_list": ("liwen", lambda w, n: another_article(w, n)),
    "knowledge:category_list": ("liwen", lambda w, n: another(w.knowledge.category, name_zh=f"类别{n}")),
    "knowledge:gap_list": ("liwen", lambda w, n: another(w.knowledge.gap, words=f"某词{n}")),
    "knowledge:synonyms_list": ("liwen", lambda w, n: another(w.knowledge.synonyms, words=f"甲{n}，乙{n}")),
    "notifications:list": ("liwen", lambda w, n: another(w.notification, dedupe=f"d{n}")),
    "organization:absence_list": ("liwen", absence),
    "organization:person_list": ("fengbo", person),
    "organization:unit_list": ("fengbo", person),
    "publication:publication_list": ("liwen", lambda w, n: another(w.publication, edition=n + 1, snapshot=None)),
    "records:import_list": ("liwen", lambda w, n: another(w.done_import)),
    "records:record_list": ("liwen", record),
    "rectification:finding_list": ("chenjie", finding),
    "rectification:task_list": ("liwen", lambda w, n: another(w.task, number=f"RT-X-{n}")),
    "selfcheck:check_list": ("liwen", self_check),
    "selfcheck:log_list": ("liwen", log_entry),
    "suggestions:suggestion_list": ("liwen", lambda w, n: another(w.suggestions.looked_at, title_shown=f"第{n}条", id=random_key())),
    "suggestions:survey_list": ("liwen", lambda w, n: another(w.suggestions.survey, month=date(2020, n, 1))),
    "connections:connection_list": ("fengbo", lambda w, n: another(w.connected.one, code=f"s-{n}")),
    "tickets:ticket_list": ("liwen", lambda w, n: another(w.tickets.held, number=f"T-2031-{n:06}")),
    "standards:standard_list": ("liwen", lambda w, n: another(w.version, standard=another(w.version.standard, code=f"S{n}"))),
}  # fmt: skip


def test_every_list_is_counted():
    lists = {name for name in url_names() if name.endswith((":list", "_list"))}
    assert lists - set(LISTS) == set()


@pytest.mark.parametrize("name", LISTS)
def test_list_takes_the_same_queries_for_one_row_and_for_three(name, db):
    world = make_world()
    who, add = LISTS[name]
    client, url = Client(), reverse(name)
    client.force_login(world.user(who))
    add(world, 1)

    def queries() -> tuple[int, bytes]:
        with CaptureQueriesContext(connection) as taken:
            answer = client.get(url)
        assert answer.status_code == 200
        return len(taken), answer.content

    queries()  # what is kept in the process is kept from here on
    one, page = queries()
    add(world, 2)
    add(world, 3)
    three, longer_page = queries()
    assert one == three
    assert len(longer_page) > len(page)
