"""Sealed revisions: what they contain, and the digest over it."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC
from decimal import Decimal
from typing import NamedTuple

from django.db.models import QuerySet

from assessments.models import Evidence, ItemScore, ScoreSheet, SheetRevision
from assessments.scoring import SheetScore
from assessments.selectors.criteria import Criteria
from assessments.services.facts import seal_of_facts
from assessments.services.marks import Marks, points_of
from assessments.services.method_seals import seal_of_method
from foundation.common import clock
from foundation.common.engine import insert_rows
from foundation.common.numbers import to_units
from foundation.common.prepared import Prepared
from foundation.common.rows import insert_row
from organization.models import Person
from standards.models import Indicator, RubricLevel

# 2: with what was scored, for whom and under which plan, so that a sheet cannot be moved to another result.
# 3: of a visit with the fact sheet that its facts were confirmed on.
# 4: with what the method noted by rules of its own: interviews at drawn minutes, or when a mystery visitor left and whom they met.
# 5: of interviews and viewings not only that a row replaces another, but which one (`replaced_rows`).
SCHEMA = 5


def seal_revision(
    *,
    sheet: ScoreSheet,
    author: Person,
    number: int,
    marks: Marks,
    score: SheetScore,
    criteria: Criteria,
    reason: str = "",
) -> SheetRevision:
    """Write a revision with its items: two statements, however many indicators. The sheet's visit, evidence and fact sheet must already stand."""
    now = clock.now()
    revision = SheetRevision(
        sheet=sheet,
        number=number,
        author=author,
        reason=reason,
        total=score.total,
        underlying=score.underlying,
        triggered=list(score.triggered),
        failed=score.failed,
        seconds_spent=int((now - sheet.started_at).total_seconds()) if number == 1 and sheet.started_at else None,
        sealed_at=now,
        schema=SCHEMA,
    )
    items = [item_of(criteria, code, mark) for code, mark in marks.items()]
    revision.digest = digest_of(
        revision, sheet, items, evidence_of(sheet), seal_of_facts(sheet), seal_of_method(sheet, SCHEMA)
    )
    insert_row(revision)
    insert_rows(
        ItemScore,
        ("revision_id", "indicator_id", "level_id", "points", "is_na", "triggered", "occurrences", "reason"),
        [(revision.pk, one.indicator.pk, one.level_id, stored(one.points), *one[3:]) for one in items],
    )
    return revision


def stored(points) -> int | None:
    return None if points is None else to_units(points)


class Item(NamedTuple):
    """What is sealed for one indicator, as in `ItemScore`; twenty objects of the model would take longer than writing their rows."""

    indicator: Indicator
    level: RubricLevel | None
    points: Decimal | None
    is_na: bool
    triggered: bool | None
    occurrences: int | None
    reason: str

    @property
    def level_id(self) -> int | None:
        return None if self.level is None else self.level.pk


def item_of(criteria: Criteria, code: str, mark: Mapping) -> Item:
    """One checked mark."""
    return Item(
        indicator=criteria.indicators[code],
        level=criteria.levels[code][mark["level"]] if "level" in mark else None,
        points=points_of(criteria, code, mark),
        is_na="na" in mark,
        triggered=mark.get("triggered"),
        occurrences=mark.get("count"),
        reason=mark.get("reason", ""),
    )


def marks_of(revision: SheetRevision) -> Marks:
    """The marks that a revision was sealed from, in the standard's order: the page of a correction begins with them."""
    items = revision.items.select_related("indicator", "level").order_by(
        "indicator__dimension__order", "indicator__order", "indicator_id"
    )
    return {item.indicator.code: mark_of(item) for item in items}


def mark_of(item: ItemScore) -> dict:
    mark: dict = {}
    if item.triggered is not None:
        mark["triggered"] = item.triggered
    elif item.is_na:
        mark["na"] = True
    elif item.level_id is not None:
        mark["level"] = item.level.level
    elif item.occurrences is not None:
        mark["count"] = item.occurrences
    else:
        mark["points"] = f"{item.points.normalize():f}"
    if item.reason:
        mark["reason"] = item.reason
    return mark


def evidence_of(sheet: ScoreSheet) -> list[list[str]]:
    """What of the evidence is sealed: its id, the digest of its bytes and the indicator it belongs to."""
    return evidence_lines(_sealed_files(sheet=sheet.pk))


def _files(*, sheet: int) -> QuerySet[Evidence]:
    present = Evidence.objects.filter(sheet=sheet, removed_at=None).order_by()
    return present.values_list("public_id", "file__digest", "indicator__code")


# Asked with every seal.
_sealed_files = Prepared(_files)


def evidence_lines(rows: Iterable[tuple]) -> list[list[str]]:
    return sorted([str(public_id), digest, code or ""] for public_id, digest, code in rows)


def digest_of(
    revision: SheetRevision,
    sheet: ScoreSheet,
    items: Iterable[ItemScore | Item],
    evidence: list[list[str]],
    facts: str,
    noted: str = "",
) -> str:
    """SHA-256 over the revision as canonical JSON, in the schema it was sealed with.

    `facts`: the seal of the latest fact sheet; empty but for visits. `noted`: of what the method noted by rules of its own.
    The revision's random id is part of it, so that nobody can guess a text back.
    """
    content = {
        "schema": revision.schema,
        "revision": str(revision.public_id),
        "sheet": str(sheet.public_id),
        "number": revision.number,
        "author": str(revision.author.public_id),
        "assessors": [str(person.public_id) for person in sheet.holders],
        "reason": revision.reason,
        "sealed_at": revision.sealed_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "standard": str(sheet.standard_version.public_id),
        "visit": [
            sheet.visited_at.astimezone(UTC).isoformat(timespec="microseconds") if sheet.visited_at else "",
            sheet.place,
        ],
        "total": stored(revision.total),
        "underlying": stored(revision.underlying),
        "triggered": sorted(revision.triggered),
        "failed": revision.failed,
        "seconds": revision.seconds_spent,
        "evidence": evidence,
        "items": sorted(
            [
                item.indicator.code,
                item.level.level if item.level_id else None,
                stored(item.points),
                item.is_na,
                item.triggered,
                item.reason,
                *([] if item.occurrences is None else [item.occurrences]),
            ]
            for item in items
        ),
    }
    if revision.schema > 1:
        content["of"] = {
            name: getattr(sheet, name)
            for name in ("cycle_id", "unit_id", "plan_id", "spot_check_id", "item_id", "record_id", "method")
        }
    if revision.schema > 2:
        content["facts"] = facts
    if revision.schema > 3:
        content["noted"] = noted
    return hashlib.sha256(
        json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    ).hexdigest()
