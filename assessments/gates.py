"""What still blocks each gate of a cycle (R48), with the way to what blocks and who is asked to act. Rooms above enter more."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Min, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from assessments.enums import CycleState, PlanState, SheetState
from assessments.models import Cycle, GatePassage, MeasureReading, Plan, ScoreSheet
from assessments.selectors.measures import measures_of
from assessments.selectors.plans import DRAWN
from assessments.selectors.sheets import visible_to
from foundation.common import clock
from foundation.common.dates import day_text
from foundation.common.registries import Registry
from foundation.common.texts import current_suffix, localized
from organization.enums import Role
from organization.models import Person

NAMED = 5
STALE_AFTER = timedelta(hours=1)


@dataclass(frozen=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True)
class Blocker:
    """One thing that blocks: a sentence in the reader's language, the things themselves as links, and who has to act."""

    text: str
    links: tuple[Link, ...] = ()
    who: str = ""

    def __str__(self) -> str:
        return self.text


Finder = Callable[[Cycle], list[Blocker]]


@dataclass(frozen=True)
class Check:
    """What is looked for at one gate."""

    gate: CycleState
    find: Finder
    # In feedback: as long as it finds something, no edition is proposed, approved or released (`what_bars`).
    bars_publication: bool = False
    # For what not everybody may know of: function(cycle, reader). It finds something wherever `find` does.
    tell: Callable[[Cycle, Person], list[Blocker]] | None = None

    def told_to(self, reader: Person | None, cycle: Cycle) -> list[Blocker]:
        return self.find(cycle) if self.tell is None or reader is None else self.tell(cycle, reader)


blockers: Registry[Check] = Registry("gate blockers")
# What is worth knowing at a gate and blocks nothing.
warnings: Registry[Check] = Registry("gate warnings")
# What stands against going back, whatever the gate: something has been built on the results, a publication for example.
holds: Registry[Finder] = Registry("what holds a cycle where it is")
# What was done in a quarter that has not begun, a sentence each: it is not taken back any more.
undertakings: Registry[Callable[[Cycle], list[str]]] = Registry("what was done in a quarter ahead")
# What goes with a quarter that is taken back, a sentence each, said before it is.
taken_along: Registry[Callable[[Cycle], list[str]]] = Registry("what is taken back with a quarter")
# Called with the cycle, locked, before the first event of a passage: each locks the rows that its follower changes, in a fixed order. Whoever writes
# such a row locks it first and the trail last; were the trail held already, the two would wait for each other.
row_locks: Registry[Callable[[Cycle], None]] = Registry("rows that follow a passage")
# Called with the cycle, locked, and its passage, in the transaction in which it has moved.
followers: Registry[Callable[[Cycle, GatePassage], None]] = Registry("what follows a passage")


def what_blocks(cycle: Cycle, reader: Person | None = None) -> list[Blocker]:
    """At the gate in which the cycle is; in words for the `reader`, who may not know of everything that blocks."""
    return [found for check in blockers if check.gate == cycle.state for found in check.told_to(reader, cycle)]


def what_warns(cycle: Cycle) -> list[Blocker]:
    """At the gate in which the cycle is; it can be passed all the same."""
    return [found for check in warnings if check.gate == cycle.state for found in check.find(cycle)]


def what_bars(cycle: Cycle) -> list[Blocker]:
    """What the publication of a cycle in feedback waits for; nothing afterwards, when a further edition corrects the first one."""
    if cycle.state != CycleState.FEEDBACK:
        return []
    asked = [check for check in blockers if check.bars_publication and check.gate == cycle.state]
    return [found for check in asked for found in check.find(cycle)]


def what_holds(cycle: Cycle) -> list[Blocker]:
    return [found for hold in holds for found in hold(cycle)]


def not_begun(cycle: Cycle) -> list[Blocker]:
    if cycle.start <= clock.today():
        return []
    return [Blocker(_("The cycle begins on %(day)s.") % {"day": day_text(cycle.start)})]


