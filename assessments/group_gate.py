"""What blocks a gate at which a group decides: no group yet, votes that are missing, a refusal, figures that have moved since; and what keeps
results from being published that nobody has approved."""

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.gates import Blocker, Link
from assessments.models import Cycle
from assessments.selectors.figures import digest_of_figures
from assessments.selectors.gates import decision_at_gate, figures_have_moved
from decisions.enums import DecisionState
from decisions.models import Decision
from decisions.selectors import with_progress
from organization.enums import Role


def not_decided(cycle: Cycle) -> list[Blocker]:
    """At most one blocker. An accepted decision counts only for the figures that its group was shown."""
    lead = str(Role.LEAD.label)
    name_one = Link(_("Name a group"), reverse("assessments:cycle_group", args=[cycle.public_id]))
    found = decision_at_gate(cycle)
    if found is None:
        return [Blocker(_("No group has been named to decide."), (name_one,), lead)]
    decision = found.decision
    there = Link(str(decision), decision.get_absolute_url())
    if decision.state == DecisionState.OPEN:
        return [_votes_missing(decision, there)]
    if decision.state == DecisionState.ACCEPTED:
        if decision.basis == digest_of_figures(cycle):
            return []
        return [
            Blocker(_("The figures have moved since the group decided. A group decides anew."), (there, name_one), lead)
        ]
    sentence = {
        DecisionState.REFUSED: _("The group has refused. Go back to what is to be mended, or have it decided anew."),
        DecisionState.LAPSED: _("Too few have voted, there is no result. Name a group anew."),
        DecisionState.WITHDRAWN: _("The question was withdrawn. Name a group anew."),
    }[DecisionState(decision.state)]
    return [Blocker(sentence, (there, name_one), lead)]


def _votes_missing(decision: Decision, there: Link) -> Blocker:
    [(_same, said, named)] = with_progress([decision])
    sentence = _("The group is voting: %(said)d of %(named)d have voted.") % {"said": said, "named": named}
    return Blocker(sentence, (there,), _("members of the group"))


def moved_since_approval(cycle: Cycle) -> list[Blocker]:
    """In feedback: a correction has changed what the group approved. Cycles of before the gates were kept have nothing to compare with."""
    if not figures_have_moved(cycle):
        return []
    text = _(
        "The figures have moved since they were approved. Take the cycle back to the approval, so that a group decides about them."
    )
    link = Link(_("Go back"), reverse("assessments:cycle_go_back", args=[cycle.public_id]))
    return [Blocker(text, (link,), str(Role.LEAD.label))]
