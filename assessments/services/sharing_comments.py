"""What everybody is offered as deduction reasons: proposed by an assessor, shared by a lead, retired when it is of no use any more (R16)."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.enums import CommentState
from assessments.models import CommentTemplate
from assessments.rules.comments import can_decide_comment, can_propose_comment, can_share_comments, is_own
from assessments.services.comments import digest_of
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.states import advance
from foundation.common.texts import both
from foundation.notifications.services import notify
from organization.enums import Role
from organization.models import Person
from organization.selectors import holders_of

LONGEST_NOTE = 300


@transaction.atomic
def propose_comment(*, comment: CommentTemplate, actor: Person) -> None:
    """Ask the leads to share it. Its author goes on using it meanwhile."""
    require(can_propose_comment, actor, comment)
    _move(comment, CommentState.PROPOSED, actor, "propose", note="")
    notify(
        users=[lead.user for lead in holders_of(Role.LEAD) if lead.pk != actor.pk],
        kind="assessments.comment.proposed",
        url=f"{reverse('assessments:comment_list')}?view=proposed",
        params={"person": both(actor, "name")},
        dedupe=f"assessments.comment.proposed:{comment.public_id}:{comment.version}",
    )


@transaction.atomic
def withdraw_comment(*, comment: CommentTemplate, actor: Person) -> None:
    """The author thinks better of it: it is theirs alone again."""
    require(is_own, actor, comment)
    _move(comment, CommentState.MINE, actor, "withdraw")


@transaction.atomic
def share_comment(*, comment: CommentTemplate, actor: Person, version: int) -> None:
    """Everybody who scores is offered it from now on, as it stood under this version. A lead may share their own text at once."""
    require(can_decide_comment, actor, comment)
    _require_seen(comment, version)
    _move(comment, CommentState.SHARED, actor, "share", decided_by=actor, decided_at=clock.now(), place=None, note="")
    _tell_author(comment, actor, "shared")


@transaction.atomic
def decline_comment(*, comment: CommentTemplate, actor: Person, note: str, version: int) -> None:
    """It stays its author's, who reads why. Raises Invalid ({"note": sentence}) without a reason."""
    require(can_decide_comment, actor, comment)
    note = note.strip()
    if not note or len(note) > LONGEST_NOTE:
        raise Invalid({"note": _("Say in up to %(limit)d characters why.") % {"limit": LONGEST_NOTE}})
    if comment.state != CommentState.PROPOSED:
        raise Conflict(_("This template does not wait for a decision any more."))
    _require_seen(comment, version)
    _move(comment, CommentState.MINE, actor, "decline", decided_by=actor, decided_at=clock.now(), note=note)
    _tell_author(comment, actor, "declined")


@transaction.atomic
def retire_comment(*, comment: CommentTemplate, actor: Person) -> None:
    """Nobody is offered it any more; reasons that were written with it stay as they are."""
    require(can_share_comments, actor)
    _move(comment, CommentState.RETIRED, actor, "retire")


@transaction.atomic
def reinstate_comment(*, comment: CommentTemplate, actor: Person) -> None:
    require(can_share_comments, actor)
    if comment.state != CommentState.RETIRED:
        raise Conflict(_("This template is not retired."))
    _move(comment, CommentState.SHARED, actor, "reinstate")


def _require_seen(comment: CommentTemplate, version: int) -> None:
    if comment.version != version:
        raise Conflict(_("This template was changed in the meantime. Read it once more."))


def _move(comment: CommentTemplate, to: str, actor: Person, act: str, **more) -> None:
    before = comment.state
    advance(comment, to, **more)
    record_event(
        actor=actor,
        action=f"assessments.comment.{act}",
        target=comment,
        before=before,
        after=comment.state,
        digest=digest_of(comment),
    )


def _tell_author(comment: CommentTemplate, actor: Person, what: str) -> None:
    if comment.author_id == actor.pk:
        return
    notify(
        users=[comment.author.user],
        kind=f"assessments.comment.{what}",
        url=reverse("assessments:comment_list") + ("?view=shared" if what == "shared" else "?view=mine"),
        params={"person": both(actor, "name")},
        dedupe=f"assessments.comment.{what}:{comment.public_id}:{comment.version}",
    )
