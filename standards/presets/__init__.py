"""Standards that ship with the portal, as data. A lead makes a draft of one, and it is theirs to change."""

from standards.content import StandardContent
from standards.presets.consumer_finance import CONSUMER_FINANCE
from standards.presets.deductions import DEDUCTIONS
from standards.presets.four_dimensions import FOUR_DIMENSIONS
from standards.presets.outlet_bai_jia import OUTLET_BAI_JIA
from standards.presets.protection_elements import PROTECTION_ELEMENTS
from standards.presets.servqual import SERVQUAL

# In the order in which they are offered.
PRESETS: dict[str, StandardContent] = {
    preset.code: preset
    for preset in (FOUR_DIMENSIONS, SERVQUAL, CONSUMER_FINANCE, OUTLET_BAI_JIA, DEDUCTIONS, PROTECTION_ELEMENTS)
}
