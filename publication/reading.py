"""The frozen body as the page shows it. Immutable, so it is kept in the process by its digest; whether it still holds is asked anew."""

import json
from decimal import Decimal
from functools import lru_cache

from publication.models import Snapshot
from rectification.models import RectificationTask
from rectification.selectors import progress_of


def page_body(snapshot: Snapshot) -> dict:
    """{title…, dimensions: […], rows: [{name…, rank, tied, whole, dimensions: […]}]} from the snapshot's text."""
    return _parse(snapshot.body)


@lru_cache(maxsize=32)
def _parse(text: str) -> dict:
    body = json.loads(text)
    units: dict[str, dict] = {}
    for figure in body["figures"]:
        unit = units.setdefault(
            figure["unit_code"],
            {"code": figure["unit_code"], "name_zh": figure["unit_name_zh"], "name_en": figure["unit_name_en"], "cells": {}, "whole": None},
        )
        shown = {**figure, **{name: Decimal(figure[name]) if figure[name] else None for name in ("value", "low", "high")}}
        shown["half"] = (shown["high"] - shown["low"]) / 2 if shown["low"] is not None and shown["high"] is not None else None
        if figure["level"] == "whole":
            unit["whole"] = shown
        else:
            unit["cells"][(figure["level"], figure["code"])] = shown
    ranks = [unit["whole"]["rank"] for unit in units.values() if unit["whole"] and unit["whole"]["rank"]]
    rows = sorted(units.values(), key=lambda unit: (unit["whole"] is None or unit["whole"]["rank"] is None, unit["whole"] and unit["whole"]["rank"] or 0, unit["code"]))
    for unit in rows:
        unit["dimensions"] = [unit["cells"].get(("dimension", dimension["code"])) for dimension in body["dimensions"]]
        unit["tied"] = bool(unit["whole"]) and ranks.count(unit["whole"]["rank"]) > 1
    return {**body, "rows": rows}


def rectification_progress(cycle_id: int) -> dict[str, int]:
    """How far the mending is, now: this moves on its own, the scores never."""
    return progress_of(RectificationTask.objects.filter(finding__cycle=cycle_id))
