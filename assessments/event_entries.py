"""What critical events enter in the house's registries when the app is ready."""

from django.utils.translation import gettext as _, gettext_lazy, ngettext

from assessments.gates import NAMED, Blocker, Link
from assessments.models import CriticalEvent, Cycle
from foundation.common import clock
from foundation.common.texts import localized
from organization.enums import Role
from organization.models import Person
from organization.worklist import WorkItem


def enter_events() -> None:
    from assessments import gates
    from assessments.enums import CycleState, EventState
    from foundation.audit.labels import register_label, state_change
    from foundation.audit.naming import register_namer
    from foundation.notifications.kinds import register_kind
    from organization.worklist import work_providers

    for gate in (CycleState.INITIAL, CycleState.REVIEW, CycleState.APPROVAL, CycleState.FEEDBACK):
        gates.blockers.register(f"events-{gate}", gates.Check(gate, events_not_decided, bars_publication=True))
    work_providers.register("critical-events", events_waiting_for)
    register_namer("assessments.criticalevent", names_of_events, gettext_lazy("critical event"))
    for action, sentence, tone in (
        ("report", gettext_lazy("Critical event reported"), "wait"),
        ("confirm", gettext_lazy("Critical event confirmed"), "late"),
        ("dismiss", gettext_lazy("Critical event dismissed"), "idle"),
    ):
        register_label(f"assessments.critical_event.{action}", sentence, tone=tone, detail=state_change(EventState))
    for kind, sentence in (
        (
            "reported",
            gettext_lazy("“%(event)s” was reported for %(unit)s in %(cycle)s and waits for your confirmation."),
        ),
        ("decided", gettext_lazy("“%(event)s” for %(unit)s in %(cycle)s was decided.")),
        ("confirmed", gettext_lazy("“%(event)s” was confirmed for %(unit)s in %(cycle)s and counts in its result.")),
    ):
        register_kind(f"assessments.critical_event.{kind}", sentence)


def events_not_decided(cycle: Cycle) -> list[Blocker]:
    """A reported event may still change a result."""
    waiting = list(
        cycle.critical_events.filter(state=CriticalEvent.States.REPORTED).select_related("unit", "indicator")
    )
    if not waiting:
        return []
    count = len(waiting)
    sentence = ngettext(
        "%(n)d critical event waits for confirmation.", "%(n)d critical events wait for confirmation.", count
    )
    links = tuple(Link(str(event.unit), event.get_absolute_url()) for event in waiting[:NAMED])
    return [Blocker(sentence % {"n": count}, links, str(Role.MANAGER.label))]


def events_waiting_for(person: Person) -> list[WorkItem]:
    """Managers: what was reported and is theirs to decide."""
    from assessments.rules.events import can_decide_event

    if not person.has_role(Role.MANAGER):
        return []
    waiting = CriticalEvent.objects.filter(state=CriticalEvent.States.REPORTED).select_related(
        "cycle", "unit", "indicator"
    )
    return [
        WorkItem(
            title=_("Confirm or dismiss a critical event"),
            url=event.get_absolute_url(),
            group="events",
            detail=f"{event.cycle.code} · {event.indicator}",
            unit=localized(event.unit, "name"),
            state=str(CriticalEvent.States(event.state).label),
            tone="wait",
            since=clock.local(event.created_at).date(),
        )
        for event in waiting
        if can_decide_event(person, event)
    ]


def names_of_events(public_ids: set[str]) -> dict[str, str]:
    rows = CriticalEvent.objects.filter(public_id__in=public_ids).select_related("cycle", "unit", "indicator")
    return {str(row.public_id): f"{row.cycle.code} · {row.unit} · {row.indicator}" for row in rows}
