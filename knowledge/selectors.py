"""Which articles a person may read, which wait for them, and what is known of one."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from foundation.common import clock
from knowledge.enums import ArticleState, DraftState
from knowledge.models import CONTENT_FIELDS, Article, ArticleDraft, ArticleFile, ArticleVersion, Category, Content
from knowledge.rules import can_edit_article, can_read, can_review, can_write
from organization.enums import Role
from organization.models import Person, Unit
from organization.rules import sees_all_units, units_answered_for
from organization.tree import Tree

# So long before it is due, whoever sees to an article is told.
SOON = timedelta(days=14)


def visible_to(person: Person | None) -> QuerySet[Article]:
    """Everybody: what was published for all or for a unit that they are of. Besides, those who see all units: everything; authors: their own."""
    if not can_read(person):
        return Article.objects.none()
    if sees_all_units(person):
        return Article.objects.all()
    line = {person.unit_id} | Tree.read().above(person.unit_id)
    own = Exists(Article.units.through.objects.filter(article=OuterRef("pk"), unit__in=line))
    published = ~Q(state=ArticleState.NEW) & (Q(is_internal=False) | Q(own))
    return Article.objects.filter(published | _seen_to(person))


def _seen_to(person: Person) -> Q:
    if not can_write(person):
        return Q(owner=person)
    return Q(owner=person) | Q(owner__unit__in=units_answered_for(person))


def editable_by(person: Person | None) -> QuerySet[Article]:
    """As `rules.can_edit_article`, as rows."""
    if not can_write(person):
        return Article.objects.none()
    return Article.objects.all() if person.has_role(Role.LEAD) else Article.objects.filter(_seen_to(person))


def in_force(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Those that may be told to customers today."""
    today = clock.today()
    return articles.filter(
        Q(valid_from=None) | Q(valid_from__lte=today),
        Q(valid_until=None) | Q(valid_until__gte=today),
        state=ArticleState.IN_FORCE,
    )


def due(articles: QuerySet[Article]) -> QuerySet[Article]:
    """To be looked at again within two weeks, or late."""
    return articles.filter(state=ArticleState.IN_FORCE, review_due_on__lte=clock.today() + SOON)


def for_list(articles: QuerySet[Article]) -> QuerySet[Article]:
    return articles.select_related("category", "owner", "current", "draft")


def for_page(articles: QuerySet[Article]) -> QuerySet[Article]:
    return articles.select_related("category", "owner__unit", "current__author", "current__approved_by")


def drafts_visible_to(person: Person | None) -> QuerySet[ArticleDraft]:
    drafts = ArticleDraft.objects.select_related("article__owner__unit", "author", "category", "returned_by")
    if not can_read(person):
        return drafts.none()
    return drafts if sees_all_units(person) else drafts.filter(article__in=editable_by(person))


def drafts_to_review(person: Person) -> list[ArticleDraft]:
    """What waits for the person's approval, oldest first."""
    waiting = drafts_visible_to(person).filter(state=DraftState.REVIEW).order_by("submitted_at")
    return [draft for draft in waiting if can_review(person, draft)]


def versions_of(article: Article, reader: Person) -> list[ArticleVersion]:
    """Latest first. What was written for a unit once stays with its people, also when the article is for everybody today."""
    rows = list(article.versions.select_related("author", "approved_by", "category"))
    if sees_all_units(reader) or can_edit_article(reader, article):
        return rows
    line = {reader.unit_id} | Tree.read().above(reader.unit_id)
    own = {str(key) for key in Unit.objects.filter(pk__in=line).values_list("public_id", flat=True)}
    return [row for row in rows if not row.units or own.intersection(row.units)]


def files_of(content: ArticleDraft | ArticleVersion) -> list[ArticleFile]:
    """In the order of the content."""
    if not content.files:
        return []
    rows = {
        str(row.public_id): row
        for row in ArticleFile.objects.filter(public_id__in=content.files).select_related("file")
    }
    return [rows[key] for key in content.files if key in rows]


def units_of(content: Content) -> list[Unit]:
    return list(Unit.objects.filter(public_id__in=content.units)) if content.units else []


def categories_in_use() -> QuerySet[Category]:
    return Category.objects.filter(is_retired=False)


def said_by(content: Content) -> dict:
    """What it says, field by field, as it can be handed to another."""
    return {name: getattr(content, name) for name in CONTENT_FIELDS}


def about_indicators(person: Person, codes: Iterable[str]) -> QuerySet[Article]:
    """Articles in force about any of the indicators, within the reader's rights, each with `codes`."""
    rows = in_force(visible_to(person)).filter(about__code__in=list(codes)).distinct()
    return rows.prefetch_related("about").order_by("number")
