"""One of each thing, for the URL × role table: 2021Q1 is published, 2021Q2 is being scored, 2021Q3 in review. All of it is about East Branch.

Things are made anew for each row of the table, and only those that the row asks for.
"""

from datetime import date, datetime
from functools import cached_property
from io import BytesIO
from uuid import uuid4

from assessments.enums import CycleState, Method, PlanState
from assessments.models import Cycle, Evidence, GatePassage, Plan, ScoreSheet, TeamMember
from foundation.accounts.models import User
from foundation.common import clock
from foundation.common.files import store_bytes
from foundation.jobs.services import enqueue
from foundation.notifications.models import Notification
from foundation.workdays.calendar import add_workdays
from records.models import ImportRun, ServiceRecord, Source
from sampling.enums import DrawState
from sampling.models import Draw, DrawnItem
from tests.assessments.files import png
from tests.cast import Cast, make_cast
from tests.factories import make_cycle, make_scored_quarter, make_totals
from tests.kept import kept

PNG = png().read()


class World:
    def __init__(self, cast: Cast | None = None):
        self.cast = cast or kept(make_cast)

    def user(self, username: str) -> User:
        return next(person.user for person in self.cast.everybody if person.user.username == username)

    # 2021Q1: in feedback, then published
    @cached_property
    def past_cycle(self) -> Cycle:
        return make_scored_quarter(self.cast)

    @cached_property
    def version(self):
        return self.past_cycle.standard_version

    @cached_property
    def finding(self):
        from rectification.services import find_weak_indicators

        return find_weak_indicators(cycle=self.past_cycle, actor=self.cast.li)[0]

    @cached_property
    def task(self):
        """East Branch's task, owned by Zhao Lei, not begun."""
        from rectification.services import give_task

        return give_task(
            finding=self.finding,
            owner=self.cast.zhao,
            title="缩短等待",
            measure="",
            working_days=5,
            actor=self.cast.li,
            key=uuid4(),
        )

    @cached_property
    def task_evidence(self):
        from rectification.services import add_task_evidence

        return add_task_evidence(
            task=self.task, source=BytesIO(PNG), name="a.png", caption="", actor=self.cast.zhao, key=uuid4()
        )

    @cached_property
    def reported_task(self):
        from rectification.services import report_task

        assert self.task_evidence
        report_task(task=self.task, text="好了", actor=self.cast.zhao, key=uuid4())
        return self.task

    @cached_property
    def closed_task(self):
        from rectification.services import verify_task

        verify_task(task=self.reported_task, accepted=True, text="", actor=self.cast.li)
        return self.task

    @cached_property
    def draft_publication(self):
        from publication.services import draft_publication, edit_publication

        publication = draft_publication(cycle=self.past_cycle, author=self.cast.li)
        edit_publication(
            publication=publication, actor=self.cast.li, version=publication.version, texts={"summary_zh": "良好"}
        )
        return publication

    @cached_property
    def proposed_publication(self):
        from publication.services import propose_publication

        propose_publication(publication=self.draft_publication, actor=self.cast.li)
        return self.draft_publication

    @cached_property
    def publication(self):
        """Published."""
        from publication.services import approve_publication, release_due

        approve_publication(publication=self.proposed_publication, actor=self.cast.zhou)
        release_due()
        self.proposed_publication.refresh_from_db()
        return self.proposed_publication

    # 2021Q3: in review
    @cached_property
    def reviewed_cycle(self) -> Cycle:
        """With figures of East and West Branch, and nobody asked about them yet."""
        cycle = make_cycle(self.version, "2021Q3", CycleState.REVIEW, (self.cast.east, self.cast.west))
        for unit in (self.cast.east, self.cast.west):
            make_totals(cycle, unit, sheet=["80", "75", "85"], A=["95", "90", "95"], A1=["95", "90", "95"])
        GatePassage.objects.create(cycle=cycle, before="initial", after="review", person=self.cast.li)
        return cycle

    @cached_property
    def decision(self):
        """Do its results stand? Put by Li to Zhou, He and Guo."""
        from assessments.services.groups import call_group

        return call_group(
            cycle=self.reviewed_cycle, gate="review", members=[self.cast.zhou, self.cast.he, self.cast.guo],
            due_on=add_workdays(clock.today(), 3), actor=self.cast.li, key=uuid4(),
        )  # fmt: skip

    @cached_property
    def decided(self):
        """The same, accepted with one vote against."""
        from decisions.services import cast_vote

        for person, choice in ((self.cast.zhou, "for"), (self.cast.he, "against"), (self.cast.guo, "for")):
            reason = "样本不足" if choice == "against" else ""
            cast_vote(decision=self.decision, actor=person, choice=choice, reason=reason, key=uuid4())
        self.decision.refresh_from_db()
        return self.decision

    # 2021Q2: being scored
    @cached_property
    def cycle(self) -> Cycle:
        return make_cycle(self.version, "2021Q2", state=CycleState.COLLECTING)

    @cached_property
    def plan(self) -> Plan:
        """East Branch's plan in scoring, with Lin and Guo in its team."""
        plan = Plan.objects.create(
            cycle=self.cycle, unit=self.cast.east, state=PlanState.SCORING, records_wanted=1, author=self.cast.li, approved_by=self.cast.zhou,
            starts_on=date(2021, 4, 1), due_on=date(2021, 6, 18), draw=self.draw,
        )  # fmt: skip
        for person in (self.cast.lin, self.cast.guo):
            TeamMember.objects.create(plan=plan, person=person)
        return plan

    @cached_property
    def draw(self) -> Draw:
        return Draw.objects.create(
            title="2021Q2", state=DrawState.FROZEN, commitment="0" * 64, secret="00", nonces_wanted=2
        )

    @cached_property
    def record(self) -> ServiceRecord:
        """A call to East Branch; on Lin's sheet once `sheet` is made."""
        source = Source.objects.create(name="call-centre")
        at = datetime.combine(date(2021, 4, 6), datetime.min.time(), tzinfo=clock.organization_zone())
        return ServiceRecord.objects.create(
            source=source, number="1", occurred_at=at, unit=self.cast.east, answered=True, resolved=True, answer_seconds=20,
            customer_name="王女士", customer_phone="13800005678",
        )  # fmt: skip

    @cached_property
    def sheet(self) -> ScoreSheet:
        """Lin's record review of East Branch, not begun."""
        item = DrawnItem.objects.create(draw=self.draw, stratum="phone", position=1, key=self.record.key)
        return ScoreSheet.objects.create(
            cycle=self.cycle, plan=self.plan, item=item, number="QA-2021Q2-0001", unit=self.cast.east, method=Method.RECORD_REVIEW,
            standard_version=self.version, record=self.record, assessor=self.cast.lin, due_on=date(2021, 6, 18),
        )  # fmt: skip

    @cached_property
    def sealed_sheet(self) -> ScoreSheet:
        """The same, submitted by Lin."""
        from assessments.services.sheets import submit_sheet

        marks = {"A1": {"level": 5}, "R1": {"level": 5}, "X1": {"triggered": False}}
        submit_sheet(sheet=self.sheet, actor=self.cast.lin, marks=marks, version=self.sheet.version, key=uuid4())
        self.sheet.refresh_from_db()
        return self.sheet

    # appeals: East Branch disputes a sheet about Zhao Lei's work in 2021Q4, which is in feedback
    @cached_property
    def appealed_sheet(self) -> ScoreSheet:
        """Sealed by Lin with A1 at level 3; its cycle came to feedback as it does in life, so the window is open."""
        from assessments.services.passing import move
        from assessments.services.sheets import submit_sheet

        cycle = make_cycle(self.version, "2021Q4", state=CycleState.COLLECTING)
        draw = Draw.objects.create(title="2021Q4", state=DrawState.DRAWN, commitment="0" * 64, secret="00")
        plan = Plan.objects.create(
            cycle=cycle, unit=self.cast.east, state=PlanState.SCORING, records_wanted=1, author=self.cast.li, draw=draw
        )
        source, _new = Source.objects.get_or_create(name="call-centre")
        record = ServiceRecord.objects.create(
            source=source,
            number="4",
            occurred_at=clock.at_local(date(2021, 10, 8), 10),
            unit=self.cast.east,
            agent="00303",
        )
        item = DrawnItem.objects.create(draw=draw, stratum="phone", position=1, key=record.key)
        sheet = ScoreSheet.objects.create(
            cycle=cycle, plan=plan, item=item, number="QA-2021Q4-0001", unit=self.cast.east, method=Method.RECORD_REVIEW,
            standard_version=self.version, record=record, assessor=self.cast.lin,
        )  # fmt: skip
        marks = {
            "A1": {"level": 3, "reason": "语气生硬"},
            "R1": {"level": 4, "reason": "未回访"},
            "X1": {"triggered": False},
        }
        submit_sheet(sheet=sheet, actor=self.cast.lin, marks=marks, version=1, key=uuid4())
        Cycle.objects.filter(pk=cycle.pk).update(state=CycleState.APPROVAL)
        cycle.refresh_from_db()
        move(cycle, CycleState.FEEDBACK, actor=self.cast.li, action="assessments.cycle.pass_gate")
        return ScoreSheet.objects.select_related("cycle", "unit", "revision", "standard_version").get(pk=sheet.pk)

    @property
    def about(self):
        """The same for Zhao Lei."""
        return self.appealed_sheet.about

    @cached_property
    def draft_appeal(self):
        from appeals import services
        from appeals.services.drafts import Wish

        appeal = services.begin_appeal(sheet=self.appealed_sheet, actor=self.cast.wu, key=uuid4())
        wishes = {"A1": Wish("5", "全程礼貌")}
        services.save_appeal(appeal=appeal, wishes=wishes, version=appeal.version, actor=self.cast.wu)
        return appeal

    @cached_property
    def appeal_evidence(self):
        from appeals.services import add_appeal_evidence

        return add_appeal_evidence(
            appeal=self.draft_appeal, source=BytesIO(PNG), name="a.png", caption="", indicator="A1", actor=self.cast.wu, key=uuid4()
        )  # fmt: skip

    @cached_property
    def sent_appeal(self):
        from appeals.services import submit_appeal

        return submit_appeal(
            appeal=self.draft_appeal, actor=self.cast.chen, version=self.draft_appeal.version, key=uuid4()
        )

    @cached_property
    def clarified_appeal(self):
        """Both sides have answered Li."""
        from appeals import services

        appeal = services.open_clarification(appeal=self.sent_appeal, text="请说明", actor=self.cast.li, key=uuid4())
        for side, person in (("assessor", self.cast.lin), ("unit", self.cast.wu)):
            services.say(appeal=appeal, side=side, text="说明如下", actor=person, key=uuid4())
        return appeal

    def _referred(self, *rulers):
        from appeals.services import refer_appeal

        return refer_appeal(appeal=self.clarified_appeal, rulers=list(rulers), actor=self.cast.li, key=uuid4())

    @cached_property
    def referred_appeal(self):
        """To Sun Yan alone."""
        return self._referred(self.cast.sun)

    def _ruled(self, appeal):
        from appeals.services import propose_ruling
        from appeals.services.ruling import Decided

        decided = {point.public_id: Decided("accepted", "成立") for point in appeal.points.all()}
        propose_ruling(
            appeal=appeal,
            decided=decided,
            reason="成立",
            revision=1,
            version=appeal.version,
            actor=self.cast.sun,
            key=uuid4(),
        )
        appeal.refresh_from_db()
        return appeal

    @cached_property
    def ruled_appeal(self):
        return self._ruled(self.referred_appeal)

    @cached_property
    def proposed_appeal(self):
        """Referred to Sun Yan and He Ting; Sun has written and signed, He has not."""
        return self._ruled(self._referred(self.cast.sun, self.cast.he))

    @cached_property
    def evidence(self) -> Evidence:
        file = store_bytes(data=PNG, name="a.png", actor=self.cast.lin)
        return Evidence.objects.create(sheet=self.sheet, file=file, added_by=self.cast.lin)

    # Calibration: a call to East Branch, scored blind by Lin, Guo and Sun for Li
    @cached_property
    def calibration(self):
        from tests.calibration.world import call_session

        return call_session(self.cast, version=self.version)

    @cached_property
    def blind_sheet(self):
        """Lin's, not begun."""
        from tests.calibration.world import sheet_of

        return sheet_of(self.calibration, self.cast.lin)

    @cached_property
    def compared(self):
        """All have handed in, and differ."""
        from tests.calibration.world import opened

        return opened(self.cast, version=self.version)

    @cached_property
    def discussed(self):
        """The same with its meeting written down."""
        from tests.calibration.world import met

        met(self.compared, self.cast)
        return self.compared

    @cached_property
    def calibrated(self):
        """Closed with its reference score."""
        from tests.calibration.world import closed

        return closed(self.cast, version=self.version)

    @cached_property
    def low_agreement(self):
        """An indicator to be calibrated again."""
        from calibration.models import Recalibration

        indicator = self.version.indicators.get(code="A1")
        return Recalibration.objects.create(
            standard_version=self.version, indicator=indicator, alpha="0.4", low="0.1", high="0.7", wanted="0.667", items=6, assessors=3
        )  # fmt: skip

    @cached_property
    def attempt(self):
        """Lin is to qualify on a session of Guo and Sun."""
        from calibration.services.policy import set_policy
        from calibration.services.qualification import give_attempt
        from tests.calibration import world as calibration

        set_policy(standard=None, actor=self.cast.zhou, values={"sheets_wanted": 1}, version=0)
        session = calibration.closed_by(self.cast, self.cast.guo, self.cast.sun, version=self.version)
        return give_attempt(
            person=self.cast.lin, version=self.version, sessions=[session], due_on=add_workdays(clock.today(), 5), actor=self.cast.li, key=uuid4()
        )  # fmt: skip

    # Self-check: East and West are asked in 2026Q4; East keeps a log
    @cached_property
    def asked_cycle(self) -> Cycle:
        from tests.selfcheck.world import ask, make_quarter

        cycle = make_quarter(self.cast, self.version)
        ask(self.cast, cycle)
        return cycle

    @cached_property
    def self_check(self):
        """East Branch's, not begun."""
        from tests.selfcheck.world import check_of

        assert self.asked_cycle
        return check_of(self.cast.east)

    @cached_property
    def log_entry(self):
        from tests.selfcheck.world import write

        assert self.version
        return write(self.cast)

    @cached_property
    def log_file(self):
        from selfcheck.services.log_files import add_file

        return add_file(entry=self.log_entry, actor=self.cast.wu, source=BytesIO(PNG), name="a.png", key=uuid4())

    @cached_property
    def knowledge(self):
        """Wu Di's article, in each of its states."""
        from tests.knowledge.states import States

        return States(self.cast)

    @cached_property
    def suggestions(self):
        """Zhao Lei's, in each of its states, one without a name, and a survey of staff."""
        from tests.suggestions.states import States

        return States(self.cast)

    @cached_property
    def tickets(self):
        """One about East Branch that Zhao holds, at each of its nodes."""
        from tests.tickets.nodes import Nodes

        return Nodes(self.cast)

    @cached_property
    def connected(self):
        """The call centre platform, what it has and what was sent to it."""
        from tests.connections.nodes import Nodes

        return Nodes(self.cast)

    @cached_property
    def import_run(self) -> ImportRun:
        """Li Wen's file, its columns still to be assigned."""
        from records.services import open_import

        file = store_bytes(data="记录号,日期\n1,2021-04-01\n2,?\n".encode(), name="a.csv", actor=self.cast.li)
        return open_import(file=file, source="imports", actor=self.cast.li, key=uuid4())

    @cached_property
    def done_import(self) -> ImportRun:
        """The same, imported, with one row sent back."""
        from records.services import begin_import, run_import

        run = begin_import(run=self.import_run, actor=self.cast.li, key=uuid4())
        run_import(run.pk)
        run.refresh_from_db()
        return run

    @cached_property
    def failed_import(self) -> ImportRun:
        from records.services import begin_import

        run = begin_import(run=self.import_run, actor=self.cast.li, key=uuid4())
        ImportRun.objects.filter(pk=run.pk).update(state="failed", error="x")
        return run

    @cached_property
    def questionnaire(self):
        from feedback.services import create_questionnaire, open_questionnaire

        return open_questionnaire(questionnaire=create_questionnaire(actor=self.cast.li), actor=self.cast.li)

    @cached_property
    def invited(self):
        from feedback.services import invite

        return invite(questionnaire=self.questionnaire, unit=self.cast.east, count=1, actor=self.cast.li, key=uuid4())

    @property
    def invitation_token(self) -> str:
        return self.invited.tokens[0]

    @cached_property
    def job(self):
        return enqueue(kind="jobs.ping", key="world", args={}, owner=self.cast.li)

    @cached_property
    def notification(self) -> Notification:
        """Told to everybody, as rows of their own; this is Li Wen's."""
        return Notification.objects.create(user=self.cast.li.user, kind="test", dedupe="world", url="/")


def make_world() -> World:
    return World()
