"""For `manage.py verify`: each vote is the one that was cast, and each result follows from its votes."""

import hashlib
import json
from collections import defaultdict
from datetime import UTC

from decisions.counting import count_votes
from decisions.enums import DecisionState
from decisions.models import Decision, Vote
from foundation.audit.models import AuditEvent


def digest_of_vote(vote: Vote) -> str:
    """SHA-256 (hex) over who said what to which question, when and why, and the salt."""
    content = [
        str(vote.decision.public_id),
        str(vote.person.public_id),
        vote.number,
        vote.choice,
        vote.reason,
        vote.cast_at.astimezone(UTC).isoformat(),
        vote.salt,
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def verify_votes() -> list[str]:
    """One sentence for each vote that is not as the trail saw it, and for each result that does not follow."""
    wrong = []
    cast = AuditEvent.objects.filter(action__in=("decisions.vote.cast", "decisions.vote.set_aside")).order_by("number")
    noted = {details.get("vote"): details.get("digest") for details in cast.values_list("details", flat=True)}
    last: dict[int, dict[int, str]] = defaultdict(dict)
    for vote in Vote.objects.select_related("decision", "person").order_by("decision", "number"):
        name = f"Vote {vote.number} of {vote.person.staff_number} in decision {vote.decision.public_id}"
        if digest_of_vote(vote) != vote.digest:
            wrong.append(f"{name} was changed after it was cast.")
        if noted.pop(str(vote.public_id), None) != vote.digest:
            wrong.append(f"{name} is not the one in the audit trail.")
        last[vote.decision_id][vote.person_id] = vote.choice
    wrong += [f"Vote {public_id} is in the audit trail and nowhere else." for public_id in noted]
    counted = Decision.objects.exclude(state__in=(DecisionState.OPEN, DecisionState.WITHDRAWN))
    for decision in counted.prefetch_related("members"):
        tally = count_votes(len(decision.members.all()), last[decision.pk].values())
        if (decision.state, decision.tally(tally.named)) != (tally.outcome, tally):
            wrong.append(f"The result of decision {decision.public_id} does not follow from its votes.")
    return wrong
