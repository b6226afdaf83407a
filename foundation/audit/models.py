"""One row an act, chained by keyed digests."""

from django.db import models

from foundation.common import clock


class AuditEvent(models.Model):
    """Append-only. Ids, labels of acts and digests; never personal data or free text, so that erasure leaves the chain whole.

    `digest` = HMAC-SHA256 over the canonical JSON of all other fields and `previous`, the digest of the row before.
    Written only by `audit.services.record_event`.
    """

    schema = models.PositiveSmallIntegerField(default=1)
    key_id = models.CharField(max_length=20)
    number = models.BigIntegerField(unique=True, help_text="1, 2, 3 … without a gap")
    at = models.DateTimeField(default=clock.now)
    actor = models.CharField(max_length=36, blank=True, help_text="public id of the person; empty: the system")
    actor_label = models.CharField(max_length=40, blank=True, help_text="staff number")
    action = models.CharField(max_length=80, db_index=True)
    target_kind = models.CharField(max_length=60, blank=True)
    target = models.CharField(max_length=36, blank=True, db_index=True)
    details = models.JSONField(default=dict, help_text="ids, states, digests; no text a person wrote")
    address = models.CharField(max_length=64, blank=True, help_text="keyed digest of the network address")
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(fields=["target_kind", "target", "number"]),
            models.Index(fields=["actor", "number"]),
            models.Index(fields=["at"]),
        ]
