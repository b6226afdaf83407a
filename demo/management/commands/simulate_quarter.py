from datetime import date, timedelta
from random import Random

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from assessments.models import Cycle
from demo.load import is_loaded, quarter_index, quarter_start
from demo.organization import build_bank
from demo.quarter import Quarter, simulate
from demo.standards import start_standard
from foundation.common import clock


class Command(BaseCommand):
    help = "Plays one whole quarter through the services, on an empty database: for load tests and benchmarks. Ends with verify."

    def add_arguments(self, parser):
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--departments", type=int, default=10, help="at least 4")
        parser.add_argument("--sheets", type=int, default=20, help="score sheets for each department, at least 2")
        parser.add_argument("--records", type=int, default=200, help="service records for each department")
        parser.add_argument("--quarter", default="2025-01-01", help="first day of the quarter")

    def handle(self, *args, **options):
        if settings.PRODUCTION:
            raise CommandError("A simulated quarter does not belong in production.")
        if is_loaded() or Cycle.objects.exists():
            raise CommandError(
                "The database is in use: simulate in an empty one (--data of bin/start, or DATABASE_URL)."
            )
        if options["departments"] < 4 or options["sheets"] < 2 or options["records"] < 4 * options["sheets"]:
            raise CommandError("Give at least 4 departments, 2 sheets, and four times as many records as sheets.")
        start = quarter_start(_date(options["quarter"]))
        end = quarter_start(start + timedelta(days=100))
        if end > clock.today():
            raise CommandError("The quarter must have passed.")
        random = Random(options["seed"])
        with transaction.atomic():
            with clock.travelling(clock.at_local(start - timedelta(days=30), 9)):
                bank = build_bank(random, departments=options["departments"])
                start_standard(bank)
            say = lambda line: self.stdout.write(f"  {line}")  # noqa: E731
            simulate(
                bank, random, Quarter(start, end, quarter_index(start), options["records"], options["sheets"], say=say)
            )
        call_command("verify", stdout=self.stdout)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"{text!r} is no date like 2025-01-01.") from None
