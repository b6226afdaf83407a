from django.core.management.base import BaseCommand, CommandError

from foundation.audit.verifiers import run_verifiers


class Command(BaseCommand):
    help = "Checks the audit chain, sealed tables, draws, totals and publications; exits with an error naming what is wrong."

    def handle(self, *args, **options):
        wrong = 0
        for name, problems in run_verifiers().items():
            self.stdout.write(f"{name}: {'holds' if not problems else f'{len(problems)} wrong'}")
            for problem in problems:
                self.stdout.write(f"  - {problem}")
            wrong += len(problems)
        if wrong:
            raise CommandError(f"{wrong} thing(s) do not hold.")
        self.stdout.write("Everything holds.")
