"""Which articles of the knowledge base helped with a ticket (R51)."""

from uuid import UUID

from django.utils.translation import gettext as _

from foundation.common import clock
from foundation.common.errors import Invalid
from knowledge.models import Article
from knowledge.selectors import in_force, visible_to
from organization.models import Person
from tickets.enums import StepAct
from tickets.models import Ticket, TicketArticle
from tickets.rules import can_handle
from tickets.services.acting import act_once, note_step


def link_article(*, ticket: Ticket, article: Article, actor: Person, key: UUID) -> Ticket:
    """Keep which version of the article was used. Linking it once more changes nothing.

    Raises NotAllowed, Conflict, Invalid where the article is not one that the actor may tell customers today.
    """

    def act(present: Ticket) -> None:
        row = in_force(visible_to(actor)).filter(pk=article.pk).select_related("current").first()
        if row is None:
            raise Invalid({"article": _("This article is not in force any more.")})
        if present.article_links.filter(article=row, taken_off_at=None).exists():
            return
        TicketArticle.objects.create(ticket=present, article=row, version=row.current, linked_by=actor)
        note_step(present, StepAct.LINKED, actor, article=str(row.public_id), edition=row.current.number)

    return act_once(
        ticket=ticket,
        actor=actor,
        action="link",
        key=key,
        payload={"article": article.public_id},
        rule=can_handle,
        act=act,
    )


def unlink_article(*, ticket: Ticket, article: Article, actor: Person, key: UUID) -> Ticket:
    """It was not of use after all. The steps keep that it was linked. Raises NotAllowed, Conflict."""

    def act(present: Ticket) -> None:
        taken = present.article_links.filter(article=article, taken_off_at=None).update(taken_off_at=clock.now())
        if taken:
            note_step(present, StepAct.UNLINKED, actor, article=str(article.public_id))

    return act_once(
        ticket=ticket,
        actor=actor,
        action="unlink",
        key=key,
        payload={"article": article.public_id},
        rule=can_handle,
        act=act,
    )
