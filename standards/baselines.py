"""Past periods that a target's change may be measured against: the room above that has the figures enters itself here (R3)."""

from collections.abc import Callable
from dataclasses import dataclass

from foundation.common.registries import Registry
from foundation.common.texts import localized


@dataclass(frozen=True)
class Period:
    """A cycle whose results are approved; its code never changes."""

    code: str
    name_zh: str
    name_en: str

    def __str__(self) -> str:
        return localized(self, "name")


past_periods: Registry[Callable[[], list[Period]]] = Registry("past periods")


def periods() -> list[Period]:
    """Latest first. One query."""
    return sorted((one for provider in past_periods for one in provider()), key=lambda one: one.code, reverse=True)
