"""Results of past quarters, from which entropy weighs: a room above computes them and enters itself here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from foundation.common.registries import Registry
from foundation.common.texts import localized


@dataclass(frozen=True)
class Quarter:
    """A cycle in which scoring has ended. `rows`: {unit code: {indicator code: points of 0–100}}; what has no figure is absent."""

    code: str
    name_zh: str
    name_en: str
    rows: Mapping[str, Mapping[str, Decimal]]

    def __str__(self) -> str:
        return localized(self, "name")


past_quarters: Registry[Callable[[], list[Quarter]]] = Registry("past quarters")


def quarters() -> list[Quarter]:
    """Latest first."""
    return sorted((one for provider in past_quarters for one in provider()), key=lambda one: one.code, reverse=True)
