"""The demo: each place of each role shows something real, people have work waiting, and all of it verifies.

Loaded small, once for a day in the middle of a quarter and once for one of its first days, when the quarter before is still being scored.
"""

from datetime import date
from io import StringIO

from django.conf import settings
from django.core.management import call_command
from django.test import Client, TestCase
from django.urls import reverse

from assessments.enums import CycleState, CycleType, EventState, HandoverAct, PlanState, SizeWay
from assessments.models import CriticalEvent, Cycle, Handover, Plan, Recusal, SampleDesign, ScoreSheet
from assessments.selectors.plan_differences import differences_of, plans_before, with_contents
from decisions.models import Decision
from demo.load import load_demo
from foundation.common import clock
from foundation.workdays import kept
from foundation.workdays.models import Announcement
from organization.models import Absence, Person, UnitNeed
from organization.worklist import work_waiting_for
from records.enums import ImportState
from records.models import ImportRun
from sampling.enums import Severity
from standards.enums import Scale, VersionState
from standards.models import StandardVersion
from standards.models.study import StudyExpert, WeightSetting, WeightStudy

# Whoever has nothing to do in assessment finds no work there either.
WITH_WORK = ("assessor", "lead", "manager", "head", "owner", "supervisor", "hr")
PLACES = (
    "assessments:cycle_list", "assessments:calendar", "assessments:board", "assessments:spot_check_list", "assessments:event_list",
    "standards:standard_list", "decisions:decision_list", "organization:absence_list", "workdays:this_year",
)  # fmt: skip


def signed_in(bank, who: str) -> Client:
    client = Client()
    client.force_login(bank.people[who].user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def running() -> Cycle:
    return Cycle.objects.get(type=CycleType.QUARTER, state=CycleState.INITIAL)


class Loaded:
    """What holds whenever the demo is loaded. `day`: when it is."""

    day: date
    empty_yet: tuple[str, ...] = ()

    @classmethod
    def setUpTestData(cls):
        # This runs before what the process remembers of the calendar is forgotten for the test.
        kept.compare_again()
        with clock.travelling(clock.at_local(cls.day, 10)):
            cls.bank = load_demo(lambda line: None, records_per_unit=160, sheets_per_unit=8)

    def setUp(self):
        self.enterContext(clock.travelling(clock.at_local(self.day, 10)))

    def test_everything_that_was_loaded_holds(self):
        out = StringIO()
        call_command("verify", stdout=out)
        assert out.getvalue().rstrip().endswith("Everything holds.")

    def test_places_of_assessment_show_something(self):
        client = signed_in(self.bank, "lead")
        places = [name for name in PLACES if name not in self.empty_yet]
        assert [name for name in places if 'class="empty' in client.get(reverse(name)).content.decode()] == []

    def test_there_is_work_on_the_first_screen(self):
        idle = [who for who in WITH_WORK if not work_waiting_for(Person.objects.get(pk=self.bank.people[who].pk))]
        assert idle == []

    def test_standard_in_force_takes_off_adds_and_knows_events(self):
        version = StandardVersion.objects.get(state=VersionState.IN_FORCE)
        scales = set(version.indicators.values_list("scale", flat=True))
        assert {Scale.BONUS, Scale.DEDUCTION, Scale.EVENT, Scale.CRITICAL, Scale.RATING} <= scales

    def test_next_version_was_weighed_by_three_experts_one_of_whom_was_sent_back(self):
        draft = StandardVersion.objects.get(state=VersionState.DRAFT)
        adopted, asking = WeightStudy.objects.filter(standard_version=draft).order_by("number")
        experts = StudyExpert.objects.filter(study=adopted)
        assert (adopted.state, asking.state) == ("adopted", "collecting")
        assert sorted(expert.sent_back for expert in experts) == [0, 0, 1]
        assert {expert.state for expert in experts} == {"submitted"}
        assert {expert.state for expert in asking.experts.all()} == {"submitted", "asked"}
        weights = WeightSetting.objects.filter(standard_version=draft).order_by("created_at", "pk")
        assert [one.source for one in weights] == ["entropy", "mixed"]

    def test_a_standard_is_being_tried_and_scored_by(self):
        tried = StandardVersion.objects.get(state=VersionState.PILOT)
        sheets = ScoreSheet.objects.filter(cycle__standard_version=tried)
        assert {sheet.state for sheet in sheets} >= {"submitted"}
        assert not all(sheet.state == "submitted" for sheet in sheets)

    def test_a_group_is_voting_and_groups_have_decided(self):
        voting = Decision.objects.get(state="open")
        assert voting.due_on > clock.today()
        assert {vote.choice for vote in voting.votes.all()} == {"for", "abstain"}
        # Review and approval, of two quarters that are over and of the special assessment whose results can be appealed.
        assert Decision.objects.filter(state="accepted").count() == 6

    def test_plans_of_the_next_quarter_are_copied_and_wait(self):
        cycle = Cycle.objects.filter(type=CycleType.QUARTER).latest("start")
        plans = list(Plan.objects.filter(cycle=cycle).select_related("unit", "cycle"))
        assert {plan.state for plan in plans} >= {PlanState.DRAFT, PlanState.SUBMITTED, PlanState.APPROVED}
        assert any(plan.returned_reason for plan in plans)
        differences = {plan.unit.code: differences_of(with_contents([plan]))[plan.pk] for plan in plans}
        assert {before.cycle.type for before in plans_before(plans).values()} == {CycleType.QUARTER}
        assert differences["LOA"]
        assert differences["AFT"] == []

    def test_bad_quarters_tighten_the_inspection_of_the_next(self):
        designs = SampleDesign.objects.filter(way=SizeWay.ACCEPTANCE, plan__unit__code="BR3").order_by(
            "plan__cycle__start"
        )
        assert [design.severity for design in designs] == [Severity.NORMAL] * 2 + [Severity.TIGHTENED] * 2

    def test_sheets_changed_hands_and_items_fell_out(self):
        acts = set(Handover.objects.filter(sheet__cycle=running()).values_list("act", flat=True))
        assert acts == {HandoverAct.REPLACED, HandoverAct.RECUSED, HandoverAct.REASSIGNED}
        assert Recusal.objects.filter(sheet=None).count() == 2

    def test_events_wait_count_and_were_dismissed(self):
        assert set(CriticalEvent.objects.values_list("state", flat=True)) == set(EventState)

    def test_a_register_waits_at_its_columns_with_rows_that_would_be_sent_back(self):
        run = ImportRun.objects.get(state=ImportState.MAPPING)
        check = run.check_result
        assert (check["added"], check["rejected"]) == (6, 3)
        assert sorted(row for reason in check["reasons"] for row in reason["rows"]) == [5, 7, 8]
        assert ImportRun.objects.filter(rows_held__gt=0, rows_rejected__gt=0).exists()

    def test_people_are_away_know_things_and_the_days_are_announced(self):
        today = clock.today()
        assert Absence.objects.filter(withdrawn_at=None, last_day__gte=today).exists()
        assert Absence.objects.exclude(withdrawn_at=None).exists()
        assert UnitNeed.objects.count() == 2
        assert set(Announcement.objects.values_list("kind", flat=True)) == {"public", "own"}


class TestDemoInTheMiddleOfAQuarter(Loaded, TestCase):
    day = date(2026, 11, 27)


class TestDemoInTheFirstDaysOfAQuarter(Loaded, TestCase):
    day = date(2026, 10, 12)
    # The new quarter's checks are committed, and nobody may see one before its time has come.
    empty_yet = ("assessments:spot_check_list",)
