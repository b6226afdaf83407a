"""Who reviews sealed sheets, and who answers (R16, R19)."""

from collections.abc import Iterable

from django.db.models import Q

from assessments.models import Cycle, ScoreSheet, SheetReview
from assessments.review_enums import REVIEWABLE, RULES_MAY_CHANGE, ReviewState
from assessments.rules.assignment import too_close_to
from assessments.rules.sheets import is_far_enough, is_scored_by
from organization.enums import Role
from organization.models import Person


def sees_reviews(person: Person | None) -> bool:
    """The queue and its figures."""
    return person is not None and person.has_role(Role.LEAD, Role.MANAGER, Role.SUPERVISOR)


def may_review(person: Person | None) -> bool:
    """Leads; managers too, so that a sheet in which the only lead had a hand does not wait for ever. Of which sheets, says `barred_from`."""
    return person is not None and person.has_role(Role.LEAD, Role.MANAGER)


def can_set_review_rule(person: Person | None, cycle: Cycle) -> bool:
    return person is not None and person.has_role(Role.LEAD) and cycle.state in RULES_MAY_CHANGE


def barred_from(person: Person, sheets: Iterable[ScoreSheet]) -> set[int]:
    """Keys of the sheets that the person must not review: they had a hand in it, it is their own unit's, or they have stepped back."""
    sheets = list(sheets)
    return had_hand_in(person, sheets) | too_close_to(person, sheets)


def had_hand_in(person: Person, sheets: Iterable[ScoreSheet]) -> set[int]:
    """Keys of the sheets that the person assesses or assessed, sealed, corrected or brought evidence for. As `rules.sheets.hands_in`, of many
    in one query."""
    hand = Q(assessor=person) | Q(co_assessor=person) | Q(draft_by=person)
    hand |= Q(revisions__author=person) | Q(evidence__added_by=person)
    hand |= Q(handovers__assessor_before=person) | Q(handovers__co_assessor_before=person)
    hand |= Q(handovers__assessor_after=person) | Q(handovers__co_assessor_after=person)
    rows = ScoreSheet.objects.filter(hand, pk__in=[sheet.pk for sheet in sheets])
    return set(rows.order_by().values_list("pk", flat=True))


def can_review_sheet(person: Person | None, sheet: ScoreSheet) -> bool:
    return may_review(person) and sheet.cycle.state in REVIEWABLE and not barred_from(person, [sheet])


def can_answer_review(person: Person | None, review: SheetReview) -> bool:
    """Whoever's sheet it is, while it lies with them."""
    sheet = review.sheet
    return (
        person is not None
        and review.state == ReviewState.RETURNED
        and sheet.cycle.state in REVIEWABLE
        and is_scored_by(person, sheet)
        and is_far_enough(person, sheet)
    )
