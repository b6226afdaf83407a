"""A sheet's revisions as a story: who, when, why, and what changed from which mark to which."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assessments.models import ScoreSheet, SheetRevision
from assessments.selectors.criteria import Criteria
from assessments.services.drafts import describe
from assessments.services.revisions import mark_of
from foundation.common.texts import localized


@dataclass(frozen=True, slots=True)
class Difference:
    """One indicator, with its mark before and after in words."""

    code: str
    name: str
    old: str
    new: str


@dataclass(slots=True)
class Told:
    """A revision with what it changed; the first one changed nothing."""

    revision: SheetRevision
    changes: list[Difference] = field(default_factory=list)


def revisions_of(sheet: ScoreSheet, criteria: Criteria) -> list[Told]:
    """Newest first. Three queries, however many revisions."""
    rows = list(
        sheet.revisions.select_related("author").prefetch_related("items__indicator", "items__level").order_by("number")
    )
    told, before = [], None
    for revision in rows:
        marks = {item.indicator.code: mark_of(item) for item in revision.items.all()}
        told.append(Told(revision, [] if before is None else differences(criteria, before, marks)))
        before = marks
    return told[::-1]


def differences(criteria: Criteria, old: Mapping[str, dict], new: Mapping[str, dict]) -> list[Difference]:
    return [
        Difference(code, localized(indicator, "name"), describe(old.get(code, {})), describe(new.get(code, {})))
        for code, indicator in criteria.indicators.items()
        if old.get(code) != new.get(code)
    ]
