"""How long personal data is kept, and the proof that it was erased."""

from django.db import models

from foundation.common import clock
from foundation.common.models import Entity, Versioned


class RetentionTerm(Entity, Versioned):
    """An administrator's own term for a class of data; without a row the class's own days hold."""

    code = models.CharField(max_length=60, unique=True)
    days = models.PositiveIntegerField()


class Erasure(Entity):
    """That so many rows of a class, all older than `before`, lost their personal data. Insert-only; it says nothing of whose they were."""

    code = models.CharField(max_length=60)
    before = models.DateTimeField()
    count = models.PositiveIntegerField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["code", "at"])]
