"""What readers leave behind: whether it helped, and what they looked for in vain."""

import re
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Invalid, require
from foundation.common.receipts import once
from foundation.common.states import swap
from foundation.common.texts import Unstorable, require_storable
from knowledge.enums import GapState
from knowledge.models import Article, Gap, Rating
from knowledge.people import tell
from knowledge.rules import can_rate, can_settle_gap
from knowledge.services.drafting import checked_note
from knowledge.terms import plain
from organization.models import Person

# A telephone number, a card, an account: nothing of it stays in what is counted.
NUMBERS = re.compile(r"\d(?:[ .·\-]?\d){4,}")
SHORTEST, LONGEST = 2, 60


def rate_article(*, article: Article, actor: Person, is_helpful: bool, remark: str, key: UUID) -> Rating:
    """Say whether it helped; saying it again takes the place of what was said. The owner is told of what did not help.

    Raises NotAllowed, Invalid ({"remark": sentence}): what did not help needs a word.
    """
    require(can_rate, actor, article)
    remark = checked_note(remark, "remark", required=not is_helpful)

    def act() -> dict:
        present = (
            Article.objects.select_for_update(of=("self",), no_key=True).select_related("owner").get(pk=article.pk)
        )
        require(can_rate, actor, present)
        said = {"version": present.current, "is_helpful": is_helpful, "remark": remark, "at": clock.now()}
        rating, _made = Rating.objects.update_or_create(article=present, person=actor, defaults=said)
        counts = present.all_ratings.aggregate(
            helpful=Count("pk", filter=Q(is_helpful=True)), not_helpful=Count("pk", filter=Q(is_helpful=False))
        )
        Article.objects.filter(pk=present.pk).update(**counts)
        record_event(actor=actor, action="knowledge.article.rate", target=present, helpful=is_helpful)
        if not is_helpful:
            tell([present.owner], present, "rated", occasion=f"{actor.public_id}:{clock.today()}")
        return {"rating": str(rating.public_id)}

    payload = {"article": article.public_id, "helpful": is_helpful, "remark": remark}
    answer, _is_new = once(actor=actor.public_id, action="knowledge.article.rate", key=key, payload=payload, act=act)
    return Rating.objects.get(public_id=answer["rating"])


@transaction.atomic
def note_gap(words: str) -> None:
    """Count what found nothing; without whoever looked, and without long numbers. What was settled and is asked again is open again."""
    words = " ".join(NUMBERS.sub("…", plain(words)).split())
    try:
        require_storable(words)
    except Unstorable:
        return
    if not SHORTEST <= len(words.replace("…", "").strip()) or len(words) > LONGEST:
        return
    today = clock.today()
    _row, made = Gap.objects.get_or_create(words=words, defaults={"last_on": today})
    if not made:
        Gap.objects.filter(words=words).update(count=F("count") + 1, last_on=today, state=GapState.OPEN)


@transaction.atomic
def settle_gap(*, gap: Gap, actor: Person, note: str, version: int) -> Gap:
    """Say what is done about it: an article is written, words are added, or it is none of ours. Raises NotAllowed, Invalid, Conflict."""
    require(can_settle_gap, actor)
    note = checked_note(note)
    if len(note) > 200:
        raise Invalid({"note": _("Write up to %(limit)d characters.") % {"limit": 200}})
    gap = Gap.objects.select_for_update(of=("self",), no_key=True).get(pk=gap.pk)
    gap.version = version
    swap(
        gap,
        expected={"state": GapState.OPEN},
        state=GapState.SETTLED,
        settled_by=actor,
        settled_on=clock.today(),
        note=note,
    )
    record_event(actor=actor, action="knowledge.gap.settle", target=gap)
    return gap
