"""A ticket and the knowledge base: what is linked, what is proposed, and what an article's page says of tickets."""

from foundation.common import clock
from knowledge.linking import Use, Uses
from knowledge.models import Article, ArticleVersion
from knowledge.panels import Panel, panel_for
from organization.models import Person
from tickets.models import Ticket, TicketArticle
from tickets.rules import can_handle
from tickets.selectors import visible_to

SHOWN = 5


def linked_to(ticket: Ticket) -> list[ArticleVersion]:
    rows = ticket.article_links.filter(taken_off_at=None).select_related("version__article")
    return [row.version for row in rows]


def panel_of(ticket: Ticket, reader: Person, words: str = "") -> Panel:
    """What the customer said proposes articles, to whoever can link them; for others, what is linked."""
    about = ticket.said if can_handle(reader, ticket) else ""
    return panel_for(reader, words=words, about=about, linked=linked_to(ticket))


def uses_of(article: Article, reader: Person) -> Uses:
    """By number only: what customers said is for those who see the ticket."""
    rows = TicketArticle.objects.filter(article=article, taken_off_at=None)
    seen = rows.filter(ticket__in=visible_to(reader)).select_related("ticket", "version").order_by("-linked_at")
    shown = [
        Use(
            title=row.ticket.number,
            url=row.ticket.get_absolute_url(),
            kind=str(row.ticket.get_kind_display()),
            version=row.version.number,
            on=clock.local(row.linked_at).date(),
        )
        for row in seen[:SHOWN]
    ]
    return Uses(rows.count(), shown)
