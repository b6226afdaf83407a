"""Articles that a workbook brings: drafts of whoever brings them, and never more than that."""

from collections.abc import Sequence
from uuid import UUID

from foundation.audit.services import record_event
from foundation.common.errors import require
from foundation.common.receipts import once
from knowledge.importing.columns import Offers
from knowledge.importing.reading import Line, content_in, judged
from knowledge.rules import can_write
from knowledge.services.drafting import add_article
from organization.models import Person


def import_articles(*, actor: Person, lines: Sequence[Line], key: UUID) -> tuple[int, list[Line]]:
    """Keep each row as a draft. Returns how many are kept, and the rows that have become impossible since they were previewed, with their reasons.

    All in one transaction; the same key keeps them once. Raises NotAllowed.
    """
    require(can_write, actor)

    def act() -> dict:
        reading = judged(lines, actor)
        offers = Offers.read()
        made = [add_article(actor, content_in(line.cells, offers)) for line in reading.taken]
        # Rows first, the trail last.
        for article in made:
            record_event(actor=actor, action="knowledge.article.begin", target=article)
        record_event(actor=actor, action="knowledge.list.import", count=len(made))
        return {"articles": [article.number for article in made], "kept": [line.number for line in reading.taken]}

    payload = [[line.number, sorted(line.cells.items())] for line in lines]
    answer, _is_new = once(actor=actor.public_id, action="knowledge.list.import", key=key, payload=payload, act=act)
    kept = set(answer["kept"])
    left = judged([line for line in lines if line.number not in kept], actor).refused
    return len(answer["articles"]), left
