"""Reading templates for deduction reasons: what a person may use, in which order, and what they are for."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from assessments.enums import CommentState
from assessments.models import CommentTemplate, CommentUse, Cycle
from assessments.rules.comments import can_keep_comments, can_share_comments
from foundation.common import clock
from foundation.common.texts import localized
from organization.models import Person
from standards.models import Standard, StandardVersion
from standards.selectors import indicators_of, version_in_force

# How long what was taken off is offered to be put back.
KEPT_FOR = timedelta(days=30)
CYCLES_BACK = 8
OWN_STATES = (CommentState.MINE, CommentState.PROPOSED)


def comments_visible_to(person: Person | None) -> QuerySet[CommentTemplate]:
    """One's own and the shared ones; leads also what is proposed and what was shared once. Outside assessors: their own."""
    rows = CommentTemplate.objects.select_related("author", "standard", "decided_by")
    if not can_keep_comments(person):
        return rows.none()
    if person.is_outside:
        return rows.filter(author=person)
    seen = Q(author=person) | Q(state=CommentState.SHARED)
    if can_share_comments(person):
        seen |= Q(state__in=(CommentState.PROPOSED, CommentState.RETIRED))
    return rows.filter(seen)


def own_comments(person: Person) -> QuerySet[CommentTemplate]:
    """Mine, and what was taken off lately."""
    lately = Q(removed_at=None) | Q(removed_at__gt=clock.now() - KEPT_FOR)
    return comments_visible_to(person).filter(lately, author=person, state__in=OWN_STATES)


def shared_comments(person: Person) -> QuerySet[CommentTemplate]:
    """Leads also see the retired ones."""
    return comments_visible_to(person).filter(state__in=(CommentState.SHARED, CommentState.RETIRED))


def proposed_comments() -> QuerySet[CommentTemplate]:
    return CommentTemplate.objects.filter(state=CommentState.PROPOSED, removed_at=None)


def with_uses(rows: QuerySet[CommentTemplate], person: Person) -> QuerySet[CommentTemplate]:
    """`used` by the person, `used_by_all` by everybody."""
    own = CommentUse.objects.filter(template=OuterRef("pk"), person=person).values("count")
    everybody = CommentUse.objects.filter(template=OuterRef("pk")).order_by().values("template")
    nothing = Value(0, output_field=IntegerField())
    return rows.annotate(
        used=Coalesce(Subquery(own[:1]), nothing),
        used_by_all=Coalesce(Subquery(everybody.annotate(n=Sum("count")).values("n")[:1]), nothing),
    )


def most_used_first(rows: QuerySet[CommentTemplate]) -> QuerySet[CommentTemplate]:
    """What was put on top as it was put there; then by the person's own use, by everybody's, and what is newer. Needs `with_uses`."""
    return rows.order_by(
        F("removed_at").asc(nulls_first=True), F("place").asc(nulls_last=True), "-used", "-used_by_all", "-pk"
    )


def offered_to(person: Person | None, standard: Standard) -> QuerySet[CommentTemplate]:
    """What the person is offered on a sheet of the standard, best first: one query. What others have put on top is theirs alone."""
    rows = comments_visible_to(person).filter(Q(standard=None) | Q(standard=standard), removed_at=None)
    own = Q(author=person, state__in=OWN_STATES)
    rows = rows.filter(own | Q(state=CommentState.SHARED))
    if person is None:
        return rows
    return most_used_first(with_uses(rows, person))


def versions_in_use() -> list[StandardVersion]:
    """One version of each standard that is scored by now or lately, the latest; by which its indicators are named."""
    found: dict[int, StandardVersion] = {}
    recent = Cycle.objects.select_related("standard_version__standard")[:CYCLES_BACK]
    for version in [version_in_force(), *(cycle.standard_version for cycle in recent)]:
        if version is not None and version.number >= getattr(found.get(version.standard_id), "number", 0):
            found[version.standard_id] = version
    return list(found.values())


def name_places(comments: Iterable[CommentTemplate]) -> None:
    """Set `belongs_to` of each: the indicator's name, else the standard's; empty for a general one."""
    names = {
        (version.standard_id, one.code): f"{one.code} {localized(one, 'name')}"
        for version in versions_in_use()
        for one in indicators_of(version)
    }
    for comment in comments:
        if comment.standard_id is None:
            comment.belongs_to = ""
        else:
            standard = localized(comment.standard, "name")
            comment.belongs_to = names.get((comment.standard_id, comment.code)) or " ".join(
                filter(None, (comment.code, standard))
            )
