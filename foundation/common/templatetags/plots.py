"""Figures that the server draws: ranking with intervals, heat map, bars; and the frame of a chart that the browser draws.

Positions are SVG attributes in percent: they stretch with the page and need no inline style.
"""

from decimal import Decimal
from itertools import accumulate
from math import ceil, floor

from django import template
from django.utils.translation import gettext as _

from foundation.common.templatetags.figures import Figure, pick
from foundation.common.templatetags.numbers import decimal_of, in_unit, short

register = template.Library()
HEAT_CUTS = (75, 80, 85, 90, 95)
VITAL_SHARE = Decimal(80)  # Pareto: what makes up the first 80 % stands out


class Axis:
    """From a round number below the data to one above it, never beyond 0–100 for points and percentages."""

    def __init__(self, values: list[Decimal], unit: str):
        step = Decimal(5)
        low, high = min(values), max(values)
        if high - low > 50:
            step = Decimal(10)
        self.low = floor(low / step) * step
        self.high = ceil(high / step) * step
        if unit in ("points", "percent"):
            self.low, self.high = max(self.low, Decimal(0)), min(self.high, Decimal(100))
        if self.high <= self.low:
            self.high = self.low + step
        gaps = int((self.high - self.low) / step)
        every = next(count for count in (1, 2, 4, 5, 10, 20, 50, 100, gaps) if gaps / count <= 5)
        self.marks = [self.low + step * number for number in range(0, gaps + 1, every)]

    def at(self, value) -> str | None:
        number = decimal_of(value)
        if number is None:
            return None
        return f"{min(max((number - self.low) / (self.high - self.low) * 100, Decimal(0)), Decimal(100)):.2f}%"


@register.inclusion_tag("includes/_interval_plot.html")
def interval_plot(rows, target=None, unit="points", reach=()) -> dict:
    """A ranking: `[{rank, tied, label, url, value, half or low+high, n, small}]`, in order. Ranks that cannot be told apart read “1=”.

    `reach`: further values that the axis must hold, so that several plots share one.
    """
    drawn, reach = [], [number for number in map(decimal_of, (target, *reach)) if number is not None]
    for row in rows:
        fact = Figure.of(row, unit=unit)
        value, half = decimal_of(fact.value), decimal_of(fact.half)
        low = decimal_of(fact.low) if half is None else value - half
        high = decimal_of(fact.high) if half is None else value + half
        reach += [number for number in (value, low, high) if number is not None]
        rank = pick(row, "rank")
        drawn.append(
            {
                "label": pick(row, "label"),
                "url": pick(row, "url"),
                "rank": "–" if rank is None else f"{rank}=" if pick(row, "tied", False) else str(rank),
                "figure": fact,
                "ends": (low, high),
            }
        )
    if not reach:
        return {"rows": []}
    axis = Axis(reach, unit)
    for entry in drawn:
        low, high = entry["ends"]
        entry.update(at=axis.at(entry["figure"].value), low=axis.at(low), high=axis.at(high))
    return {
        "rows": drawn,
        "target": axis.at(target),
        "target_text": in_unit(target, unit, short),
        "marks": [(axis.at(mark), in_unit(mark, unit, short)) for mark in axis.marks],
        "any_small": any(entry["figure"].small for entry in drawn),
    }


@register.inclusion_tag("includes/_heatmap.html")
def heatmap(table, cuts=HEAT_CUTS, corner="") -> dict:
    """`{columns: [label], rows: [{label, url, cells: [{value, n, small, url}]}]}` in six steps of one scale."""
    cuts = tuple(cuts)

    def drawn(cell) -> dict:
        value = decimal_of(pick(cell, "value") if not isinstance(cell, int | float | str | Decimal | None) else cell)
        return {
            "step": None if value is None else 1 + sum(value >= cut for cut in cuts),
            "text": "–" if value is None else short(value, 0),
            "exact": in_unit(value, "points"),
            "n": pick(cell, "n"),
            "small": bool(pick(cell, "small", False)),
            "url": pick(cell, "url"),
        }

    rows = [
        {
            "label": pick(row, "label"),
            "url": pick(row, "url"),
            "cells": [drawn(cell) for cell in pick(row, "cells", [])],
        }
        for row in pick(table, "rows", [])
    ]
    texts = [f"< {cuts[0]}", *(f"{low}–{high}" for low, high in zip(cuts, cuts[1:], strict=False)), f"≥ {cuts[-1]}"]
    return {
        "columns": pick(table, "columns", []),
        "rows": rows,
        "corner": corner or _("Unit"),
        "legend": list(enumerate(texts, start=1)),
        "any_small": any(cell["small"] for row in rows for cell in row["cells"]),
    }


