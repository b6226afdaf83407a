"""From the draft to the version in force, and what becomes of an article afterwards."""

from calendar import monthrange
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.receipts import once
from foundation.common.states import advance, swap
from knowledge.enums import ArticleState, DraftState
from knowledge.models import Article, ArticleDraft, ArticleVersion
from knowledge.people import tell
from knowledge.rules import can_change_owner, can_confirm, can_retire, can_review, can_write
from knowledge.selectors import said_by
from knowledge.services.content import digest_of
from knowledge.services.drafting import checked_note
from knowledge.services.indexing import index_article
from organization.models import Person, Unit


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last one."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def approve_draft(*, draft: ArticleDraft, actor: Person, version: int, key: UUID) -> ArticleVersion:
    """Put it in force as the next version; it can be found from now on, or from its first day. Nobody approves what they have written.

    Raises NotAllowed, Conflict where it was changed or decided in the meantime.
    """

    def act() -> dict:
        # The article's row first, as everywhere: two approvals, or one and a retirement, wait for each other.
        article = (
            Article.objects.select_for_update(of=("self",), no_key=True)
            .select_related("owner__unit")
            .get(pk=draft.article_id)
        )
        present = (
            ArticleDraft.objects.select_for_update(of=("self",), no_key=True)
            .filter(pk=draft.pk)
            .select_related("author")
            .first()
        )
        if present is None or present.version != version:
            raise Conflict(url=article.get_absolute_url())
        present.article = article
        require(can_review, actor, present)
        number = article.versions.count() + 1
        row = ArticleVersion(
            article=article,
            number=number,
            author=present.author,
            approved_by=actor,
            note=present.note,
            restored_from=present.restored_from,
            **said_by(present),
        )
        row.digest = digest_of(row)
        row.save(force_insert=True)
        before = article.state
        _put_in_force(article, row)
        article.units.set(Unit.objects.filter(public_id__in=row.units))
        present.delete()
        index_article(article)
        record_event(
            actor=actor,
            action="knowledge.article.publish",
            target=article,
            before=before,
            after=ArticleState.IN_FORCE,
            edition=number,
            digest=row.digest,
        )
        told = {person.pk: person for person in (row.author, article.owner) if person.pk != actor.pk}
        tell(told.values(), article, "published", occasion=number)
        return {"version": str(row.public_id)}

    answer, _is_new = once(
        actor=actor.public_id,
        action="knowledge.article.publish",
        key=key,
        payload={"draft": draft.public_id, "version": version},
        act=act,
    )
    return ArticleVersion.objects.select_related("article").get(public_id=answer["version"])


@transaction.atomic
def return_draft(*, draft: ArticleDraft, actor: Person, reason: str, version: int) -> ArticleDraft:
    """Back to whoever wrote it, with what is wrong. Raises NotAllowed, Invalid ({"reason": sentence}), Conflict."""
    require(can_review, actor, draft)
    reason = checked_note(reason, "reason")
    present = ArticleDraft.objects.select_for_update(of=("self",), no_key=True).filter(pk=draft.pk).first()
    if present is None or present.version != version:
        raise Conflict(typed=[(_("Reason"), reason)], url=draft.article.get_absolute_url())
    advance(present, DraftState.DRAFT, submitted_at=None, returned_by=actor, returned_reason=reason)
    record_event(actor=actor, action="knowledge.draft.return", target=draft.article)
    tell([draft.author], draft.article, "returned", occasion=f"{present.pk}:{present.version}")
    return present


@transaction.atomic
def confirm_article(*, article: Article, actor: Person, version: int) -> Article:
    """It was looked at and is still right: the next time is as many months from today. Raises NotAllowed, Conflict."""
    article = _locked(article, version)
    require(can_confirm, actor, article)
    before, after = article.review_due_on, months_after(clock.today(), article.current.review_months)
    swap(article, expected={"state": ArticleState.IN_FORCE}, review_due_on=after, reminded_on=None)
    record_event(
        actor=actor,
        action="knowledge.article.confirm",
        target=article,
        before=before.isoformat() if before else "",
        after=after.isoformat(),
    )
    return article


@transaction.atomic
def retire_article(*, article: Article, actor: Person, reason: str, version: int) -> Article:
    """It is found no more; where it was used it can still be read. A new version puts it in force again. Raises NotAllowed, Invalid, Conflict."""
    reason = checked_note(reason, "reason")
    article = _locked(article, version)
    require(can_retire, actor, article)
    advance(article, ArticleState.RETIRED, review_due_on=None)
    index_article(article)
    record_event(actor=actor, action="knowledge.article.retire", target=article)
    return article


@transaction.atomic
def change_owner(*, article: Article, owner: Person, actor: Person, version: int) -> Article:
    """Somebody else sees to it from now on; they are told. Raises NotAllowed, Invalid ({"owner": sentence}), Conflict."""
    article = _locked(article, version)
    require(can_change_owner, actor, article)
    if not can_write(owner) or owner.left_on is not None:
        raise Invalid({"owner": _("Choose somebody who may write articles.")})
    before = article.owner.public_id
    swap(article, expected={"state": article.state}, owner=owner)
    record_event(actor=actor, action="knowledge.article.own", target=article, before=before, after=owner.public_id)
    if owner.pk != actor.pk:
        tell([owner], article, "owned", occasion=article.version)
    return article


def _put_in_force(article: Article, row: ArticleVersion) -> None:
    """Its columns are those of the version; an article in force goes from one version to the next (`ArticleState.transitions`)."""
    advance(
        article,
        ArticleState.IN_FORCE,
        current=row,
        category=row.category,
        title_zh=row.title_zh,
        title_en=row.title_en,
        is_internal=bool(row.units),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        review_due_on=months_after(clock.today(), row.review_months),
        reminded_on=None,
        published_at=row.approved_at,
    )


def _locked(article: Article, version: int) -> Article:
    rows = Article.objects.select_related("owner__unit", "current", "category")
    present = rows.select_for_update(of=("self",), no_key=True).get(pk=article.pk)
    if present.version != version:
        raise Conflict(url=article.get_absolute_url())
    return present
