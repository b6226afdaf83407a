"""What waits for an administrator."""

from django.urls import reverse
from django.utils.translation import gettext as _

from organization.models import Person
from organization.selectors import open_role_requests
from organization.worklist import WorkItem


def role_requests(person: Person) -> list[WorkItem]:
    """Requests for privileged roles by another administrator."""
    return [
        WorkItem(
            title=_("%(person)s: %(role)s") % {"person": request.person, "role": request.get_role_display()},
            url=reverse("organization:role_request_detail", args=[request.public_id]),
            group="organization",
            detail=_("%(act)s, asked for by %(who)s") % {"act": request.get_act_display(), "who": request.asked_by},
            unit=str(request.unit),
            state=str(request.States.OPEN.label),
            tone="wait",
        )
        for request in open_role_requests(person)
    ]
