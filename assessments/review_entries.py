"""What reviews of sealed sheets enter in the house's registries when the app is ready."""

from django.utils.translation import gettext_lazy as _


def enter_reviews() -> None:
    from assessments import review_waiting
    from assessments.review_enums import ReviewCause, ReviewState, ReviewWay
    from assessments.review_part import show_review
    from assessments.services.review_days import recount_reviews
    from assessments.services.review_rules import verify_reviews
    from assessments.sheet_parts import sheet_parts
    from foundation.audit import verifiers
    from foundation.audit.labels import register_label, state_change
    from foundation.audit.naming import register_namer
    from foundation.audit.words import register_values, register_words
    from foundation.notifications.kinds import register_kind
    from foundation.workdays.recounting import moved_date, recounters
    from organization.worklist import work_providers

    verifiers.register("reviews", verify_reviews)
    recounters.register("returned sheets", recount_reviews)
    work_providers.register("reviews", review_waiting.reviews_waiting_for)
    work_providers.register("returned sheets", review_waiting.returned_waiting_for)
    sheet_parts.register("review", show_review)
    for model, name in (
        ("sheetreview", _("review of a sheet")),
        ("reviewstep", _("step of a review")),
        ("reviewrule", _("rule of the review")),
    ):
        register_namer(f"assessments.{model}", None, name)
    change = state_change(ReviewState)
    for act, sentence, tone in (
        ("call", _("Came to be reviewed"), "wait"),
        ("approve", _("Reviewed and approved"), "done"),
        ("return", _("Returned by the review"), "late"),
        ("correct", _("Corrected, to be reviewed again"), "wait"),
        ("answer", _("Answered to the review: stands as it is"), "wait"),
        ("reopen", _("Taken up for review again"), "wait"),
    ):
        register_label(f"assessments.review.{act}", sentence, tone=tone, detail=change)
    moved = _("Day moved: working days changed")
    register_label("assessments.review.move_due", moved, tone="wait", detail=moved_date)
    register_label("assessments.cycle.set_review_rule", _("Rule of the review set"), tone="go")
    register_words(
        {
            "cause": _("Cause"),
            "review": _("Review of a sheet"),
            "step": _("Step of the review"),
            "rule": _("Rule of the review"),
            "share": _("Share in percent"),
            "plan": _("Assessment plan"),
            "indicators": _("Indicators concerned"),
            **{state.value: state.label for state in ReviewState},
        }
    )
    register_values("cause", dict(ReviewCause.choices))
    register_values("after", dict(ReviewWay.choices))
    for kind, sentence in (
        (
            "returned",
            _("%(person)s has returned your sheet %(number)s with comments; correct or answer it by %(due)s."),
        ),
        ("due_soon", _("The returned sheet %(number)s is to be corrected or answered by %(due)s.")),
        ("moved", _("Working days have changed: the returned sheet %(number)s is to be answered by %(due)s now.")),
        ("answered", _("%(person)s answers on sheet %(number)s: it stands as it is.")),
        ("corrected", _("%(person)s has corrected sheet %(number)s, which you had reviewed.")),
    ):
        register_kind(f"assessments.review.{kind}", sentence)
