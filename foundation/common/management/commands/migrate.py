"""`manage.py migrate`, which lays a new database down in one go."""

from django.core.management.commands import migrate
from django.db import connections

from foundation.common.laying import is_new, lay_down

# Who asks for a part, a plan or a pretence gets Django's own way.
ASKED = ("app_label", "migration_name", "plan", "check_unapplied", "fake", "fake_initial", "run_syncdb", "prune")


class Command(migrate.Command):
    help = f"{migrate.Command.help} A database without any table is laid down from the models."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--step-by-step", action="store_true", help="Go through every migration, also in a new database."
        )

    def handle(self, *args, **options):
        connection = connections[options["database"]]
        if not options["step_by_step"] and not any(options[name] for name in ASKED) and is_new(connection):
            made = lay_down(connection)
            if options["verbosity"]:
                self.stdout.write(f"  Laid down {made} tables.")
        return super().handle(*args, **options)
