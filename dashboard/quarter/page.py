"""The drawn figures of the page, kept in the process by content.

Whoever may ask for the page at all sees the same figures, so what is kept depends on no person; rights are asked before. The key holds all that
the drawing reads, word for word: rows, units, cycles, choice and language. What changes is another key, and nothing has to be thrown away in time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.translation import get_language

from analysis.scheme import schemes_of
from assessments.models import Cycle
from dashboard.quarter import parts
from dashboard.quarter.overview import Line, make_overview

PAGES_KEPT = 64
CHOICES = ("group", "dimension")
LONGEST = 40  # of a choice that can mean anything


@dataclass(frozen=True)
class Page:
    """`figures` and `movement` are drawn; `query` is the address of the view; `units` are the keys of those shown (None: all)."""

    heading: str
    figures: str
    movement: str
    query: str
    units: frozenset[int] | None
    count: int
    sheets: int
    planned: int
    has_figures: bool


@dataclass(frozen=True)
class _Inputs:
    """The key, and beside it the objects that a drawing starts from."""

    language: str
    choice: tuple[str, ...]
    rows: tuple
    units: tuple
    cycles: tuple
    versions: tuple[UUID, ...]
    line: Line = field(compare=False)
    offered: Sequence[Cycle] = field(compare=False)


def page_of(line: Line, offered: Sequence[Cycle], query: Mapping[str, str]) -> Page:
    """`offered`: the cycles of the switch."""
    loaded = line.loaded
    return _drawn(
        _Inputs(
            language=get_language(),
            choice=tuple(query.get(name, "")[:LONGEST] for name in CHOICES),
            rows=tuple(loaded.rows[one.pk] for one in line.cycles),
            units=tuple(
                (one.pk, one.public_id, one.code, one.name_zh, one.name_en, one.kind, one.peer_group)
                for one in loaded.units.values()
            ),
            cycles=(
                line.cycle.code,
                line.before and line.before.code,
                *((one.code, one.start, one.state, one.type) for one in offered),
            ),
            versions=tuple(
                scheme.version for scheme in schemes_of(one.standard_version for one in line.cycles).values()
            ),
            line=line,
            offered=offered,
        )
    )


@lru_cache(maxsize=PAGES_KEPT)
def _drawn(inputs: _Inputs) -> Page:
    view = make_overview(inputs.line, dict(zip(CHOICES, inputs.choice, strict=True)))
    choice, rankings = view.choice, parts.rankings(view)
    context = {
        "cycle": inputs.line.cycle,
        "cycles": inputs.offered,
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
    }
    return Page(
        heading=parts.heading(view),
        figures=render_to_string("dashboard/quarter_figures.html", context),
        movement=render_to_string("dashboard/quarter_movement.html", context) if view.result.has_figures else "",
        query=choice.url(),
        units=choice.units,
        count=len(choice.rows),
        sheets=sum(row.sheets for row in choice.rows),
        planned=sum(row.planned for row in choice.rows),
        has_figures=view.result.has_figures,
    )


def measured_at(line: Line) -> datetime | None:
    """When the measures of the cycle were last computed."""
    return line.loaded.measured_at.get(line.cycle.pk)
