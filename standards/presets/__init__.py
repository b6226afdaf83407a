"""Standards that ship with the portal, as data. A lead makes a draft of one and a manager approves it."""

from standards.presets.four_dimensions import FOUR_DIMENSIONS
from standards.presets.shape import PresetDimension, PresetIndicator, PresetLevel, PresetStandard

PRESETS: dict[str, PresetStandard] = {preset.code: preset for preset in (FOUR_DIMENSIONS,)}

__all__ = ["PRESETS", "PresetDimension", "PresetIndicator", "PresetLevel", "PresetStandard"]
