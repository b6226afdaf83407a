"""Which suggestions a person reads, and what waits."""

from django.db.models import Q, QuerySet

from organization.enums import Role
from organization.models import Person
from organization.rules import units_answered_for
from organization.selectors import answerable_for, holders_of
from suggestions.enums import ANSWERED, UNANSWERED, SuggestionState, SurveyState
from suggestions.models import StaffSurvey, Suggestion, Support
from suggestions.rules import is_staff, sees_all

# What fewer have said is not shown: it could be laid at somebody's door.
FEWEST = 5


def visible_to(person: Person | None) -> QuerySet[Suggestion]:
    """All staff: what somebody has looked at. What is new: its signed sender, and those who answer it."""
    if not is_staff(person):
        return Suggestion.objects.none()
    if sees_all(person):
        return Suggestion.objects.all()
    public = ~Q(state=SuggestionState.RECEIVED)
    return Suggestion.objects.filter(public | Q(author=person) | Q(unit__in=units_answered_for(person)))


def for_list(rows: QuerySet[Suggestion]) -> QuerySet[Suggestion]:
    return rows.select_related("unit", "author", "answered_by", "merged_into")


def to_answer(person: Person) -> QuerySet[Suggestion]:
    """What waits for the person's answer: leads what is for no unit or late; heads and liaisons their units'."""
    rows = Suggestion.objects.filter(state__in=UNANSWERED).exclude(author=person)
    mine = Q(unit__in=units_answered_for(person))
    if person.has_role(Role.LEAD):
        mine |= Q(unit=None) | Q(reminded_on__isnull=False)
    return for_list(rows.filter(mine)).order_by("due_on", "title")


def answering(suggestion: Suggestion) -> list[Person]:
    """Who is told of it: heads and liaisons of the unit, else the leads."""
    found = answerable_for(suggestion.unit) if suggestion.unit else []
    found = [person for person in found if person.pk != suggestion.author_id]
    return found or [person for person in holders_of(Role.LEAD) if person.pk != suggestion.author_id]


def adopted(rows: QuerySet[Suggestion] | None = None) -> QuerySet[Suggestion]:
    """Those that were taken up or are done: what a revision of the rules can begin with. With how many support each."""
    rows = Suggestion.objects.all() if rows is None else rows
    return for_list(rows.filter(state__in=(SuggestionState.TAKEN_UP, SuggestionState.DONE))).order_by(
        "-supporters", "title"
    )


def answered(rows: QuerySet[Suggestion]) -> QuerySet[Suggestion]:
    return rows.filter(state__in=ANSWERED)


def supported_by(person: Person, rows: QuerySet[Suggestion]) -> set[int]:
    return set(
        Support.objects.filter(person=person, suggestion__in=rows.order_by().values("pk")).values_list(
            "suggestion", flat=True
        )
    )


def open_survey() -> StaffSurvey | None:
    return StaffSurvey.objects.filter(state=SurveyState.OPEN).first()
