"""An item that falls out is replaced by the next one of its stratum's reserve list, in order and with a reason (R12, R13)."""

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.audit.services import record_event
from foundation.common.engine import lock_for_transaction
from foundation.common.errors import Conflict, Invalid
from organization.models import Person
from sampling.models import Draw, DrawnItem, Replacement


@transaction.atomic
def replace_item(*, draw: Draw, item: DrawnItem, reason: str, note: str, actor: Person | None) -> DrawnItem:
    """Put the first reserve item that has not been used in the item's place, and return it. `actor` None: found by the portal.

    `reason` is a code of the room that the draw is for. Raises Invalid where the reserve list is used up or the item stands on it unused,
    Conflict where the item was replaced already.
    """
    lock_for_transaction(f"draw-{draw.pk}")
    if item.draw_id != draw.pk:
        raise Invalid(_("This item was not drawn here."))
    if Replacement.objects.filter(item=item).exists():
        raise Conflict(_("This item was replaced already."))
    if item.is_reserve and not Replacement.objects.filter(by=item).exists():
        raise Invalid(_("This item is still on the reserve list."))
    used = Replacement.objects.filter(draw=draw).values("by")
    reserve = draw.items.filter(stratum=item.stratum, is_reserve=True).exclude(pk__in=used).order_by("position").first()
    if reserve is None:
        raise Invalid(_("The reserve list is used up: nothing is left that could take its place."))
    Replacement.objects.create(draw=draw, item=item, by=reserve, reason=reason, note=note, actor=actor)
    record_event(
        actor=actor,
        action="sampling.item.replace",
        target=draw,
        before=item.public_id,
        after=reserve.public_id,
        reason=reason,
    )
    return reserve
