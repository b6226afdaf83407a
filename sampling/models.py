"""Draws that anyone can verify (R12). The rule is in docs/draw-rule.md."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.common import clock
from foundation.common.fields import EncryptedTextField
from foundation.common.models import Entity, StoredFile, Versioned
from organization.enums import Role
from organization.models import Person
from sampling.enums import DrawState, ReplacementReason


class Draw(Entity, Versioned):
    """Committed secret → frozen frame → nonces → seed → sample and reserve list. Written only by `sampling.services`."""

    States = DrawState
    title = models.CharField(max_length=120)
    rule = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=DrawState, default=DrawState.COMMITTED)
    commitment = models.CharField(
        max_length=64, help_text="SHA-256 of the secret, published before the frame is frozen"
    )
    secret = EncryptedTextField(help_text="hex; shown after the draw")
    nonces_wanted = models.PositiveSmallIntegerField(
        default=0, help_text="how many people add chance of their own before it can be drawn"
    )
    frame = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    frame_digest = models.CharField(max_length=64, blank=True)
    frame_counts = models.JSONField(default=dict, help_text="stratum → number of keys")
    sizes = models.JSONField(default=dict, help_text="stratum → sample size")
    reserves = models.JSONField(default=dict, help_text="stratum → length of the reserve list")
    seed = models.CharField(
        max_length=64, blank=True, help_text="hex, from the revealed secret, the frame's digest and the nonces"
    )
    committed_at = models.DateTimeField(default=clock.now)
    frozen_at = models.DateTimeField(null=True, blank=True)
    drawn_at = models.DateTimeField(null=True, blank=True)
    committed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("sampling:draw_detail", kwargs={"public_id": self.public_id})

    @property
    def is_drawn(self) -> bool:
        return self.state == DrawState.DRAWN


class Nonce(Entity):
    """Chance added by a person after the frame was frozen: nobody alone can shape the seed. Insert-only."""

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="nonces")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(
        _("as"),
        max_length=20,
        choices=Role,
        help_text="lead and supervisor give one each, so that no side alone decides",
    )
    position = models.PositiveSmallIntegerField()
    value = models.CharField(_("your random characters"), max_length=100)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "person"], name="one_nonce_a_person"),
            models.UniqueConstraint(fields=["draw", "role"], name="one_nonce_a_role"),
            models.UniqueConstraint(fields=["draw", "position"], name="one_nonce_a_position"),
        ]


class DrawnItem(Entity):
    """A key that was drawn, or stands on the reserve list. Insert-only: what becomes of it is told by what points here."""

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="items")
    stratum = models.CharField(max_length=60)
    position = models.PositiveIntegerField(
        help_text="1, 2, … within the stratum; the reserve list goes on from the sample"
    )
    key = models.CharField(max_length=120)
    is_reserve = models.BooleanField(default=False)

    class Meta:
        ordering = ["stratum", "position"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "stratum", "position"], name="one_item_a_position"),
            models.UniqueConstraint(fields=["draw", "key"], name="drawn_once"),
        ]


class Replacement(Entity):
    """An item that fell out, and the first unused one of its stratum's reserve list that came in for it. Insert-only.

    `asked_by` is whose item it was, and replacements are counted by that person; `decided_by` is who had it done, often the
    same; nobody where the portal found that a half-day had passed.
    """

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="replacements")
    ordinal = models.PositiveIntegerField(help_text="1, 2, … within the draw, in the order in which they were made")
    fallen = models.OneToOneField(DrawnItem, on_delete=models.PROTECT, related_name="replacement")
    taken = models.OneToOneField(DrawnItem, on_delete=models.PROTECT, related_name="replaces")
    reason = models.CharField(_("reason"), max_length=20, choices=ReplacementReason)
    text = EncryptedTextField(_("what happened"), blank=True, default="")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["draw", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "ordinal"], name="replacements_one_by_one"),
            models.CheckConstraint(condition=~models.Q(fallen=models.F("taken")), name="replaced_by_another"),
        ]
