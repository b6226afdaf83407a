"""The days and hours within which a ticket is dealt with (R3, R26).

The firm's own promise is in hours of the clock, for every kind of ticket. For complaints the regulator counts calendar days from the day of receipt:
15, for complex ones 30, and once 30 more if a superior has approved it and the complainant was told
(银行业保险业消费投诉处理管理办法, CBIRC order 2020 no. 3).
"""

from datetime import date, datetime, timedelta

from foundation.common import clock
from tickets.enums import Complexity

CONTACT_HOURS = 24
HANDLE_HOURS = 24
LEGAL_DAYS = {Complexity.SIMPLE: 15, Complexity.COMPLEX: 30}
EXTENSION_DAYS = 30
# A second number tells superiors further up that nothing has happened since.
ESCALATE_AGAIN_HOURS = 24
LEGAL_WARNING_DAYS = 3
# The complainant may ask for a review within so many days of the answer; it is decided within so many of being asked for.
REVIEW_ASK_DAYS = REVIEW_DAYS = 30
EVALUATE_AFTER_DAYS = 14
# Within which the same customer's next ticket is proposed as a repetition.
REPEAT_DAYS = 90
# Closed without a word of the customer only after so many attempts on so many different days.
ATTEMPTS, ATTEMPT_DAYS = 3, 2


def contact_due(received: datetime) -> datetime:
    return received + timedelta(hours=CONTACT_HOURS)


def handle_due(received: datetime) -> datetime:
    return received + timedelta(hours=HANDLE_HOURS)


def legal_due(received: datetime, complexity: str) -> date:
    """The last day on which the complainant may get the answer."""
    return clock.local(received).date() + timedelta(days=LEGAL_DAYS[Complexity(complexity)])
