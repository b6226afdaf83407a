"""Loading the demo: the bank, two published quarters and the running one. Once a data folder."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from random import Random

from django.db import transaction

from demo import gates, scenes, selfchecks, surveys, voices
from demo.calibration import play_calibration
from demo.organization import Bank, build_bank
from demo.quarter import Quarter, simulate
from demo.standards import start_standard
from foundation.accounts.models import User
from foundation.common import clock
from foundation.notifications.services import mark_read
from organization.models import Unit
from standards.selectors import version_in_force

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
def load_demo(
    say: Callable[[str], None], *, seed: int = SEED, records_per_unit: int = 240, sheets_per_unit: int = 16
) -> Bank | None:
    """All or nothing, in one transaction; None where there is an organization already. At least 160 records and 8 sheets of each unit."""
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
        scenes.before_the_first(bank, random, first, today)
    sizes = {"records_per_unit": records_per_unit, "sheets_per_unit": sheets_per_unit, "say": say}
    for back, mended in ((present + 2, 1.0), (present + 1, 0.4)):
        quarter = _quarter(today, back, mended=mended, designs=scenes.designs(later=mended < 1), **sizes)
        quarter.on_planned = partial(selfchecks.ask_in, bank, quarter)
        if mended < 1:
            scenes.second_quarter(bank, quarter)
        simulate(bank, random, quarter)
    running = _quarter(
        today,
        present,
        share_scored=0.6,
        callbacks_per_unit=3,
        still_at_work=frozenset({bank.people["assessor"].pk}),
        until=clock.now(),
        published=False,
        designs=scenes.designs(later=True),
        **sizes,
    )
    scenes.Running(bank, running, version_in_force()).enter()
    simulate(bank, random, running)
    surveys.ask_further(bank, running)
    gates.begin()
    play_calibration(bank, random)
    say("voices of customers")
    voices.speak(bank)
    voices.read_everything()
    read_old_notifications()
    return bank


def _quarter(today: date, back: int, **more) -> Quarter:
    start = quarter_start(today, back)
    return Quarter(start, quarter_start(today, back - 1), quarter_index(start), **more)


def read_old_notifications() -> None:
    """People have long read what they were told before: only the last days are news."""
    for user in User.objects.filter(notifications__read_at=None).distinct():
        mark_read(user=user, before=clock.now() - NEWS)


def quarter_index(start: date) -> int:
    """Quarters since the year 0."""
    return start.year * 4 + (start.month - 1) // 3
