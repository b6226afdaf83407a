"""Digests: of what a unit has sent, and of what was ruled. Both stand in the audit trail, where `verify` finds them again."""

import hashlib
import json
from collections.abc import Iterable

from appeals.models import Appeal, RuledPoint, Ruling


def _digest(content) -> str:
    return hashlib.sha256(
        json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    ).hexdigest()


def content_digest_of(appeal: Appeal) -> str:
    """SHA-256 over the points and the evidence of an appeal that was sent, with its random ids, so that nobody can guess a text back."""
    points = appeal.points.values_list("public_id", "indicator__code", "given", "wanted", "reason")
    files = appeal.evidence.filter(removed_at=None).values_list(
        "public_id", "file__digest", "indicator__code", "caption"
    )
    return _digest(
        {
            "appeal": str(appeal.public_id),
            "sheet": appeal.sheet_id,
            "points": sorted(([str(key), *rest] for key, *rest in points), key=lambda row: row[0]),
            "evidence": sorted(([str(key), *rest] for key, *rest in files), key=lambda row: row[0]),
        }
    )


def ruling_digest_of(ruling: Ruling, points: Iterable[RuledPoint]) -> str:
    """SHA-256 over a ruling: its outcome and reason, and what it says of each point."""
    return _digest(
        {
            "ruling": str(ruling.public_id),
            "appeal": ruling.appeal_id,
            "author": ruling.author_id,
            "outcome": ruling.outcome,
            "reason": ruling.reason,
            "points": sorted([row.point_id, row.outcome, row.mark, row.reason] for row in points),
        }
    )
