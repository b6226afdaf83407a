"""Targets that several presets share (R3), and where their figures come from.

The internal values are those of the policy; a draft is free to change them. Baselines are the organization's own and stay open:
until one is entered, a change is against the cycle before.
A benchmark stands only where one has been published for the same thing: in 2024 a person answered 94.18 % of the calls to the contact
centres of China's banks (China Banking Association, report of 2024). The 99.46 % of satisfied callers in that report is none of ours:
it counts only those who rated a call, our figure everybody who answered a questionnaire.
"""

from decimal import Decimal

from standards.content import TargetContent
from standards.enums import TargetKind, TargetSense, TargetUnit

FIRST_RESPONSE = TargetContent(
    "first-response",
    "首次响应时间",
    "Time to the first response",
    TargetSense.AT_MOST,
    1,
    TargetUnit.HOURS,
    measure="records.answer_seconds",
)
REPLY = TargetContent("reply", "答复时间", "Time to the reply", TargetSense.AT_MOST, 24, TargetUnit.HOURS)
COMPLAINT_CONTACTED = TargetContent(
    "complaint-contacted",
    "投诉首次联系时间",
    "Time until a complainant is contacted",
    TargetSense.AT_MOST,
    24,
    TargetUnit.HOURS,
)
COMPLAINT_HANDLED = TargetContent(
    "complaint-handled",
    "投诉处理时间",
    "Time until a complaint is handled",
    TargetSense.AT_MOST,
    24,
    TargetUnit.HOURS,
)
RESOLUTION = TargetContent(
    "resolution",
    "问题解决率",
    "Resolved rate",
    TargetSense.AT_LEAST,
    95,
    TargetUnit.PERCENT,
    measure="records.resolved",
)
SATISFACTION = TargetContent(
    "satisfaction",
    "客户满意度",
    "Customer satisfaction",
    TargetSense.AT_LEAST,
    95,
    TargetUnit.PERCENT,
    measure="feedback.satisfaction",
)
COMPLAINT_RATE = TargetContent(
    "complaint-rate",
    "投诉率",
    "Complaint rate",
    TargetSense.AT_MOST,
    -20,
    TargetUnit.PERCENT,
    kind=TargetKind.CHANGE,
    measure="records.complaints",
)
EFFICIENCY = TargetContent(
    "efficiency",
    "流程效率",
    "Process efficiency",
    TargetSense.AT_LEAST,
    30,
    TargetUnit.POINTS,
    kind=TargetKind.CHANGE,
)
WAITING_TIME = TargetContent(
    "waiting-time",
    "等候时间",
    "Waiting time",
    TargetSense.AT_MOST,
    -30,
    TargetUnit.SECONDS,
    kind=TargetKind.CHANGE,
    measure="records.answer_seconds",
)
INDUSTRY_RANK = TargetContent(
    "industry-rank",
    "行业排名",
    "Rank in the industry",
    TargetSense.AT_MOST,
    3,
    TargetUnit.PLACE,
    kind=TargetKind.RANK,
)
# No measure: the registry's share of answered records covers every touchpoint, the benchmark calls alone.
CALLS_ANSWERED = TargetContent(
    "calls-answered",
    "人工电话接通率（行业值：中国银行业协会2024 年报告）",
    "Calls answered by a person (industry: China Banking Association, report of 2024)",
    TargetSense.AT_LEAST,
    95,
    TargetUnit.PERCENT,
    benchmark=Decimal("94.18"),
)
