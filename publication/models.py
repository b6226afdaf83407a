"""What everyone may read: a frozen snapshot of a cycle's results whose integrity anybody can verify (R39)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.models import Cycle
from foundation.common import clock
from foundation.common.models import Entity, Versioned
from foundation.common.texts import localized
from organization.models import Person
from publication.enums import PublicationState


class Publication(Entity, Versioned):
    """One edition of a cycle's published results. Two people: the author proposes, another approves."""

    States = PublicationState
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="publications")
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    title_zh = models.CharField(_("title in Chinese"), max_length=100)
    title_en = models.CharField(_("title in English"), max_length=150, blank=True)
    summary_zh = models.TextField(_("summary in Chinese"), blank=True)
    summary_en = models.TextField(_("summary in English"), blank=True)
    state = models.CharField(max_length=10, choices=PublicationState, default=PublicationState.DRAFT)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    returned_reason = models.CharField(_("why it was returned"), max_length=300, blank=True)
    change_note = models.CharField(_("what changed since the last edition, and why"), max_length=500, blank=True)
    snapshot = models.OneToOneField("Snapshot", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-cycle__start", "-edition"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "edition"], name="edition_once"),
            models.UniqueConstraint(
                fields=["cycle"], condition=~Q(state="published"), name="one_edition_in_the_making"
            ),
        ]

    def __str__(self) -> str:
        return localized(self, "title")

    def get_absolute_url(self) -> str:
        return reverse("publication:publication_detail", kwargs={"public_id": self.public_id})

    @property
    def is_published(self) -> bool:
        return self.state == PublicationState.PUBLISHED


class Snapshot(Entity):
    """The frozen content: canonical JSON, its SHA-256, and the keyed signature of that. Insert-only.

    Made when an edition is proposed, so that what is approved is what is published; a proposal that was returned leaves its snapshot behind.
    """

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="snapshots")
    schema = models.PositiveSmallIntegerField(default=1)
    body = models.TextField(help_text="canonical JSON")
    digest = models.CharField(max_length=64)
    key_id = models.CharField(max_length=20)
    signature = models.CharField(max_length=64)
    frozen_at = models.DateTimeField(default=clock.now)


class PublishedFigure(models.Model):
    """The figures as rows, copied: a later formula cannot move a published page. Insert-only, equal to the snapshot's."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="figures")
    unit_code = models.CharField(max_length=20)
    unit_name_zh = models.CharField(max_length=60)
    unit_name_en = models.CharField(max_length=80, blank=True)
    group = models.CharField(max_length=30, blank=True, help_text="ranks hold among the units of one group")
    level = models.CharField(max_length=10)
    code = models.CharField(max_length=20, blank=True)
    value = models.CharField(max_length=20, blank=True, help_text="decimal as text; empty: no figure")
    low = models.CharField(max_length=20, blank=True)
    high = models.CharField(max_length=20, blank=True)
    n = models.BigIntegerField(default=0)
    rank = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["snapshot", "unit_code", "level", "code"], name="figure_once")]


class Acknowledgement(models.Model):
    """Somebody has read it. Insert-only."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="acknowledgements")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["publication", "person"], name="acknowledged_once")]
