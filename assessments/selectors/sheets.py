"""Reading sheets: who may see which, and in what order they wait."""

from collections.abc import Callable
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When

from assessments.enums import APPROVED_RESULTS, Method, SheetState
from assessments.methods import ON_THEIR_DAY
from assessments.models import Evidence, Handover, Recusal, ScoreSheet
from assessments.rules.sheets import sees_all_sheets
from foundation.common import clock
from foundation.common.prepared import Prepared
from foundation.common.registries import Registry
from organization.models import FormerUnit, Person
from organization.rules import units_answered_for, units_known_from_inside

# Rooms above enter who else reads a sheet, as a condition on ScoreSheet: those who rule on an appeal, for example.
extra_visibility: Registry[Callable[[Person], Q]] = Registry("visibility of score sheets")


def visible_to(person: Person | None) -> QuerySet[ScoreSheet]:
    """Their own for assessors; all for leads, managers and supervisors, but an open mystery visit of their own line; for head and liaison the
    sealed ones of their units, once the cycle is in feedback; nothing for anybody else, but what rooms above have given them."""
    if person is None:
        return ScoreSheet.objects.none()
    if sees_all_sheets(person):
        return ScoreSheet.objects.exclude(_unknown_to(person))
    allowed = Q(assessor=person) | Q(co_assessor=person)
    for given in extra_visibility:
        allowed |= given(person)
    if units := units_answered_for(person):
        allowed |= Q(unit__in=units, state=SheetState.SUBMITTED, cycle__state__in=APPROVED_RESULTS)
    return ScoreSheet.objects.filter(allowed)


def _unknown_to(person: Person) -> Q:
    """Nobody learns of a mystery visit to their own line, or to a unit they answer for, before it is sealed, whatever else they watch over."""
    line = Q(method=Method.MYSTERY, unit__in=units_known_from_inside(person))
    return line & ~Q(state=SheetState.SUBMITTED) & ~Q(assessor=person)


def scored_by(person: Person | None) -> QuerySet[ScoreSheet]:
    """The person's own sheets, alone or as one of two."""
    if person is None:
        return ScoreSheet.objects.none()
    return ScoreSheet.objects.filter(Q(assessor=person) | Q(co_assessor=person))


def left_by(person: Person | None) -> QuerySet[ScoreSheet]:
    """Sheets that were the person's and went to somebody else."""
    if person is None:
        return ScoreSheet.objects.none()
    had = Handover.objects.filter(Q(assessor_before=person) | Q(co_assessor_before=person)).values("sheet")
    rows = ScoreSheet.objects.filter(pk__in=had).exclude(assessor=person).exclude(co_assessor=person)
    return rows.select_related("assessor", "standard_version")


def to_score(person: Person | None) -> QuerySet[ScoreSheet]:
    """What the person has to score: open, and not one that they stepped back from and that waits for somebody else."""
    return still_open(scored_by(person)).filter(is_blocked=False)


def visits_due(person: Person | None) -> QuerySet[ScoreSheet]:
    """The person's open visits whose day has come: today's, and late ones."""
    return to_score(person).filter(method__in=ON_THEIR_DAY, due_on__lte=clock.today()).order_by("due_on", "number")


def still_open(sheets: QuerySet[ScoreSheet]) -> QuerySet[ScoreSheet]:
    return sheets.exclude(state=SheetState.SUBMITTED)


def overdue(sheets: QuerySet[ScoreSheet]) -> QuerySet[ScoreSheet]:
    """Open ones whose day has passed."""
    return still_open(sheets).filter(due_on__lt=clock.today())


def due_first(sheets: QuerySet[ScoreSheet]) -> QuerySet[ScoreSheet]:
    """Open ones before sealed ones; of those what is due first, without a date last; of one day what was begun before what was not."""
    rank = Case(
        When(state=SheetState.DRAFT, then=Value(0)), When(state=SheetState.ASSIGNED, then=Value(1)), default=Value(2)
    )
    sealed = Case(When(state=SheetState.SUBMITTED, then=Value(1)), default=Value(0))
    return sheets.order_by(sealed, F("due_on").asc(nulls_last=True), rank, "number")


def next_due(person: Person | None) -> ScoreSheet | None:
    """The open sheet to score next."""
    return due_first(to_score(person)).first()


def with_names(sheets: QuerySet[ScoreSheet]) -> QuerySet[ScoreSheet]:
    """With all that a row of a list shows, in the same query."""
    return sheets.select_related(
        "cycle", "plan", "unit", "assessor", "co_assessor", "revision", "standard_version", "record"
    )


def for_page(sheets: QuerySet[ScoreSheet]) -> QuerySet[ScoreSheet]:
    """With all that the page of one sheet shows."""
    return with_names(sheets).select_related(
        "record__source", "record__unit", "draft_by", "revision__author", "spot_check", "item__draw"
    )


def sheet_to_open(person: Person | None, public_id: UUID) -> ScoreSheet | None:
    """One sheet for whoever may see it. Its assessors, who open and save it all day, are asked for first, and get what scoring needs, with
    `has_files` (whether anything was ever brought to it) and, where they neither moved nor stepped back from anything, `is_free_for` (their key)."""
    if person is None:
        return None
    own = _own_for_scoring.first(public_id=public_id, person=person.pk)
    if own is None:
        return for_page(visible_to(person)).filter(public_id=public_id).first()
    if not own.has_moved and not own.has_stepped_back:
        own.is_free_for = person.pk
    # Mostly all three are the person who asks. Three joins fewer: planning costs PostgreSQL twice as much with each.
    for name in ("assessor", "co_assessor", "draft_by"):
        if getattr(own, f"{name}_id") == person.pk:
            setattr(own, name, person)
    return own


def _own(*, public_id: UUID, person: int) -> QuerySet[ScoreSheet]:
    own = ScoreSheet.objects.filter(Q(assessor=person) | Q(co_assessor=person), public_id=public_id)
    has_files = Exists(Evidence.objects.filter(sheet=OuterRef("pk")))
    # Read along because the rules ask it of each mark: of most people there is neither.
    has_moved = Exists(FormerUnit.objects.filter(person=person))
    has_stepped_back = Exists(Recusal.objects.filter(person=person, withdrawn_at=None))
    shown = ("cycle", "unit", "standard_version", "record")
    return (
        own.select_related(*shown)
        .annotate(has_files=has_files, has_moved=has_moved, has_stepped_back=has_stepped_back)
        .order_by()[:1]
    )


_own_for_scoring = Prepared(_own)
