"""Questionnaires ready to use. A preset is a starting point: its questions are copied into the draft, where they can be changed."""

from feedback.presets.branch import BRANCH
from feedback.presets.effort import EFFORT
from feedback.presets.servqual import SERVQUAL
from feedback.presets.shape import Preset
from feedback.presets.standard import STANDARD

EMPTY = Preset(name_zh="空白", name_en="Empty", title_zh="", title_en="", intro_zh="", intro_en="", questions=())

PRESETS: dict[str, Preset] = {
    "standard": STANDARD,
    "effort": EFFORT,
    "branch": BRANCH,
    "servqual": SERVQUAL,
    "empty": EMPTY,
}

__all__ = ["PRESETS", "STANDARD", "Preset"]
