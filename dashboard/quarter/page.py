"""The drawn figures of the page, kept in the process by content.

Whoever may ask for the page at all sees the same figures, so what is kept depends on no person; rights are asked before. The key holds all that
the drawing reads, word for word: rows, units, cycles, choice and language. What changes is another key, and nothing has to be thrown away in time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.translation import get_language

from dashboard.quarter import parts
from dashboard.quarter.choice import Mark
from dashboard.quarter.overview import Line, make_overview

PAGES_KEPT = 64
CHOICES = ("group", "dimension")
LONGEST = 40  # of a choice that can mean anything


@dataclass(frozen=True)
class Page:
    """`lead` says what the figures rest on; `figures`, `targets` and `movement` are drawn; `query` is the address of the view; `units` are the
    keys of those shown (None: all)."""

    heading: str
    lead: str
    figures: str
    targets: str
    movement: str
    query: str
    units: frozenset[int] | None
    has_figures: bool


def page_of(line: Line, offered: tuple[Mark, ...], query: Mapping[str, str]) -> Page:
    """`offered`: the cycles of the switch."""
    key = (
        get_language(),
        tuple(query.get(name, "")[:LONGEST] for name in CHOICES),
        line.cycle,
        offered,
        line.cycles,
        line.rows,
        line.units,
        line.nesting,
    )
    return _drawn(_Inputs(key, line))


@dataclass(frozen=True)
class _Inputs:
    """The key, and beside it what a drawing starts from."""

    key: tuple
    line: Line = field(compare=False)


@lru_cache(maxsize=PAGES_KEPT)
def _drawn(inputs: _Inputs) -> Page:
    _language, chosen, cycle, offered, *_content = inputs.key
    view = make_overview(inputs.line, dict(zip(CHOICES, chosen, strict=True)))
    choice, rankings = view.choice, parts.rankings(view)
    context = {
        "cycle": cycle,
        "cycles": offered,
        "choice": choice,
        "result": view.result,
        "cards": parts.cards(view),
        "rankings": rankings,
        "reach": parts.ranking_reach(rankings),
        "target": choice.dimension.target if choice.dimension else view.result.scheme.target,
        "heat": parts.heat_map(view),
        "lost": parts.points_lost(view),
        "trend": parts.trend(view),
        "without_data": parts.without_data(view),
        "with_too_few": parts.with_too_few(view),
        "targets": parts.targets(view),
    }
    return Page(
        heading=parts.heading(view),
        lead=parts.lead(view),
        figures=render_to_string("dashboard/quarter_figures.html", context),
        targets=render_to_string("dashboard/quarter_targets.html", context) if context["targets"] else "",
        movement=render_to_string("dashboard/quarter_movement.html", context) if view.result.has_figures else "",
        query=choice.url(),
        units=choice.units,
        has_figures=view.result.has_figures,
    )
