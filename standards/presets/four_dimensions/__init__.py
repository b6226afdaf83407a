"""The four dimensions: response time 20 %, service attitude 25 %, problem resolution 35 %, satisfaction 20 %."""

from standards.content import StandardContent
from standards.presets.four_dimensions.attitude import ATTITUDE
from standards.presets.four_dimensions.resolution import RESOLUTION
from standards.presets.four_dimensions.response import RESPONSE
from standards.presets.four_dimensions.satisfaction import SATISFACTION

FOUR_DIMENSIONS = StandardContent(
    code="four-dimensions",
    name_zh="客户服务质量评估标准（四维度）",
    name_en="Customer service quality in four dimensions",
    target=90,
    dimensions=(RESPONSE, ATTITUDE, RESOLUTION, SATISFACTION),
)
