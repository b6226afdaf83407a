"""Indicators that rest on a figure of the quarter which no room of the portal computes: an assessor rates the figure that is given."""

from collections.abc import Sequence

from standards.content import IndicatorContent
from standards.presets.shape import rating

GIVEN_ZH = "本项数据不由系统计算：评估组长提供数据和来源，评估员据此评分并附佐证材料；检查单笔记录时选“不适用”。"
GIVEN_EN = (
    " The portal does not compute this: the lead provides the figure and its source, the assessor rates it and adds the evidence. "
    "Not applicable when a single record is reviewed."
)


def rated_figure(
    code: str, weight: int, zh: str, en: str, *, look_zh: str, look_en: str, levels: Sequence[tuple[str, str]], **more
) -> IndicatorContent:
    """Five levels of a figure, the best first; the guidance says who provides it."""
    return rating(
        code,
        weight,
        zh,
        en,
        look_zh=look_zh + GIVEN_ZH,
        look_en=look_en + GIVEN_EN,
        levels=levels,
        na_allowed=True,
        **more,
    )
