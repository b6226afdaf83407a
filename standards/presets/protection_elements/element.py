"""A dimension that is one element of consumer protection, under the element's own code and name."""

from collections.abc import Sequence

from standards.content import DimensionContent, IndicatorContent
from standards.enums import ProtectionElement
from standards.presets.shape import USUAL_TARGET, belonging


def element_dimension(
    element: ProtectionElement, zh: str, en: str, indicators: Sequence[IndicatorContent]
) -> DimensionContent:
    """All its indicators are mapped to the element."""
    dimension = DimensionContent(element.value, zh, en, USUAL_TARGET, tuple(indicators))
    return belonging(element, (dimension,))[0]
