"""The four dimensions: response time 20 %, service attitude 25 %, problem resolution 35 %, satisfaction 20 %."""

from standards.content import StandardContent
from standards.enums import ProtectionElement
from standards.presets import targets
from standards.presets.four_dimensions.attitude import ATTITUDE
from standards.presets.four_dimensions.resolution import RESOLUTION
from standards.presets.four_dimensions.response import RESPONSE
from standards.presets.four_dimensions.satisfaction import SATISFACTION
from standards.presets.shape import belonging

FOUR_DIMENSIONS = StandardContent(
    code="four-dimensions",
    name_zh="客户服务质量评估标准（四维度）",
    name_en="Customer service quality in four dimensions",
    target=90,
    dimensions=belonging(ProtectionElement.SERVICE, (RESPONSE, ATTITUDE, RESOLUTION, SATISFACTION)),
    targets=(
        targets.FIRST_RESPONSE,
        targets.REPLY,
        targets.COMPLAINT_CONTACTED,
        targets.COMPLAINT_HANDLED,
        targets.RESOLUTION,
        targets.SATISFACTION,
        targets.COMPLAINT_RATE,
        targets.EFFICIENCY,
        targets.WAITING_TIME,
        targets.INDUSTRY_RANK,
    ),
)
