from django.core.management.base import BaseCommand

from analysis.voices.counting import recount_voices


class Command(BaseCommand):
    help = "Counts the totals of free texts again and sets right the weeks that differ."

    def handle(self, *args, **options):
        wrong = recount_voices()
        for week in wrong:
            self.stdout.write(f"set right: the week of {week}")
        if not wrong:
            self.stdout.write("All totals are right.")
