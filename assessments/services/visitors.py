"""Mystery visits go to those whom the plan names, by chance and in balance among them; what else is drawn goes to its team (R13, R15)."""

from collections.abc import Collection, Iterable, Sequence

from assessments.enums import Exclusion, Method
from assessments.models import Plan, TeamMember
from assessments.rules.visitors import named_visitors, objections_to_visitors
from assessments.selectors.exclusions import Piece
from organization.models import Person
from sampling.models import Draw


def visitors_now(plan: Plan | None) -> list[Person]:
    """Those who are named and may still go; an account that ends sooner than planned keeps nobody from the visits before that."""
    if plan is None:
        return []
    people = named_visitors(plan)
    objections = objections_to_visitors(people, plan) if people else {}
    return [person for person in people if person.pk not in objections]


def with_visitors(team: Sequence[Person], plan: Plan | None) -> list[Person]:
    known = {person.pk for person in team}
    return [*team, *(person for person in visitors_now(plan) if person.pk not in known)]


def keep_to_named(inputs: dict, pieces: Sequence[Piece], draw: Draw, yields: Collection[Exclusion]) -> None:
    """Adds to the frozen exclusions who is not named for a mystery visit, and who is named for nothing else. `yields`: what gives way to it,
    so that nobody comes in by a waiver of theirs before those who are named. Nothing where the draw's plan names nobody."""
    plan = Plan.objects.filter(draw=draw).first()
    named = _keys(named_visitors(plan))
    if not named:
        return
    members = _keys(one.person for one in TeamMember.objects.filter(plan=plan).select_related("person"))
    everybody = {key for group in ("team", "stand_ins") for key, _unit in inputs[group]}
    for piece in pieces:
        if piece.method == Method.MYSTERY:
            kept_out, why = everybody - named, Exclusion.NOT_NAMED
        else:
            kept_out, why = (everybody & named) - members, Exclusion.NOT_TEAM
        excluded = inputs["excluded"].get(piece.key, {})
        more = {one: str(why) for one in sorted(kept_out) if one not in excluded or excluded[one] in yields}
        if more:
            inputs["excluded"][piece.key] = excluded | more


def _keys(people: Iterable[Person]) -> set[str]:
    return {str(person.public_id) for person in people}
