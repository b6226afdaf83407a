"""Weights as somebody types them: percent with at most two decimals. Used by pages of this room and by trials of weights above it."""

import re
from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext

from standards.models import Indicator

PERCENT = re.compile(r"(\d{1,3})(?:\.(\d{1,2}))?")


def weight_field(indicator: Indicator) -> str:
    return f"weight-{indicator.pk}"


def loaded_field(indicator: Indicator) -> str:
    return f"loaded-{indicator.pk}"


class TypedWeights:
    """Keeps what was typed, right or wrong, by indicator code: `typed`, and `errors` with a sentence. `given` {code: share of 10,000} has what
    could be read, None for an empty field. `loaded` {code: text}: what stood in the fields before anybody typed."""

    def __init__(self, indicators: list[Indicator], data: Mapping[str, str] | None = None):
        self.indicators, self.is_bound = indicators, data is not None
        self.typed = {
            one.code: (data.get(weight_field(one), "") if data is not None else percent_text(one.weight)).strip()
            for one in indicators
        }
        self.loaded = {one.code: (data or {}).get(loaded_field(one), percent_text(one.weight)) for one in indicators}
        self.errors: dict[str, str] = {}
        self.given: dict[str, int | None] = {}
        for code, text in self.typed.items():
            self._read(code, text)

    def _read(self, code: str, text: str) -> None:
        if not text:
            self.given[code] = None
            return
        found = PERCENT.fullmatch(text) if text.isascii() else None
        if not found or int(found[1]) > 100 or (int(found[1]) == 100 and int(found[2] or 0)):
            self.errors[code] = gettext("A number from 0 to 100 with at most two decimals.")
            return
        self.given[code] = int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))

    def require_all(self) -> None:
        for code, share in self.given.items():
            if share is None:
                self.errors[code] = gettext("The weight is missing.")

    @property
    def untouched(self) -> set[str]:
        """Codes of the fields in which still stands what the page was loaded with."""
        return {code for code, text in self.typed.items() if text and text == self.loaded[code]}

    def take(self, shares: Mapping[str, int]) -> None:
        """Show these instead of what was typed. What the portal has filled in is not typed: it may be spread over again."""
        filled = {code for code, share in shares.items() if share != self.given[code]}
        self.given, self.typed = dict(shares), {code: percent_text(share) for code, share in shares.items()}
        self.loaded |= {code: self.typed[code] for code in filled}

    @property
    def total(self) -> int:
        return sum(share for share in self.given.values() if share is not None)


def percent_text(share: int) -> str:
    """2,550 of 10,000 as “25.50”."""
    return f"{Decimal(share) / 100:.2f}"
