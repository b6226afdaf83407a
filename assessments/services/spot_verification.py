"""For `manage.py verify`: every planned spot check against the lot that planned it (R11)."""

from collections import Counter

from assessments.enums import SpotCheckGround
from assessments.models import SpotCheck, SpotCheckLot
from assessments.spot_lots import LOT, lay_out, unit_of
from foundation.common import clock
from foundation.common.errors import Invalid
from organization.models import Unit
from sampling.frames import load_frame
from sampling.services import recompute


def verify_spot_checks() -> list[str]:
    """One sentence for each check that is not where and when the lot put it. Works before the lot is revealed, too, and says no more then."""
    lots = SpotCheckLot.objects.select_related("cycle", "draw__frame").prefetch_related(
        "draw__nonces", "cycle__spot_checks"
    )
    units = {str(public_id): pk for pk, public_id in Unit.objects.values_list("pk", "public_id")}
    return [f"Spot checks of {lot.cycle.code}: {problem}" for lot in lots for problem in _problems_of(lot, units)]


def _problems_of(lot: SpotCheckLot, units: dict[str, int]) -> list[str]:
    try:
        slots, moments = lay_out(recompute(lot.draw)[1])
    except Invalid:
        return ["the frame of their lot cannot be read."]
    keys = (line.rstrip(b"\n").decode().partition("\t") for line in load_frame(lot.draw).lines())
    frozen = Counter(unit_of(key) for stratum, _tab, key in keys if stratum == LOT)
    if frozen != Counter(lot.lots):
        return ["the risks that are kept are not those of the frozen lot."]
    keys = {row["key"]: units.get(row["unit"]) for row in lot.risks}
    checks = {check.ordinal: check for check in lot.cycle.spot_checks.all()}
    problems = []
    for ordinal, slot in enumerate(slots, start=1):
        check = checks.get(ordinal)
        if check is None:
            problems.append(f"check {ordinal} is missing.")
        elif check.unit_id != keys.get(slot.unit) or (check.ground == SpotCheckGround.PROMISED) != slot.is_promised:
            problems.append(f"check {ordinal} is not about the unit that the lot gave it.")
    problems += [
        f"check {check.ordinal} is not at the moment that the lot gave it."
        for check in checks.values()
        if check.moment and not _is_at(check, moments)
    ]
    return problems


def _is_at(check: SpotCheck, moments: list) -> bool:
    return check.moment <= len(moments) and clock.local(check.due_at) == clock.local(moments[check.moment - 1])
