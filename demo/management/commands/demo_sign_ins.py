import json

from django.core.management.base import BaseCommand

from demo.organization import CAST, DESK, OUTSIDER
from demo.password import PASSWORD
from organization.models import Person


class Command(BaseCommand):
    help = "Prints one demo sign-in per role."

    def add_arguments(self, parser):
        parser.add_argument(
            "--json", action="store_true", help="a list of role, name, username and password, for scripts"
        )

    def handle(self, *args, **options):
        people = Person.objects.filter(user__isnull=False).select_related("user", "unit")
        known = {person.user.username: person for person in people}
        cast = [member for member in (*CAST, DESK, OUTSIDER) if member[0] in known]
        if options["json"]:
            rows = [
                {"role": str(role.label), "name": name, "username": username, "password": PASSWORD}
                for username, name, _latin, _unit, role in cast
            ]
            self.stdout.write(json.dumps(rows, ensure_ascii=False))
            return
        for username, name, latin, _unit, role in cast:
            self.stdout.write(f"  {role.label:<20}{username:<12}{PASSWORD}   {name} {latin}")
