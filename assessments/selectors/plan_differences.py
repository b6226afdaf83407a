"""What is new, changed or gone in a plan since the department's last one (R10)."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from assessments.answers_planned import answers_in_words
from assessments.design_words import shares_in_words, touchpoint_names
from assessments.enums import CycleType, PlanState, SizeWay
from assessments.methods_planned import GUIDES, with_people
from assessments.models import Plan, PlannedMethod, SampleDesign, TeamMember
from assessments.plan_contents import Contents, contents_now, contents_then, without_mystery
from assessments.rules.teams import Objections
from foundation.common.templatetags.dates import day
from foundation.common.templatetags.marks import person_name
from foundation.common.texts import labelled
from organization.models import Person
from sampling.enums import Allocation, Severity

# What was approved once; a draft of a quarter that was never drawn is nothing to go by.
USED = (PlanState.APPROVED, PlanState.DRAWING, PlanState.SCORING, PlanState.DONE)
NEW, CHANGED, GONE = "new", "changed", "gone"


@dataclass(frozen=True)
class Difference:
    """`kind` is new, changed or gone; `before` or `now` may be empty; `why` says why it is gone, where that is known."""

    what: str
    kind: str
    before: str = ""
    now: str = ""
    why: str = ""

    @property
    def label(self) -> str:
        return {NEW: _("New"), CHANGED: _("Changed"), GONE: _("Gone")}[self.kind]

    @property
    def tone(self) -> str:
        return {NEW: "go", CHANGED: "wait", GONE: "late"}[self.kind]


def with_contents(plans: Iterable[Plan]) -> list[Plan]:
    """The plans with team, roles, design and standard loaded. A fixed number of queries."""
    members = TeamMember.objects.select_related("person__unit").prefetch_related("person__role_assignments")
    rows = Plan.objects.filter(pk__in=[plan.pk for plan in plans]).select_related(
        "cycle__standard_version__standard", "unit", "design", "planned_answers"
    )
    return list(
        rows.prefetch_related(
            Prefetch("team", members.order_by("person__sort_key", "person_id")),
            Prefetch("planned_methods", with_people(PlannedMethod.objects.all())),
        )
    )


def plans_before(plans: Sequence[Plan]) -> dict[int, Plan]:
    """{plan: the unit's last one that was approved, of an earlier cycle}; a plan without one is not in it.

    A quarter goes by quarters alone: a special assessment between them looked at a part, with a sample of its own.
    """
    if not plans:
        return {}
    earlier = Plan.objects.filter(
        unit__in={plan.unit_id for plan in plans},
        state__in=USED,
        cycle__start__lt=max(one.cycle.start for one in plans),
    ).values_list("pk", "unit_id", "cycle__start", "cycle__type")
    chosen = {}
    for plan in plans:
        quarters_only = plan.cycle.type == CycleType.QUARTER
        starts = [
            (start, pk)
            for pk, unit, start, kind in earlier
            if unit == plan.unit_id and start < plan.cycle.start and not (quarters_only and kind != CycleType.QUARTER)
        ]
        if starts:
            chosen[plan.pk] = max(starts)[1]
    found = {plan.pk: plan for plan in with_contents(Plan.objects.filter(pk__in=set(chosen.values())))}
    return {pk: found[before] for pk, before in chosen.items()}


def differences_of(plans: Sequence[Plan], hiding: Collection[int] = ()) -> dict[int, list[Difference] | None]:
    """{plan: what differs from its unit's last one; None where there is none}. The plans are of one cycle and come `with_contents`; of those
    `hiding` their mystery visits nothing of these is told."""
    before = plans_before(plans)
    people = {member.person for plan in (*plans, *before.values()) for member in plan.team.all()}
    objections = Objections(people, plans[0].cycle) if plans else None
    return {
        plan.pk: _between(
            contents_now(before[plan.pk]),
            without_mystery(contents_now(plan)) if plan.pk in hiding else contents_now(plan),
            lambda person, unit=plan.unit: objections.to(person, unit),
        )
        if plan.pk in before
        else None
        for plan in plans
    }


def differences_since(plan: Plan, kept: Mapping, hiding: Collection[int] = ()) -> list[Difference]:
    """What differs from what was kept of the plan when it was returned; the plan comes `with_contents`, `hiding` as above."""
    then, now = contents_then(plan, kept), contents_now(plan)
    now = without_mystery(now) if plan.pk in hiding else now
    objections = Objections([*then.team.values(), *now.team.values()], plan.cycle)
    return [
        *_between(then, now, lambda person: objections.to(person, plan.unit), rest_days=timedelta(0)),
        *_changed(_("Why so many"), _reason(then.design), _reason(now.design)),
        *_changed(_("At least from each touchpoint"), _minimum(then.design), _minimum(now.design)),
    ]


# A day that is due the same number of days after the quarter may have had to give way to a holiday.
MOVED_BY_REST_DAYS = timedelta(days=3)


def _between(
    old: Contents, new: Contents, objection: Callable[[Person], str], *, rest_days: timedelta = MOVED_BY_REST_DAYS
) -> list[Difference]:
    return [
        *_changed(_("Standard"), old.standard, new.standard),
        *_changed(_("Records to review"), str(old.records), str(new.records)),
        *_changed(_("Way to the number of records"), way_in_words(old.design), way_in_words(new.design)),
        *_changed(_("Touchpoints"), _touchpoints(old.design), _touchpoints(new.design)),
        *_changed(_("Spread over touchpoints"), _allocation(old.design), _allocation(new.design)),
        *_changed(_("On-site visits"), str(old.visits), str(new.visits)),
        *_changed(_("Follow-up callbacks"), str(old.callbacks), str(new.callbacks)),
        *_calls(old, new),
        *_further(old, new),
        *_changed(_("Answers of customers"), answers_in_words(old.answers), answers_in_words(new.answers)),
        *_dates(old, new, rest_days),
        *_changed(_("Contents"), old.contents, new.contents),
        *_team(old, new, objection),
    ]


def _changed(what: str, before: str, now: str) -> list[Difference]:
    if before == now:
        return []
    return [Difference(what, NEW if not before else GONE if not now else CHANGED, before, now)]


def _calls(old: Contents, new: Contents) -> list[Difference]:
    """How customers are called, where they are called now."""
    if not new.callbacks:
        return []
    return [
        *_changed(_("Attempts before a customer is given up"), str(old.attempts), str(new.attempts)),
        *_changed(_("Call script"), old.script, new.script),
    ]


def _further(old: Contents, new: Contents) -> list[Difference]:
    """The other methods: how many, and by which guide where they are used now."""
    found = []
    for method, now in new.further.items():
        before = old.further[method]
        found += _changed(str(method.label), str(before.wanted), str(now.wanted))
        if now.wanted:
            found += _changed(f"{method.label} · {GUIDES[method]}", before.guide, now.guide)
            found += _changed(_("Mystery visitors"), _names(before.people), _names(now.people))
    return found


def _names(people: Iterable[Person]) -> str:
    return _(", ").join(person_name(person) for person in people)


def _reason(design: SampleDesign | None) -> str:
    return design.reason if design is not None else ""


def _minimum(design: SampleDesign | None) -> str:
    return str(design.minimum) if design is not None else ""


def way_in_words(design: SampleDesign | None) -> str:
    """The way with what was chosen in it: “From a wanted precision (± 3)”."""
    if design is None or design.way == SizeWay.HAND:
        return str(SizeWay.HAND.label)
    label = SizeWay(design.way).label
    if design.way == SizeWay.PRECISION:
        return _with_detail(label, f"± {design.precision.normalize():f}")
    return _with_detail(label, _(", ").join([design.level, f"AQL {design.aql}%", str(Severity(design.severity).label)]))


def _with_detail(text: str, detail: str) -> str:
    return _("%(text)s (%(detail)s)") % {"text": text, "detail": detail}


def _touchpoints(design: SampleDesign | None) -> str:
    return touchpoint_names(design.touchpoints) if design is not None and design.touchpoints else _("all of them")


def _allocation(design: SampleDesign | None) -> str:
    if design is None:
        return str(Allocation.PROPORTIONAL.label)
    label = str(Allocation(design.allocation).label)
    return labelled(label, shares_in_words(design.shares)) if design.allocation == Allocation.CHOSEN else label


def _dates(old: Contents, new: Contents, rest_days: timedelta) -> list[Difference]:
    """Days as such differ in each quarter; told is what lies elsewhere in the quarter."""
    found = []
    if _offset(old.starts_on, old.start) != _offset(new.starts_on, new.start):
        found += _changed(_("From"), _day(old.starts_on), _day(new.starts_on))
    if abs(_offset(old.due_on, old.end) - _offset(new.due_on, new.end)) > rest_days:
        found += _changed(_("Sheets due by"), _day(old.due_on), _day(new.due_on))
    return found


def _day(one: date | None) -> str:
    return day(one) if one else ""


def _offset(one, base) -> timedelta:
    return one - base if one is not None else timedelta.max / 4


def _team(old: Contents, new: Contents, objection: Callable[[Person], str]) -> list[Difference]:
    gone = [
        Difference(_("Team"), GONE, before=_name(person), why=objection(person))
        for key, person in old.team.items()
        if key not in new.team
    ]
    joined = [Difference(_("Team"), NEW, now=_name(person)) for key, person in new.team.items() if key not in old.team]
    return gone + joined


def _name(person: Person) -> str:
    return _with_detail(person_name(person), str(person.unit))
