"""What templates for deduction reasons enter in the house's registries when the app is ready."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _, ngettext

from assessments.enums import CommentState
from assessments.rules.comments import can_share_comments
from assessments.selectors.comments import proposed_comments
from foundation.common import clock
from organization.models import Person
from organization.worklist import WorkItem


def enter_comments() -> None:
    from foundation.audit.labels import register_label, state_change
    from foundation.audit.naming import register_namer
    from foundation.notifications.kinds import register_kind
    from organization.worklist import work_providers

    work_providers.register("comment templates", proposals_waiting_for)
    register_namer("assessments.commenttemplate", None, _("comment template"))
    change = state_change(CommentState)
    for act, sentence, tone, detail in (
        ("keep", _("Template kept"), "go", None),
        ("edit", _("Template changed"), "go", None),
        ("remove", _("Template taken off"), "idle", None),
        ("restore", _("Template put back"), "go", None),
        ("propose", _("Template proposed for everybody"), "wait", change),
        ("withdraw", _("Proposal of a template taken back"), "idle", change),
        ("share", _("Template shared with everybody"), "done", change),
        ("decline", _("Template not shared"), "late", change),
        ("retire", _("Template retired"), "idle", change),
        ("reinstate", _("Template in use again"), "done", change),
    ):
        register_label(f"assessments.comment.{act}", sentence, tone=tone, detail=detail)
    for kind, sentence in (
        ("proposed", _("%(person)s proposes a template for deduction reasons.")),
        ("shared", _("%(person)s has shared your template with everybody.")),
        ("declined", _("%(person)s does not share your template; the reason stands beside it.")),
    ):
        register_kind(f"assessments.comment.{kind}", sentence)


def proposals_waiting_for(person: Person) -> list[WorkItem]:
    """Leads: one row for all that were proposed. One query for leads, none for others."""
    if not can_share_comments(person):
        return []
    waiting = list(proposed_comments().order_by("pk").values_list("created_at", flat=True))
    if not waiting:
        return []
    n = len(waiting)
    return [
        WorkItem(
            title=ngettext("%(n)d proposed template", "%(n)d proposed templates", n) % {"n": n},
            url=f"{reverse('assessments:comment_list')}?view=proposed",
            group="review",
            detail=str(_("for deduction reasons: share them or not")),
            state=str(CommentState.PROPOSED.label),
            tone="wait",
            since=clock.local(waiting[0]).date(),
        )
    ]
