"""Life cycles. A state class carries labels, tones and transitions together; a row moves through `advance` only."""

from django.db import models
from django.utils.translation import gettext as _

from foundation.common.errors import Conflict
from foundation.common.rows import update_row

# One palette for every room: not started, in progress, waiting for somebody, done, late.
TONES = ("idle", "go", "wait", "done", "late")


class State(models.TextChoices):
    """Subclass with members, then give `tones()` {member value: tone} and `transitions()` {from: (to, …)}."""

    @classmethod
    def tones(cls) -> dict[str, str]:
        raise TypeError(f"{cls.__name__} has no tones.")

    @classmethod
    def transitions(cls) -> dict[str, tuple[str, ...]]:
        raise TypeError(f"{cls.__name__} has no transitions.")

    @property
    def tone(self) -> str:
        return self.tones()[self.value]

    def may_become(self, other: str) -> bool:
        return other in self.transitions().get(self.value, ())


def state_of(obj, field: str = "state") -> State:
    """The row's state as a member of its class, with label and tone. The class is the field's `choices` enum, named on the model as `States`."""
    return obj.States(getattr(obj, field))


def advance(obj, to: str, *, field: str = "state", **more) -> None:
    """Move a saved row to another state, and set `more`, if it still is where we read it. Raises Conflict otherwise."""
    present = state_of(obj, field)
    if not present.may_become(to):
        raise Conflict(
            _("This is “%(present)s” now and cannot become “%(wanted)s”.")
            % {"present": present.label, "wanted": obj.States(to).label}
        )
    swap(obj, **{field: to, **more}, expected={field: present.value})


def swap(obj, *, expected: dict, **changes) -> None:
    """Compare-and-swap: write `changes` where the row still has the `expected` values (and its version, if it has one)."""
    if hasattr(obj, "version"):
        expected = {**expected, "version": obj.version}
        changes = {**changes, "version": obj.version + 1}
    if not update_row(type(obj), obj.pk, changes, expected):
        raise Conflict()
    for name, value in changes.items():
        setattr(obj, name, value)
