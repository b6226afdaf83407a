from django.apps import AppConfig


class TicketsConfig(AppConfig):
    name = "tickets"

    def ready(self) -> None:
        from tickets.entries import enter_registries
        from tickets.wording import name_acts, name_notices

        enter_registries()
        name_acts()
        name_notices()
