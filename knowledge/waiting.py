"""What of articles waits for a person, and what the search field finds."""

from django.utils.translation import gettext as _

from foundation.common import clock
from foundation.common.texts import localized
from knowledge.enums import DraftState
from knowledge.models import Article, ArticleDraft
from knowledge.ranking import best
from knowledge.rules import can_write
from knowledge.selectors import drafts_to_review, due, for_list, in_force, visible_to
from organization.enums import Role
from organization.models import Person
from organization.searching import Hit
from organization.worklist import WorkItem

SHOWN = 20


def waiting_for(person: Person) -> list[WorkItem]:
    """Drafts to review, drafts that came back, articles to look at again. Nothing is asked for somebody who has no part in any."""
    items = []
    if person.has_role(Role.LEAD, Role.MANAGER, Role.HEAD):
        items += [_to_review(draft) for draft in drafts_to_review(person)[:SHOWN]]
    if can_write(person):
        returned = ArticleDraft.objects.filter(author=person, state=DraftState.DRAFT).exclude(returned_by=None)
        items += [_to_mend(draft) for draft in returned.select_related("article")[:SHOWN]]
        items += [_to_look_at(article) for article in due(Article.objects.filter(owner=person))[:SHOWN]]
    return items


def _to_review(draft: ArticleDraft) -> WorkItem:
    return WorkItem(
        title=_("Review article %(number)s") % {"number": draft.article.number},
        url=draft.get_absolute_url(),
        group="knowledge",
        detail=localized(draft, "title"),
        unit=localized(draft.article.owner.unit, "name"),
        state=str(DraftState.REVIEW.label),
        tone="wait",
        since=clock.local(draft.submitted_at).date() if draft.submitted_at else None,
    )


def _to_mend(draft: ArticleDraft) -> WorkItem:
    return WorkItem(
        title=_("Go on with article %(number)s") % {"number": draft.article.number},
        url=draft.get_absolute_url(),
        group="knowledge",
        detail=draft.returned_reason,
        state=_("Returned"),
        tone="late",
    )


def _to_look_at(article: Article) -> WorkItem:
    return WorkItem(
        title=_("Look at article %(number)s again") % {"number": article.number},
        url=article.get_absolute_url(),
        group="knowledge",
        detail=localized(article, "title"),
        state=_("Late") if article.is_overdue else _("Due"),
        tone="late" if article.is_overdue else "wait",
        due_on=article.review_due_on,
    )


def search_articles(person: Person, words: str) -> list[Hit]:
    """What is in force, best first."""
    return [
        Hit(
            title=localized(article, "title"),
            url=article.get_absolute_url(),
            kind=_("article"),
            detail=f"{article.number} · {article.category}",
        )
        for article in best(for_list(in_force(visible_to(person))), words, 10)
    ]
