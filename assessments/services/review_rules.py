"""Which sealed sheets are reviewed: the rule is set, and the sheets come to the queue as they are sealed (R16).

Rule and seal wait for each other at the audit trail: whichever comes second sees the first, so no sheet falls between the two.
"""

from uuid import UUID

from django.utils.translation import gettext as _

from assessments.models import Cycle, Plan, ReviewLot, ReviewRule, ReviewStep, ScoreSheet, SheetReview, SheetRevision
from assessments.review_enums import RULES_MAY_CHANGE, ReviewAct, ReviewCause, ReviewState, ReviewWay
from assessments.review_lots import is_drawn
from assessments.rules.reviews import can_set_review_rule
from assessments.selectors.reviews import in_force, rule_for, sealed_without_review
from assessments.services.passing import locked
from foundation.audit.services import record_event
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.receipts import once
from organization.enums import Role
from organization.models import Person
from sampling.ordering import commitment_of, new_secret

LONGEST_REASON = 300


def set_review_rule(
    *,
    cycle: Cycle,
    actor: Person,
    way: str,
    reason: str,
    key: UUID,
    share: int | None = None,
    plan: Plan | None = None,
) -> dict:
    """Set the rule of the cycle, or of one of its plans, from now on; what is sealed already and falls under it comes to the queue at once.

    Nothing leaves the queue by a rule. Answers {"rule", "called": how many sheets came}; the same key gets the first answer. Raises NotAllowed,
    Invalid ({"share", "way", "plan" or "reason": sentence}), Conflict once the gate of the review is passed.
    """
    if actor is not None and actor.has_role(Role.LEAD) and cycle.state not in RULES_MAY_CHANGE:
        raise Conflict(_("The review of this cycle is over; its rule stands."))
    require(can_set_review_rule, actor, cycle)
    share = share if way == ReviewWay.SHARE else None
    reason = reason.strip()
    wrong = {}
    if way not in ReviewWay.values or (way == ReviewWay.FOLLOW and plan is None):
        wrong["way"] = _("Choose which sheets are reviewed.")
    if way == ReviewWay.SHARE and (share is None or not 1 <= share <= 99):
        wrong["share"] = _("Enter a share from 1 to 99 percent.")
    if plan is not None and plan.cycle_id != cycle.pk:
        wrong["plan"] = _("This plan is not of the cycle.")
    if not reason or len(reason) > LONGEST_REASON:
        wrong["reason"] = _("Say in up to %(limit)d characters why.") % {"limit": LONGEST_REASON}
    if wrong:
        raise Invalid(wrong)
    answer, _is_new = once(
        actor=actor.public_id,
        action="assessments.review.set_rule",
        key=key,
        payload=[cycle.public_id, plan and plan.public_id, way, share, reason],
        act=lambda: _set(cycle.pk, plan, way, share, reason, actor),
    )
    return answer


def _set(pk: int, plan: Plan | None, way: str, share: int | None, reason: str, actor: Person) -> dict:
    cycle = locked(pk)
    if cycle.state not in RULES_MAY_CHANGE:
        raise Conflict(_("The review of this cycle is over; its rule stands."))
    if way == ReviewWay.SHARE and not ReviewLot.objects.filter(cycle=cycle).exists():
        secret = new_secret()
        ReviewLot.objects.create(cycle=cycle, commitment=commitment_of(secret), secret=secret.hex())
    rule = ReviewRule.objects.create(cycle=cycle, plan=plan, way=way, share=share, reason=reason, author=actor)
    record_event(
        actor=actor,
        action="assessments.cycle.set_review_rule",
        target=cycle,
        after=way,
        share=share,
        plan=plan.public_id if plan else None,
        rule=rule.public_id,
    )
    sheets = sealed_without_review(cycle, plan).select_related("cycle", "revision")
    called = sum(call_for_review(sheet) for sheet in sheets.order_by("number"))
    return {"rule": str(rule.public_id), "called": called}


def call_for_review(sheet: ScoreSheet) -> bool:
    """Let a sealed sheet of a plan come to the queue if the rule in force says so; whether it did. In the transaction of the seal, after its event.

    Sheets of spot checks stay out of the result and are not reviewed.
    """
    cause = cause_for(sheet)
    if cause is None:
        return False
    begin_review(sheet, cause, actor=None)
    return True


