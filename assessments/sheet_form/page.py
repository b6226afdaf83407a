"""What every scoring form's page is drawn from, and what its scripts start from. A room adds what is its own."""

from collections.abc import Collection, Mapping
from uuid import UUID, uuid4

from assessments.models import Evidence
from assessments.selectors.criteria import criteria_of
from assessments.services.marks import Marks, score_marks
from assessments.sheet_form.drawing import draw_rows
from assessments.sheet_form.reading import SheetInput
from assessments.sheet_form.rows import (
    Group,
    cap_units,
    chosen_of,
    complaints_of,
    groups_of,
    score_or_none,
    to_do_text,
    typed_of,
)
from assessments.sheet_form.unfilled import Unfilled
from foundation.common import clock
from foundation.common.errors import Invalid
from organization.models import Person


def form_context(
    sheet,
    given: SheetInput | None = None,
    refusal: Invalid | None = None,
    *,
    asked: Collection[str] | None = None,
    evidence: list[Evidence] = (),
    may_add: bool = False,
) -> dict:
    """The form of anything with a `standard_version`, a `draft` and a `version`; with `given` and `refusal`, what was typed and what is wrong
    with it.

    `asked`: codes of the indicators, where not all are; `may_add`: files may be added to them.
    """
    version = sheet.standard_version
    criteria = criteria_of(version)
    marks = given.marks if given else sheet.draft
    score = score_or_none(criteria, marks) if given else score_marks(criteria, marks)
    errors = errors_of(refusal)
    groups = groups_of(version, criteria, marks, score, errors=errors, evidence=evidence)
    if asked is not None:
        groups = _only(groups, set(asked))
    draw_rows(groups, version, may_add=may_add)
    wanted = criteria.indicators if asked is None else asked
    missing = [code for code in score.missing if code in wanted] if score else []
    return {
        "sheet": sheet,
        "groups": groups,
        "score": score,
        "total": score.total if score else None,
        "wanted": len(wanted),
        "done": len(wanted) - len(missing),
        "to_do": to_do_text(groups),
        "errors": errors,
        "problems": complaints_of(errors),
        "complaints": [] if errors or refusal is None else refusal.messages,
        "key": given.key if given else uuid4(),
        "version": given.version if given else sheet.version,
        "as_it_is": isinstance(refusal, Unfilled),
    }


def _only(groups: list[Group], asked: set[str]) -> list[Group]:
    for group in groups:
        group.rows = [row for row in group.rows if row.question.code in asked]
    return [group for group in groups if group.rows]


def errors_of(refusal: Invalid | None) -> dict[str, list[str]]:
    """{code or field: sentences}; empty where what is refused is the form as a whole."""
    return refusal.message_dict if hasattr(refusal, "error_dict") else {}


def state_for_scripts(sheet, person: Person, key: UUID, **own) -> dict:
    """What the page's scripts start from. `own`: where it talks to (`save`, `submit`, `evidence`, …) and the sheet's `present_state`."""
    version = sheet.standard_version
    return {
        "sheet": str(sheet.public_id),
        "person": str(person.public_id),
        "me": str(person),
        "key": str(key),
        "now": f"{clock.local(clock.now()):%Y-%m-%dT%H:%M:%S}",
        "naPolicy": version.na_policy,
        "criticalPolicy": version.critical_policy,
        "criticalCap": cap_units(version),
        **own,
    }


def present_state(
    sheet, marks: Marks, *, sealed: bool, detail: str, by: str = "", visit: Mapping | None = None
) -> dict:
    """How a sheet stands on the server: also the answer to a page that came too late. Every mark as the value of its button.

    `by`: who saved it last, where that may be another person.
    """
    return {
        "version": sheet.version,
        "sealed": sealed,
        "marks": {code: [chosen_of(mark) or typed_of(mark), mark.get("reason", "")] for code, mark in marks.items()},
        "visit": visit,
        "saved": f"{clock.local(sheet.draft_saved_at):%H:%M}" if sheet.draft_saved_at else "",
        "by": by,
        "detail": detail,
    }
