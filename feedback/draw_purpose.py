"""What the draws of this room are for, for the pages of `sampling`."""

from django.db.models import Q

from feedback.models import InvitationBatch
from feedback.selectors import visible_to
from organization.models import Person
from records.enums import Touchpoint
from sampling.models import Draw


class InviteesPurpose:
    """Draws of invitees are carried out as soon as they are frozen, so there is nothing to complete, hold back or conceal."""

    def complete(self, draw: Draw, actor: Person | None) -> bool:
        return False

    def origin(self, draw: Draw, reader: Person) -> tuple[str, str] | None:
        batch = (
            InvitationBatch.objects.filter(draw=draw, questionnaire__in=visible_to(reader))
            .select_related("questionnaire")
            .first()
        )
        return (str(batch.questionnaire), batch.questionnaire.get_absolute_url()) if batch else None

    def viewers(self, person: Person) -> Q:
        return Q(pk=None)

    def stratum_label(self, stratum: str) -> str | None:
        return str(Touchpoint(stratum).label) if stratum in Touchpoint.values else None

    def held_back(self, draw: Draw) -> str:
        return ""

    def concealed(self, draw: Draw, reader: Person) -> frozenset[str]:
        return frozenset()