@register.inclusion_tag("includes/_bars.html")
def bars(rows, unit="count", total=None, pareto=None) -> dict:
    """Pareto: `[{label, value, url}]`, largest first. For counts, or where `pareto` says so, each bar says which share it makes up together
    with those above it."""
    pareto = unit == "count" if pareto is None else pareto
    values = [decimal_of(pick(row, "value")) or Decimal(0) for row in rows]
    whole = decimal_of(total) or sum(values, Decimal(0))
    top = max(values, default=Decimal(0)) or Decimal(1)
    running = list(accumulate(values))
    drawn = []
    for row, value, sofar in zip(rows, values, running, strict=True):
        share = sofar / whole * 100 if pareto and whole else None
        drawn.append(
            {
                "label": pick(row, "label"),
                "url": pick(row, "url"),
                "text": in_unit(value, unit),
                "width": f"{value / top * 100:.2f}%",
                "share": None if share is None else short(share, 0),
                # The bar that crosses the line still belongs to the vital few.
                "tail": share is not None and (sofar - value) / whole * 100 >= VITAL_SHARE,
            }
        )
    return {"rows": drawn, "is_pareto": pareto}


@register.inclusion_tag("includes/_week_columns.html")
def week_columns(values, label, highest) -> dict:
    """Small multiples: a column for each of `values` (None: nothing is known) on a scale up to `highest`, the same for all plots of a page.
    `label` says in words what is drawn."""
    top, count = float(highest) or 1.0, max(len(values), 1)
    width = 100 / count
    columns = [
        {
            "x": f"{place * width + width * 0.1:.2f}",
            "y": f"{40 - tall:.2f}",
            "width": f"{width * 0.8:.2f}",
            "height": f"{tall:.2f}",
        }
        for place, value in enumerate(values)
        if value is not None
        for tall in (max(40 * min(float(value) / top, 1), 0.8),)
    ]
    return {"columns": columns, "label": label}


@register.inclusion_tag("includes/_chart.html")
def chart(name: str, data: dict, height: str = "") -> dict:
    """The frame that js/charts.js fills, and the same figures as a table. docs/components.md has the shape of `data`."""
    unit = data.get("unit", "points")

    def number(value):
        exact = decimal_of(value)
        return None if exact is None else float(exact)

    series = [
        {
            key: [number(v) for v in value] if key in ("values", "low", "high", "n") else value
            for key, value in one.items()
        }
        for one in data["series"]
    ]
    wire = {**data, "series": series, "unit": unit, "target": number(data.get("target")), "title": str(data["title"])}
    shown = [v for one in series for key in ("values", "low", "high") for v in (one.get(key) or ()) if v is not None]
    for key, widest in (("min", min), ("max", max)):  # a bound never cuts off what is drawn
        if data.get(key) is not None:
            wire[key] = widest([number(data[key]), *shown])
    wire |= {"categories": [str(c) for c in data["categories"]], "target_label": str(data.get("target_label", ""))}
    for one in series:
        one["name"] = str(one["name"])
        if "signs" in one:
            one["signs"] = [str(sign) for sign in one["signs"]]

    def cell(one: dict, index: int) -> dict:
        at = {
            key: one[key][index] if one.get(key) and index < len(one[key]) else None
            for key in ("values", "low", "high", "n")
        }
        between = (
            f"{in_unit(at['low'], unit)} – {in_unit(at['high'], unit)}"
            if at["low"] is not None and at["high"] is not None
            else ""
        )
        return {
            "text": in_unit(at["values"], unit),
            "between": between,
            "n": None if at["n"] is None else short(at["n"], 0),
            "sign": one["signs"][index] if one.get("signs") else "",
        }

    lines = [(category, [cell(one, index) for one in series]) for index, category in enumerate(wire["categories"])]
    return {"name": name, "data": wire, "data_id": f"chart-{name}", "lines": lines, "low": height == "low"}
