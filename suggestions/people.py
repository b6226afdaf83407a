"""Who is told of what happens to a suggestion. Whoever sent one without a name is told nothing: nobody knows whom."""

from collections.abc import Iterable

from foundation.notifications.services import notify
from organization.models import Person
from suggestions.models import Suggestion


def tell(people: Iterable[Person], suggestion: Suggestion, what: str, *, occasion: object = "") -> None:
    notify(
        users=[person.user for person in people],
        kind=f"suggestions.suggestion.{what}",
        dedupe=f"suggestions.suggestion.{what}:{suggestion.public_id}:{occasion or suggestion.version}",
        url=suggestion.get_absolute_url(),
        params={"title": suggestion.title_shown, "due": suggestion.due_on.isoformat()},
    )
