"""What the opening of a quarter brings about, asked beforehand, and why one that was opened too early cannot be taken back any more (R9)."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _, ngettext

from assessments.enums import CycleState, PlanState
from assessments.gates import undertakings
from assessments.models import Cycle
from assessments.quarters import next_quarter, quarter_code, quarter_names, quarter_start
from assessments.schedule import AHEAD
from assessments.selectors.cycles import quarters_opened, units_of_quarter
from foundation.common import clock
from foundation.common.dates import day_text
from foundation.common.templatetags.marks import person_name
from foundation.common.texts import current_suffix, localized
from organization.enums import Role
from organization.models import Person, Unit
from organization.selectors import holders_of
from standards.models import StandardVersion

NAMED = 6


@dataclass(frozen=True)
class Opening:
    """A quarter that can be opened. `opens_on`: the day on which the portal does so by itself; `leads` are told."""

    start: date
    version: StandardVersion
    units: list[Unit]
    leads: list[Person]

    @property
    def name(self) -> str:
        return quarter_name(self.start)

    @property
    def opens_on(self) -> date:
        return self.start - AHEAD

    def consequences(self) -> list[str]:
        """A sentence on each thing that happens, and on how long it can be taken back."""
        today = clock.today()
        return [
            _("It goes by “%(standard)s”, version %(number)d, the standard in force today.")
            % {"standard": localized(self.version.standard, "name"), "number": self.version.number},
            ngettext(
                "%(n)d unit gets a drafted plan: %(units)s.",
                "%(n)d units get a drafted plan each: %(units)s.",
                len(self.units),
            )
            % {"n": len(self.units), "units": listed([localized(unit, "name") for unit in self.units])},
            _("A lot decides when each of them is spot-checked (promised: %(n)d a quarter); nobody sees it beforehand.")
            % {"n": settings.SPOT_CHECKS_PROMISED},
            _(
                "Told at once: the assessment leads (%(people)s). The units and their assessors are not told yet; "
                "they see it in the calendar of the year."
            )
            % {"people": listed([person_name(person) for person in self.leads])},
            _("It has begun already: as soon as a plan is approved its sample can be drawn.")
            if self.start <= today
            else _("It begins by itself on %(day)s; until then plans are completed and approved, and nothing is drawn.")
            % {"day": day_text(self.start)},
            _(
                "Until %(day)s, when the portal opens it by itself, it can be taken back with a reason, as long as no plan was sent "
                "and no self-check handed in."
            )
            % {"day": day_text(self.opens_on)}
            if today < self.opens_on
            else _("It cannot be taken back: the portal opens it by itself these days."),
        ]


def quarter_name(start: date) -> str:
    return quarter_names(start)[0 if current_suffix() == "zh" else 1]


def openable_quarters() -> list[date]:
    """The first days of this quarter and the next one, as long as they are not open."""
    this = quarter_start(clock.today())
    starts = (this, next_quarter(this))
    known = set(quarters_opened().filter(code__in=map(quarter_code, starts)).values_list("code", flat=True))
    return [start for start in starts if quarter_code(start) not in known]


def opening_of(start: date, version: StandardVersion) -> Opening:
    return Opening(start, version, units_of_quarter(version, start), list(holders_of(Role.LEAD)))


def why_not_taken_back(cycle: Cycle) -> list[str]:
    """A sentence for each thing that stands against it; none: it can be taken back. One query, and those of `gates.undertakings`."""
    if cycle.state == CycleState.WITHDRAWN:
        return [_("It has been taken back.")]
    if cycle.state != CycleState.PREPARING:
        return [_("It has begun; what was collected and drawn stays.")]
    wrong = []
    if clock.today() >= cycle.start - AHEAD:
        wrong.append(
            _(
                "Since %(day)s the portal opens this quarter by itself; taken back, it would be open again within minutes."
            )
            % {"day": day_text(cycle.start - AHEAD)}
        )
    sent = cycle.plans.exclude(state=PlanState.DRAFT).select_related("unit").order_by("unit__code")
    if names := [localized(plan.unit, "name") for plan in sent]:
        text = ngettext(
            "%(n)d plan was sent for approval: %(units)s.", "%(n)d plans were sent for approval: %(units)s.", len(names)
        )
        wrong.append(text % {"n": len(names), "units": listed(names)})
    return wrong + [sentence for find in undertakings for sentence in find(cycle)]


def listed(names: list[str]) -> str:
    """The first few, and how many more."""
    shown = _(", ").join(names[:NAMED])
    return shown if len(names) <= NAMED else _("%(names)s and %(n)d more") % {"names": shown, "n": len(names) - NAMED}
