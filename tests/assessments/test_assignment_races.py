"""Several at once on who scores a sheet, in real threads on a real database: one truth, a clear message, no mark lost (R13, R18)."""

from uuid import uuid4

import pytest

from assessments.enums import SheetState
from assessments.models import Assignment, Evidence, Handover, Recusal, ScoreSheet
from assessments.selectors.sheets import for_page
from assessments.services.assignment_verification import verify_assignments
from assessments.services.drafts import save_draft
from assessments.services.evidence import add_evidence
from assessments.services.falling_out import replace_sheet_item
from assessments.services.reassignment import reassign_sheets
from assessments.services.recusals import declare_recusal, recuse_from_sheet
from assessments.services.sheets import submit_sheet
from foundation.audit.verifiers import run_verifiers, verify_chain
from foundation.common import clock
from foundation.common.errors import Invalid
from foundation.notifications.models import Notification
from organization.models import Absence, Person
from organization.services import enter_absence
from sampling.models import Replacement
from sampling.services import add_nonce
from tests.assessments import planning
from tests.assessments.crew import Crew, again, drawn_crew
from tests.assessments.files import png
from tests.assessments.test_races import at_once, conflicts

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def committed_crew(committed_cast, monkeypatch):
    """The drawn plan, committed; the clock stands in November in every thread."""
    offset = planning.NOON - clock.now()
    monkeypatch.setattr(clock, "offset", _Fixed(offset))
    for unit, count in ((committed_cast.east, 40), (committed_cast.west, 5)):
        planning.records_for(unit, count)
    cycle = planning.open_quarter(committed_cast)
    return drawn_crew(committed_cast, planning.plan_of(cycle, committed_cast.east))


class _Fixed:
    def __init__(self, offset):
        self.offset = offset

    def __call__(self):
        return self.offset

    def cache_clear(self) -> None:
        pass


def person(one: Person) -> Person:
    """Read anew: a thread shares no cached roles with another."""
    return Person.objects.select_related("unit", "user").get(pk=one.pk)


def page_of(sheet: ScoreSheet) -> ScoreSheet:
    return for_page(ScoreSheet.objects).get(pk=sheet.pk)


def giving(crew: Crew, sheets: list[ScoreSheet], to: Person, key=None):
    turns = {one.pk: one.turn for one in sheets}
    return lambda: reassign_sheets(
        sheets=sheets, turns=turns, actor=person(crew.cast.li), to=person(to), reason="均衡", key=key or uuid4()
    )


def assert_whole() -> None:
    assert (verify_assignments(), verify_chain()) == ([], [])


def first_of_lin(crew: Crew) -> ScoreSheet:
    return crew.sheet_of(crew.cast.lin)


def test_save_and_reassignment_at_once_lose_no_mark(committed_crew):
    crew, sheet = committed_crew, first_of_lin(committed_crew)
    code = sheet.standard_version.indicators.filter(scale="rating").first().code
    page, marks = page_of(sheet), {code: {"level": 4}}
    [saved, given] = at_once(
        lambda: save_draft(sheet=page, actor=person(crew.cast.lin), marks=marks, version=page.version),
        giving(crew, [sheet], crew.tang),
    )
    present, row = again(sheet), Handover.objects.get()
    assert given == {"sheets": 1, "people": 1}
    assert (present.assessor, present.draft, present.state) == (crew.tang, {}, SheetState.ASSIGNED)
    if conflicts([saved]):
        assert "given to 唐丽" in saved.message
        assert (row.draft, len(saved.typed)) == ({}, 1)
    else:
        assert row.draft == marks
    assert_whole()


def test_ten_leads_at_once_give_a_sheet_once(committed_crew):
    crew, sheet = committed_crew, first_of_lin(committed_crew)
    people = [crew.tang, crew.shen, crew.xu, crew.tang, crew.shen, crew.xu, crew.tang, crew.shen, crew.xu, crew.tang]
    answers = at_once(*(giving(crew, [sheet], to) for to in people))
    assert (len(conflicts(answers)), Handover.objects.count(), again(sheet).turn) == (9, 1, 2)
    name = again(sheet).assessor.name
    assert {conflict.message for conflict in conflicts(answers)} == {
        f"Sheet {sheet.number} has been given to {name} in the meantime, or its item was replaced."
    }
    assert Notification.objects.filter(kind="assessments.sheets.given").count() == 1
    assert_whole()


