"""How often templates are used: told by the scoring page besides its saving, so that no autosave is slower for it (R16)."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import F

from assessments.models import CommentUse
from assessments.rules.comments import can_keep_comments
from assessments.selectors.comments import comments_visible_to
from foundation.common import clock
from foundation.common.errors import require
from organization.models import Person

MOST_AT_ONCE = 50


@transaction.atomic
def count_uses(*, actor: Person, uses: Mapping[str, int]) -> int:
    """Add to the person's counts: {public id of a template: how often}. What they may not use, or is no number, counts nothing.

    Returns how many templates were counted. It orders a list and judges nobody: no event.
    """
    require(can_keep_comments, actor)
    wanted: dict[UUID, int] = {}
    for name, times in list(uses.items())[:MOST_AT_ONCE]:
        template = _uuid(name)
        if template and isinstance(times, int) and not isinstance(times, bool) and times > 0:
            wanted[template] = min(times, MOST_AT_ONCE)
    known = {one.public_id: one for one in comments_visible_to(actor).filter(public_id__in=list(wanted))}
    now = clock.now()
    for name, template in known.items():
        row, _new = CommentUse.objects.get_or_create(person=actor, template=template)
        CommentUse.objects.filter(pk=row.pk).update(count=F("count") + wanted[name], last_at=now)
    return len(known)


def _uuid(name: str) -> UUID | None:
    """However it is written: in capitals, without hyphens, in braces."""
    try:
        return UUID(str(name))
    except ValueError:
        return None
