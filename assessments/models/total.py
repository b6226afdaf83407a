"""Totals kept from sealed sheets, and readings of measures. Both can be recomputed; `manage.py verify` compares."""

from django.db import models

from assessments.models.cycle import Cycle
from organization.models import Unit


class TotalLevel(models.TextChoices):
    SHEET = "sheet"
    DIMENSION = "dimension"
    INDICATOR = "indicator"


class ScoreTotal(models.Model):
    """n, sum and sum of squares (integers of 1/10,000 point and their squares) over the latest revisions of the plan sheets of a unit.

    Spot-check sheets stay out. `code` is empty at level sheet, else the dimension's or indicator's code.
    Its only writer is `assessments.services.totals.add_to_totals`, called in the transaction that seals a revision.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="totals")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=10, choices=TotalLevel)
    code = models.CharField(max_length=20, blank=True)
    n = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    squares = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cycle", "unit", "level", "code"], name="one_total")]


class MeasureReading(models.Model):
    """A measure for a unit in a cycle, as it stood when last computed. Its only writer is `assessments.services.measures.refresh_measures`.

    n observations with sum `total` and sum of squares `squares` in the measure's own unit, as exact decimals in text.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="readings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    measure = models.CharField(max_length=60)
    n = models.BigIntegerField(default=0)
    total = models.CharField(max_length=40, default="0")
    squares = models.CharField(max_length=40, default="0")
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cycle", "unit", "measure"], name="one_reading")]
