"""What goes into an edition: texts, results and how to check the draws, copied so that a later formula cannot move them."""

from decimal import Decimal

from django.utils import translation

from analysis.peers import peer_groups
from analysis.results import CycleResult, results_of
from assessments.models import Cycle, Plan
from assessments.selectors.events import confirmed_events
from foundation.common.numbers import round_points
from publication.freezing import SCHEMA
from publication.models import Publication


def compose(publication: Publication) -> dict:
    """The body of a snapshot from the publication's texts and the cycle's results as they are now. Plain JSON values only."""
    cycle, version = publication.cycle, publication.cycle.standard_version
    result = results_of(cycle)
    return {
        "schema": SCHEMA,
        "cycle": {"code": cycle.code, "start": cycle.start.isoformat(), "end": cycle.end.isoformat()},
        "edition": publication.edition,
        "title_zh": publication.title_zh,
        "title_en": publication.title_en,
        "summary_zh": publication.summary_zh,
        "summary_en": publication.summary_en,
        "change_note": publication.change_note,
        "standard": {
            "code": version.standard.code,
            "name_zh": version.standard.name_zh,
            "name_en": version.standard.name_en,
            "number": version.number,
        },
        "dimensions": [_named(dimension) for dimension in result.scheme.dimensions],
        "indicators": [_named(indicator) for indicator in result.scheme.indicators],
        "peer_groups": _peer_groups(result),
        "figures": [figure for row in result.rows for figure in _figures(row)],
        "draws": list(
            Plan.objects.filter(cycle=cycle, draw__drawn_at__isnull=False)
            .order_by("unit__code")
            .values("unit__code", "draw__commitment", "draw__frame_digest", "draw__seed")
        ),
        **_events(cycle),
    }


def _events(cycle: Cycle) -> dict:
    """Said only where there are some: what was frozen before there were any stays as it is."""
    found = confirmed_events(cycle)
    policy = cycle.standard_version.critical_policy
    return {"events": [_event(event) for event in found], "critical_policy": policy} if found else {}


def _peer_groups(result: CycleResult) -> list[dict]:
    """What each group of comparable units is called, in both languages: the reader's own is not known yet."""
    names: dict[str, dict] = {}
    for field, language in (("name_zh", "zh-hans"), ("name_en", "en")):
        with translation.override(language):
            for group in peer_groups(result):
                names.setdefault(group.word, {"word": group.word})[field] = group.label
    return list(names.values())


def _event(event) -> dict:
    """A confirmed critical event: which unit, which red line, which day. Its account stays inside."""
    return {
        "unit_code": event.unit.code,
        "unit_name_zh": event.unit.name_zh,
        "unit_name_en": event.unit.name_en,
        "code": event.indicator.code,
        "name_zh": event.indicator.name_zh,
        "name_en": event.indicator.name_en,
        "happened_on": event.happened_on.isoformat(),
    }


def _named(info) -> dict:
    return {"code": info.code, "name_zh": info.name_zh, "name_en": info.name_en}


def _figures(row) -> list[dict]:
    return [
        _figure(row, "whole", "", row.whole, rank=row.rank),
        *[_figure(row, "dimension", code, estimate) for code, estimate in row.dimensions.items()],
        *[_figure(row, "indicator", code, estimate) for code, estimate in row.indicators.items()],
    ]


def _figure(row, level: str, code: str, estimate, rank: int | None = None) -> dict:
    return {
        "unit_code": row.unit.code,
        "unit_name_zh": row.unit.name_zh,
        "unit_name_en": row.unit.name_en,
        "group": row.unit.peer_group,
        "level": level,
        "code": code,
        "value": _text(estimate.value),
        "low": _text(estimate.low),
        "high": _text(estimate.high),
        "n": estimate.n or 0,
        "rank": rank,
    }


def _text(value: Decimal | None) -> str:
    return "" if value is None else str(round_points(Decimal(value)))
