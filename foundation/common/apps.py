from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CommonConfig(AppConfig):
    name = "foundation.common"
    label = "common"

    def ready(self) -> None:
        from foundation.common.sealing import make_triggers

        post_migrate.connect(make_triggers, dispatch_uid="common.make_triggers")
