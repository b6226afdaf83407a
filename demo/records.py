"""A quarter's service records as a file, as a system of record would export it; it goes in through the ordinary import."""

import csv
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from io import StringIO
from random import Random

from demo.organization import ASSESSED
from demo.texts import TOPICS, conversation
from foundation.workdays.calendar import is_workday

SOURCE = "客服平台"
HEADERS = (
    "记录号",
    "日期",
    "时间",
    "部门",
    "渠道",
    "坐席",
    "业务类型",
    "是否接通",
    "是否解决",
    "接通秒数",
    "通话时长（秒）",
    "满意度评分",
    "客户姓名",
    "客户电话",
    "通话内容",
)
_CHANNELS = {"phone": "电话", "online": "在线", "counter": "柜面", "after_sales": "售后"}
_FAMILY = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"


def quality_of(code: str, quarter: int) -> float:
    """How well a unit works, 0–1: a standing of its own that drifts a little from quarter to quarter; Riverside (BR3) mends."""
    standing = Random(f"standing {code}").uniform(0.62, 0.92)
    drift = Random(f"drift {code} {quarter}").uniform(-0.03, 0.03)
    mending = 0.05 * (quarter % 4) if code == "BR3" else 0.0
    return max(0.35, min(0.97, (0.58 if code == "BR3" else standing) + drift + mending))


def records_file(
    random: Random,
    *,
    codes: Sequence[str],
    start: date,
    end: date,
    per_unit: int,
    quarter: int,
    agents: dict[str, list[str]] | None = None,
) -> bytes:
    """UTF-8 CSV with a byte order mark, `per_unit` records for each unit on working days in [start, end); deterministic for the generator's state.

    `agents`: {code of the unit: staff numbers of those who serve in it}.
    """
    touchpoints = {code: touchpoint for code, *_rest, touchpoint in ASSESSED}
    days = [start + timedelta(days=n) for n in range((end - start).days) if is_workday(start + timedelta(days=n))]
    sink = StringIO()
    writer = csv.writer(sink)
    writer.writerow(HEADERS)
    number = 0
    for code in codes:
        for _ in range(per_unit):
            number += 1
            touchpoint = touchpoints.get(code, "counter")
            writer.writerow(
                _row(
                    random,
                    code,
                    touchpoint,
                    quality_of(code, quarter),
                    random.choice(days),
                    number,
                    (agents or {}).get(code),
                )
            )
    return "\ufeff".encode() + sink.getvalue().encode()


def _row(
    random: Random, code: str, touchpoint: str, quality: float, day: date, number: int, agents: list[str] | None
) -> list:
    answered = random.random() < 0.86 + 0.12 * quality
    resolved = answered and random.random() < 0.70 + 0.28 * quality
    moment = datetime.combine(day, time(9)) + timedelta(minutes=random.randrange(0, 8 * 60))
    topic = random.choice(TOPICS[touchpoint])
    desk = random.randint(101, 140)
    row = [
        f"{day:%Y%m%d}-{code}-{number:05}",
        f"{day}",
        f"{moment:%H:%M}",
        code,
        _CHANNELS[touchpoint],
        agents[desk % len(agents)] if agents else f"{desk:05}",
        topic,
    ]
    row += ["是" if answered else "否", ("是" if resolved else "否") if answered else ""]
    if answered:
        rating = max(1, min(5, round(random.gauss(2.0 + 3.0 * quality, 0.8)))) if random.random() < 0.45 else ""
        row += [int(random.lognormvariate(3.6 - 0.9 * quality, 0.6)) + 3, random.randint(60, 600), rating]
        row += [
            f"{random.choice(_FAMILY)}{random.choice('先生 女士'.split())}",
            f"13{random.randint(0, 9)}00{random.randint(0, 999999):06}",
        ]
        row.append(conversation(random, topic, quality))
    else:
        row += ["", "", "", "", "", ""]
    return row
