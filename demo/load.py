"""Loading the demo: the bank, two published quarters and the running one. Once a data folder."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from django.db import transaction

from demo.organization import Bank, build_bank
from demo.quarter import Quarter, simulate
from foundation.accounts.models import User
from foundation.common import clock
from foundation.notifications.services import mark_read
from organization.models import Unit
from standards.services import approve_version, create_standard_from_preset, put_in_force, submit_version

SEED = 20260101
SETTLED = timedelta(days=20)
NEWS = timedelta(days=14)


def quarter_start(day: date, back: int = 0) -> date:
    """The first day of the quarter that holds `day`, or of one `back` quarters before."""
    index = day.year * 4 + (day.month - 1) // 3 - back
    return date(index // 4, index % 4 * 3 + 1, 1)


def is_loaded() -> bool:
    return Unit.objects.exists()


@transaction.atomic
def load_demo(say: Callable[[str], None], *, seed: int = SEED) -> Bank | None:
    """All or nothing, in one transaction; None where there is an organization already."""
    if is_loaded():
        return None
    random = Random(seed)
    today = clock.today()
    # In the first days of a quarter there is nothing in it to look at yet: the one before is then still being scored.
    present = 0 if today - quarter_start(today) > SETTLED else 1
    first = quarter_start(today, present + 2)
    say("organization")
    with clock.travelling(clock.at_local(first - timedelta(days=30), 9)):
        bank = build_bank(random)
        start_standard(bank)
    for back in (present + 2, present + 1):
        start = quarter_start(today, back)
        simulate(
            bank,
            random,
            Quarter(
                start,
                quarter_start(today, back - 1),
                quarter_index(start),
                240,
                16,
                mended=1.0 if back == present + 2 else 0.4,
                say=say,
            ),
        )
    start, end = quarter_start(today, present), quarter_start(today, present - 1)
    running = Quarter(
        start, end, quarter_index(start), 240, 16, share_scored=0.6, until=clock.now(), published=False, say=say
    )  # fmt: skip
    simulate(bank, random, running)
    read_old_notifications()
    return bank


def read_old_notifications() -> None:
    """People have long read what they were told before: only the last days are news."""
    for user in User.objects.filter(notifications__read_at=None).distinct():
        mark_read(user=user, before=clock.now() - NEWS)


def start_standard(bank: Bank) -> None:
    """The standard of four dimensions, written by the lead, approved by the manager and put in force."""
    version = create_standard_from_preset(preset="four-dimensions", author=bank.people["lead"])
    submit_version(version=version, actor=bank.people["lead"])
    approve_version(version=version, actor=bank.people["manager"])
    put_in_force(version=version, actor=bank.people["manager"])


def quarter_index(start: date) -> int:
    """Quarters since the year 0."""
    return start.year * 4 + (start.month - 1) // 3
