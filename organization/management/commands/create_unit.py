from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from foundation.common.errors import Invalid
from organization import services
from organization.enums import UnitKind
from organization.management.commands.create_person import unit_with


class Command(BaseCommand):
    help = "Adds a unit: create_unit HO 滨海银行 --kind head_office, then create_unit RET 零售金融部 --kind department --parent HO"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code")
        parser.add_argument("name")
        parser.add_argument("--kind", required=True, choices=UnitKind.values)
        parser.add_argument("--parent", metavar="CODE", help="code of the unit above; none for the head office")
        parser.add_argument("--name-en", default="")
        parser.add_argument("--peer-group", default="", help="units with the same word are ranked among each other")
        parser.add_argument("--not-assessed", action="store_true")
        parser.add_argument("--customer-service", action="store_true")

    def handle(self, *args, **options) -> None:
        try:
            unit = services.create_unit(
                code=options["code"],
                name_zh=options["name"],
                name_en=options["name_en"],
                kind=options["kind"],
                parent=unit_with(options["parent"]) if options["parent"] else None,
                peer_group=options["peer_group"],
                is_assessed=not options["not_assessed"],
                is_customer_service=options["customer_service"],
            )
        except Invalid as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{unit.code} {unit.name_zh}")
