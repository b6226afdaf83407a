"""Which articles of the knowledge base say how what was found is done well (R51)."""

from uuid import UUID

from django.utils.translation import gettext as _

from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Invalid, require
from foundation.common.receipts import once
from knowledge.models import Article
from knowledge.selectors import in_force, visible_to
from organization.models import Person
from rectification.models import Finding, FindingArticle
from rectification.rules import can_link_article


def link_article(*, finding: Finding, article: Article, actor: Person, key: UUID) -> None:
    """Keep which version was linked; once more changes nothing. Raises NotAllowed, Invalid where the article is not in force for the actor."""
    require(can_link_article, actor, finding)

    def act() -> dict:
        Finding.objects.select_for_update(of=("self",), no_key=True).get(pk=finding.pk)
        row = in_force(visible_to(actor)).filter(pk=article.pk).select_related("current").first()
        if row is None:
            raise Invalid({"article": _("This article is not in force any more.")})
        if not finding.article_links.filter(article=row, taken_off_at=None).exists():
            FindingArticle.objects.create(finding=finding, article=row, version=row.current, linked_by=actor)
            record_event(
                actor=actor,
                action="rectification.finding.link",
                target=finding,
                article=str(row.public_id),
                edition=row.current.number,
            )
        return {}

    payload = {"finding": finding.public_id, "article": article.public_id}
    once(actor=actor.public_id, action="rectification.finding.link", key=key, payload=payload, act=act)


def unlink_article(*, finding: Finding, article: Article, actor: Person, key: UUID) -> None:
    """Take it off again; the trail keeps that it was linked. Raises NotAllowed."""
    require(can_link_article, actor, finding)

    def act() -> dict:
        rows = finding.article_links.filter(article=article, taken_off_at=None)
        if rows.update(taken_off_at=clock.now()):
            record_event(
                actor=actor, action="rectification.finding.unlink", target=finding, article=str(article.public_id)
            )
        return {}

    payload = {"finding": finding.public_id, "article": article.public_id}
    once(actor=actor.public_id, action="rectification.finding.unlink", key=key, payload=payload, act=act)
