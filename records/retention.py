"""Personal data in service records that is erased in time (R47)."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from foundation.common.fields import holds_text
from foundation.retention.classes import DataClass, data_classes
from records.models import ServiceRecord


def _contacts(before: datetime) -> QuerySet[ServiceRecord]:
    known = ~Q(phone_index="") | Q(holds_text("customer_name")) | Q(holds_text("customer_phone"))
    return ServiceRecord.objects.filter(known, occurred_at__lt=before)


def erase_contacts(before: datetime, limit: int) -> int:
    """Name, number and its blind index; what the record tells of the service stays."""
    keys = list(_contacts(before).order_by("pk").values_list("pk", flat=True)[:limit])
    return ServiceRecord.objects.filter(pk__in=keys).update(customer_name="", customer_phone="", phone_index="")


def register_classes() -> None:
    data_classes.register(
        "records.contacts",
        DataClass(
            label=_("Names and numbers of customers in service records"),
            purpose=_("For callbacks, questionnaires and finding repeated contacts."),
            days=3 * 365,
            least=180,
            due=lambda before: _contacts(before).count(),
            erase=erase_contacts,
        ),
    )