def test_the_same_form_sent_five_times_at_once_gives_once(committed_crew):
    crew, sheet, key = committed_crew, first_of_lin(committed_crew), uuid4()
    answers = at_once(*(giving(crew, [sheet], crew.tang, key) for _ in range(5)))
    assert answers == [{"sheets": 1, "people": 1}] * 5
    assert Handover.objects.count() == 1


def test_two_bulks_that_overlap_go_one_whole_and_one_not_at_all(committed_crew):
    crew = committed_crew
    records = [one for one in crew.sheets if one.method == "record_review"]
    answers = at_once(giving(crew, records[:4], crew.tang), giving(crew, records[2:][::-1], crew.shen))
    assert len(conflicts(answers)) == 1
    winner = crew.tang if not conflicts(answers[:1]) else crew.shen
    went = [one.assessor for one in crew.sheets if one.turn == 2]
    assert went == [winner] * (4 if winner == crew.tang else len(records) - 2)
    assert_whole()


def test_seal_and_reassignment_at_once_leave_one_truth(committed_crew):
    crew, sheet = committed_crew, first_of_lin(committed_crew)
    marks = {}
    for indicator in sheet.standard_version.indicators.exclude(scale="measured"):
        marks[indicator.code] = {"triggered": False} if indicator.is_critical else {"level": 5}
        if indicator.scale == "yes_no":
            marks[indicator.code] = {"level": 1}
        if indicator.scale == "points":
            marks[indicator.code] = {"points": f"{indicator.max_points.normalize():f}"}
    page = page_of(sheet)
    [sealed, given] = at_once(
        lambda: submit_sheet(sheet=page, actor=person(crew.cast.lin), marks=marks, version=page.version, key=uuid4()),
        giving(crew, [sheet], crew.tang),
    )
    present = again(sheet)
    if conflicts([given]):
        assert (present.state, present.assessor, Handover.objects.count()) == (SheetState.SUBMITTED, crew.cast.lin, 0)
        assert "is sealed" in given.message
    else:
        assert (present.state, present.assessor, Handover.objects.count()) == (SheetState.ASSIGNED, crew.tang, 1)
        assert "given to 唐丽" in sealed.message
    assert not any(run_verifiers().values())


def test_recusal_and_reassignment_at_once_end_with_one_assessor(committed_crew):
    crew, sheet = committed_crew, first_of_lin(committed_crew)
    page = page_of(sheet)
    answers = at_once(
        lambda: recuse_from_sheet(sheet=page, actor=person(crew.cast.lin), kind="relative", text="家人", key=uuid4()),
        giving(crew, [sheet], crew.tang),
    )
    assert len(conflicts(answers)) == 1
    assert (Handover.objects.count(), again(sheet).turn) == (1, 2)
    assert again(sheet).assessor != crew.cast.lin
    assert_whole()


def declaring(crew: Crew, one: Person):
    def declare():
        try:
            return declare_recusal(actor=person(one), unit=crew.cast.east, kind="relative", text="家人", key=uuid4())
        except Invalid as refusal:
            return refusal

    return declare


def assert_none_holds_what_they_recused_from(*people: Person) -> None:
    free = ScoreSheet.objects.filter(is_blocked=False)
    for one in people:
        assert not free.filter(assessor=one).exists()
        assert not free.filter(co_assessor=one).exists()


def test_two_who_recuse_at_once_do_not_hand_their_sheets_to_each_other(committed_crew):
    crew = committed_crew
    at_once(declaring(crew, crew.cast.lin), declaring(crew, crew.cast.guo))
    assert Recusal.objects.count() == 2
    assert_none_holds_what_they_recused_from(crew.cast.lin, crew.cast.guo)
    assert_whole()


def test_who_recuses_while_sheets_are_given_out_gets_none(committed_crew):
    crew = committed_crew
    records = [one for one in crew.sheets if one.method == "record_review"]
    by_chance = [
        lambda one=one: reassign_sheets(
            sheets=[one], turns={one.pk: 1}, actor=person(crew.cast.li), reason="均衡", key=uuid4()
        )
        for one in records[:3]
    ]
    at_once(declaring(crew, crew.cast.lin), declaring(crew, crew.cast.guo), *by_chance)
    assert_none_holds_what_they_recused_from(crew.cast.lin, crew.cast.guo)
    assert_whole()


