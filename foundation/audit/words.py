"""What the trail calls the things that acts note, and the rooms that they come from. The trail itself keeps bare names: `roles_ended`, `draft`.

Words that several rooms use stand here; a room enters its own from `AppConfig.ready`.
"""

from collections.abc import Mapping

from django.utils.translation import pgettext_lazy

from foundation.common.registries import Registry

words: Registry[object] = Registry("words of the audit trail")
# name of a detail -> {value: what it is called}
values: Registry[dict[str, object]] = Registry("values in the audit trail")
# beginning of the acts of a room -> what the room is called
rooms: Registry[object] = Registry("rooms in the audit trail")


def register_words(found: Mapping[str, object]) -> None:
    """`{"roles_ended": _("Roles ended")}`; the values are lazy. Entering a name again changes nothing."""
    for name, word in found.items():
        if name not in words:
            words.register(name, word)


def register_values(name: str, labels: Mapping[str, object]) -> None:
    """What values of a detail are called: `register_values("role", dict(Role.choices))`. Several rooms may name values of one detail."""
    if name not in values:
        values.register(name, {})
    values.get(name).update({value: label for value, label in labels.items() if value not in values.get(name)})


def word_of(name: str) -> str:
    """The word in the reader's language; the bare name where no room has one."""
    return str(words.get(name) or name)


def rank_of(name: str) -> tuple[int, str]:
    """Where the name stands among those that are registered; others come last, by the alphabet."""
    order = [known for known, _word in words.items()]
    return (order.index(name), "") if name in order else (len(order), name)


def room_of(action: str) -> str:
    """What the room of an act is called."""
    room = action.partition(".")[0]
    return str(rooms.get(room) or room)


register_words(
    {
        "before": pgettext_lazy("audit", "Before"),
        "after": pgettext_lazy("audit", "After"),
        "fields": pgettext_lazy("audit", "Changed fields"),
        "query": pgettext_lazy("audit", "Filtered by"),
        "page": pgettext_lazy("audit", "Page"),
        "sort": pgettext_lazy("audit", "Order"),
        "count": pgettext_lazy("audit", "Number"),
        "n": pgettext_lazy("audit", "Sample size"),
        "digest": pgettext_lazy("audit", "Digest of the contents"),
        "content": pgettext_lazy("audit", "Digest of the contents"),
        "readings": pgettext_lazy("audit", "Digest of the figures"),
        "frame": pgettext_lazy("audit", "Digest of the sampling frame"),
        "commitment": pgettext_lazy("audit", "Committed digest"),
        "seed": pgettext_lazy("audit", "Seed"),
        "counts": pgettext_lazy("audit", "To draw from"),
        "sizes": pgettext_lazy("audit", "To be drawn"),
        "items": pgettext_lazy("audit", "Drawn"),
        "visit": pgettext_lazy("audit", "On-site visits"),
        "visits": pgettext_lazy("audit", "On-site visits"),
        "record": pgettext_lazy("audit", "Service record"),
        "records": pgettext_lazy("audit", "Service records"),
        "position": pgettext_lazy("audit", "Position"),
        "preset": pgettext_lazy("audit", "Preset"),
        "cycle": pgettext_lazy("audit", "Cycle"),
        "standard": pgettext_lazy("audit", "Standard"),
        "plans": pgettext_lazy("audit", "Plans"),
        "team": pgettext_lazy("audit", "Team"),
        "starts_on": pgettext_lazy("audit", "Begins on"),
        "due_on": pgettext_lazy("audit", "Due on"),
        "due": pgettext_lazy("audit", "Due on"),
        "draw": pgettext_lazy("audit", "Draw"),
        "sheets": pgettext_lazy("audit", "Score sheets"),
        "first": pgettext_lazy("audit", "First"),
        "last": pgettext_lazy("audit", "Last"),
        "again": pgettext_lazy("audit", "In its place"),
        "beside": pgettext_lazy("audit", "Beside the assessments"),
        "evidence": pgettext_lazy("audit", "Evidence"),
        "indicator": pgettext_lazy("audit", "Indicator"),
        "finding": pgettext_lazy("audit", "Finding"),
        "owner": pgettext_lazy("audit", "Owner"),
        "person": pgettext_lazy("audit", "Person"),
        "session": pgettext_lazy("audit", "Calibration session"),
        "occasion": pgettext_lazy("audit", "Occasion"),
        "edition": pgettext_lazy("audit", "Edition"),
    }
)
# A reminder's occasion is one of these with its day: `late:2026-11-27`.
register_values("occasion", {"before": pgettext_lazy("audit", "due soon"), "late": pgettext_lazy("audit", "late")})
for _room, _name in {
    "accounts": pgettext_lazy("audit", "Accounts and sign-in"),
    "organization": pgettext_lazy("audit", "Organization"),
    "records": pgettext_lazy("audit", "Service records"),
    "standards": pgettext_lazy("audit", "Standards"),
    "sampling": pgettext_lazy("audit", "Draws"),
    "assessments": pgettext_lazy("audit", "Plans and scoring"),
    "feedback": pgettext_lazy("audit", "Customer feedback"),
    "analysis": pgettext_lazy("audit", "Results and targets"),
    "rectification": pgettext_lazy("audit", "Rectification"),
    "publication": pgettext_lazy("audit", "Publication"),
}.items():
    rooms.register(_room, _name)
