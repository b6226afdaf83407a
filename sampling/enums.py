"""The life of a draw."""

from django.utils.translation import gettext_lazy as _

from foundation.common.states import State


class DrawState(State):
    COMMITTED = "committed", _("Secret committed")
    FROZEN = "frozen", _("Frame frozen")
    DRAWN = "drawn", _("Drawn and revealed")

    @classmethod
    def tones(cls):
        return {"committed": "go", "frozen": "wait", "drawn": "done"}

    @classmethod
    def transitions(cls):
        return {"committed": ("frozen",), "frozen": ("drawn",)}