def test_who_recuses_while_the_sample_is_drawn_gets_none_of_it(committed_crew):
    crew = committed_crew
    west = planning.drawing(crew.cast, planning.plan_of(crew.plan.cycle, crew.cast.west), records_wanted=5)

    def recuse():
        return declare_recusal(
            actor=person(crew.cast.lin), unit=crew.cast.west, kind="relative", text="家人", key=uuid4()
        )

    at_once(recuse, lambda: add_nonce(draw=west.draw, person=person(crew.cast.qian), value="a kite over the river"))
    assert ScoreSheet.objects.filter(plan=west).count() == 6
    assert not ScoreSheet.objects.filter(plan=west, assessor=crew.cast.lin, is_blocked=False).exists()
    assert not ScoreSheet.objects.filter(plan=west, co_assessor=crew.cast.lin, is_blocked=False).exists()
    assert_whole()


def test_the_same_recusal_in_advance_five_times_at_once_is_noted_once(committed_crew):
    crew = committed_crew
    answers = at_once(*(declaring(crew, crew.cast.lin) for _ in range(5)))
    assert (Recusal.objects.count(), sum(isinstance(one, Invalid) for one in answers)) == (1, 4)


def test_two_sheets_that_fall_out_at_once_get_different_items(committed_crew):
    crew = committed_crew
    sheets = [one for one in crew.sheets if one.item.stratum == "phone"][:3]
    answers = at_once(
        *(
            lambda page=page: replace_sheet_item(
                sheet=page, turn=1, actor=person(page.assessor), reason="unreadable", note="", key=uuid4()
            )
            for page in [page_of(one) for one in sheets]
        )
    )
    assert conflicts(answers) == []
    items = [again(one).item for one in sheets]
    assert {item.position for item in items} == {item.position for item in _reserve(sheets[0])[:3]}
    assert Replacement.objects.count() == 3
    assert_whole()


def _reserve(sheet: ScoreSheet) -> list:
    return list(sheet.item.draw.items.filter(stratum=sheet.item.stratum, is_reserve=True).order_by("position"))


def test_one_sheet_that_falls_out_twice_at_once_takes_one_item(committed_crew):
    crew, sheet = committed_crew, first_of_lin(committed_crew)
    pages = [page_of(sheet) for _ in range(4)]
    answers = at_once(
        *(
            lambda page=page: replace_sheet_item(
                sheet=page, turn=1, actor=person(crew.cast.lin), reason="unreadable", note="", key=uuid4()
            )
            for page in pages
        )
    )
    assert (len(conflicts(answers)), Replacement.objects.count(), again(sheet).turn) == (3, 1, 2)
    assert_whole()


def test_assignments_by_chance_at_once_are_numbered_without_a_gap(committed_crew):
    crew = committed_crew
    records = [one for one in crew.sheets if one.method == "record_review"][:4]
    acts = [
        lambda one=one: reassign_sheets(
            sheets=[one], turns={one.pk: 1}, actor=person(crew.cast.li), reason="均衡", key=uuid4()
        )
        for one in records
    ]
    assert conflicts(at_once(*acts)) == []
    assert list(Assignment.objects.values_list("number", flat=True).order_by("number")) == [0, 1, 2, 3, 4]
    assert_whole()


def test_evidence_of_the_former_assessor_is_put_aside_or_refused(committed_crew):
    crew, sheet = committed_crew, first_of_lin(committed_crew)
    page = page_of(sheet)
    [added, _given] = at_once(
        lambda: add_evidence(sheet=page, actor=person(crew.cast.lin), source=png(), name="a.png", key=uuid4()),
        giving(crew, [sheet], crew.tang),
    )
    assert Evidence.objects.filter(removed_at=None).count() == 0
    assert Evidence.objects.count() == (0 if conflicts([added]) else 1)


def test_the_same_absence_twice_at_once_is_noted_once(committed_crew):
    crew = committed_crew

    def note():
        try:
            day = clock.today()
            return enter_absence(person=person(crew.tang), first_day=day, last_day=day, actor=person(crew.tang))
        except Invalid as refusal:
            return refusal

    answers = at_once(note, note, note)
    assert (Absence.objects.count(), sum(isinstance(one, Invalid) for one in answers)) == (1, 2)
