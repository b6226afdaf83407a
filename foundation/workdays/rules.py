"""Who may say which days are worked. The room that knows roles enters itself; without an entry nobody may."""

from collections.abc import Callable

from foundation.common.registries import Registry

# function(person) -> whether the person may enter announcements
editors: Registry[Callable[[object], bool]] = Registry("editors of working days")


def can_announce_days(person) -> bool:
    return person is not None and any(may(person) for may in editors)
