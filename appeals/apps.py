from django.apps import AppConfig


class AppealsConfig(AppConfig):
    name = "appeals"

    def ready(self) -> None:
        from appeals.entries import enter_registries
        from appeals.wording import name_acts, name_notices

        enter_registries()
        name_acts()
        name_notices()
