"""Reading units, people and roles."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Replace

from foundation.common import clock
from foundation.common.texts import search_words
from organization.enums import Role, RoleRequestState
from organization.models import Person, RoleAssignment, RoleRequest, Unit
from organization.rules import can_administer_organization, can_see_people
from organization.tree import Tree


def current(assignments: QuerySet[RoleAssignment], on: date | None = None) -> QuerySet[RoleAssignment]:
    """Those held on the day (today)."""
    day = on or clock.today()
    return assignments.filter(valid_from__lte=day).exclude(valid_to__lte=day)


def units_visible_to(person: Person | None) -> QuerySet[Unit]:
    return Unit.objects.all() if can_see_people(person) else Unit.objects.none()


def visible_to(person: Person | None) -> QuerySet[Person]:
    """The people whose page somebody may open."""
    return Person.objects.all() if can_see_people(person) else Person.objects.none()


def people_in_force(on: date | None = None, *, outside: bool = False) -> QuerySet[Person]:
    """Staff who have not left, with unit and today's roles (`current_roles`); on demand outside assessors too."""
    people = Person.objects.filter(left_on=None)
    return with_roles(people if outside else people.filter(firm=""), on)


def with_roles(people: QuerySet[Person], on: date | None = None) -> QuerySet[Person]:
    """Adds the unit and, as a list `current_roles`, the roles held on the day. Two queries for any number of people."""
    held = current(RoleAssignment.objects.select_related("unit"), on)
    return people.select_related("unit", "user").prefetch_related(
        Prefetch("role_assignments", queryset=held, to_attr="current_roles")
    )


def holding(people: QuerySet[Person], role: str, on: date | None = None) -> QuerySet[Person]:
    """Those who hold the role on the day."""
    return people.filter(pk__in=current(RoleAssignment.objects.filter(role=role), on).values("person"))


def holders_of(role: str, unit: Unit | None = None) -> QuerySet[Person]:
    """Everybody at work who holds the role today (for the unit): whom to notify."""
    held = current(RoleAssignment.objects.filter(role=role, **({"unit": unit} if unit else {})))
    return Person.objects.filter(pk__in=held.values("person"), left_on=None).select_related("user", "unit")


def answerable_for(unit: Unit, *roles: str) -> list[Person]:
    """Heads and liaisons (or only those with the roles) of the unit and of those above it, the head office excepted."""
    tree = Tree.read()
    line = {unit.pk} | {pk for pk in tree.above(unit.pk) if not tree.is_root(pk)}
    held = current(RoleAssignment.objects.filter(role__in=roles or (Role.HEAD, Role.LIAISON), unit__in=line))
    return list(Person.objects.filter(pk__in=held.values("person"), left_on=None).select_related("user", "unit"))


def administrators() -> QuerySet[Person]:
    """Those who can act as administrators now."""
    return holders_of(Role.ADMINISTRATOR).filter(user__is_active=True)


def matching(people: QuerySet[Person], words: str) -> QuerySet[Person]:
    """Each word must be in the name, its pinyin (`linxiao` or `lin xiao`), the Latin name, or begin the staff number or the user name."""
    people = people.annotate(pinyin=Replace("sort_key", Value(" "), Value("")))
    for word in search_words(words):
        people = people.filter(
            Q(name__icontains=word)
            | Q(pinyin__icontains=word)
            | Q(name_en__icontains=word)
            | Q(staff_number__istartswith=word)
            | Q(user__username__istartswith=word)
        )
    return people


def open_role_requests(person: Person | None) -> QuerySet[RoleRequest]:
    """What waits for a second administrator, without what the person asked for or is about."""
    if not can_administer_organization(person):
        return RoleRequest.objects.none()
    waiting = RoleRequest.objects.filter(state=RoleRequestState.OPEN).exclude(asked_by=person).exclude(person=person)
    return waiting.select_related("person", "unit", "asked_by")


@dataclass(frozen=True)
class TreeRow:
    """A unit in the order of the tree, with how deep it lies and who is in it. `above`: what it lies below, from the head office's own down."""

    unit: Unit
    depth: int
    people: int
    heads: list[Person]
    above: tuple[Unit, ...] = ()

    def has(self, words: str) -> bool:
        """Whether each word is in a name or in the code."""
        text = f"{self.unit.name_zh} {self.unit.name_en} {self.unit.code}".casefold()
        return all(word in text for word in search_words(words.casefold()))


def tree_rows(*, retired_too: bool = False) -> list[TreeRow]:
    """All units from the head office down, those below a unit right after it. Three queries."""
    units = Unit.objects.order_by("code")
    if not retired_too:
        units = units.exclude(valid_to__lte=clock.today())
    counts = dict(Person.objects.filter(left_on=None).values_list("unit").annotate(Count("pk")).order_by())
    heads = defaultdict(list)
    for row in current(RoleAssignment.objects.filter(role=Role.HEAD, person__left_on=None).select_related("person")):
        heads[row.unit_id].append(row.person)
    children, known = defaultdict(list), {unit.pk: unit for unit in units}
    for unit in known.values():
        children[unit.parent_id if unit.parent_id in known else None].append(unit)
    rows: list[TreeRow] = []
    waiting: list[tuple[Unit, tuple[Unit, ...]]] = [(unit, ()) for unit in reversed(children[None])]
    while waiting:
        unit, above = waiting.pop()
        rows.append(TreeRow(unit, len(above), counts.get(unit.pk, 0), heads[unit.pk], above))
        waiting += [(child, (*above, unit)) for child in reversed(children[unit.pk])]
    return rows
