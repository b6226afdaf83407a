"""Questionnaires beside the usual one: effort after a contact, SERVQUAL, and a draft that is still being built."""

from random import Random

from demo.keys import random_key
from demo.organization import Bank
from demo.quarter import Quarter
from demo.records import quality_of
from feedback.enums import Part
from feedback.links import look_up
from feedback.models import Questionnaire
from feedback.presets import PRESETS
from feedback.services import (
    answer_invitation,
    create_questionnaire,
    draw_invitees,
    export_reminders,
    invite,
    open_questionnaire,
)
from foundation.common import clock
from records.enums import Touchpoint

# The statements in which customers find least of what they expect.
WEAK = ("responsiveness", "reliability")


def ask_further(bank: Bank, quarter: Quarter) -> None:
    """In the running quarter, with chances of its own, so that the rest of the demo stays as it is."""
    random = Random(f"surveys {quarter.index}")
    lead = bank.people["lead"]
    units = [unit for unit in bank.assessed if unit.code.startswith("BR")]
    with clock.travelling(quarter.on(0.2)):
        effort = _open(lead, "effort")
        servqual = _open(lead, "servqual")
    for unit in bank.assessed:
        quality = quality_of(unit.code, quarter.index)
        _answer(random, quarter, effort, unit, lead, 30, lambda quality=quality: _effort(random, quality))
        _ask_drawn(random, quarter, effort, unit, lead, quality)
    for unit in units:
        quality = quality_of(unit.code, quarter.index)
        _answer(random, quarter, servqual, unit, lead, 25, lambda quality=quality: _servqual(random, quality))
    with clock.travelling(quarter.on(0.95)):
        create_questionnaire(actor=lead, preset="branch")


def _open(lead, preset: str) -> Questionnaire:
    return open_questionnaire(questionnaire=create_questionnaire(actor=lead, preset=preset), actor=lead)


def _answer(random: Random, quarter: Quarter, questionnaire, unit, lead, count: int, answers) -> None:
    with clock.travelling(quarter.on(0.3)):
        invited = invite(questionnaire=questionnaire, unit=unit, count=count, actor=lead, key=random_key(random))
    for token in invited.tokens:
        if random.random() < 0.6:
            with clock.travelling(quarter.on(random.uniform(0.3, 0.95), random.randint(9, 20))):
                answer_invitation(token=token, answers=answers(), key=random_key(random), language="zh-hans")


def _ask_drawn(random: Random, quarter: Quarter, questionnaire, unit, lead, quality: float) -> None:
    """Customers of the quarter's first weeks; at the counter fewer answer than on the phone, and the rest are reminded once."""
    with clock.travelling(quarter.on(0.65)):
        last = clock.today()
        invited = draw_invitees(
            questionnaire=questionnaire,
            unit=unit,
            starts_on=quarter.start,
            ends_on=last,
            count=24,
            actor=lead,
            key=random_key(random),
        )
    for token in invited.tokens:
        willing = 0.25 if look_up(token).invitation.record.touchpoint == Touchpoint.COUNTER else 0.6
        if random.random() < willing:
            with clock.travelling(quarter.on(random.uniform(0.66, 0.95), random.randint(9, 20))):
                answer_invitation(
                    token=token, answers=_effort(random, quality), key=random_key(random), language="zh-hans"
                )
    with clock.travelling(quarter.on(0.95, 9)):
        export_reminders(batch=invited.batch, actor=lead)


def _effort(random: Random, quality: float) -> dict:
    settled = random.random() < quality
    effort = random.choice((3, 4, 5, 6, 6, 7, 7)) if settled else random.choice((1, 2, 3, 3, 4, 5))
    answers = {
        "effort": effort,
        "need_met": int(settled),
        "contacts": random.choice((1, 1, 2)) if settled else random.choice((2, 3)),
    }
    if not settled:
        answers["unsettled"] = sorted(random.sample(range(1, 6), random.randint(1, 3)))
    if effort <= 3 and random.random() < 0.5:
        answers["hard"] = random.choice(
            ("同一件事说了三遍。", "在线客服转人工等了很久。", "表格看不懂，也没有人解释。")
        )
    return answers


def _servqual(random: Random, quality: float) -> dict:
    """A customer is strict or mild throughout, which is what alpha measures."""
    mood = random.gauss(0, 0.7)

    def score(middle: float) -> int:
        return min(7, max(1, round(random.gauss(middle + mood, 0.8))))

    return {
        one.code: {
            Part.EXPECTATION: score(6.1),
            Part.PERCEPTION: score(4.2 + 1.4 * quality - (0.8 if one.dimension in WEAK else 0)),
        }
        for one in PRESETS["servqual"].questions
    }
