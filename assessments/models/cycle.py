"""The cycle, the plan for each department, its team, and the spot checks between."""

from datetime import date, timedelta

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.enums import (
    CycleState,
    CycleType,
    Method,
    PlanState,
    SpotCheckGround,
    SpotCheckState,
)
from assessments.plan_pills import RETURNED, Returned
from assessments.quarters import quarter_names
from foundation.common import clock
from foundation.common.models import Entity, Versioned
from foundation.workdays.models import CountedDue
from organization.models import Person, Unit
from sampling.models import Draw
from standards.models import StandardVersion


class Cycle(Entity, Versioned):
    """A quarter (`2026Q4`), `[start, end)`, opened by beat ahead of it, once; or a special assessment (`2026S1`) that a lead opens. The code
    never changes. Only a special one has a title of its own.
    """

    States = CycleState
    code = models.CharField(_("cycle"), max_length=20, unique=True)
    type = models.CharField(max_length=10, choices=CycleType, default=CycleType.QUARTER)
    start = models.DateField(_("from"))
    end = models.DateField(_("before"), help_text="the first day that no longer belongs to it")
    state = models.CharField(max_length=12, choices=CycleState, default=CycleState.COLLECTING)
    title_zh = models.CharField(_("name in Chinese"), max_length=60, blank=True)
    title_en = models.CharField(_("name in English"), max_length=100, blank=True)
    standard_version = models.ForeignKey(StandardVersion, on_delete=models.PROTECT, related_name="cycles")

    class Meta:
        ordering = ["-start"]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("assessments:cycle_detail", kwargs={"public_id": self.public_id})

    @property
    def last_day(self) -> date:
        return self.end - timedelta(days=1)

    @property
    def name_zh(self) -> str:
        return quarter_names(self.start)[0] if self.type == CycleType.QUARTER else self.title_zh or self.code

    @property
    def name_en(self) -> str:
        return (
            quarter_names(self.start)[1]
            if self.type == CycleType.QUARTER
            else self.title_en or self.title_zh or self.code
        )


class Plan(Entity, Versioned, CountedDue):
    """What is done for one department in one cycle: team, time, contents, standard, methods, sample size (R10)."""

    States = PlanState
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="plans")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="plans", verbose_name=_("assessed unit"))
    state = models.CharField(max_length=12, choices=PlanState, default=PlanState.DRAFT)
    records_wanted = models.PositiveSmallIntegerField(_("records to review"), default=0)
    visits_wanted = models.PositiveSmallIntegerField(_("on-site visits"), default=0)
    callbacks_wanted = models.PositiveSmallIntegerField(_("follow-up callbacks"), default=0)
    call_attempts = models.PositiveSmallIntegerField(
        _("attempts before a customer is given up"), default=3, help_text="without an interview, on two days at least"
    )
    call_script = models.TextField(_("call script"), blank=True, help_text="numbered lines are the questions")
    contents = models.TextField(_("contents"), blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    due_on = models.DateField(_("sheets due by"), null=True, blank=True)
    # Who completed it last; empty while it is as the system drafted it.
    author = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    submitted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    returned_reason = models.CharField(_("why it was returned"), max_length=300, blank=True)
    draw = models.OneToOneField(Draw, on_delete=models.PROTECT, null=True, blank=True, related_name="plan")

    class Meta:
        ordering = ["cycle", "unit__code"]
        constraints = [models.UniqueConstraint(fields=["cycle", "unit"], name="one_plan_a_unit")]

    def __str__(self) -> str:
        return f"{self.cycle.code} {self.unit}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:plan_detail", kwargs={"public_id": self.public_id})

    @property
    def shown_state(self) -> "PlanState | Returned":
        """What its pill says: a draft that was returned is called that and not a draft, too."""
        return RETURNED if self.state == PlanState.DRAFT and self.returned_reason else PlanState(self.state)

    @property
    def is_done(self) -> bool:
        return self.state == PlanState.DONE

    @property
    def is_late(self) -> bool:
        """Sheets are still open after the day by which they were due."""
        return self.state == PlanState.SCORING and self.due_on is not None and self.due_on < clock.today()


class PlannedMethod(models.Model):
    """How often the plan looks by one of the methods of `methods.FURTHER`, and by which guide (R15): the scenario of a mystery visit, the
    questions of an interview, what to look at in footage. A guide may be kept while nothing is wanted.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="planned_methods")
    method = models.CharField(_("method"), max_length=20, choices=Method)
    wanted = models.PositiveSmallIntegerField(_("how many"), default=0)
    guide = models.TextField(_("guide"), blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "method"], name="method_once_a_plan")]

    def __str__(self) -> str:
        return f"{self.plan} {self.method}"


class PlannedPerson(models.Model):
    """Somebody who is named for a method of the plan: a mystery visitor. Whoever scores the rest is the plan's team."""

    planned = models.ForeignKey(PlannedMethod, on_delete=models.CASCADE, related_name="people")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="planned")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["planned", "person"], name="person_named_once")]


class TeamMember(models.Model):
    """Who scores for a plan. From several departments and customer service; never from the assessed one."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="team")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "person"], name="member_once")]


class SpotCheckLot(Entity):
    """The lot by which a quarter's spot checks were planned: how many are promised to each unit, how many more are drawn by risk, and the risks
    as they were that day. Insert-only. Its draw is committed and frozen at once, and revealed when the quarter is over.

    `risks`: [{key, unit (public id), name_zh, name_en, lots, complaints, result, time, complaint_share, gap, days}], see `selectors.risks`.
    """

    cycle = models.OneToOneField(Cycle, on_delete=models.PROTECT, related_name="spot_check_lot")
    draw = models.OneToOneField(Draw, on_delete=models.PROTECT, related_name="spot_check_lot")
    promised = models.PositiveSmallIntegerField()
    further = models.PositiveSmallIntegerField()
    risks = models.JSONField()

    def __str__(self) -> str:
        return self.cycle.code

    @property
    def lots(self) -> dict[str, int]:
        """The unit's key in the frame → its lots."""
        return {row["key"]: row["lots"] for row in self.risks}


class SpotCheck(Entity, Versioned):
    """A random look between the assessments (R11). Time and target come from chance and are seen by nobody beforehand.

    Its draw is committed when the check is planned and carried out when its moment has come.
    """

    States = SpotCheckState
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="spot_checks")
    ordinal = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="spot_checks")
    ground = models.CharField(max_length=10, choices=SpotCheckGround, default=SpotCheckGround.PROMISED)
    moment = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="place of its moment in the order of the cycle's lot; empty: not from the lot"
    )
    is_moved = models.BooleanField(
        default=False, help_text="working days changed and it got another moment; the trail says so once that has come"
    )
    state = models.CharField(max_length=10, choices=SpotCheckState, default=SpotCheckState.PLANNED)
    draw = models.OneToOneField(Draw, on_delete=models.PROTECT, null=True, blank=True, related_name="spot_check")

    class Meta:
        ordering = ["due_at"]
        constraints = [models.UniqueConstraint(fields=["cycle", "ordinal"], name="spot_check_once")]
