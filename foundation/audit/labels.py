"""The registry of sentences: what each audited act is called on pages. Rooms enter theirs from `AppConfig.ready`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from foundation.audit.models import AuditEvent
from foundation.common.registries import Registry
from foundation.common.states import TONES, State


@dataclass(frozen=True)
class ActionLabel:
    """`sentence` is lazy; `detail` makes the small print of one event from its details (ids, states), or is None."""

    sentence: object
    tone: str = "go"
    detail: Callable[[AuditEvent], str] | None = None


labels: Registry[ActionLabel] = Registry("audit labels")


def register_label(
    action: str, sentence, *, tone: str = "go", detail: Callable[[AuditEvent], str] | None = None
) -> None:
    """Name one act: `register_label("rectification.task.close", _("Task closed"), tone="done")`. Entering it again changes nothing."""
    if tone not in TONES:
        raise ValueError(f"{tone!r} is no tone; there are {', '.join(TONES)}.")
    if action not in labels:
        labels.register(action, ActionLabel(sentence, tone, detail))


def register_labels(sentences: Mapping[str, object]) -> None:
    """Name several acts at once, without tone or detail."""
    for action, sentence in sentences.items():
        register_label(action, sentence)


def state_change(states: type[State]) -> Callable[[AuditEvent], str]:
    """A `detail` for acts whose `before` and `after` are states: “Draft → Waiting for approval”."""

    def detail(event: AuditEvent) -> str:
        known = {member.value: str(member.label) for member in states}
        steps = [known.get(event.details.get(name), "") for name in ("before", "after")]
        return " → ".join(step for step in steps if step)

    return detail


def label_of(action: str) -> str:
    """The sentence in the reader's language; the bare action where no room has named it."""
    label = labels.get(action)
    return str(label.sentence) if label else action


def tone_of(action: str) -> str:
    label = labels.get(action)
    return label.tone if label else "go"


def detail_of(event: AuditEvent) -> str:
    label = labels.get(event.action)
    return label.detail(event) if label and label.detail else ""