def cause_for(sheet: ScoreSheet) -> ReviewCause | None:
    """Why the rule in force wants the sheet reviewed; None where it does not."""
    if sheet.plan_id is None:
        return None
    rule = rule_for(sheet)
    if rule is None or rule.way != ReviewWay.SHARE:
        return _cause_by(rule, b"", "")
    first = SheetRevision.objects.values_list("digest", flat=True).get(sheet=sheet, number=1)
    return _cause_by(rule, _secret_of(sheet.cycle_id), first)


def _cause_by(rule: ReviewRule | None, secret: bytes, digest: str) -> ReviewCause | None:
    """By the rule, the secret of its cycle, and the digest of a sheet's first revision."""
    if rule is None or rule.way == ReviewWay.NONE:
        return None
    if rule.way == ReviewWay.ALL:
        return ReviewCause.ALL
    return ReviewCause.LOT if is_drawn(secret, digest, rule.share) else None


def _secret_of(cycle: int) -> bytes:
    """Empty where no rule by share was ever set."""
    lot = ReviewLot.objects.filter(cycle=cycle).first()
    return bytes.fromhex(lot.secret) if lot else b""


def begin_review(sheet: ScoreSheet, cause: str, actor: Person | None, note: str = "") -> SheetReview:
    """The sheet waits for a review. Whether it may is decided before."""
    review = SheetReview.objects.create(sheet=sheet, cause=cause)
    ReviewStep.objects.create(
        review=review, act=ReviewAct.CALLED, person=actor, revision_id=sheet.revision_id, note=note
    )
    record_event(
        actor=actor,
        action="assessments.review.call",
        target=sheet,
        after=ReviewState.WAITING,
        cause=cause,
        review=review.public_id,
    )
    return review


def verify_reviews() -> list[str]:
    """For `manage.py verify`: every review stands where its steps have led it, the secret of the lots is the committed
    one, and every sealed sheet that the rule in force calls has come to be reviewed."""
    wrong = []
    for lot in ReviewLot.objects.select_related("cycle"):
        if commitment_of(bytes.fromhex(lot.secret)) != lot.commitment:
            wrong.append(f"The secret of the review lots of {lot.cycle.code} is not the one that was committed to.")
    leads_to = {
        ReviewAct.APPROVED: ReviewState.APPROVED,
        ReviewAct.RETURNED: ReviewState.RETURNED,
    }
    reviews = SheetReview.objects.select_related("sheet").prefetch_related("steps")
    for review in reviews.order_by("pk").iterator(chunk_size=500):
        steps = list(review.steps.all())
        stands = leads_to.get(steps[-1].act, ReviewState.WAITING) if steps else None
        back = sum(step.act == ReviewAct.RETURNED for step in steps)
        if stands != review.state or back != review.times_returned:
            wrong.append(f"The review of sheet {review.sheet.number} does not stand where its steps have led it.")
        elif review.state == ReviewState.APPROVED and steps[-1].revision_id != review.sheet.revision_id:
            ruled = review.sheet.amendments.filter(revision=review.sheet.revision_id).exists()
            if not ruled:
                wrong.append(f"The approved review of sheet {review.sheet.number} is of an earlier revision.")
    for number in _not_called():
        wrong.append(f"Sheet {number} was to be reviewed by the rule of its cycle and was not.")
    return wrong


def _not_called() -> list[str]:
    """Numbers of sealed sheets that the rule in force wants and nobody has called. Three queries a cycle."""
    found = []
    for cycle in Cycle.objects.filter(review_rules__isnull=False).distinct().order_by("pk"):
        rules, secret = list(cycle.review_rules.order_by("-pk")), _secret_of(cycle.pk)
        first = SheetRevision.objects.filter(
            number=1, sheet__cycle=cycle, sheet__plan__isnull=False, sheet__review=None
        )
        rows = first.order_by("sheet__number").values_list("sheet__number", "sheet__plan", "digest")
        found += [number for number, plan, digest in rows if _cause_by(in_force(rules, plan), secret, digest)]
    return found