def plans_not_drawn(cycle: Cycle) -> list[Blocker]:
    """One for each state in which plans are stuck."""
    stuck: dict[str, list[Plan]] = {}
    for plan in Plan.objects.filter(cycle=cycle).exclude(state__in=DRAWN).select_related("unit").order_by("unit__code"):
        stuck.setdefault(plan.state, []).append(plan)
    lead, manager = str(Role.LEAD.label), str(Role.MANAGER.label)
    sentences = {
        PlanState.DRAFT: (
            lead,
            lambda n: ngettext("%(n)d plan is not sent for approval", "%(n)d plans are not sent for approval", n),
        ),
        PlanState.SUBMITTED: (
            manager,
            lambda n: ngettext("%(n)d plan waits for approval", "%(n)d plans wait for approval", n),
        ),
        PlanState.APPROVED: (lead, lambda n: ngettext("%(n)d plan is not drawn", "%(n)d plans are not drawn", n)),
        PlanState.DRAWING: (
            str(Role.SUPERVISOR.label),
            lambda n: ngettext("%(n)d draw waits for random characters", "%(n)d draws wait for random characters", n),
        ),
    }
    return [
        Blocker(
            _("%(what)s: %(units)s.")
            % {
                "what": sentence(len(stuck[state])) % {"n": len(stuck[state])},
                "units": _listed([localized(plan.unit, "name") for plan in stuck[state]]),
            },
            tuple(Link(localized(plan.unit, "name"), plan.get_absolute_url()) for plan in stuck[state][:NAMED]),
            who,
        )
        for state, (who, sentence) in sentences.items()
        if state in stuck
    ]


def sheets_not_sealed(cycle: Cycle) -> list[Blocker]:
    """Sheets of plans; spot checks stay out of the result and do not block it."""
    return _open_ones(cycle, ScoreSheet.objects.all())


def sheets_told_of(cycle: Cycle, reader: Person) -> list[Blocker]:
    """Those that the reader may know of; where none is left but others, no more than that."""
    if found := _open_ones(cycle, visible_to(reader)):
        return found
    return [Blocker(_("Not all sheets are sealed yet."))] if sheets_not_sealed(cycle) else []


def _open_ones(cycle: Cycle, sheets: QuerySet[ScoreSheet]) -> list[Blocker]:
    open_sheets = sheets.filter(cycle=cycle, plan__isnull=False).exclude(state=SheetState.SUBMITTED)
    columns = ("plan__public_id", "unit__code", "unit__name_zh", "unit__name_en")
    rows = open_sheets.order_by("unit__code").values(*columns).annotate(n=Count("pk"))
    if not rows:
        return []
    total = sum(row["n"] for row in rows)
    names = [_("%(unit)s %(n)d") % {"unit": _name(row), "n": row["n"]} for row in rows[:NAMED]]
    listed = _(", ").join(names)
    if more := max(len(rows) - NAMED, 0):
        rest = total - sum(row["n"] for row in rows[:NAMED])
        sentence = ngettext("%(names)s; another unit %(rest)d", "%(names)s; %(n)d other units %(rest)d", more)
        listed = sentence % {"names": listed, "n": more, "rest": rest}
    sentence = ngettext("%(n)d sheet is not sealed: %(units)s.", "%(n)d sheets are not sealed: %(units)s.", total)
    links = tuple(
        Link(_name(row), reverse("assessments:plan_detail", args=[row["plan__public_id"]])) for row in rows[:NAMED]
    )
    if more:
        links += (Link(_("All sheets"), f"{reverse('assessments:sheet_list')}?view=all&cycle={cycle.code}"),)
    return [Blocker(sentence % {"n": total, "units": listed}, links, str(Role.ASSESSOR.label))]


def measures_stale(cycle: Cycle) -> list[Blocker]:
    """A figure is missing, or the last computation is too long ago to be judged by."""
    codes = measures_of(cycle)
    kept = MeasureReading.objects.filter(cycle=cycle, measure__in=codes).aggregate(
        n=Count("pk"), oldest=Min("computed_at")
    )
    if kept["n"] < len(codes) * cycle.plans.count():
        sentence = _("The measured indicators have not been computed for all units. Refresh them.")
    elif kept["oldest"] is not None and kept["oldest"] < clock.now() - STALE_AFTER:
        sentence = _("The measured indicators were last computed more than an hour ago. Refresh them.")
    else:
        return []
    link = Link(_("Measured indicators"), cycle.get_absolute_url() + "#measures")
    return [Blocker(sentence, (link,), str(Role.LEAD.label))]


def _name(row: dict) -> str:
    return row["unit__name_en"] if current_suffix() == "en" and row["unit__name_en"] else row["unit__name_zh"]


def _listed(names: list[str]) -> str:
    """The first few, and how many more."""
    shown = _(", ").join(names[:NAMED])
    return shown if len(names) <= NAMED else _("%(names)s and %(n)d more") % {"names": shown, "n": len(names) - NAMED}
