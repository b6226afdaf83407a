from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "records"

    def ready(self) -> None:
        from foundation.common.sealing import seal
        from records.models import RecordRevision, RevealLog

        seal(RecordRevision, RevealLog)
