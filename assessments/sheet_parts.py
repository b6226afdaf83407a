"""What rooms above show on the page of a sealed sheet: the appeal against it, the word of whose work it is about."""

from collections.abc import Callable
from dataclasses import dataclass, field

from assessments.models import ScoreSheet
from foundation.common.registries import Registry
from organization.models import Person


@dataclass(frozen=True)
class SheetPart:
    """A part of the page, drawn by `template` with `part` in its context."""

    template: str
    part: dict = field(default_factory=dict)


# Each gets a sheet and its reader, who may see it, and answers with a part of the page or None.
sheet_parts: Registry[Callable[[ScoreSheet, Person], SheetPart | None]] = Registry("parts of a sheet's page")


def parts_for(sheet: ScoreSheet, reader: Person) -> list[SheetPart]:
    """None for outside assessors: appeals, reviews and the word of staff are about results, and name others (decision 063)."""
    if reader.is_outside:
        return []
    return [part for show in sheet_parts if (part := show(sheet, reader)) is not None]
