"""The room that knows all others by name: settings, URLs, the Celery app and the launcher."""

from qa_portal.celery import app as celery_app

__all__ = ["celery_app"]
