"""What people are told: in the portal, and by e-mail through the outbox."""

from django.conf import settings
from django.db import models

from foundation.common import clock
from foundation.common.models import Entity


class Notification(Entity):
    """One thing told to one user. `kind` names the text (registry of texts), `params` fill it in; texts are made when they are shown.

    `dedupe` is the natural key: the same thing is told once. Written only by `notifications.services`.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=60)
    params = models.JSONField(default=dict)
    url = models.CharField(max_length=200, blank=True)
    dedupe = models.CharField(max_length=120)
    at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True, help_text="when the bundle with this one went out")
    mail_due_at = models.DateTimeField(
        default=clock.now, help_text="not before; moved on by a claim and by each refusal of the mail server"
    )
    mail_attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "dedupe"], name="notification_once")]
        indexes = [models.Index(fields=["user", "read_at"]), models.Index(fields=["mailed_at", "mail_due_at"])]
