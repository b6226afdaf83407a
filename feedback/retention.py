"""Personal data of invited customers that is erased in time (R47)."""

from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from feedback.models import Invitation
from foundation.retention.classes import DataClass, data_classes


def _contacts(before: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.exclude(contact_index="").filter(created_at__lt=before)


def erase_contacts(before: datetime, limit: int) -> int:
    """The blind index of whom a closed case was about. The invitation, the answer and who wants no questionnaires stay."""
    keys = list(_contacts(before).order_by("pk").values_list("pk", flat=True)[:limit])
    return Invitation.objects.filter(pk__in=keys).update(contact_index="")


def register_classes() -> None:
    data_classes.register(
        "feedback.contacts",
        DataClass(
            label=_("Which customers were sent a questionnaire after their case"),
            purpose=_("So that nobody is asked again too soon, and whoever wants no questionnaires can say so."),
            days=365,
            least=max(90, settings.SURVEY_REST_DAYS),
            due=lambda before: _contacts(before).count(),
            erase=erase_contacts,
        ),
    )
