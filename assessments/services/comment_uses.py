"""How often templates are used: told by the scoring page besides its saving, so that no autosave is slower for it (R16)."""

from collections.abc import Iterable, Mapping
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
    wanted = {
        str(name): min(times, MOST_AT_ONCE)
        for name, times in list(uses.items())[:MOST_AT_ONCE]
        if isinstance(times, int) and not isinstance(times, bool) and times > 0
    }
    known = {str(one.public_id): one for one in comments_visible_to(actor).filter(public_id__in=_uuids(wanted))}
    now = clock.now()
    for name, template in known.items():
        row, _new = CommentUse.objects.get_or_create(person=actor, template=template)
        CommentUse.objects.filter(pk=row.pk).update(count=F("count") + wanted[name], last_at=now)
    return len(known)


def _uuids(names: Iterable[str]) -> list[str]:
    found = []
    for name in names:
        try:
            found.append(str(UUID(name)))
        except ValueError:
            continue
    return found
