"""What can be an expertise, and who may take what. Each room enters the kinds it knows when its app is ready.

There are two sorts. A *limit* (method, touchpoint): whoever has none of a kind takes anything of it, and whoever has one, even one that is
over, takes only what holds on the day, so that a lapsed qualification does not open every door. A *knowledge* (language, industry): it is asked
for by a unit's needs, and then it must be there.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.common.registries import Registry
from organization.models import Expertise, Person, Unit, UnitNeed
from organization.tree import Tree

Need = tuple[str, str]  # kind, value


@dataclass(frozen=True)
class ExpertiseKind:
    """`choices` gives (value, label); `is_knowledge`: a unit may ask for it."""

    label: object
    choices: Callable[[], Sequence[tuple[str, object]]]
    is_knowledge: bool = False

    def label_of(self, value: str) -> str:
        return str(dict(self.choices()).get(value, value))


kinds: Registry[ExpertiseKind] = Registry("kinds of expertise")


class Language(models.TextChoices):
    MANDARIN = "mandarin", _("Mandarin")
    CANTONESE = "cantonese", _("Cantonese")
    HOKKIEN = "hokkien", _("Hokkien")
    WU = "wu", _("Wu")
    MONGOLIAN = "mongolian", _("Mongolian")
    TIBETAN = "tibetan", _("Tibetan")
    UYGHUR = "uyghur", _("Uyghur")
    ENGLISH = "english", _("Spoken English")
    SIGN = "sign", _("Sign language")


class Industry(models.TextChoices):
    RETAIL = "retail", _("Retail banking")
    CORPORATE = "corporate", _("Corporate banking")
    CONSUMER = "consumer", _("Consumer finance")
    WEALTH = "wealth", _("Wealth management")
    INSURANCE = "insurance", _("Insurance")
    SECURITIES = "securities", _("Securities")
    PAYMENTS = "payments", _("Payments")


def register_own_kinds() -> None:
    kinds.register("language", ExpertiseKind(_("Language"), lambda: Language.choices, is_knowledge=True))
    kinds.register("industry", ExpertiseKind(_("Industry"), lambda: Industry.choices, is_knowledge=True))


def expertise_of(people: Iterable[Person]) -> dict[int, list[Expertise]]:
    """{key of the person: entries that were not taken back}, lapsed and future ones too. One query."""
    found: dict[int, list[Expertise]] = {person.pk: [] for person in people}
    for entry in Expertise.objects.filter(person__in=found):
        if not entry.is_void:
            found[entry.person_id].append(entry)
    return found


def needs_of_units(units: Iterable[int], day: date) -> dict[int, set[Need]]:
    """{key of the unit: what its assessors must know on the day}, by the unit itself and those above it. Two queries."""
    tree, stated = Tree.read(), {}
    for need in UnitNeed.objects.all():
        if need.holds_on(day):
            stated.setdefault(need.unit_id, set()).add((need.kind, need.value))
    return {
        unit: set().union(*(stated.get(one, set()) for one in {unit, *tree.above(unit)})) if stated else set()
        for unit in set(units)
    }


def may_take(entries: Sequence[Expertise], needs: Iterable[Need], day: date) -> bool:
    """Whether somebody with these entries may take on what has these needs, on the day."""
    return all(_meets(entries, kind, value, day) for kind, value in needs)


def _meets(entries: Sequence[Expertise], kind: str, value: str, day: date) -> bool:
    known = kinds.get(kind)
    of_kind = [entry for entry in entries if entry.kind == kind]
    if not of_kind:
        return known is None or not known.is_knowledge
    return any(entry.value == value and entry.holds_on(day) for entry in of_kind)


def told(entry: Expertise | UnitNeed) -> tuple[str, str]:
    """(kind, value) in the reader's words."""
    kind = kinds.get(entry.kind)
    return (str(kind.label), kind.label_of(entry.value)) if kind else (entry.kind, entry.value)


def rows_for(owner: Person | Unit, today: date) -> list[dict]:
    """The entries of a person, or the needs of a unit, as a page shows them: what holds or will hold first. Those taken back are left out."""
    entries = owner.expertise.all() if isinstance(owner, Person) else owner.needs.all()
    rows = []
    for entry in entries:
        if entry.valid_to is not None and entry.valid_to <= entry.valid_from:
            continue
        kind, value = told(entry)
        is_over = entry.valid_to is not None and entry.valid_to <= today
        rows.append({"entry": entry, "kind": kind, "value": value, "is_over": is_over})
    return sorted(rows, key=lambda row: (row["is_over"], row["kind"], row["value"]))
