import sys
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from foundation.common.errors import Invalid
from organization import services
from organization.enums import Role
from organization.models import Unit


class Command(BaseCommand):
    help = "Adds a person to a unit: create_person 00102 郭敏 --unit RET --role assessor --username guomin --password-stdin"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", help="staff number")
        parser.add_argument("name")
        parser.add_argument("--unit", required=True, metavar="CODE", help="code of the unit the person works in")
        parser.add_argument(
            "--role",
            action="append",
            default=[],
            metavar="ROLE[:UNIT]",
            help=f"one of {', '.join(Role.values)}; with the code of a unit if it is not the person's own; may be repeated",
        )
        parser.add_argument("--name-en", default="", help="name in Latin letters")
        parser.add_argument("--username", help="makes an account")
        parser.add_argument("--email", default="")
        secret = parser.add_mutually_exclusive_group()
        secret.add_argument("--password", help="seen in the list of processes: for trials only")
        secret.add_argument(
            "--password-stdin", action="store_true", help="the password is the first line of standard input"
        )

    def handle(self, *args, **options) -> None:
        if (options["password"] or options["password_stdin"]) and not options["username"]:
            raise CommandError("A password needs a --username.")
        password = sys.stdin.readline().rstrip("\r\n") if options["password_stdin"] else options["password"]
        if options["password_stdin"] and not password:
            raise CommandError("Standard input holds no password.")
        try:
            person = services.create_person(
                staff_number=options["number"],
                name=options["name"],
                name_en=options["name_en"],
                unit=unit_with(options["unit"]),
                roles=[_role(text) for text in options["role"]],
                username=options["username"],
                password=password,
                email=options["email"],
            )
        except Invalid as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{person.staff_number} {person.name} ({person.unit.code})")


def unit_with(code: str) -> Unit:
    unit = Unit.objects.filter(code__iexact=code).first()
    if unit is None:
        raise CommandError(
            f"There is no unit {code!r}. Units: {', '.join(Unit.objects.values_list('code', flat=True)) or 'none yet'}."
        )
    return unit


def _role(text: str) -> tuple[str, Unit | None]:
    role, _colon, code = text.partition(":")
    if role not in Role.values:
        raise CommandError(f"There is no role {role!r}. Roles: {', '.join(Role.values)}.")
    return role, unit_with(code) if code else None
