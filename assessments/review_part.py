"""The review on the page of a sealed sheet: for its assessors and for those who review and watch. Units read results, not how they were checked."""

from assessments.models import ScoreSheet, SheetReview
from assessments.review_enums import REVIEWABLE, ReviewAct, ReviewState
from assessments.rules.reviews import can_answer_review, can_review_sheet, sees_reviews
from assessments.rules.sheets import is_scored_by
from assessments.selectors.criteria import criteria_of
from assessments.selectors.reviews import review_of
from assessments.sheet_parts import SheetPart
from foundation.common.texts import localized
from organization.models import Person


def show_review(sheet: ScoreSheet, reader: Person) -> SheetPart | None:
    if not (sees_reviews(reader) or is_scored_by(reader, sheet)):
        return None
    review = review_of(sheet)
    may_decide = can_review_sheet(reader, sheet)
    if review is None:
        may_take_up = may_decide and sheet.plan_id is not None and sheet.revision_id is not None
        return (
            SheetPart("assessments/_review_part.html", {"sheet": sheet, "may_take_up": True}) if may_take_up else None
        )
    review.sheet = sheet
    return SheetPart(
        "assessments/_review_part.html",
        {
            "sheet": sheet,
            "review": review,
            "steps": steps_of(review),
            "may_read": may_decide and review.state == ReviewState.WAITING,
            "may_answer": can_answer_review(reader, review),
            "may_take_up": may_decide and review.state == ReviewState.APPROVED,
        },
    )


def steps_of(review: SheetReview) -> list[dict]:
    """What was said, the latest first: {when, who, what, tone, note, revision, comments [(indicator, comment)]}."""
    criteria = criteria_of(review.sheet.standard_version)
    steps = review.steps.select_related("person", "revision").order_by("-pk")
    return [
        {
            "when": step.created_at,
            "who": step.person,
            "what": ReviewAct(step.act).label,
            "cause": review.get_cause_display() if step.act == ReviewAct.CALLED else "",
            "tone": step.tone,
            "note": step.note,
            "revision": step.revision.number,
            "comments": [
                (f"{code} {localized(indicator, 'name')}", step.comments[code])
                for code, indicator in criteria.indicators.items()
                if code in step.comments
            ],
        }
        for step in steps
    ]


def last_comments(sheet: ScoreSheet) -> tuple[str, list[tuple[str, str]]]:
    """(note, [(indicator, comment)]) of a sheet that lies with its assessors; nothing where it does not."""
    review = review_of(sheet)
    if review is None or review.state != ReviewState.RETURNED or sheet.cycle.state not in REVIEWABLE:
        return "", []
    review.sheet = sheet
    said = steps_of(review)[0]
    return said["note"], said["comments"]
