from django.core.management.base import BaseCommand, CommandError

from foundation.common import catalogs


class Command(BaseCommand):
    help = "Compile every room's .po file to .mo. With --strict, fail where a message is missing, untranslated, fuzzy or translated in two ways."
    requires_system_checks = []

    def add_arguments(self, parser) -> None:
        parser.add_argument("--strict", action="store_true")

    def handle(self, *args, **options) -> None:
        problems: list[str] = []
        count = 0
        for room in catalogs.rooms():
            try:
                if room.po.exists():
                    count += catalogs.compile_catalog(room)
                if options["strict"]:
                    problems += catalogs.complaints(room)
            except catalogs.BrokenCatalog as error:
                problems.append(str(error))
        if options["strict"] and not problems:
            problems = catalogs.disagreements()
        if problems:
            raise CommandError("\n".join([*problems, f"{len(problems)} problems in the translations."]))
        self.stdout.write(f"{count} messages compiled.")
