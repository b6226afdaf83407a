"""How many answers of customers a plan wants (R15, R23)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.cycle import Plan


class PlannedAnswers(models.Model):
    """From which questionnaire, by its public id: the room that keeps it stands beside this one. A plan that wants none has no row."""

    plan = models.OneToOneField(Plan, on_delete=models.CASCADE, related_name="planned_answers")
    questionnaire = models.UUIDField()
    wanted = models.PositiveSmallIntegerField(_("answers wanted"))

    def __str__(self) -> str:
        return f"{self.plan} {self.wanted}"
