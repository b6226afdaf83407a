"""SERVQUAL for a bank, with accessibility as a sixth dimension.

The order of weight is that of Zeithaml, Parasuraman and Berry, Delivering Quality Service (1990): reliability 32, responsiveness 22,
assurance 19, empathy 16, tangibles 11 of 100. Accessibility takes 10 percent, the others share the rest, rounded to whole percents.
"""

from standards.content import StandardContent
from standards.enums import CriticalPolicy, ProtectionElement
from standards.presets import targets
from standards.presets.servqual.accessibility import ACCESSIBILITY
from standards.presets.servqual.assurance import ASSURANCE
from standards.presets.servqual.empathy import EMPATHY
from standards.presets.servqual.reliability import RELIABILITY
from standards.presets.servqual.responsiveness import RESPONSIVENESS
from standards.presets.servqual.tangibles import TANGIBLES
from standards.presets.shape import belonging

SERVQUAL = StandardContent(
    code="servqual",
    name_zh="服务质量评估标准（SERVQUAL 六维度）",
    name_en="Service quality by SERVQUAL, with accessibility",
    target=90,
    critical_policy=CriticalPolicy.CAP,
    critical_cap=59,
    dimensions=belonging(
        ProtectionElement.SERVICE, (TANGIBLES, RELIABILITY, RESPONSIVENESS, ASSURANCE, EMPATHY, ACCESSIBILITY)
    ),
    targets=(
        targets.CALLS_ANSWERED,
        targets.FIRST_RESPONSE,
        targets.REPLY,
        targets.RESOLUTION,
        targets.SATISFACTION,
        targets.WAITING_TIME,
    ),
)
