"""Consumer finance: the service itself 40 %, what comes of it 27 %, whether customers stay 20 %, whether they take part 13 %."""

from standards.content import StandardContent
from standards.enums import ProtectionElement
from standards.presets import targets
from standards.presets.consumer_finance.outcome import OUTCOME
from standards.presets.consumer_finance.participation import PARTICIPATION
from standards.presets.consumer_finance.process import PROCESS
from standards.presets.consumer_finance.relationship import RELATIONSHIP
from standards.presets.shape import belonging

CONSUMER_FINANCE = StandardContent(
    code="consumer-finance",
    name_zh="消费金融客户服务质量评估标准",
    name_en="Customer service quality in consumer finance",
    target=90,
    dimensions=belonging(ProtectionElement.SERVICE, (PROCESS, OUTCOME, RELATIONSHIP, PARTICIPATION)),
    targets=(
        targets.FIRST_RESPONSE,
        targets.COMPLAINT_CONTACTED,
        targets.COMPLAINT_HANDLED,
        targets.RESOLUTION,
        targets.SATISFACTION,
        targets.COMPLAINT_RATE,
        targets.EFFICIENCY,
        targets.INDUSTRY_RANK,
    ),
)
