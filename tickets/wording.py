"""What the acts of this room are called in the trail and in a ticket's timeline, and what its notices say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext_lazy

from foundation.common.templatetags.marks import person_name
from foundation.common.texts import localized
from organization.models import Unit
from tickets.enums import (
    Cause,
    Complexity,
    ConfirmOutcome,
    Justified,
    Kind,
    PauseReason,
    ReviewOutcome,
    StepAct,
    Topic,
    Urgency,
)
from tickets.models import Step

TONES = {
    StepAct.ATTEMPT: "idle", StepAct.NOT_CONTENT: "late", StepAct.ESCALATED: "late", StepAct.CLOSED: "done", StepAct.EVALUATED: "done",
    StepAct.SURVEYED: "idle",
    StepAct.CONFIRMED: "done", StepAct.PAUSED: "wait", StepAct.EXTENSION_ASKED: "wait", StepAct.DISPATCHED: "wait", StepAct.RETURNED: "wait",
    StepAct.REOPENED: "late", StepAct.REVIEW_ASKED: "wait", StepAct.WITHDRAWN: "idle", StepAct.REVEALED: "idle", StepAct.NOTE: "idle",
    StepAct.LINKED: "idle", StepAct.UNLINKED: "idle",
}  # fmt: skip
LABELS = {
    "kind": dict(Kind.choices), "topic": dict(Topic.choices), "urgency": dict(Urgency.choices), "complexity": dict(Complexity.choices),
    "justified": dict(Justified.choices), "cause": dict(Cause.choices), "reason": dict(PauseReason.choices),
    "outcome": dict(ConfirmOutcome.choices), "review": dict(ReviewOutcome.choices),
    "way": {"email": gettext_lazy("by e-mail"), "hand": gettext_lazy("by whoever has the case")},
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """A row of `{% timeline %}`."""

    when: datetime
    who: str
    what: str
    detail: str
    tone: str
    url: str = ""


def entries_of(steps: Iterable[Step]) -> list[Entry]:
    """Newest first. One query for the units that are named."""
    steps = list(steps)
    wanted = {step.details[name] for step in steps for name in ("unit", "from_unit") if step.details.get(name)}
    units = {str(unit.public_id): localized(unit, "name") for unit in Unit.objects.filter(public_id__in=wanted)}
    return [
        Entry(
            when=step.at,
            who=person_name(step.person) if step.person else step.details.get("system") or _("Portal"),
            what=str(StepAct(step.act).label),
            detail=" · ".join(filter(None, (_detail(step, units), step.text))),
            tone=TONES.get(step.act, "go"),
        )
        for step in reversed(steps)
    ]


def _detail(step: Step, units: Mapping[str, str]) -> str:
    details = step.details
    if step.act in (StepAct.DISPATCHED, StepAct.RETURNED):
        return f"{units.get(details.get('from_unit'), '')} → {units.get(details.get('unit'), '')}"
    if step.act == StepAct.RESUMED:
        return _how_long(details.get("minutes", 0))
    if step.act == StepAct.EVALUATED:
        return _("It has helped.") if details.get("helped") else _("It has not helped.")
    return " · ".join(
        str(LABELS[name][value]) for name, value in details.items() if name in LABELS and value in LABELS[name]
    )


def _how_long(minutes: int) -> str:
    """How long the clock stood: in minutes below an hour, else in whole hours."""
    if minutes < 60:
        return ngettext("It was stopped for %(n)d minute.", "It was stopped for %(n)d minutes.", minutes) % {
            "n": minutes
        }
    hours = round(minutes / 60)
    return ngettext("It was stopped for %(n)d hour.", "It was stopped for %(n)d hours.", hours) % {"n": hours}


def name_acts() -> None:
    from foundation.audit.labels import register_label
    from foundation.audit.words import register_values, register_words, rooms

    for act in StepAct:
        register_label(f"tickets.ticket.{act.value}", act.label, tone=TONES.get(act, "go"))
    register_label("tickets.topics.learn", gettext_lazy("Topics learned from earlier tickets"), tone="done")
    register_label("tickets.alarm.raise", gettext_lazy("Alarm: more complaints than usual"), tone="late")
    register_label("tickets.alarm.settle", gettext_lazy("Said what is done about an alarm"), tone="done")
    register_label("tickets.list.export", gettext_lazy("Tickets exported"))
    register_words(
        {
            "channel": gettext_lazy("Channel"),
            "topic": gettext_lazy("Topic"),
            "urgency": gettext_lazy("Urgency"),
            "complexity": gettext_lazy("Complexity"),
            "proposed": pgettext_lazy("by the portal", "Proposed"),
            "from_unit": gettext_lazy("From unit"),
            "justified": gettext_lazy("Justified"),
            "cause": gettext_lazy("Cause"),
            "helped": gettext_lazy("Has helped"),
            "minutes": gettext_lazy("Minutes"),
            "step": gettext_lazy("Step"),
            "review": gettext_lazy("Review"),
            "way": gettext_lazy("How it was given"),
            "article": gettext_lazy("Article"),
        }
    )
    for name in ("topic", "urgency", "complexity", "justified", "cause", "way"):
        register_values(name, LABELS[name])
    rooms.register("tickets", gettext_lazy("Tickets"))


def name_notices() -> None:
    from foundation.notifications.kinds import register_kind

    for kind, sentence in (
        ("brought", gettext_lazy("Ticket %(number)s about %(unit)s came from another system. You see to it.")),
        ("received", gettext_lazy("Complaint %(number)s about %(unit)s was received.")),
        (
            "online",
            gettext_lazy("Ticket %(number)s came by the online form. You see to it until somebody takes it over."),
        ),
        ("dispatched", gettext_lazy("Ticket %(number)s is passed to %(unit)s. Take it over.")),
        ("returned", gettext_lazy("Ticket %(number)s was passed back to you.")),
        ("taken_over", gettext_lazy("Ticket %(number)s was taken over from you.")),
        ("late", gettext_lazy("Ticket %(number)s of %(unit)s is late: it was due %(due)s.")),
        ("escalated", gettext_lazy("Ticket %(number)s of %(unit)s still waits; it was due %(due)s.")),
        ("extension_asked", gettext_lazy("Thirty more days are asked for ticket %(number)s.")),
        ("extension_decided", gettext_lazy("The further days for ticket %(number)s are decided.")),
        ("review_asked", gettext_lazy("The customer of ticket %(number)s asks for a review.")),
        ("reviewed", gettext_lazy("Ticket %(number)s was reviewed.")),
        ("evaluated", gettext_lazy("The effect of what was done for ticket %(number)s is evaluated.")),
        ("reopened", gettext_lazy("The customer of ticket %(number)s came back: it is open again.")),
    ):
        register_kind(f"tickets.ticket.{kind}", sentence)
    for kind, sentence in (
        ("unit", gettext_lazy("%(unit)s has %(count)s complaints in a week, more than usual.")),
        ("topic", gettext_lazy("%(count)s complaints about one topic in a week, more than usual.")),
        ("all", gettext_lazy("%(count)s complaints in a week, more than usual.")),
    ):
        register_kind(f"tickets.alarm.{kind}", sentence)
