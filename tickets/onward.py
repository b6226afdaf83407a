"""What rooms above make of a ticket. They enter themselves when the app is ready; tickets know nothing of them."""

from collections.abc import Callable
from dataclasses import dataclass

from foundation.common.registries import Registry
from organization.models import Person
from tickets.models import Ticket


@dataclass(frozen=True)
class Onward:
    """`closed`, if any, is called in the transaction that closes a ticket, before it is written to the trail.

    `links(person, ticket)` gives (label, address) of what came of it, as far as the person may see it.
    """

    links: Callable[[Person, Ticket], list[tuple[str, str]]]
    closed: Callable[[Ticket], object] | None = None


onward: Registry[Onward] = Registry("what becomes of tickets")


def tell_of_closing(ticket: Ticket) -> None:
    for one in onward:
        if one.closed is not None:
            one.closed(ticket)


def links_for(person: Person, ticket: Ticket) -> list[tuple[str, str]]:
    return [link for one in onward for link in one.links(person, ticket)]
