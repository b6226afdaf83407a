from django.apps import AppConfig


class ConnectionsConfig(AppConfig):
    name = "connections"

    def ready(self) -> None:
        from connections.entries import enter_registries
        from connections.wording import name_acts, name_notices

        enter_registries()
        name_acts()
        name_notices()
