from django.core.management.base import BaseCommand, CommandError

from foundation.common import catalogs


class Command(BaseCommand):
    help = "Bring the .po files of rooms up to date with their sources: new messages come in, translations stay, obsolete ones go."
    requires_system_checks = []

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "rooms", nargs="*", metavar="room", help="labels such as records or common; all without any"
        )

    def handle(self, *args, **options) -> None:
        known = {room.label: room for room in catalogs.rooms()}
        unknown = [label for label in options["rooms"] if label not in known]
        if unknown:
            raise CommandError(f"There is no room {', '.join(unknown)}; there are {', '.join(sorted(known))}.")
        try:
            for label in options["rooms"] or known:
                self._update(known[label])
        except catalogs.BrokenCatalog as error:
            raise CommandError(str(error)) from error

    def _update(self, room: catalogs.Room) -> None:
        catalog = catalogs.merge(room)
        messages = [message for message in catalog if message.id]
        if not messages and not room.po.exists():
            return
        changed = catalogs.write_catalog(room, catalog)
        open_ones = len(catalogs.complaints(room))
        self.stdout.write(
            f"{room.label}: {len(messages)} messages, {open_ones} to translate" + ("" if changed else ", unchanged")
        )
