"""What has happened, for whoever listens: rooms below say it in the transaction of the act, rooms above enter themselves and take it down.

An announcement says that something came about, in ids, codes, counts and instants; who or what a customer is stands in none.
"""

from collections.abc import Callable, Mapping

from foundation.common.models import Entity
from foundation.common.registries import Registry

# function(kind, subject, data): called in the transaction of the act, so that what is announced has happened, and what has happened is announced.
listeners: Registry[Callable[[str, Entity, Mapping], None]] = Registry("listeners to announcements")


def announce(kind: str, subject: Entity, data: Mapping) -> None:
    """`kind` like "import.finished"; `data` as it may leave the house."""
    for listen in listeners:
        listen(kind, subject, data)
