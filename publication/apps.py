from django.apps import AppConfig


class PublicationConfig(AppConfig):
    name = "publication"

    def ready(self) -> None:
        from foundation.common.sealing import seal
        from publication.models import Acknowledgement, PublishedFigure, Snapshot

        seal(Snapshot, PublishedFigure, Acknowledgement)
