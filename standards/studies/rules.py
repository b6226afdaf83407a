"""Who opens, answers, closes and adopts."""

from organization.enums import Role
from organization.models import Person
from standards.enums import VersionState
from standards.models import StandardVersion
from standards.models.study import StudyExpert, WeightStudy
from standards.rules import sees_drafts
from standards.studies.enums import StudyState


def can_weigh_version(person: Person | None, version: StandardVersion) -> bool:
    """A lead sets weights and asks experts; whether the version is still a draft is asked of its state."""
    return person is not None and person.has_role(Role.LEAD)


def can_lead_study(person: Person | None, study: WeightStudy) -> bool:
    """Any lead: the one who opened it may be away when it is due."""
    return person is not None and person.has_role(Role.LEAD)


def can_see_study(person: Person | None, study: WeightStudy) -> bool:
    """Who is asked, who is done, and after the closing what came of it."""
    return sees_drafts(person)


def can_answer_study(person: Person | None, expert: StudyExpert) -> bool:
    """Only the expert, and only their own."""
    return person is not None and expert.person_id == person.pk


def can_be_expert(person: Person) -> bool:
    """Anybody at work who can sign in, whatever their role."""
    return person.user_id is not None and person.left_on is None


def is_open_for_weights(version: StandardVersion) -> bool:
    return version.state == VersionState.DRAFT


def was_left(study: WeightStudy) -> bool:
    """Never closed, and its version has gone on without it: it has ended all the same, and nobody can do anything about it."""
    return study.state == StudyState.COLLECTING and not is_open_for_weights(study.standard_version)


def takes_comparisons(study: WeightStudy) -> bool:
    """While it is open, and its version still a draft: comparisons for an approved version would move nothing."""
    return study.state == StudyState.COLLECTING and is_open_for_weights(study.standard_version)
