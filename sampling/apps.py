from django.apps import AppConfig


class SamplingConfig(AppConfig):
    name = "sampling"

    def ready(self) -> None:
        from foundation.common.sealing import seal
        from sampling.models import DrawnItem, Nonce

        seal(DrawnItem, Nonce)
