"""Weight studies and every setting of weights: kept with the version for ever."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _

from foundation.common import clock
from foundation.common.crypto import new_salt
from foundation.common.models import Entity, Versioned
from organization.models import Person
from standards.studies.enums import ExpertState, RandomIndexTable, StudyLevel, StudyState, WeightSource

DEFAULT_MONTHS = 12


class WeightStudy(Entity, Versioned):
    """Experts compare in pairs what a draft measures. `groups` is what they compare, as it was when the study was opened:
    [{code, name_zh, name_en, members: [{code, name_zh, name_en}]}], code "" for the dimensions among each other."""

    States = StudyState
    standard_version = models.ForeignKey(
        "standards.StandardVersion", on_delete=models.PROTECT, related_name="weight_studies"
    )
    number = models.PositiveSmallIntegerField()
    level = models.CharField(_("What is compared"), max_length=12, choices=StudyLevel)
    groups = models.JSONField()
    random_index = models.CharField(
        _("Random indices"), max_length=20, choices=RandomIndexTable, default=RandomIndexTable.SAATY_1980
    )
    state = models.CharField(max_length=12, choices=StudyState, default=StudyState.COLLECTING)
    due_on = models.DateField(_("Comparisons due by"))
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["standard_version", "number"]
        constraints = [models.UniqueConstraint(fields=["standard_version", "number"], name="study_number_once")]

    def __str__(self) -> str:
        return gettext("Weight study %(number)s of %(version)s") % {
            "number": self.number,
            "version": self.standard_version,
        }

    def get_absolute_url(self) -> str:
        return reverse("standards:study_detail", kwargs={"public_id": self.public_id})


class StudyExpert(Entity, Versioned):
    """Somebody who was asked. `draft` is what they are working on: {group code: {"0-1": "1/5"}}, places in the group's members;
    `sent_back` counts how often it contradicted itself too much."""

    States = ExpertState
    study = models.ForeignKey(WeightStudy, on_delete=models.PROTECT, related_name="experts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ExpertState, default=ExpertState.ASKED)
    draft = models.JSONField(default=dict, blank=True)
    sent_back = models.PositiveSmallIntegerField(default=0)
    submission = models.ForeignKey(
        "standards.ExpertSubmission", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["person__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["study", "person"], name="expert_once"),
            models.CheckConstraint(
                condition=Q(state="submitted", submission__isnull=False)
                | (~Q(state="submitted") & Q(submission__isnull=True)),
                name="submitted_means_submission",
            ),
        ]


class ExpertSubmission(Entity):
    """Insert-only: one expert's matrices as they were handed in. `answers` as in the draft; `figures` {group code: {cr, lambda_max, weights}}
    as text with six decimals; `digest` is SHA-256 over both with study, person and `salt`: the trail keeps the digest, from which nobody can
    guess the answers before the closing."""

    expert = models.ForeignKey(StudyExpert, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    answers = models.JSONField()
    figures = models.JSONField()
    salt = models.CharField(max_length=32, default=new_salt)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["expert", "number"]
        constraints = [models.UniqueConstraint(fields=["expert", "number"], name="submission_number_once")]


class WeightSetting(Entity):
    """Insert-only: one setting of a version's weights, written by `set_weights` alone. `weights` and `before` are {indicator code: share of
    10,000}; `terms` says how they came about: {alpha, quarters: [code], units, entropy: {…}}."""

    standard_version = models.ForeignKey(
        "standards.StandardVersion", on_delete=models.PROTECT, related_name="weight_settings"
    )
    source = models.CharField(_("Source"), max_length=10, choices=WeightSource)
    study = models.ForeignKey(WeightStudy, on_delete=models.PROTECT, null=True, blank=True, related_name="settings")
    weights = models.JSONField()
    before = models.JSONField()
    terms = models.JSONField(default=dict, blank=True)
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(source__in=["hand", "entropy"]) | Q(study__isnull=False), name="experts_need_their_study"
            )
        ]


class WeightSchedule(models.Model):
    """How often a standard's weights are due for adjustment. Without a row: every twelve months."""

    standard = models.OneToOneField("standards.Standard", on_delete=models.PROTECT, related_name="weight_schedule")
    months = models.PositiveSmallIntegerField(_("Adjust the weights every … months"), default=DEFAULT_MONTHS)
    changed_at = models.DateTimeField(default=clock.now)
