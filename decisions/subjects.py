"""What groups decide about. The room above enters itself here under the `kind` of its decisions, so that this one need not know it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

from decisions.models import Decision
from foundation.common.registries import Registry
from organization.models import Person


class Subject(Protocol):
    """How the room above answers for its decisions."""

    def reference(self, decision: Decision, reader: Person) -> tuple[str, str] | None:
        """What is decided about, as (name in the reader's language, address); the address is empty where the reader may not open it."""

    def objections(self, decision: Decision, people: Iterable[Person]) -> dict[int, str]:
        """{key of the person: why they are too close to it to decide}; who is not in it may."""

    def closed(self, decision: Decision) -> None:
        """Called in the transaction that closes the voting."""


subjects: Registry[Subject] = Registry("subjects of group decisions")


@dataclass(frozen=True)
class Evidence:
    """A part of the page that shows what the group decides on: drawn by `template` with `part` in its context."""

    template: str
    part: dict = field(default_factory=dict)


# Each gets a decision and its reader and answers with a part of the page, or None where the decision is none of its business.
evidence: Registry[Callable[[Decision, Person], Evidence | None]] = Registry("evidence for group decisions")


def evidence_for(decision: Decision, reader: Person) -> list[Evidence]:
    return [part for show in evidence if (part := show(decision, reader)) is not None]


def objections_to(decision: Decision, people: Iterable[Person]) -> dict[int, str]:
    subject = subjects.get(decision.kind)
    return subject.objections(decision, people) if subject is not None else {}
