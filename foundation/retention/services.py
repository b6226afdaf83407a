"""Setting terms, and erasing what is older."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _, ngettext

from foundation.audit.services import record_event
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.receipts import once
from foundation.common.states import swap
from foundation.retention.classes import DataClass, data_classes
from foundation.retention.models import Erasure, RetentionTerm
from foundation.retention.rules import can_set_term
from foundation.retention.selectors import cutoff, days_of, terms

CHUNK = 500
# In one run of the schedule; what is left follows in the next.
MOST_CHUNKS = 400
LONGEST_DAYS = 36_500


def set_term(*, code: str, days: int, version: int, actor, key: UUID, agreed: bool = False) -> None:
    """Say for how many days a class of data is kept. The next run of the schedule goes by it; what was erased stays so.

    `version`: that of the term which the page showed, 0 where there was none. A shorter term that would erase something is set only where
    that was `agreed`, for nothing brings it back. The same key sets once. Raises NotAllowed, Invalid ({"days" or "agreed": sentence}), Conflict.
    """
    require(can_set_term, actor)
    data = data_classes.get(code)
    if data is None:
        raise Invalid(_("There is no such data."))
    if not data.least <= days <= LONGEST_DAYS:
        raise Invalid({"days": _("Between %(least)d and %(most)d days.") % {"least": data.least, "most": LONGEST_DAYS}})
    count = data.due(cutoff(days)) if not agreed and days < days_of(code, data, terms()) else 0
    if count:
        sentence = ngettext(
            "%(count)d row is older. It would be erased for good.",
            "%(count)d rows are older. They would be erased for good.",
            count,
        )
        raise Invalid({"agreed": sentence % {"count": count}})
    once(
        actor=actor.public_id,
        action="retention.term.set",
        key=key,
        payload=[code, days, version],
        act=lambda: _set(code, data, days, version, actor),
    )


def _set(code: str, data: DataClass, days: int, version: int, actor) -> dict:
    term, is_new = RetentionTerm.objects.get_or_create(code=code, defaults={"days": days})
    before = data.days if is_new else term.days
    if not is_new:
        if term.version != version:
            raise Conflict
        swap(term, expected={"days": term.days}, days=days)
    elif version:
        raise Conflict
    record_event(actor=actor, action="retention.term.set", target=term, data=code, before=before, after=days)
    return {}


def erase_due() -> dict[str, int]:
    """Erase everything that was kept long enough, chunk by chunk, each with its proof. Returns {class: rows}. Run again it goes on."""
    known, found = terms(), {}
    for code, data in data_classes.items():
        days = days_of(code, data, known)
        found[code] = sum(_chunks(code, data, days))
    return found


def _chunks(code: str, data: DataClass, days: int):
    for _number in range(MOST_CHUNKS):
        count = _erase_chunk(code, data, days)
        yield count
        if count < CHUNK:
            return


@transaction.atomic
def _erase_chunk(code: str, data: DataClass, days: int) -> int:
    before = cutoff(days)
    count = data.erase(before, CHUNK)
    if count:
        row = Erasure.objects.create(code=code, before=before, count=count)
        record_event(actor=None, action="retention.data.erase", target=row, data=code, count=count)
    return count
