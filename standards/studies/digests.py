"""What the audit trail keeps of matrices and weights: their digests."""

import hashlib
import json


def digest_of(*parts) -> str:
    """SHA-256 (hex) over the parts as canonical JSON."""
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()
