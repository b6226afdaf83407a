"""What happened between customers and the firm, as it came from the systems of record."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _

from foundation.common import clock
from foundation.common.fields import EncryptedTextField
from foundation.common.models import Entity, Labelled, StoredFile, Versioned
from foundation.jobs.models import Job, JobState
from organization.models import Person, Unit
from records.enums import ImportState, Touchpoint
from records.masking import mask_name, mask_phone


class Source(Entity):
    """A system that records come from. Its name and a record's number together are the record's natural key."""

    name = models.CharField(_("name"), max_length=40, unique=True)

    def __str__(self) -> str:
        return self.name


class ImportMapping(Entity):
    """How a source's columns become fields; remembered from the last import of that source."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="mappings")
    columns = models.JSONField(default=dict, help_text="field → header")
    values = models.JSONField(
        default=dict, help_text="field → {value in the file → value here}, for example topic → unit code"
    )
    formats = models.JSONField(default=dict, help_text="constants, date order, factors of seconds")
    remembered_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.name


class ImportRun(Entity, Versioned):
    """One file on its way in, or the rows that another system delivered in one call (`services.delivering`).

    `position` is the last row of the file that is dealt with, written in the transaction that stores the rows up to it: whoever goes on
    after a crash goes on below it. The counts and the position are written only by `records.services.storing`.
    """

    States = ImportState
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    delivered_by = models.CharField(
        max_length=40, blank=True, default="", help_text="code of the system that has delivered the rows without a file"
    )
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="imports")
    options = models.JSONField(
        default=dict, help_text="encoding, delimiter, sheet and header row where a person has decided them"
    )
    mapping = models.JSONField(default=dict, help_text="columns, values and formats as they were used")
    analysis = EncryptedTextField(
        default="", blank=True, help_text="JSON: header, first rows and distinct values of the file"
    )
    check_result = models.JSONField(null=True, blank=True, help_text="what a trial run has counted")
    state = models.CharField(max_length=12, choices=ImportState, default=ImportState.MAPPING)
    started_by = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="empty: from the command line",
    )
    job = models.ForeignKey(Job, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    position = models.BigIntegerField(default=0)
    rows_total = models.BigIntegerField(default=0, help_text="estimated when the file was opened")
    rows_read = models.BigIntegerField(default=0)
    rows_added = models.BigIntegerField(default=0)
    rows_corrected = models.BigIntegerField(default=0)
    rows_unchanged = models.BigIntegerField(default=0)
    rows_rejected = models.BigIntegerField(default=0)
    rows_held = models.BigIntegerField(default=0, help_text="of the rejected, those whose record is being assessed")
    held_settled_at = models.DateTimeField(
        null=True, blank=True, help_text="when the records were free again, or a lead left it at that"
    )
    finished_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)
    erased_at = models.DateTimeField(
        null=True, blank=True, help_text="when the file, what was read of it and the rows sent back were erased"
    )

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.file.name if self.file else gettext("Delivered by %(system)s") % {"system": self.delivered_by}

    def get_absolute_url(self) -> str:
        return reverse("records:import_detail", args=[self.public_id])

    @property
    def percent(self) -> int:
        if self.state == ImportState.DONE:
            return 100
        return min(99, self.rows_read * 100 // self.rows_total) if self.rows_total else 0

    @property
    def has_held_rows(self) -> bool:
        """Rows that a lead has not looked at yet, and whose records are not free."""
        return self.rows_held > 0 and self.held_settled_at is None

    @property
    def is_stalled(self) -> bool:
        """Running in name only: its background job was given up."""
        return self.state == ImportState.RUNNING and self.job is not None and self.job.state == JobState.FAILED


class PendingUpload(Entity):
    """A file that was brought and could not be read as it was asked for: kept, so that whoever brought it mends what was asked and need not bring
    it again. Gone once it is read (`services.opening`), or in time (`retention`)."""

    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    brought_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.file.name


class RejectedRow(models.Model):
    """A row that was not taken, with its reason and the values as they stood in the file. Those may name customers: encrypted."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, db_index=False, related_name="rejected")
    row_number = models.BigIntegerField()
    reason = models.CharField(max_length=20, help_text="code of records.problems.SENTENCES")
    column = models.CharField(max_length=110, blank=True, help_text="header of the column that it is about")
    value = models.CharField(max_length=60, blank=True, help_text="the value that is assigned to nothing; else empty")
    content = EncryptedTextField(help_text="JSON: parameters of the reason, values of the row")

    class Meta:
        ordering = ["row_number"]
        constraints = [models.UniqueConstraint(fields=["run", "row_number"], name="rejected_row_once")]


class ServiceRecord(Labelled):
    """A call, chat, ticket or counter visit. An empty figure is unknown, never 0. Written by imports only.

    No UUID: a million rows are found by source and number, and URLs use the bigint through its unit's scope.
    """

    # Every index and every foreign key that the database checks costs each of millions of rows, so both are few and chosen. Sources, units and
    # imports are never deleted (PROTECT says so to Django), only this room's import writes the keys, and `manage.py verify` looks for strays.
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, db_index=False, db_constraint=False, related_name="records"
    )
    number = models.CharField(_("record number"), max_length=64)
    touchpoint = models.CharField(
        _("touchpoint"), max_length=12, choices=Touchpoint, default=Touchpoint.UNKNOWN, db_default=Touchpoint.UNKNOWN
    )
    occurred_at = models.DateTimeField(_("when"))
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        db_constraint=False,
        related_name="records",
        verbose_name=_("unit"),
    )
    agent = models.CharField(
        _("served by"),
        max_length=60,
        blank=True,
        default="",
        db_default="",
        help_text=_("name or staff number as recorded"),
    )
    topic = models.CharField(_("topic"), max_length=120, blank=True, default="", db_default="")
    answered = models.BooleanField(_("answered"), null=True)
    resolved = models.BooleanField(_("resolved"), null=True)
    answer_seconds = models.PositiveIntegerField(_("seconds to answer"), null=True)
    handle_seconds = models.PositiveIntegerField(_("seconds of conversation"), null=True)
    rating = models.PositiveSmallIntegerField(_("customer's rating"), null=True, help_text=_("1 to 5"))
    customer_name = EncryptedTextField(_("customer"), blank=True, default="", db_default="")
    customer_phone = EncryptedTextField(_("customer's number"), blank=True, default="", db_default="")
    phone_index = models.CharField(
        max_length=64, blank=True, default="", db_default="", help_text="blind index of the number"
    )
    transcript = models.TextField(_("what was said"), blank=True, default="", db_default="")
    imported_by = models.ForeignKey(
        ImportRun,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        db_constraint=False,
        related_name="records",
        help_text="the import that brought the present values",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="record_once"),
            models.CheckConstraint(
                condition=models.Q(rating=None) | models.Q(rating__range=(1, 5)), name="rating_1_to_5"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "occurred_at"], name="record_unit_when"),
            models.Index(
                fields=["phone_index", "occurred_at"], condition=~models.Q(phone_index=""), name="record_phone_when"
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """The record's name in frames and proofs: `source:number`."""
        return f"{self.source.name}:{self.number}"

    @property
    def masked_name(self) -> str:
        return mask_name(self.customer_name)

    @property
    def masked_phone(self) -> str:
        return mask_phone(self.customer_phone)

    def get_absolute_url(self) -> str:
        return reverse("records:record_detail", args=[self.pk])


class RecordRevision(models.Model):
    """The values a record had before a later file corrected it. Insert-only."""

    record = models.ForeignKey(ServiceRecord, on_delete=models.PROTECT, related_name="revisions")
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="+")
    values = models.JSONField()
    at = models.DateTimeField(default=clock.now)


class RevealLog(Entity):
    """Who looked at a customer's name or number, and why. Insert-only."""

    record = models.ForeignKey(ServiceRecord, on_delete=models.PROTECT, related_name="reveals")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=200)
    at = models.DateTimeField(default=clock.now)
