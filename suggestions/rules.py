"""Who sends, reads, answers and counts."""

from organization.enums import Role
from organization.models import Person
from organization.rules import sees_all_units, units_answered_for
from suggestions.enums import ANSWERED, UNANSWERED, SuggestionState
from suggestions.models import Suggestion


def is_staff(person: Person | None) -> bool:
    """Everybody of the house; not who comes from outside."""
    return person is not None and not person.is_outside


def can_answer(person: Person | None, suggestion: Suggestion) -> bool:
    """Leads all; heads and liaisons what is for their unit. Nobody their own."""
    return (
        is_staff(person)
        and suggestion.author_id != person.pk
        and (person.has_role(Role.LEAD) or suggestion.unit_id in units_answered_for(person))
        and not person.has_role(Role.SUPERVISOR)
    )


def can_look_at(person: Person | None, suggestion: Suggestion) -> bool:
    return suggestion.state == SuggestionState.RECEIVED and can_answer(person, suggestion)


def can_decide(person: Person | None, suggestion: Suggestion) -> bool:
    """Once somebody has looked at it; an answer may be thought over until it is done."""
    states = (SuggestionState.LOOKED_AT, SuggestionState.TAKEN_UP, SuggestionState.NOT_TAKEN_UP)
    return suggestion.state in states and can_answer(person, suggestion)


def can_finish(person: Person | None, suggestion: Suggestion) -> bool:
    return suggestion.state == SuggestionState.TAKEN_UP and can_answer(person, suggestion)


def can_merge(person: Person | None, suggestion: Suggestion) -> bool:
    return suggestion.state in UNANSWERED and can_answer(person, suggestion)


def can_hide(person: Person | None, suggestion: Suggestion) -> bool:
    return suggestion.state != SuggestionState.MERGED and can_answer(person, suggestion)


def can_say(person: Person | None, suggestion: Suggestion) -> bool:
    """A word to the sender, or as the signed sender."""
    return suggestion.state != SuggestionState.MERGED and (
        can_answer(person, suggestion) or (person is not None and suggestion.author_id == person.pk)
    )


def can_support(person: Person | None, suggestion: Suggestion) -> bool:
    """Everybody once; not one's own with one's name on it."""
    return (
        is_staff(person)
        and suggestion.author_id != person.pk
        and suggestion.state in (SuggestionState.LOOKED_AT, *ANSWERED)
    )


def sees_all(person: Person | None) -> bool:
    """Also what nobody has looked at, and what was hidden."""
    return is_staff(person) and sees_all_units(person)


def sees_statistics(person: Person | None) -> bool:
    return is_staff(person) and (sees_all_units(person) or bool(units_answered_for(person)))
