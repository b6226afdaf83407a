"""What a draw is for. The room that draws enters itself here, so that this one need not know it."""

from typing import Protocol

from django.db.models import Q

from foundation.common.registries import Registry
from organization.models import Person
from sampling.models import Draw


class Purpose(Protocol):
    """How the room above answers for its draws."""

    def complete(self, draw: Draw, actor: Person | None) -> bool:
        """Make of a draw that is ready what it is for: carry it out and give the items away. False if it is not this room's."""

    def origin(self, draw: Draw, reader: Person) -> tuple[str, str] | None:
        """What the draw belongs to, as (name in the reader's language, an address that the reader may open); None if it is not this room's."""

    def viewers(self, person: Person) -> Q:
        """Which draws the person may see once they are drawn, beside those who see all."""

    def stratum_label(self, stratum: str) -> str | None:
        """The stratum in the reader's words."""

    def held_back(self, draw: Draw) -> str:
        """Why a frozen draw of this room must not be carried out and revealed yet, in a sentence; empty if nothing keeps it."""

    def concealed(self, draw: Draw, reader: Person) -> frozenset[str]:
        """Strata of the draw that the reader must not learn of yet."""


purposes: Registry[Purpose] = Registry("purposes of draws")


def held_back(draw: Draw) -> str:
    return next(filter(None, (purpose.held_back(draw) for purpose in purposes)), "")


def concealed_strata(draw: Draw, reader: Person) -> frozenset[str]:
    return frozenset().union(*(purpose.concealed(draw, reader) for purpose in purposes))


def concerned_draws(person: Person) -> Q:
    """The draws that concern the person, whether or not they are drawn yet."""
    concerned = Q(pk=None)
    for purpose in purposes:
        concerned |= purpose.viewers(person)
    return concerned


def origin_of(draw: Draw, reader: Person) -> tuple[str, str] | None:
    return next(filter(None, (purpose.origin(draw, reader) for purpose in purposes)), None)


def stratum_label(stratum: str) -> str:
    return next(filter(None, (purpose.stratum_label(stratum) for purpose in purposes)), stratum)
