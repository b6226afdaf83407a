"""What every table of the house starts from, the stored file and the receipts."""

from functools import cache

from django.db import models
from django.utils.encoding import force_str
from django.utils.translation import gettext_lazy as _

from foundation.common import clock
from foundation.common.fields import new_public_id


class Labelled(models.Model):
    """`get_…_display` as Django has it, without reading all labels of the field for each: that is every choice in the reader's language, for every
    row of a list."""

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field: models.Field) -> str:
        value = getattr(self, field.attname)
        return force_str(_labels(field).get(value, value), strings_only=True)


@cache
def _labels(field: models.Field) -> dict:
    """{value: label}; labels are translated when they are shown."""
    return dict(field.flatchoices)


class Entity(Labelled):
    """bigint key inside, `public_id` in URLs."""

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        abstract = True


class Versioned(models.Model):
    """`version` rises with every change; `common.states.advance` and the services compare and swap on it."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class StoredFile(Entity):
    """An uploaded or generated file: bytes under a random name in the files folder, what they are in this row."""

    name = models.CharField(_("file name"), max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the bytes, hex")
    path = models.CharField(max_length=100, unique=True)
    uploaded_by = models.CharField(max_length=36, blank=True, help_text="public id of the person")

    def __str__(self) -> str:
        return self.name


class Receipt(models.Model):
    """The answer that was given to a client key; kept for ever. Written only by `common.receipts.once`."""

    actor = models.CharField(max_length=64)
    action = models.CharField(max_length=80)
    key = models.UUIDField()
    payload_digest = models.CharField(max_length=64)
    answer = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "action", "key"], name="receipt_once")]
