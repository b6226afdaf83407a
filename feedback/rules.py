"""Who makes questionnaires and links, and who sees what customers said. Customers themselves need no right but their link."""

from feedback.enums import QuestionnaireState
from feedback.models import InvitationBatch, Questionnaire
from organization.enums import Role
from organization.models import Person
from organization.rules import sees_all_units


def can_create_questionnaire(person: Person | None) -> bool:
    return person is not None and person.has_role(Role.LEAD)


def can_open_questionnaire(person: Person, questionnaire: Questionnaire) -> bool:
    return can_create_questionnaire(person) and questionnaire.state == QuestionnaireState.DRAFT


def can_close_questionnaire(person: Person, questionnaire: Questionnaire) -> bool:
    return can_create_questionnaire(person) and questionnaire.state == QuestionnaireState.OPEN


def can_invite(person: Person, questionnaire: Questionnaire) -> bool:
    """Links for open questionnaires only: what a customer is asked cannot change any more."""
    return can_create_questionnaire(person) and questionnaire.state == QuestionnaireState.OPEN


def can_withdraw_batch(person: Person, batch: InvitationBatch) -> bool:
    return can_create_questionnaire(person) and batch.withdrawn_at is None


def can_see_questionnaires(person: Person | None) -> bool:
    """Those who see all units, and heads and liaisons for their own."""
    return person is not None and (sees_all_units(person) or person.has_role(Role.HEAD, Role.LIAISON))


def can_export_texts(person: Person) -> bool:
    """Beside all other answers of a customer and the day, only for those who see all units; a unit reads its texts apart from them."""
    return sees_all_units(person)
