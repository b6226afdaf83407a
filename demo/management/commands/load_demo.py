from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from demo.load import load_demo


class Command(BaseCommand):
    help = "Loads the made-up bank with two published quarters and the running one, once."

    def handle(self, *args, **options):
        if settings.PRODUCTION:
            raise CommandError("The demo does not belong in production.")
        bank = load_demo(lambda line: self.stdout.write(f"  {line}"))
        if bank is None:
            self.stdout.write("There is an organization already; nothing was loaded.")
