"""Reading reviews: the queue, what lies with an assessor, and how often sheets are returned."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from assessments.models import Cycle, Plan, ReviewRule, ScoreSheet, SheetReview
from assessments.review_enums import REVIEWABLE, ReviewState, ReviewWay
from assessments.rules.reviews import sees_reviews
from assessments.selectors.sheets import scored_by
from foundation.common.prepared import Prepared
from organization.models import Person
from sampling.shares import wilson_interval


def reviews_visible_to(person: Person | None) -> QuerySet[SheetReview]:
    """All for those who review and those who watch; of their own sheets for assessors."""
    rows = SheetReview.objects.all()
    if sees_reviews(person):
        return rows
    return rows.filter(sheet__in=scored_by(person).values("pk"))


def with_sheets(reviews: QuerySet[SheetReview]) -> QuerySet[SheetReview]:
    """With all that a row of the queue shows."""
    return reviews.select_related(
        "decided_by", "sheet__cycle", "sheet__unit", "sheet__assessor", "sheet__co_assessor", "sheet__revision", "sheet__record"
    )  # fmt: skip


def at(reviews: QuerySet[SheetReview], state: str) -> QuerySet[SheetReview]:
    """Those in the state; what waits or was returned only where the cycle still lets it be decided."""
    rows = reviews.filter(state=state)
    return rows if state == ReviewState.APPROVED else rows.filter(sheet__cycle__state__in=REVIEWABLE)


def oldest_first(reviews: QuerySet[SheetReview]) -> QuerySet[SheetReview]:
    return reviews.order_by("waiting_since", "pk")


def own_by_hand(person: Person) -> Q:
    """Reviews of sheets that the person assesses: theirs to answer, never to decide."""
    return Q(sheet__assessor=person) | Q(sheet__co_assessor=person)


def returned_to(person: Person) -> QuerySet[SheetReview]:
    return oldest_first(at(SheetReview.objects.filter(own_by_hand(person)), ReviewState.RETURNED))


def review_of(sheet: ScoreSheet) -> SheetReview | None:
    return SheetReview.objects.select_related("decided_by").filter(sheet=sheet).first()


def open_counts(cycle: Cycle) -> dict[str, int]:
    """{state: how many of the cycle} of what is not decided."""
    rows = SheetReview.objects.filter(sheet__cycle=cycle, state__in=(ReviewState.WAITING, ReviewState.RETURNED))
    return dict(Counter(rows.values_list("state", flat=True)))


# -- Rules


def _of_plan(*, cycle: int, plan: int) -> QuerySet[ReviewRule]:
    return ReviewRule.objects.filter(Q(plan=None) | Q(plan=plan), cycle=cycle).order_by("-pk")


# Asked with every seal.
_rules_of = Prepared(_of_plan)


def rule_for(sheet: ScoreSheet) -> ReviewRule | None:
    """The rule by which a sheet of a plan is reviewed; None where none was set."""
    return in_force(_rules_of(cycle=sheet.cycle_id, plan=sheet.plan_id), sheet.plan_id)


def in_force(latest_first: Iterable[ReviewRule], plan: int | None) -> ReviewRule | None:
    """The one of a cycle's rules that holds for a plan, or for the cycle itself."""
    rules = list(latest_first)
    own = next((rule for rule in rules if plan is not None and rule.plan_id == plan), None)
    if own is not None and own.way != ReviewWay.FOLLOW:
        return own
    return next((rule for rule in rules if rule.plan_id is None), None)


def rules_in_force(cycle: Cycle) -> tuple[ReviewRule | None, list[ReviewRule]]:
    """The cycle's rule, and those of plans that have one of their own now. One query."""
    rows = list(cycle.review_rules.select_related("plan__unit", "author").order_by("-pk"))
    own: dict[int, ReviewRule] = {}
    for rule in rows:
        if rule.plan_id is not None:
            own.setdefault(rule.plan_id, rule)
    special = [rule for rule in own.values() if rule.way != ReviewWay.FOLLOW]
    return in_force(rows, None), sorted(special, key=lambda rule: rule.plan.unit.code)


def sealed_without_review(cycle: Cycle, plan: Plan | None) -> QuerySet[ScoreSheet]:
    """Sealed sheets of plans that nobody has called to be reviewed."""
    rows = ScoreSheet.objects.filter(cycle=cycle, plan__isnull=False, revision__isnull=False, review=None)
    return rows if plan is None else rows.filter(plan=plan)


# -- Statistics


@dataclass
class ReviewTally:
    """Of one assessor: sheets that a lead has decided on, and those that were returned at least once, with the share's 95 % interval.

    `is_high`: all of the interval lies above the share of everybody together.
    """

    person: Person
    decided: int
    returned: int
    low: float
    high: float
    is_high: bool

    @property
    def share(self) -> float:
        return self.returned / self.decided


def returns_by_assessor(reviews: QuerySet[SheetReview]) -> tuple[list[ReviewTally], float | None]:
    """(tallies, the share of everybody together), the highest share first. Two queries. A visit counts for both of its assessors."""
    rows = reviews.filter(Q(state=ReviewState.APPROVED) | Q(times_returned__gt=0)).order_by()
    decided, returned, sheets, back = Counter(), Counter(), 0, 0
    for first, second, times in rows.values_list("sheet__assessor", "sheet__co_assessor", "times_returned"):
        sheets, back = sheets + 1, back + bool(times)
        for pk in {first, second} - {None}:
            decided[pk] += 1
            returned[pk] += bool(times)
    if not sheets:
        return [], None
    overall = back / sheets
    people = Person.objects.filter(pk__in=decided).select_related("unit")
    tallies = [_tally(person, decided[person.pk], returned[person.pk], overall) for person in people]
    return sorted(tallies, key=lambda one: (-one.share, -one.decided, one.person.sort_key)), overall


def _tally(person: Person, decided: int, returned: int, overall: float) -> ReviewTally:
    interval = wilson_interval(returned, decided)
    high = returned > 0 and interval.low > overall
    return ReviewTally(person, decided, returned, interval.low, interval.high, high)
