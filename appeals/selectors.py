"""What a person may see of appeals and of the sheets about their own work; terms and windows."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from appeals.enums import OPEN, AppealState, RulingState, Side
from appeals.models import Appeal, AppealMessage, AppealTerms, AppealWindow, Ruler, Ruling, StaffSheet, StaffWord
from appeals.rules import RULING_ROLES, may_lead_clarification, objections_to_ruling
from assessments.models import Cycle, ScoreSheet
from foundation.common import clock
from organization.enums import Role
from organization.models import Person, RoleAssignment
from organization.rules import sees_all_units, units_answered_for
from organization.selectors import current, holders_of, people_in_force


@dataclass(frozen=True)
class Terms:
    """Working days for each step."""

    window_days: int = 5
    take_up_days: int = 2
    answer_days: int = 3
    ruling_days: int = 5


TERM_NAMES = tuple(Terms.__dataclass_fields__)


def terms_now() -> Terms:
    """What holds for what begins now; five, two, three and five days as long as nobody has set others."""
    row = AppealTerms.objects.order_by("-pk").values(*TERM_NAMES).first()
    return Terms(**row) if row else Terms()


def window_of(cycle: Cycle) -> AppealWindow | None:
    return AppealWindow.objects.filter(cycle=cycle).select_related("cycle").first()


def has_open_window(cycle: Cycle) -> bool:
    return AppealWindow.objects.filter(cycle=cycle, due_on__gte=clock.today()).exists()


def visible_to(person: Person | None) -> QuerySet[Appeal]:
    """Lead, manager and supervisor: all that was sent. Head and liaison: their units', drafts too. Its assessors, and those who rule: what was sent
    about the sheet. Nobody else any."""
    if person is None:
        return Appeal.objects.none()
    allowed = Q(unit__in=units_answered_for(person))
    sent = ~Q(state=AppealState.DRAFT)
    if sees_all_units(person):
        allowed |= sent
    else:
        ruled = Ruler.objects.filter(person=person, removed_at=None).values("appeal")
        allowed |= sent & (Q(sheet__assessor=person) | Q(sheet__co_assessor=person) | Q(pk__in=ruled))
    return Appeal.objects.filter(allowed)


def for_page(appeals: QuerySet[Appeal]) -> QuerySet[Appeal]:
    return appeals.select_related(
        "cycle__standard_version", "unit", "sheet__record", "sheet__unit", "sheet__plan", "sheet__assessor", "sheet__co_assessor",
        "sheet__cycle", "sheet__revision", "sheet__standard_version", "revision", "lead", "prepared_by", "submitted_by",
    )  # fmt: skip


def for_list(appeals: QuerySet[Appeal]) -> QuerySet[Appeal]:
    rows = appeals.select_related("cycle", "unit", "sheet__assessor").annotate(disputed=Count("points", distinct=True))
    return rows


def open_ones(appeals: QuerySet[Appeal]) -> QuerySet[Appeal]:
    return appeals.filter(state__in=OPEN)


def ruled_by(person: Person) -> Q:
    """Sheets on whose appeals the person rules: they read them, and the records that they are about."""
    ruling = Ruler.objects.filter(person=person, removed_at=None).exclude(appeal__state=AppealState.WITHDRAWN)
    return Q(pk__in=ruling.values("appeal__sheet"))


def covertly_seen_by(person: Person) -> Q:
    """Mystery visits whose evidence is seen through an appeal: by those who rule on it, and by head and liaison once their unit has sent it."""
    seen = ruled_by(person)
    if units := units_answered_for(person):
        sent = Appeal.objects.filter(unit__in=units).exclude(state__in=(AppealState.DRAFT, AppealState.WITHDRAWN))
        seen |= Q(pk__in=sent.values("sheet"))
    return seen


def records_ruled_by(person: Person) -> Q:
    ruling = Ruler.objects.filter(person=person, removed_at=None).exclude(appeal__state=AppealState.WITHDRAWN)
    return Q(pk__in=ruling.exclude(appeal__sheet__record=None).values("appeal__sheet__record"))


def sides_heard(appeal: Appeal) -> set[str]:
    """Which of the two sides have said something, by themselves or through the lead."""
    return set(appeal.messages.exclude(side=Side.LEAD).values_list("side", flat=True))


def with_sides(appeals: QuerySet[Appeal]) -> QuerySet[Appeal]:
    """Adds `unit_heard` and `assessor_heard`."""
    said = AppealMessage.objects.filter(appeal=OuterRef("pk"))
    return appeals.annotate(
        unit_heard=Exists(said.filter(side=Side.UNIT)), assessor_heard=Exists(said.filter(side=Side.ASSESSOR))
    )


def rulers_of(appeal: Appeal) -> list[Person]:
    rows = appeal.rulers.filter(removed_at=None).select_related("person__unit", "person__user")
    return [row.person for row in rows]


def ruling_of(appeal: Appeal) -> Ruling | None:
    """The one that is final or waits for signatures."""
    rows = appeal.rulings.exclude(state=RulingState.DROPPED).select_related("author", "revision")
    return rows.prefetch_related("points__point__indicator", "consents__person").first()


@dataclass(frozen=True)
class Candidate:
    """Somebody who might rule; `objection`: why not."""

    person: Person
    objection: str
    roles: tuple[str, ...]


def candidates_for(appeal: Appeal) -> list[Candidate]:
    """Everybody with a role in which one can rule: those who may first, then the others with the reason. A fixed number of queries."""
    held = current(RoleAssignment.objects.filter(role__in=RULING_ROLES)).values("person")
    people = list(people_in_force().filter(pk__in=held, user__isnull=False))
    for person in people:
        person.keep_assignments(person.current_roles)
    objections = objections_to_ruling(people, appeal)
    rows = [
        Candidate(
            person,
            objections.get(person.pk, ""),
            tuple(str(row.get_role_display()) for row in person.current_roles),
        )
        for person in people
    ]
    return sorted(rows, key=lambda one: (bool(one.objection), one.person.sort_key))


def clarifiers_of(appeal: Appeal) -> list[Person]:
    """Whoever may lead the clarification: leads, and managers only where no lead is left."""
    leads = [person for person in holders_of(Role.LEAD) if may_lead_clarification(person, appeal)]
    return leads or [person for person in holders_of(Role.MANAGER) if may_lead_clarification(person, appeal)]


def disputed_codes(sheet: ScoreSheet, *, but: Appeal | None = None) -> set[str]:
    """Indicators of the sheet that are disputed already, in other appeals."""
    points = sheet.appeals.exclude(pk=but.pk) if but is not None else sheet.appeals.all()
    return set(points.exclude(points=None).values_list("points__indicator__code", flat=True))


def staff_sheets_of(person: Person | None) -> QuerySet[StaffSheet]:
    """The sheets about the person's own work, with what they said last (`stance`, `said_revision`)."""
    if person is None:
        return StaffSheet.objects.none()
    last = StaffWord.objects.filter(about=OuterRef("pk")).order_by("-pk")
    rows = StaffSheet.objects.filter(person=person).annotate(
        stance=Subquery(last.values("stance")[:1]), said_revision=Subquery(last.values("revision")[:1])
    )
    return rows.select_related(
        "sheet__cycle", "sheet__unit", "sheet__revision", "sheet__record", "sheet__standard_version"
    )


def unread_by(person: Person) -> QuerySet[StaffSheet]:
    return staff_sheets_of(person).filter(stance=None)


def appeals_on(sheet: ScoreSheet, reader: Person) -> Iterable[Appeal]:
    return visible_to(reader).filter(sheet=sheet).order_by("pk")
