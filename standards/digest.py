"""The whole content of a version as canonical JSON and its digest: the audit trail keeps it, so that `manage.py verify` sees a later change."""

import hashlib
import json
from collections.abc import Sequence

from standards.models import Indicator, StandardVersion

INDICATOR_FIELDS = (
    "code", "name_zh", "name_en", "guidance_zh", "guidance_en", "order", "scale", "weight", "max_points", "na_allowed",
    "reason_below_full", "measure", "break_points", "target",
)  # fmt: skip
DIMENSION_FIELDS = ("code", "name_zh", "name_en", "order", "target")
LEVEL_FIELDS = ("level", "points", "text_zh", "text_en")
# Came later: said only where they say something, so that what was approved before keeps its digest.
LATER_FIELDS = ("benchmark", "step", "repeats_doubled", "element")
TARGET_FIELDS = (
    "code",
    "name_zh",
    "name_en",
    "order",
    "kind",
    "sense",
    "value",
    "benchmark",
    "baseline",
    "unit",
    "measure",
)
LATER_TARGET_FIELDS = ("baseline_source", "baseline_cycle")


def digest_of_content(version: StandardVersion, indicators: Sequence[Indicator]) -> str:
    """SHA-256 (hex) over everything that decides a score. `indicators` come with dimension and levels."""
    dimensions = {indicator.dimension.code: _row(indicator.dimension, DIMENSION_FIELDS) for indicator in indicators}
    content = {
        "standard": version.standard.code,
        "number": version.number,
        "na_policy": version.na_policy,
        "critical_policy": version.critical_policy,
        "critical_cap": _plain(version.critical_cap),
        "target": _plain(version.target),
        "dimensions": dimensions,
        **_said(
            {
                "targets": [
                    {**_row(target, TARGET_FIELDS), **_said(_row(target, LATER_TARGET_FIELDS))}
                    for target in version.targets.all()
                ],
                "scope": sorted(map(list, version.scope.values_list("aspect", "value"))),
            }
        ),
        "indicators": [
            {
                **_row(indicator, INDICATOR_FIELDS),
                **_said(_row(indicator, LATER_FIELDS)),
                "dimension": indicator.dimension.code,
                "levels": [
                    _row(level, LEVEL_FIELDS) for level in sorted(indicator.levels.all(), key=lambda one: one.level)
                ],
            }
            for indicator in indicators
        ],
    }
    return hashlib.sha256(
        json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    ).hexdigest()


def _row(obj, names: Sequence[str]) -> dict:
    return {name: _plain(getattr(obj, name)) for name in names}


def _said(fields: dict) -> dict:
    return {name: value for name, value in fields.items() if value}


def _plain(value):
    # Decimals as text with their four decimals: 100 and 100.0000 are the same points, whether fresh or read back.
    return f"{value:.4f}" if hasattr(value, "as_tuple") else value
