"""Alarms about surges of complaints: raised by the schedule, settled by a lead who says what is done."""

from collections import Counter
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.engine import lock_for_transaction
from foundation.common.errors import Conflict, require
from foundation.common.receipts import once
from foundation.common.texts import both
from foundation.notifications.services import notify
from organization.enums import Role
from organization.models import Person, Unit
from organization.selectors import answerable_for, holders_of
from organization.tree import Tree
from tickets.measures import COMPLAINTS
from tickets.models import SurgeAlarm, Ticket
from tickets.rules import can_settle_alarm
from tickets.services.acting import checked
from tickets.surge import WEEKS, Look, look_at

WEEK = 7


def look_for_surges() -> list[SurgeAlarm]:
    """Of the seven days that ended yesterday: for everything, each topic, and each unit with all below it. One that stands is not raised again."""
    with transaction.atomic():
        lock_for_transaction("ticket-surges")
        last = clock.today() - timedelta(days=1)
        return [
            _raise(unit, topic, last, look)
            for (unit, topic), look in _looks(last).items()
            if _is_new(unit, topic, last, look)
        ]


def _looks(last) -> dict[tuple[int | None, str], Look]:
    since = last - timedelta(days=WEEK * (WEEKS + 1) - 1)
    week = last - timedelta(days=WEEK - 1)
    rows = Ticket.objects.filter(
        COMPLAINTS,
        received_at__gte=clock.at_local(since),
        received_at__lt=clock.at_local(last + timedelta(days=1)),
    )
    days = rows.annotate(day=TruncDate("received_at", tzinfo=clock.organization_zone()))
    tree = Tree.read()
    now: Counter = Counter()
    before: Counter = Counter()
    for unit, topic, day in days.order_by().values_list("unit", "topic", "day"):
        places = [(None, ""), *((pk, "") for pk in {unit} | tree.above(unit) if not tree.is_root(pk))]
        if topic:
            places.append((None, topic))
        (now if day >= week else before).update(places)
    return {place: look_at(now[place], before[place]) for place in now}


def _place(unit: int | None, topic: str) -> str:
    return str(unit or topic)


def _is_new(unit: int | None, topic: str, last, look: Look) -> bool:
    """Neither one that still stands, nor one that was settled for days of the same week."""
    if not look.is_surge:
        return False
    rows = SurgeAlarm.objects.filter(place=_place(unit, topic))
    return not rows.filter(settled_at=None).exists() and not rows.filter(day__gt=last - timedelta(days=WEEK)).exists()


def _raise(unit_id: int | None, topic: str, last, look: Look) -> SurgeAlarm:
    unit = Unit.objects.get(pk=unit_id) if unit_id else None
    alarm = SurgeAlarm.objects.create(
        place=_place(unit_id, topic),
        unit=unit,
        topic=topic,
        day=last,
        count=look.count,
        usual=float(look.usual),
        chance=float(look.chance),
    )
    people = [*holders_of(Role.LEAD), *holders_of(Role.MANAGER), *(answerable_for(unit) if unit else ())]
    kind = "unit" if unit else "topic" if topic else "all"
    notify(
        users=[person.user for person in people],
        kind=f"tickets.alarm.{kind}",
        dedupe=f"tickets.alarm:{alarm.public_id}",
        url=alarm.get_absolute_url(),
        params={"count": look.count, "unit": both(unit, "name") if unit else "", "day": last.isoformat()},
    )
    record_event(actor=None, action="tickets.alarm.raise", target=alarm, count=look.count, topic=topic)
    return alarm


def settle_alarm(*, alarm: SurgeAlarm, text: str, actor: Person, key: UUID) -> SurgeAlarm:
    """Say what is done about it. Raises NotAllowed, Invalid ({"text": sentence}), Conflict where somebody has said it already."""
    require(can_settle_alarm, actor, alarm)
    text = checked(text, longest=500)

    def act() -> dict:
        done = SurgeAlarm.objects.filter(pk=alarm.pk, settled_at=None).update(
            settled_by=actor, settled_at=clock.now(), text=text
        )
        if not done:
            raise Conflict(_("Somebody has said already what is done about it."), typed=[(_("What you wrote"), text)])
        record_event(actor=actor, action="tickets.alarm.settle", target=alarm)
        return {"alarm": str(alarm.public_id)}

    once(
        actor=actor.public_id,
        action="tickets.alarm.settle",
        key=key,
        payload={"alarm": alarm.public_id, "text": text},
        act=act,
    )
    return SurgeAlarm.objects.select_related("unit", "settled_by").get(pk=alarm.pk)
