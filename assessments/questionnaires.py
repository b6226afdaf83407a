"""Questionnaires of customers as a plan speaks of them. The room that keeps them stands beside this one, so a room above both enters it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from foundation.common.registries import Registry
from organization.models import Person, Unit


@dataclass(frozen=True)
class OpenQuestionnaire:
    """`key` is its public id."""

    key: str
    title: str


@dataclass(frozen=True)
class AnswersSoFar:
    """Of one unit and all below it: `answers` given, `links` that still take one; `satisfied` in percent with its `half` interval, None without
    an answer."""

    answers: int = 0
    links: int = 0
    satisfied: Decimal | None = None
    half: Decimal | None = None


@dataclass(frozen=True)
class LinksForm:
    """Where the links for a unit are made at one press: a POST with these hidden fields."""

    url: str
    fields: Mapping[str, str]


class QuestionnaireSource(Protocol):
    # Codes of the measures that come from customers' answers.
    measures: frozenset[str]

    def open_ones(self) -> list[OpenQuestionnaire]: ...

    def title_of(self, key: str) -> str:
        """Also of one that is closed; empty where there is none."""

    def so_far(self, key: str, units: Iterable[int], start: date, end: date) -> dict[int, AnswersSoFar]:
        """{key of the unit: answers given on the days [start, end)}. A fixed number of queries."""

    def page_for(self, key: str, person: Person) -> str:
        """The questionnaire's page for whoever may read it; otherwise empty."""

    def links_form(self, key: str, unit: Unit, count: int, person: Person) -> LinksForm | None:
        """None for whoever may not make links, or once it is closed."""


sources: Registry[QuestionnaireSource] = Registry("sources of questionnaires")


def open_questionnaires() -> list[OpenQuestionnaire]:
    return [one for source in sources for one in source.open_ones()]


def source_of(key: str) -> tuple[QuestionnaireSource, str] | None:
    """(the source that knows the questionnaire, its title)."""
    for source in sources:
        if title := source.title_of(key):
            return source, title
    return None
