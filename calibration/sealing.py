"""The digests over what is sealed. Each goes into the audit trail, which is keyed; `verification` compares."""

import hashlib
import json
from datetime import UTC, datetime

from calibration.models import ReferenceMark, ReferenceScore, SealedScore


def digest_of_score(score: SealedScore) -> str:
    """SHA-256 (hex) over who handed in which marks for which item, by which standard, when, and the salt."""
    sheet = score.sheet
    return _digest(
        {
            "sheet": str(sheet.public_id),
            "session": str(sheet.session.public_id),
            "assessor": str(sheet.assessor.public_id),
            "standard": str(sheet.session.standard_version.public_id),
            **({} if sheet.attempt_id is None else {"attempt": str(sheet.attempt.public_id)}),
            "seconds": score.seconds_spent,
            **_scored(score),
            "at": _instant(score.sealed_at),
            "salt": score.salt,
        }
    )


def digest_of_mark(row: ReferenceMark) -> str:
    """SHA-256 (hex) over what was agreed for the indicator, why, in which meeting, who did not agree and who decided."""
    return _digest(
        {
            "session": str(row.session.public_id),
            "indicator": row.indicator.code,
            "number": row.number,
            "mark": row.mark,
            "reason": row.reason,
            "meeting": str(row.meeting.public_id),
            "dissenters": sorted(row.dissenters),
            "by": str(row.decided_by.public_id),
            "at": _instant(row.decided_at),
            "salt": row.salt,
        }
    )


def digest_of_reference(row: ReferenceScore) -> str:
    """SHA-256 (hex) over the reference score of a session."""
    return _digest(
        {
            "session": str(row.session.public_id),
            "standard": str(row.session.standard_version.public_id),
            **_scored(row),
            "by": str(row.decided_by.public_id),
            "at": _instant(row.decided_at),
            "salt": row.salt,
        }
    )


def _scored(row: SealedScore | ReferenceScore) -> dict:
    return {
        "marks": row.marks,
        "total": _text(row.total),
        "underlying": _text(row.underlying),
        "triggered": sorted(row.triggered),
        "failed": row.failed,
    }


def _text(points) -> str | None:
    return None if points is None else f"{points.normalize():f}"


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _digest(content: dict) -> str:
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
