from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DecisionsConfig(AppConfig):
    name = "decisions"

    def ready(self) -> None:
        from decisions import verification, waiting
        from decisions.models import Decision, Member, Vote
        from foundation.audit import verifiers
        from foundation.audit.naming import namer_by_text, register_namer
        from foundation.common.sealing import seal
        from organization.searching import search_providers
        from organization.worklist import work_providers

        seal(Member, Vote)
        verifiers.register("votes", verification.verify_votes)
        work_providers.register("decisions", waiting.votes_of)
        search_providers.register("decisions", waiting.find_decisions)
        register_namer("decisions.decision", namer_by_text(Decision), _("group decision"))
        _name_acts()
        _name_notices()


def _name_acts() -> None:
    from decisions.enums import DecisionState
    from foundation.audit.labels import register_label, state_change
    from foundation.audit.words import register_words, rooms

    change = state_change(DecisionState)
    register_label("decisions.decision.open", _("Question put to a group"), tone="wait")
    register_label("decisions.vote.cast", _("Voted"), tone="go")
    register_label("decisions.vote.set_aside", _("Vote set aside: its member had become too close"), tone="wait")
    register_label("decisions.decision.close", _("Voting closed"), tone="done", detail=change)
    register_label("decisions.decision.withdraw", _("Question withdrawn"), tone="idle", detail=change)
    rooms.register("decisions", _("Group decisions"))
    register_words(
        {
            "members": _("Members"),
            "members_named": _("Members named"),
            "basis": _("Digest of what was shown"),
            "vote": _("Vote"),
            "in_favour": _("In favour"),
            "against": _("Against"),
            "abstained": _("Abstentions"),
            "recused": _("Recusals"),
        }
    )


def _name_notices() -> None:
    from foundation.notifications.kinds import register_kind

    for kind, sentence in (
        ("opened", _("You are asked to vote by %(due)s: %(question)s")),
        ("due_soon", _("Your vote is still missing, it is asked for by %(due)s: %(question)s")),
        ("accepted", _("The group has accepted: %(question)s")),
        ("refused", _("The group has refused: %(question)s")),
        ("lapsed", _("Too few have voted, there is no result: %(question)s")),
        ("withdrawn", _("The question was withdrawn: %(question)s")),
    ):
        register_kind(f"decisions.decision.{kind}", sentence)
