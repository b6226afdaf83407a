"""What is new, changed or gone in a plan since the department's last one (R10)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from assessments.design_words import shares_in_words, touchpoint_names
from assessments.enums import CycleType, PlanState, SizeWay
from assessments.methods_planned import GUIDES, further_of
from assessments.models import Plan, SampleDesign, TeamMember
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
        "cycle__standard_version__standard", "unit", "design"
    )
    return list(
        rows.prefetch_related(Prefetch("team", members.order_by("person__sort_key", "person_id")), "planned_methods")
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


def differences_of(plans: Sequence[Plan]) -> dict[int, list[Difference] | None]:
    """{plan: what differs from its unit's last one; None where there is none}. The plans are of one cycle and come `with_contents`."""
    before = plans_before(plans)
    people = {member.person for plan in (*plans, *before.values()) for member in plan.team.all()}
    objections = Objections(people, plans[0].cycle) if plans else None
    return {
        plan.pk: _between(before[plan.pk], plan, lambda person, unit=plan.unit: objections.to(person, unit))
        if plan.pk in before
        else None
        for plan in plans
    }


def _between(old: Plan, new: Plan, objection: Callable[[Person], str]) -> list[Difference]:
    return [
        *_changed(_("Standard"), _standard(old), _standard(new)),
        *_changed(_("Records to review"), str(old.records_wanted), str(new.records_wanted)),
        *_changed(_("Way to the number of records"), way_in_words(_design(old)), way_in_words(_design(new))),
        *_changed(_("Touchpoints"), _touchpoints(_design(old)), _touchpoints(_design(new))),
        *_changed(_("Spread over touchpoints"), _allocation(_design(old)), _allocation(_design(new))),
        *_changed(_("On-site visits"), str(old.visits_wanted), str(new.visits_wanted)),
        *_changed(_("Follow-up callbacks"), str(old.callbacks_wanted), str(new.callbacks_wanted)),
        *_calls(old, new),
        *_further(old, new),
        *_dates(old, new),
        *_changed(_("Contents"), old.contents, new.contents),
        *_team(old, new, objection),
    ]


def _changed(what: str, before: str, now: str) -> list[Difference]:
    if before == now:
        return []
    return [Difference(what, NEW if not before else GONE if not now else CHANGED, before, now)]


def _calls(old: Plan, new: Plan) -> list[Difference]:
    """How customers are called, where they are called now."""
    if not new.callbacks_wanted:
        return []
    return [
        *_changed(_("Attempts before a customer is given up"), str(old.call_attempts), str(new.call_attempts)),
        *_changed(_("Call script"), old.call_script, new.call_script),
    ]


def _further(old: Plan, new: Plan) -> list[Difference]:
    """The other methods: how many, and by which guide where they are used now."""
    before, found = further_of(old), []
    for method, now in further_of(new).items():
        found += _changed(str(method.label), str(before[method].wanted), str(now.wanted))
        if now.wanted:
            found += _changed(f"{method.label} · {GUIDES[method]}", before[method].guide, now.guide)
    return found


def _standard(plan: Plan) -> str:
    return str(plan.cycle.standard_version)


def _design(plan: Plan) -> SampleDesign | None:
    return getattr(plan, "design", None)


def way_in_words(design: SampleDesign | None) -> str:
    """The way with what was chosen in it: “From a wanted precision (± 3)”."""
    if design is None or design.way == SizeWay.HAND:
        return str(SizeWay.HAND.label)
    label = SizeWay(design.way).label
    if design.way == SizeWay.PRECISION:
        return _with_detail(label, f"± {design.precision.normalize():f}")
    return _with_detail(
        label, _(", ").join([design.level, f"AQL {design.aql} %", str(Severity(design.severity).label)])
    )


def _with_detail(text: str, detail: str) -> str:
    return _("%(text)s (%(detail)s)") % {"text": text, "detail": detail}


def _touchpoints(design: SampleDesign | None) -> str:
    return touchpoint_names(design.touchpoints) if design is not None and design.touchpoints else _("all of them")


def _allocation(design: SampleDesign | None) -> str:
    if design is None:
        return str(Allocation.PROPORTIONAL.label)
    label = str(Allocation(design.allocation).label)
    return labelled(label, shares_in_words(design.shares)) if design.allocation == Allocation.CHOSEN else label


def _dates(old: Plan, new: Plan) -> list[Difference]:
    """Days as such differ in each quarter; told is what lies elsewhere in the quarter."""
    found = []
    if _offset(old.starts_on, old.cycle.start) != _offset(new.starts_on, new.cycle.start):
        found += _changed(_("From"), day(old.starts_on), day(new.starts_on))
    if abs(_offset(old.due_on, old.cycle.end) - _offset(new.due_on, new.cycle.end)) > MOVED_BY_REST_DAYS:
        found += _changed(_("Sheets due by"), day(old.due_on), day(new.due_on))
    return found


# A day that is due the same number of days after the quarter may have had to give way to a holiday.
MOVED_BY_REST_DAYS = timedelta(days=3)


def _offset(one, base) -> timedelta:
    return one - base if one is not None else timedelta.max / 4


def _team(old: Plan, new: Plan, objection: Callable[[Person], str]) -> list[Difference]:
    before = {member.person_id: member.person for member in old.team.all()}
    now = {member.person_id: member.person for member in new.team.all()}
    gone = [
        Difference(_("Team"), GONE, before=_name(person), why=objection(person))
        for key, person in before.items()
        if key not in now
    ]
    joined = [Difference(_("Team"), NEW, now=_name(person)) for key, person in now.items() if key not in before]
    return gone + joined


def _name(person: Person) -> str:
    return _with_detail(person_name(person), str(person.unit))
