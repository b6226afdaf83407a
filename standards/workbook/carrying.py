"""Content on its way from the preview to the confirmation: exactly what was looked at is what is written."""

import dataclasses
from decimal import Decimal

from django.core import signing

from foundation.common.errors import Conflict
from standards.content import DimensionContent, IndicatorContent, LevelContent, StandardContent, TargetContent

POINTS = {"points", "max_points", "target", "benchmark", "step", "value", "baseline", "critical_cap"}
PARTS = {
    "dimensions": DimensionContent,
    "indicators": IndicatorContent,
    "levels": LevelContent,
    "targets": TargetContent,
}
LONGEST_WAIT = 24 * 3600


def carry(content: StandardContent, *, purpose: str) -> str:
    """The content as one signed line of text. `purpose` names who may use it for what."""
    return signing.dumps(_plain(dataclasses.asdict(content)), salt=f"standards.workbook:{purpose}", compress=True)


def unpack(text: str, *, purpose: str) -> StandardContent:
    """The content again. Raises Conflict where the line is old, changed, or made for something else."""
    try:
        values = signing.loads(text, salt=f"standards.workbook:{purpose}", max_age=LONGEST_WAIT)
        return _content(StandardContent, values)
    except (signing.BadSignature, TypeError, KeyError):
        raise Conflict from None


def _plain(value):
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return f"{value:f}" if isinstance(value, Decimal) else value


def _content(of: type, values: dict):
    found = {}
    for name, value in values.items():
        if name in PARTS:
            found[name] = tuple(_content(PARTS[name], one) for one in value)
        elif name in ("break_points", "scope"):
            found[name] = tuple(tuple(pair) for pair in value)
        elif name in POINTS and value is not None:
            found[name] = Decimal(value)
        else:
            found[name] = value
    return of(**found)
