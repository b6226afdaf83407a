"""Why a frame or a draw is refused. Says which item by its place in the list, never by its key: that may be what must not be seen."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Fault(StrEnum):
    """What is wrong with a frame, a draw or an allocation."""

    EMPTY = "empty"
    STRATUM = "stratum"
    KEY = "key"
    MOBILE = "mobile"
    ID_NUMBER = "id_number"
    CARD = "card"
    EMAIL = "email"
    TWICE = "twice"
    TWO_STRATA = "two_strata"
    UNSORTED = "unsorted"
    TOO_FEW = "too_few"
    BELOW_MINIMUM = "below_minimum"


_SENTENCES: dict[Fault, Promise] = {
    Fault.EMPTY: _("The sampling frame holds no item."),
    Fault.STRATUM: _("A stratum's name is empty, too long or holds characters that cannot be printed."),
    Fault.KEY: _("An item's key is not of the form source:number, or it is too long."),
    Fault.MOBILE: _("An item's key looks like a mobile number. A sampling frame holds no personal data."),
    Fault.ID_NUMBER: _("An item's key looks like an ID number. A sampling frame holds no personal data."),
    Fault.CARD: _("An item's key looks like a bank card number. A sampling frame holds no personal data."),
    Fault.EMAIL: _("An item's key looks like an e-mail address. A sampling frame holds no personal data."),
    Fault.TWICE: _("An item is in the sampling frame twice."),
    Fault.TWO_STRATA: _("An item is in two strata of the sampling frame."),
    Fault.UNSORTED: _("The lines of the sampling frame are not in their order."),
    Fault.TOO_FEW: _("More items are wanted than there are."),
    Fault.BELOW_MINIMUM: _("The sample is too small to give each stratum its minimum."),
}


class DrawRefused(ValueError):
    """A frame, draw or allocation that the rule does not allow.

    `fault` says why, `sentence` says it to people (translated when shown), `item` is the place, from 1, in what was being read (the
    pairs as handed in, or the sorted lines of the frame), `stratum` its name; either may be None.
    """

    def __init__(self, fault: Fault, *, item: int | None = None, stratum: str | None = None):
        self.fault, self.item, self.stratum = fault, item, stratum
        where = f" at item {item}" if item is not None else f" in stratum {stratum}" if stratum is not None else ""
        super().__init__(f"draw refused: {fault}{where}")

    @property
    def sentence(self) -> Promise:
        return _SENTENCES[self.fault]
