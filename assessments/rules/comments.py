"""Who keeps, proposes and shares templates for deduction reasons (R16)."""

from assessments.enums import CommentState
from assessments.models import CommentTemplate
from organization.enums import Role
from organization.models import Person


def can_keep_comments(person: Person | None) -> bool:
    """Whoever may have a sheet to score or to correct."""
    return person is not None and person.has_role(Role.ASSESSOR, Role.LEAD, Role.HEAD)


def can_share_comments(person: Person | None) -> bool:
    """Leads decide what everybody is offered, also what they have written themselves."""
    return person is not None and person.has_role(Role.LEAD)


def is_own(person: Person | None, comment: CommentTemplate) -> bool:
    return (
        can_keep_comments(person)
        and comment.author_id == person.pk
        and comment.state in (CommentState.MINE, CommentState.PROPOSED)
    )


def can_edit_comment(person: Person | None, comment: CommentTemplate) -> bool:
    """Its author as long as it is not shared; leads what is proposed or shared."""
    if comment.removed_at is not None:
        return False
    common = comment.state in (CommentState.PROPOSED, CommentState.SHARED)
    return is_own(person, comment) or (common and can_share_comments(person))


def can_arrange_comment(person: Person | None, comment: CommentTemplate) -> bool:
    return is_own(person, comment) and comment.removed_at is None


def can_remove_comment(person: Person | None, comment: CommentTemplate) -> bool:
    return is_own(person, comment) and comment.state == CommentState.MINE


def can_propose_comment(person: Person | None, comment: CommentTemplate) -> bool:
    return can_remove_comment(person, comment) and comment.removed_at is None


def can_decide_comment(person: Person | None, comment: CommentTemplate) -> bool:
    """Share it, or not: what was proposed, and what a lead has written."""
    if not can_share_comments(person) or comment.removed_at is not None:
        return False
    own = comment.state == CommentState.MINE and comment.author_id == person.pk
    return own or comment.state == CommentState.PROPOSED
