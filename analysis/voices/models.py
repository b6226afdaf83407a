"""What is kept of free texts so that a quarter can be counted without opening them: rows that say nothing without the installation's keys.

The text stays in its room, encrypted. Here stands which words it has, by the numbers of words that are encrypted themselves; see decision 071.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from analysis.enums import VoiceListState
from foundation.common.fields import EncryptedTextField
from foundation.common.models import Entity, Versioned
from organization.models import Person, Unit


class VoiceList(Entity, Versioned):
    """A version of the list of themes and words. One is a draft at most, one in force; what was in force stays to be read.

    `content`: {"themes": [{number, zh, en, words}], "own": [words], "stop": [words], "next": number of the next theme}. `phrases` are learned
    when the texts are sorted by it.
    """

    States = VoiceListState
    number = models.PositiveIntegerField(_("version"), unique=True)
    state = models.CharField(max_length=8, choices=VoiceListState, default=VoiceListState.DRAFT)
    content = models.JSONField()
    phrases = EncryptedTextField(blank=True, default="", help_text="JSON: pairs of words that count as one")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    in_force_at = models.DateTimeField(null=True, blank=True)
    sorted_at = models.DateTimeField(null=True, blank=True, help_text="when all texts were sorted by it")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=Q(state="draft"), name="one_draft_of_themes"),
            models.UniqueConstraint(fields=["state"], condition=Q(state="in_force"), name="one_list_in_force"),
        ]

    def __str__(self) -> str:
        return str(self.number)


class VoicePlace(models.Model):
    """Up to which key a source has been read."""

    source = models.CharField(max_length=12, unique=True)
    reached = models.BigIntegerField(default=0)


class Term(models.Model):
    """A word. Found by its blind index; the word itself is encrypted, as the texts are."""

    digest = models.CharField(max_length=64, unique=True)
    word = EncryptedTextField()


class VoiceText(Entity):
    """That a source has a text, and what of it is counted. Written by `analysis.voices.indexing` only."""

    source = models.CharField(max_length=12)
    key = models.BigIntegerField(help_text="the text's key in its source")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    week = models.DateField(help_text="the Monday")
    channel = models.CharField(max_length=12)
    score = models.PositiveSmallIntegerField(null=True, help_text="1 to 5, given beside the text")
    tone = models.BooleanField(null=True, help_text="True: discontent, by the model; empty: no model, or not sure")
    digest = models.CharField(max_length=64, help_text="blind index of what it was counted from")
    list_number = models.PositiveIntegerField(help_text="version of the list by which it was sorted")
    lot = models.PositiveIntegerField(help_text="the order in which texts are drawn to be checked")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="voice_once")]
        indexes = [
            models.Index(fields=["week", "unit"], name="voice_week_unit"),
            models.Index(fields=["list_number", "id"], name="voice_by_list"),
        ]


class Mention(models.Model):
    """A text has a word, or a theme. `kind` is of `CountKind`, `item` the key of the term or the number of the theme."""

    id = models.BigAutoField(primary_key=True)
    text = models.ForeignKey(VoiceText, on_delete=models.CASCADE, related_name="mentions", db_index=True)
    kind = models.PositiveSmallIntegerField()
    item = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "item", "text"], name="mention_once")]


class VoiceTotal(models.Model):
    """Texts of a week, unit, source and channel that have an item. Kept so that no page counts mentions; `verify` counts them again.

    Each is counted once more for all units together (unit 0), with its source and channel, with either and with neither: what pages ask for that
    choose no unit.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.PositiveSmallIntegerField()
    week = models.DateField()
    item = models.PositiveIntegerField()
    unit_id = models.BigIntegerField()
    source = models.CharField(max_length=12)
    channel = models.CharField(max_length=12)
    n = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "week", "item", "unit_id", "source", "channel"], name="voice_total_once"
            )
        ]
        # For those who see some units, and for the totals of all. It holds all that a page reads: rows of a unit lie far apart in the table.
        indexes = [
            models.Index(
                fields=["unit_id", "kind", "week", "item", "source", "channel", "n"], name="voice_total_of_units"
            )
        ]


class ThemeCheck(Entity):
    """Somebody has read a text and says whether a theme is rightly said of it. The text's row takes it along."""

    text = models.ForeignKey(VoiceText, on_delete=models.CASCADE, related_name="checks")
    theme = models.PositiveIntegerField()
    is_right = models.BooleanField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text", "theme"], name="theme_checked_once")]


class ToneModel(Entity):
    """What was learned of the tone from texts with a score beside them. One row: the next takes its place, so that erased texts leave nothing."""

    n = models.PositiveIntegerField(help_text="texts that it was learned from")
    content = EncryptedTextField(
        help_text="JSON: counts and texts of tickets.learning.Learned; empty where it is not shown"
    )
    accuracy = models.JSONField(help_text="on texts that it had not seen: balanced, low, high, labels")
    is_shown = models.BooleanField()

    class Meta:
        ordering = ["-pk"]
