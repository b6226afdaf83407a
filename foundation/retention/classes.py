"""The register of personal data that is kept for a time and then erased. The room that holds the data enters it; this room knows only when."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from foundation.common.registries import Registry


@dataclass(frozen=True)
class DataClass:
    """Personal data of one kind and purpose (R47).

    `days`: how long it is kept unless an administrator says otherwise; never fewer than `least`, so that nobody's work loses what it stands on.
    `due(before)` counts what is older than the instant and still there; `erase(before, limit)` erases up to so many and returns how many.
    Both leave figures, scores and the trail as they are. Run twice they change nothing more.
    """

    label: str
    purpose: str
    days: int
    least: int
    due: Callable[[datetime], int]
    erase: Callable[[datetime, int], int]


data_classes: Registry[DataClass] = Registry("personal data that is erased in time")
