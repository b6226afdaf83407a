"""Reading decisions. How somebody voted is read here only, so that nobody sees it before the closing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from decisions.counting import Tally, count_votes
from decisions.enums import Choice, DecisionState
from decisions.models import Decision, Member, Vote
from decisions.rules import sees_all_decisions
from organization.models import Person


def visible_to(person: Person | None) -> QuerySet[Decision]:
    """Leads, managers and supervisors: all. Everybody else: those they sit in."""
    rows = Decision.objects.select_related("opened_by").prefetch_related("members__person__unit")
    if person is None:
        return rows.none()
    if sees_all_decisions(person):
        return rows
    return rows.filter(Q(opened_by=person) | Q(pk__in=Member.objects.filter(person=person).values("decision")))


def count_by_state(decisions: QuerySet[Decision]) -> dict[str, int]:
    """{state: how many}, without states that none is in. One query."""
    rows = decisions.select_related(None).prefetch_related(None).order_by()
    return dict(rows.values_list("state").annotate(n=Count("pk")))


def waiting_for(person: Person) -> QuerySet[Decision]:
    """Open decisions in which the person sits and has not said anything yet."""
    mine = Member.objects.filter(person=person).values("decision")
    said = Vote.objects.filter(decision=OuterRef("pk"), person=person)
    return Decision.objects.filter(state=DecisionState.OPEN, pk__in=mine).exclude(Exists(said)).order_by("due_on", "pk")


def silent_members(decision: Decision) -> list[Person]:
    """Those who have not said anything. One query."""
    said = Vote.objects.filter(decision=decision).values("person")
    rows = Member.objects.filter(decision=decision).exclude(person__in=said)
    return [member.person for member in rows.select_related("person__user")]


def last_votes(decision: Decision) -> dict[int, Vote]:
    """{key of the person: their last vote}. One query."""
    rows = Vote.objects.filter(decision=decision).order_by("number")
    return {vote.person_id: vote for vote in rows}


def count_of(decision: Decision) -> Tally:
    """The votes counted anew. Two queries."""
    named = Member.objects.filter(decision=decision).count()
    return count_votes(named, (vote.choice for vote in last_votes(decision).values()))


@dataclass(frozen=True)
class Seat:
    """A member as the page shows them. `choice` and `reason` are empty before the closing, whoever looks; `cast_at`: when they voted last.

    `is_recused` is known at once: the group must know that somebody has left it.
    """

    person: Person
    cast_at: datetime | None
    is_recused: bool = False
    choice: Choice | None = None
    reason: str = ""

    @property
    def is_set_aside(self) -> bool:
        """Had become too close by the closing. Whoever recuses themselves says why."""
        return self.choice == Choice.RECUSE and not self.reason


@dataclass(frozen=True)
class Former:
    """An earlier decision on the same question. `is_same`: what was shown is what is shown now."""

    decision: Decision
    tally: Tally | None
    is_same: bool


def former_of(decision: Decision) -> list[Former]:
    """What other groups have said to the same question before, the latest first. Two queries.

    Shown to the group that is asked now and to all who watch: asking again until it suits must be seen.
    """
    rows = Decision.objects.filter(kind=decision.kind, subject=decision.subject, pk__lt=decision.pk)
    rows = rows.exclude(state=DecisionState.OPEN).prefetch_related("members")
    return [Former(one, one.tally(len(one.members.all())), one.basis == decision.basis) for one in rows.order_by("-pk")]


def seats_of(decision: Decision) -> list[Seat]:
    """In the order of names; `members__person` is read already. One query."""
    votes = last_votes(decision)
    return [_seat(member.person, votes.get(member.person_id), decision.is_open) for member in decision.members.all()]


def _seat(person: Person, vote: Vote | None, is_open: bool) -> Seat:
    if vote is None:
        return Seat(person, None)
    is_recused = vote.choice == Choice.RECUSE
    if is_open:
        return Seat(person, vote.cast_at, is_recused)
    return Seat(person, vote.cast_at, is_recused, Choice(vote.choice), vote.reason)


def with_progress(decisions: Iterable[Decision]) -> list[tuple[Decision, int, int]]:
    """(decision, how many have said something, how many were named). One query for all."""
    decisions = list(decisions)
    pairs = Vote.objects.filter(decision__in=decisions).order_by().values_list("decision", "person").distinct()
    said: dict[int, int] = {}
    for decision, _person in pairs:
        said[decision] = said.get(decision, 0) + 1
    return [(one, said.get(one.pk, 0), len(one.members.all())) for one in decisions]
