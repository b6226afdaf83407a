"""Who sees and who sets how long personal data is kept. The room that knows roles enters itself; without an entry nobody may."""

from collections.abc import Callable

from foundation.common.registries import Registry

# function(person) -> whether the person may; readers include whoever supervises.
readers: Registry[Callable[[object], bool]] = Registry("readers of retention terms")
editors: Registry[Callable[[object], bool]] = Registry("editors of retention terms")


def can_read_terms(person) -> bool:
    return person is not None and any(may(person) for may in readers)


def can_set_term(person) -> bool:
    return person is not None and any(may(person) for may in editors)
