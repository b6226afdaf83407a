"""The digests over what is sealed. Each goes into the audit trail, which is keyed; `verification` compares."""

import hashlib
import json
from datetime import UTC, datetime

from selfcheck.models import EntryRevision, SealedCheck


def digest_of_check(sealed: SealedCheck) -> str:
    """SHA-256 (hex) over which unit handed in which marks, for which cycle, by which standard, who did, when, and the salt."""
    check = sealed.check_of
    return _digest(
        {
            "check": str(check.public_id),
            "unit": str(check.unit.public_id),
            "cycle": check.cycle.code,
            "standard": str(check.standard_version.public_id),
            "asked": check.indicators,
            "marks": sealed.marks,
            "total": None if sealed.total is None else f"{sealed.total.normalize():f}",
            "triggered": sorted(sealed.triggered),
            "due": sealed.due_on.isoformat(),
            "by": str(sealed.handed_in_by.public_id),
            "at": _instant(sealed.sealed_at),
            "salt": sealed.salt,
        }
    )


def digest_of_revision(row: EntryRevision) -> str:
    """SHA-256 (hex) over what an entry of the log says in this revision, who wrote it and when."""
    return _digest(
        {
            "entry": str(row.entry.public_id),
            "unit": str(row.entry.unit.public_id),
            "revision": row.number,
            "kind": row.kind,
            "day": row.day.isoformat(),
            "indicator": row.indicator.code if row.indicator else "",
            "found": row.found,
            "done": row.done,
            "struck": row.is_struck,
            "reason": row.reason,
            "by": str(row.author.public_id),
            "at": _instant(row.at),
            "salt": row.salt,
        }
    )


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _digest(content: dict) -> str:
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
