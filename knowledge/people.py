"""Who is told of what happens to an article."""

from collections.abc import Iterable

from foundation.common.texts import both
from foundation.notifications.services import notify
from knowledge.models import Article, ArticleDraft
from organization.enums import Role
from organization.models import Person
from organization.selectors import answerable_for, holders_of


def tell(people: Iterable[Person], article: Article, what: str, *, occasion: object) -> None:
    """One notice each, in the transaction of the act. Of what is written and not published yet, the notice leads to the draft."""
    due = article.review_due_on
    notify(
        users=[person.user for person in people],
        kind=f"knowledge.article.{what}",
        dedupe=f"knowledge.article.{what}:{article.public_id}:{occasion}",
        url=article.get_absolute_url(),
        params={"number": article.number, "title": both(article, "title"), "due": due.isoformat() if due else ""},
    )


def reviewers_of(draft: ArticleDraft) -> list[Person]:
    """Heads of the owner's unit, and leads; without those who have written it."""
    people = [*answerable_for(draft.article.owner.unit, Role.HEAD), *holders_of(Role.LEAD)]
    known = {person.pk: person for person in people if str(person.public_id) not in draft.contributors}
    return list(known.values())
