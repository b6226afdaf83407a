from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "feedback"

    def ready(self) -> None:
        from feedback.models import Answer, Response
        from foundation.common.sealing import seal

        seal(Response, Answer)
