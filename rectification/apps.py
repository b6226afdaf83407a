from django.apps import AppConfig


class RectificationConfig(AppConfig):
    name = "rectification"

    def ready(self) -> None:
        from foundation.common.sealing import seal
        from rectification.models import TaskEntry

        seal(TaskEntry)
