"""The frozen content of an edition: canonical JSON, its digest and its signature."""

import hashlib
import json

from foundation.common.crypto import keyed_digest
from publication.models import Publication, PublishedFigure, Snapshot

SCHEMA = 1
FROZEN_TEXTS = ("title_zh", "title_en", "summary_zh", "summary_en", "change_note")
FIGURE_FIELDS = (
    "unit_code",
    "unit_name_zh",
    "unit_name_en",
    "group",
    "level",
    "code",
    "value",
    "low",
    "high",
    "n",
    "rank",
)


def canonical(body: dict) -> str:
    """Sorted keys, no spaces, UTF-8 as it is: the same content always gives the same bytes."""
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest_of(text: str) -> str:
    """SHA-256 of the UTF-8 bytes, hex: what anybody can recompute from the download."""
    return hashlib.sha256(text.encode()).hexdigest()


def sign(digest: str, key_id: str) -> str:
    return keyed_digest(digest.encode(), purpose="publication", key_id=key_id)


def body_holds(snapshot: Snapshot) -> bool:
    """Whether the text still has its digest and the digest its signature; asked for each request that shows the page."""
    return digest_of(snapshot.body) == snapshot.digest and sign(snapshot.digest, snapshot.key_id) == snapshot.signature


def figures_hold(snapshot: Snapshot) -> bool:
    """Whether the figures kept as rows are those of the text; False too where the text is no JSON any more."""
    kept = [
        dict(zip(FIGURE_FIELDS, row, strict=True))
        for row in snapshot.figures.order_by("pk").values_list(*FIGURE_FIELDS)
    ]
    try:
        return kept == json.loads(snapshot.body)["figures"]
    except (ValueError, KeyError):
        return False


def texts_hold(publication: Publication) -> bool:
    """Whether the texts that lists and pages read from the row are those that were frozen."""
    try:
        body = json.loads(publication.snapshot.body)
        return all(body[name] == getattr(publication, name) for name in FROZEN_TEXTS)
    except (ValueError, KeyError):
        return False


def figure_rows(snapshot: Snapshot, figures: list[dict]) -> list[PublishedFigure]:
    return [PublishedFigure(snapshot=snapshot, **figure) for figure in figures]
