"""A whole sheet by deduction 扣分制: it begins at 100, each occurrence takes its points, each item has a cap, grave ones count double again.

No item carries a weight. What cannot be looked at costs nothing.
"""

from standards.content import StandardContent
from standards.enums import NotApplicablePolicy, ProtectionElement
from standards.presets import targets
from standards.presets.deductions.conduct import CONDUCT
from standards.presets.deductions.discipline import DISCIPLINE
from standards.presets.deductions.handling import HANDLING
from standards.presets.deductions.premises import PREMISES
from standards.presets.deductions.timeliness import TIMELINESS
from standards.presets.shape import belonging

DEDUCTIONS = StandardContent(
    code="deductions",
    name_zh="客户服务质量评估标准（扣分制）",
    name_en="Customer service quality by deduction",
    target=90,
    na_policy=NotApplicablePolicy.FULL_MARKS,
    dimensions=belonging(ProtectionElement.SERVICE, (CONDUCT, HANDLING, TIMELINESS, PREMISES, DISCIPLINE)),
    targets=(
        targets.REPLY,
        targets.COMPLAINT_CONTACTED,
        targets.COMPLAINT_HANDLED,
        targets.SATISFACTION,
        targets.COMPLAINT_RATE,
    ),
)
