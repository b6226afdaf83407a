"""What still blocks the gate of a cycle (R48). Rooms above enter more: open appeals, for example."""

from collections.abc import Callable
from datetime import timedelta

from django.db.models import Count, Min
from django.utils.translation import gettext as _, ngettext

from assessments.enums import PlanState, SheetState
from assessments.models import Cycle, MeasureReading, Plan, ScoreSheet
from assessments.selectors.measures import measures_of
from assessments.selectors.plans import DRAWN
from foundation.common import clock
from foundation.common.registries import Registry
from foundation.common.texts import current_suffix, localized

# Each gets a cycle and returns a sentence for each thing that blocks.
blockers: Registry[Callable[[Cycle], list[str]]] = Registry("gate blockers")

NAMED = 5
STALE_AFTER = timedelta(hours=1)


def what_blocks(cycle: Cycle) -> list[str]:
    return [sentence for blocker in blockers for sentence in blocker(cycle)]


def plans_not_drawn(cycle: Cycle) -> list[str]:
    """One sentence for each state in which plans are stuck."""
    stuck: dict[str, list[str]] = {}
    for plan in Plan.objects.filter(cycle=cycle).exclude(state__in=DRAWN).select_related("unit"):
        stuck.setdefault(plan.state, []).append(localized(plan.unit, "name"))
    sentences = {
        PlanState.DRAFT: lambda n: ngettext("%(n)d plan is not completed", "%(n)d plans are not completed", n),
        PlanState.SUBMITTED: lambda n: ngettext("%(n)d plan waits for approval", "%(n)d plans wait for approval", n),
        PlanState.APPROVED: lambda n: ngettext("%(n)d plan is not drawn", "%(n)d plans are not drawn", n),
        PlanState.DRAWING: lambda n: ngettext(
            "%(n)d draw waits for random characters", "%(n)d draws wait for random characters", n
        ),
    }
    return [
        _("%(what)s: %(units)s.")
        % {"what": sentences[state](len(stuck[state])) % {"n": len(stuck[state])}, "units": _listed(stuck[state])}
        for state in sentences
        if state in stuck
    ]


def sheets_not_sealed(cycle: Cycle) -> list[str]:
    """Sheets of plans; spot checks stay out of the result and do not block it."""
    open_sheets = ScoreSheet.objects.filter(cycle=cycle, plan__isnull=False).exclude(state=SheetState.SUBMITTED)
    rows = open_sheets.order_by("unit__code").values("unit__name_zh", "unit__name_en").annotate(n=Count("pk"))
    if not rows:
        return []
    total = sum(row["n"] for row in rows)
    names = [f"{_name(row)} {row['n']}" for row in rows]
    sentence = ngettext("%(n)d sheet is not sealed: %(units)s.", "%(n)d sheets are not sealed: %(units)s.", total)
    return [sentence % {"n": total, "units": _listed(names)}]


def measures_stale(cycle: Cycle) -> list[str]:
    """A figure is missing, or the last computation is too long ago to be judged by."""
    codes = measures_of(cycle)
    kept = MeasureReading.objects.filter(cycle=cycle, measure__in=codes).aggregate(
        n=Count("pk"), oldest=Min("computed_at")
    )
    if kept["n"] < len(codes) * cycle.plans.count():
        return [_("The measured indicators have not been computed for all units. Refresh them.")]
    if kept["oldest"] is not None and kept["oldest"] < clock.now() - STALE_AFTER:
        return [_("The measured indicators were last computed more than an hour ago. Refresh them.")]
    return []


def _name(row: dict) -> str:
    return row["unit__name_en"] if current_suffix() == "en" and row["unit__name_en"] else row["unit__name_zh"]


def _listed(names: list[str]) -> str:
    """The first few, and how many more."""
    shown = _(", ").join(names[:NAMED])
    return shown if len(names) <= NAMED else _("%(names)s and %(n)d more") % {"names": shown, "n": len(names) - NAMED}
