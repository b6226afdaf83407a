from django.apps import AppConfig


class SelfcheckConfig(AppConfig):
    name = "selfcheck"

    def ready(self) -> None:
        from foundation.common.sealing import seal
        from selfcheck.entries import enter_room
        from selfcheck.models import EntryRevision, SealedCheck

        seal(SealedCheck, EntryRevision)
        enter_room()
