"""The seven elements by which the financial regulator assesses consumer protection since September 2025, as dimensions.

The method (金融机构消费者权益保护监管评价办法) names them and the least weight of each: marketing conduct and dispute resolution 25 % each,
institutional arrangements, suitability and financial education 10 % each, consumer service and personal information 5 % each.
The ten percent that are left free go to service (7) and personal information (3).
"""

from standards.content import StandardContent
from standards.enums import CriticalPolicy
from standards.presets import targets
from standards.presets.protection_elements.disputes import DISPUTES
from standards.presets.protection_elements.education import EDUCATION
from standards.presets.protection_elements.institution import INSTITUTION
from standards.presets.protection_elements.marketing import MARKETING
from standards.presets.protection_elements.privacy import PRIVACY
from standards.presets.protection_elements.service import SERVICE
from standards.presets.protection_elements.suitability import SUITABILITY

PROTECTION_ELEMENTS = StandardContent(
    code="protection-elements",
    name_zh="消费者权益保护评估标准（监管七要素）",
    name_en="Consumer protection by the regulator’s seven elements",
    target=90,
    critical_policy=CriticalPolicy.FAIL,
    dimensions=(INSTITUTION, SUITABILITY, MARKETING, DISPUTES, EDUCATION, SERVICE, PRIVACY),
    targets=(
        targets.COMPLAINT_CONTACTED,
        targets.COMPLAINT_HANDLED,
        targets.COMPLAINT_RATE,
        targets.RESOLUTION,
        targets.SATISFACTION,
        targets.INDUSTRY_RANK,
    ),
)
