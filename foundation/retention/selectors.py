"""What is kept for how long, and what was erased last."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max

from foundation.common import clock
from foundation.retention.classes import DataClass, data_classes
from foundation.retention.models import Erasure, RetentionTerm


@dataclass(frozen=True)
class Kept:
    """`due` rows are older than the term and still there; `last` is when something was erased for the last time."""

    code: str
    data: DataClass
    days: int
    version: int
    due: int
    last: Erasure | None

    @property
    def room(self) -> str:
        return self.code.partition(".")[0]

    @property
    def what(self) -> str:
        return self.code.partition(".")[2]

    @property
    def is_own(self) -> bool:
        return self.days != self.data.days


def cutoff(days: int) -> datetime:
    """What is older than this has been kept long enough."""
    return clock.now() - timedelta(days=days)


def terms() -> dict[str, RetentionTerm]:
    return {term.code: term for term in RetentionTerm.objects.all()}


def days_of(code: str, data: DataClass, known: dict[str, RetentionTerm]) -> int:
    return known[code].days if code in known else data.days


def kept_data(*codes: str) -> list[Kept]:
    """All classes in the order of registration, or those with these codes. Two queries, and one for each class."""
    known = terms()
    latest = Erasure.objects.order_by().values("code").annotate(latest=Max("pk")).values("latest")
    last = {row.code: row for row in Erasure.objects.filter(pk__in=latest)}
    found = []
    for code, data in data_classes.items():
        if codes and code not in codes:
            continue
        days = days_of(code, data, known)
        version = known[code].version if code in known else 0
        found.append(Kept(code, data, days, version, data.due(cutoff(days)), last.get(code)))
    return found
