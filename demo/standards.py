"""The bank's own standard, the draft of its next version, and another standard that is being tried."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from demo.organization import Bank
from foundation.common import clock
from organization.models import Unit
from standards.baselines import periods
from standards.content import IndicatorContent
from standards.enums import CriticalPolicy, ProtectionElement
from standards.models import StandardVersion
from standards.presets.shape import bonus, deduction, event, rating
from standards.reading import content_of
from standards.services import (
    approve_version,
    change_settings,
    create_next_version,
    create_standard_from_preset,
    put_in_force,
    save_indicator,
    save_targets,
    start_pilot,
    submit_version,
)

CAP = Decimal(60)

PRAISE = bonus(
    "2.7",
    "客户表扬",
    "Praise by a customer",
    look_zh="客户书面、来电或当场表扬，并经核实的，加 1 分，最多加 2 分。",
    look_en="Written, called in or said on the spot, and checked: 1 point, 2 at most.",
    most=2,
)
CALLED_AGAIN = deduction(
    "3.8",
    0,
    "同一事项再次来电",
    "Called again about the same matter",
    element=ProtectionElement.DISPUTES,
    look_zh="客户在记录中说明此前已就同一事项来电、来访而未解决的，每次扣 1 分，最多扣 3 分。",
    look_en="The customer says that they have called or come about it before: 1 point off each time, 3 at most.",
    step=1,
    most=3,
)
LIABLE = event(
    "3.9",
    "有责投诉",
    "Justified complaint",
    element=ProtectionElement.DISPUTES,
    look_zh="经核查由本单位承担责任的监管转办投诉。登记认定日期和编号，写明责任环节。",
    look_en="A complaint forwarded by the regulator in which the unit was found responsible. Enter the day, the number and the step that failed.",
)
FOR_THE_AGED = rating(
    "4.6",
    300,
    "适老与无障碍服务",
    "Service for the aged and disabled",
    element=ProtectionElement.SERVICE,
    look_zh="老年客户、残障客户办理业务时，是否提供人工通道、大字版材料、上门服务等便利，并耐心讲解。",
    look_en="Are aged and disabled customers offered a person, large print or a visit at home, and told patiently how it works?",
    na_allowed=True,
    levels=(
        ("主动提供便利并全程陪同", "Offered help unasked and stayed to the end"),
        ("提供便利，讲解清楚", "Offered help and explained it clearly"),
        ("经客户提出后提供便利", "Helped once the customer asked"),
        ("让客户自行操作，讲解不清", "Left the customer to it and explained poorly"),
        ("拒绝提供便利", "Refused to help"),
    ),
)


def start_standard(bank: Bank) -> None:
    """Four dimensions, with what the bank adds to them: written by the lead, approved by the manager and put in force."""
    lead, manager = bank.people["lead"], bank.people["manager"]
    version = create_standard_from_preset(preset="four-dimensions", author=lead)
    for dimension, content in (("attitude", PRAISE), ("resolution", CALLED_AGAIN), ("resolution", LIABLE)):
        save_indicator(version=version, actor=lead, dimension=dimension, content=content)
    _settle(version, lead, target=version.target)
    _measure_against(
        version, lead, {"waiting-time": {"baseline": Decimal(35), "baseline_source": "2025年度服务质量报告"}}
    )
    submit_version(version=version, actor=lead)
    approve_version(version=version, actor=manager)
    put_in_force(version=version, actor=manager)


def _measure_against(version: StandardVersion, lead, changes: dict[str, dict]) -> None:
    """{code of a target: what its change is measured against}."""
    targets = [replace(one, **changes.get(one.code, {})) for one in content_of(version).targets]
    save_targets(version=version, actor=lead, targets=targets)


def _settle(version: StandardVersion, lead, *, target, purpose_zh: str = "", purpose_en: str = "") -> None:
    change_settings(
        version=version,
        actor=lead,
        na_policy=version.na_policy,
        critical_policy=CriticalPolicy.CAP,
        critical_cap=CAP,
        target=target,
        purpose_zh=purpose_zh,
        purpose_en=purpose_en,
    )


def draft_next_version(bank: Bank, version: StandardVersion) -> StandardVersion:
    """What the lead wants of the next version: one thing more to look at, two told better, a higher target."""
    lead = bank.people["lead"]
    draft = create_next_version(version=version, author=lead)
    save_indicator(version=draft, actor=lead, dimension="satisfaction", content=FOR_THE_AGED)
    present = content_of(draft).by_code
    _change(draft, lead, "response", replace(present["1.3"], target=95))
    _change(
        draft,
        lead,
        "attitude",
        replace(
            present["2.2"],
            guidance_zh="是否让客户把话说完，抓住要点并复述确认；客户情绪激动时，先回应情绪，再处理事情。",
            guidance_en="Is the customer allowed to finish and the point repeated back? With an upset customer, are feelings met before the matter?",
        ),
    )
    if known := periods():
        _measure_against(draft, lead, {"complaint-rate": {"baseline_cycle": known[-1].code}})
    _settle(
        draft,
        lead,
        target=Decimal(92),
        purpose_zh="落实适老服务要求，回应两个季度以来客户反映集中的“倾听不够、答复时限不清”问题。",
        purpose_en="To take up what customers told us in two quarters: not heard out, no time for the reply; and service for the aged.",
    )
    return draft


def _change(draft: StandardVersion, lead, dimension: str, content: IndicatorContent) -> None:
    save_indicator(version=draft, actor=lead, dimension=dimension, content=content, before=content.code)


def try_deductions(bank: Bank, units: list[Unit], ends_on: date) -> StandardVersion:
    """A standard by deduction, tried in a few departments from today on before anybody is judged by it."""
    lead = bank.people["lead"]
    draft = create_standard_from_preset(preset="deductions", author=lead)
    start_pilot(
        version=draft,
        actor=lead,
        units=units,
        starts_on=clock.today(),
        ends_on=max(ends_on, clock.today() + timedelta(days=1)),
        aim="比较扣分制与四维度评分的一致性；检验扣分档位是否便于评估员当场判断。",
    )
    return draft
