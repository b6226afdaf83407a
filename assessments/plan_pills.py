"""How plans are shown where a state alone does not tell enough."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _


class Returned(NamedTuple):
    """A draft that a manager sent back."""

    label: str
    tone: str = "late"


RETURNED = Returned(_("Returned"))
