"""Which records an assessment holds as they are: all of a frozen frame until it is drawn, the reserve list until all is scored, and what is
under a sheet for good. Entered in `records.holds`."""

from collections.abc import Iterable, Iterator, Mapping

from django.db.models import Exists, OuterRef

from assessments.enums import SheetState
from assessments.models import Plan, ScoreSheet
from assessments.selectors.frames import callback_key, record_key
from foundation.common.errors import Invalid
from organization.tree import Tree
from records.models import ServiceRecord, Source
from sampling.enums import DrawState
from sampling.frames import frame_lines
from sampling.models import DrawnItem

AT_ONCE = 5_000  # keys in one question to the database


def held_records(source: Source, numbers: Mapping[int, str]) -> set[int]:
    """Of the records {key: number} of the source those that are held.

    First the frames, then what was drawn from them: a draw that is carried out in between is so found in one place or the other.
    """
    plain = {record_key(source.name, number): pk for pk, number in numbers.items()}
    keys = plain | {callback_key(key): pk for key, pk in plain.items()}
    held = {keys[key] for key in _frozen(keys)}
    open_draws = ScoreSheet.objects.exclude(state=SheetState.SUBMITTED).filter(item__draw=OuterRef("draw"))
    for some in _parts(keys):
        reserves = DrawnItem.objects.filter(Exists(open_draws), key__in=some, is_reserve=True)
        held.update(keys[key] for key in reserves.values_list("key", flat=True))
    for some in _parts(numbers):
        held.update(ScoreSheet.objects.filter(record__in=some).values_list("record", flat=True))
    return held


def _parts(keys: Iterable) -> Iterator[list]:
    keys = list(keys)
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]


def _frozen(keys: Mapping[str, int]) -> set[str]:
    """Those of the keys that stand in a frame which is frozen and not drawn yet. Reads the frames of the units concerned alone."""
    plans = list(Plan.objects.filter(draw__state=DrawState.FROZEN).select_related("draw__frame"))
    if not plans:
        return set()
    units, tree = _units(keys.values()), Tree.read()
    found: set[str] = set()
    for plan in plans:
        below = tree.below({plan.unit_id})
        asked = {key for key, pk in keys.items() if units.get(pk) in below}
        if asked:
            found |= _among(plan, asked)
    return found


def _units(records: Iterable[int]) -> dict[int, int | None]:
    units: dict[int, int | None] = {}
    for some in _parts(records):
        units.update(ServiceRecord.objects.filter(pk__in=some).values_list("pk", "unit"))
    return units


def _among(plan: Plan, asked: set[str]) -> set[str]:
    """A frame that cannot be read holds all that may be in it: `manage.py verify` says what is wrong with it."""
    try:
        return asked & {line.partition(b"\t")[2].decode() for line in frame_lines(plan.draw)}
    except Invalid:
        return asked
