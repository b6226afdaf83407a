"""Who writes, approves and keeps articles. Nobody approves what they have written (R51)."""

from knowledge.enums import ArticleState, DraftState
from knowledge.models import Article, ArticleDraft
from organization.enums import Role
from organization.models import Person
from organization.rules import sees_all_units, units_answered_for, units_headed

WATCHING = (Role.SUPERVISOR, Role.ADMINISTRATOR)


def can_read(person: Person | None) -> bool:
    return person is not None and not person.is_outside


def can_write(person: Person | None) -> bool:
    """Leads, heads and liaisons, and whoever serves customers at the service desk. Who watches or administers writes nothing."""
    if not can_read(person) or person.has_role(*WATCHING):
        return False
    at_desk = person.unit.is_customer_service and person.has_role(Role.STAFF)
    return at_desk or person.has_role(Role.LEAD, Role.HEAD, Role.LIAISON)


def can_edit_article(person: Person | None, article: Article) -> bool:
    """Its owner, leads, and whoever answers for the owner's unit."""
    return can_write(person) and (
        article.owner_id == person.pk
        or person.has_role(Role.LEAD)
        or article.owner.unit_id in units_answered_for(person)
    )


def can_edit_draft(person: Person | None, draft: ArticleDraft) -> bool:
    return draft.state == DraftState.DRAFT and can_edit_article(person, draft.article)


def can_take_back(person: Person | None, draft: ArticleDraft) -> bool:
    return draft.state == DraftState.REVIEW and can_edit_article(person, draft.article)


def can_review(person: Person | None, draft: ArticleDraft) -> bool:
    """Leads, managers, and the head of the owner's unit; none of those who have written it."""
    return (
        draft.state == DraftState.REVIEW
        and can_read(person)
        and not person.has_role(*WATCHING)
        and str(person.public_id) not in draft.contributors
        and (person.has_role(Role.LEAD, Role.MANAGER) or draft.article.owner.unit_id in units_headed(person))
    )


def can_see_draft(person: Person | None, draft: ArticleDraft) -> bool:
    return can_read(person) and (sees_all_units(person) or can_edit_article(person, draft.article))


def can_confirm(person: Person | None, article: Article) -> bool:
    return article.state == ArticleState.IN_FORCE and can_edit_article(person, article)


def can_retire(person: Person | None, article: Article) -> bool:
    return article.state == ArticleState.IN_FORCE and can_edit_article(person, article)


def can_change_owner(person: Person | None, article: Article) -> bool:
    return can_edit_article(person, article)


def can_rate(person: Person | None, article: Article) -> bool:
    """Readers; not whoever sees to it."""
    return article.state == ArticleState.IN_FORCE and can_read(person) and article.owner_id != person.pk


def sees_editing(person: Person | None) -> bool:
    """What was looked for in vain, what is due, how articles are rated."""
    return can_write(person) or (can_read(person) and sees_all_units(person))


def can_keep_words(person: Person | None) -> bool:
    """Categories and words that mean the same hold for everybody: leads, and the heads and liaisons of customer service."""
    return can_write(person) and (
        person.has_role(Role.LEAD) or (person.unit.is_customer_service and person.has_role(Role.HEAD, Role.LIAISON))
    )


def can_settle_gap(person: Person | None) -> bool:
    return can_write(person)
