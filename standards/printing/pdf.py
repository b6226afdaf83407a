"""The document as PDF."""

import dataclasses
from pathlib import Path

from foundation.common.typesetting import typeset
from standards.printing.document import Document

LAYOUT = Path(__file__).parent / "standard.typ"


def pdf_of(document: Document) -> bytes:
    """A tagged PDF. Raises Invalid where the fonts are not installed."""
    return typeset(LAYOUT, dataclasses.asdict(document))
