from django.core.management.base import BaseCommand

from demo.organization import CAST, PASSWORD
from organization.models import Person


class Command(BaseCommand):
    help = "Prints one demo sign-in per role."

    def handle(self, *args, **options):
        known = {person.user.username: person for person in Person.objects.filter(user__isnull=False).select_related("user", "unit")}
        for username, name, latin, _unit, role in CAST:
            if username in known:
                self.stdout.write(f"  {role.label:<20}{username:<12}{PASSWORD}   {name} {latin}")
