"""Who is told, and who has to act at each step."""

from collections.abc import Iterable

from appeals.enums import AppealState, RulingState, Side
from appeals.models import Appeal
from appeals.selectors import clarifiers_of, rulers_of, sides_heard
from foundation.common.texts import both
from foundation.notifications.services import notify
from organization.enums import Role
from organization.models import Person
from organization.selectors import answerable_for


def who_must_act(appeal: Appeal) -> list[Person]:
    """Whom the present step waits for; nobody where it is decided."""
    if appeal.state == AppealState.DRAFT:
        return answerable_for(appeal.unit, Role.HEAD)
    if appeal.state == AppealState.SUBMITTED:
        return clarifiers_of(appeal)
    if appeal.state == AppealState.CLARIFYING:
        heard, waiting = sides_heard(appeal), []
        if Side.UNIT not in heard:
            waiting += answerable_for(appeal.unit)
        if Side.ASSESSOR not in heard:
            waiting += appeal.sheet.holders
        return waiting or clarifiers_of(appeal)
    if appeal.state == AppealState.RULING:
        return unsigned(appeal)
    return []


def unsigned(appeal: Appeal) -> list[Person]:
    """Rulers who have not signed what is proposed; all of them where nothing is."""
    proposed = appeal.rulings.filter(state=RulingState.PROPOSED).first()
    signed = set(proposed.consents.values_list("person", flat=True)) if proposed else set()
    return [person for person in rulers_of(appeal) if person.pk not in signed]


def tell(
    people: Iterable[Person], appeal: Appeal, what: str, *, occasion: object = "", but: Person | None = None
) -> None:
    """One notice each, in the transaction of the act. `but`: whoever did it needs no telling."""
    notify(
        users=[person.user for person in people if but is None or person.pk != but.pk],
        kind=f"appeals.appeal.{what}",
        dedupe=f"appeals.appeal.{what}:{appeal.public_id}:{occasion or appeal.version}",
        url=appeal.get_absolute_url(),
        params={
            "number": appeal.number,
            "unit": both(appeal.unit, "name"),
            "sheet": appeal.sheet.number,
            "due": appeal.due_on.isoformat() if appeal.due_on else "",
        },
    )
