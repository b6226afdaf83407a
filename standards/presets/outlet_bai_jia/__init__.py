"""An outlet's sheet of 1,000 points, in the style of the sheets by which exemplary outlets are chosen.

Environment 100, disclosure 80, lobby 150, counter and e-banking 170, staff 100, customers' rights and dual recording 150, elderly and
accessible service 90, language 50, emergencies 60, culture 50. Most is deducted by occurrence; what an outlet does not have costs it nothing.
"""

from standards.content import StandardContent
from standards.enums import CriticalPolicy, NotApplicablePolicy, ProtectionElement
from standards.presets import targets
from standards.presets.outlet_bai_jia.accessibility import ACCESSIBILITY
from standards.presets.outlet_bai_jia.counter import COUNTER
from standards.presets.outlet_bai_jia.culture import CULTURE
from standards.presets.outlet_bai_jia.disclosure import DISCLOSURE
from standards.presets.outlet_bai_jia.emergency import EMERGENCY
from standards.presets.outlet_bai_jia.environment import ENVIRONMENT
from standards.presets.outlet_bai_jia.language import LANGUAGE
from standards.presets.outlet_bai_jia.lobby import LOBBY
from standards.presets.outlet_bai_jia.rights import RIGHTS
from standards.presets.outlet_bai_jia.staff import STAFF
from standards.presets.shape import belonging

OUTLET_BAI_JIA = StandardContent(
    code="outlet-bai-jia",
    name_zh="网点服务评估标准（千分制，百佳样式）",
    name_en="Outlet service on a sheet of 1,000 points",
    target=90,
    na_policy=NotApplicablePolicy.FULL_MARKS,
    critical_policy=CriticalPolicy.FAIL,
    dimensions=belonging(
        ProtectionElement.SERVICE,
        (
            ENVIRONMENT,
            DISCLOSURE,
            LOBBY,
            COUNTER,
            STAFF,
            RIGHTS,
            ACCESSIBILITY,
            LANGUAGE,
            EMERGENCY,
            CULTURE,
        ),
    ),
    targets=(
        targets.SATISFACTION,
        targets.WAITING_TIME,
        targets.COMPLAINT_CONTACTED,
        targets.COMPLAINT_HANDLED,
        targets.COMPLAINT_RATE,
        targets.INDUSTRY_RANK,
    ),
)
