"""The lead reads a share of the sealed sheets: most stand, some go back, are corrected or answered, and are read again."""

from datetime import timedelta
from random import Random

from assessments.models import Cycle, SheetReview
from assessments.review_enums import ReviewState, ReviewWay
from assessments.rules.reviews import can_review_sheet
from assessments.selectors.reviews import oldest_first, with_sheets
from assessments.services.review_rules import set_review_rule
from assessments.services.reviews import answer_review, approve_review, return_review
from assessments.services.revisions import marks_of
from assessments.services.sheets import correct_sheet
from demo.keys import key_of
from demo.organization import Bank
from foundation.common import clock
from organization.models import Person

SHARE = 25
# A department that was weak is looked at as a whole.
WHOLE = "LOA"
# The running quarter: so many still wait to be read, and so many of those that were returned are not answered yet.
LEFT, OPEN = 9, 3
COMMENTS = (
    "请复听录音，时间点与扣分原因对不上。",
    "扣分原因太笼统，请写明发生在记录的何处。",
    "该情形按细则应为上一档，请再核对。",
)
ANSWERS = ("已复听，扣分原因属实，01:26 处客户重复说明了两次。", "与评分细则逐条核对，维持原档次。")


def set_rules(bank: Bank, cycle: Cycle) -> None:
    """Before the quarter: a quarter of all sheets by lot, one department whole."""
    lead = bank.people["lead"]
    set_review_rule(
        cycle=cycle,
        actor=lead,
        way=ReviewWay.SHARE,
        share=SHARE,
        reason="按评估制度，每季度抽取四分之一的评分表复核。",
        key=key_of("review rule", cycle.code),
    )
    plan = cycle.plans.filter(unit__code=WHOLE).first()
    if plan is not None:
        set_review_rule(
            cycle=cycle,
            actor=lead,
            way=ReviewWay.ALL,
            plan=plan,
            reason="上季度评分分歧较大，本季度全部复核。",
            key=key_of("review rule", cycle.code, WHOLE),
        )


def read_sheets(bank: Bank, cycle: Cycle, *, to_the_end: bool) -> None:
    """From the time that it is, two minutes a sheet. `to_the_end`: nothing stays open, as the gate demands."""
    waiting = SheetReview.objects.filter(sheet__cycle=cycle, state=ReviewState.WAITING)
    rows = list(oldest_first(with_sheets(waiting)))
    begun, left_open = clock.now(), 0
    # What is left in the running quarter: of the assessor whose sign-in is printed at least one that was returned.
    own = bank.people["assessor"].pk
    if not to_the_end:
        rows = sorted(rows[: max(0, len(rows) - LEFT)], key=lambda review: review.sheet.assessor_id != own)
    for place, review in enumerate(rows):
        random = Random(f"review {review.sheet.number}")
        keeps_open = not to_the_end and left_open < OPEN and (place == 0 or random.random() < 0.2)
        with clock.travelling(begun + timedelta(minutes=2 * place)):
            if keeps_open or random.random() < 0.12:
                _return(review, _reader(bank, review), random)
                if keeps_open:
                    left_open += 1
                    continue
                _answer(review, random)
            _approve(review, _reader(bank, review))


def _reader(bank: Bank, review: SheetReview) -> Person:
    """The lead; the manager where the lead had a hand in it or is too close."""
    lead = bank.people["lead"]
    return lead if can_review_sheet(lead, review.sheet) else bank.people["manager"]


def _approve(review: SheetReview, reader: Person) -> None:
    review = _again(review)
    key = key_of("approve", review.sheet.number, review.version)
    approve_review(review=review, actor=reader, version=review.version, key=key)


def _return(review: SheetReview, reader: Person, random: Random) -> None:
    marks = marks_of(review.sheet.revision)
    lowered = [code for code, mark in marks.items() if mark.get("reason")] or list(marks)
    comments = {code: random.choice(COMMENTS) for code in random.sample(lowered, min(len(lowered), 2))}
    key = key_of("return", review.sheet.number)
    return_review(review=review, actor=reader, comments=comments, version=review.version, key=key)


def _answer(review: SheetReview, random: Random) -> None:
    """Half of them are put more exactly, the others stand. No mark moves."""
    review = _again(review)
    sheet = review.sheet
    marks = marks_of(sheet.revision)
    code = next((code for code in review.steps.last().comments if marks[code].get("reason")), None)
    if code is None or random.random() < 0.5:
        answer_review(review=review, actor=sheet.assessor, reason=random.choice(ANSWERS), version=review.version)
        return
    minute, second = random.randint(0, 3), random.randint(5, 59)
    marks[code] = {**marks[code], "reason": f"{marks[code]['reason']}（录音 {minute:02}:{second:02} 处）"}
    correct_sheet(
        sheet=sheet,
        actor=sheet.assessor,
        marks=marks,
        reason="按复核意见补充扣分原因的时间点。",
        version=sheet.version,
        key=key_of("correct", sheet.number),
    )


def _again(review: SheetReview) -> SheetReview:
    rows = with_sheets(SheetReview.objects.all()).select_related("sheet__standard_version", "sheet__plan")
    return rows.get(pk=review.pk)
