from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"

    def ready(self) -> None:
        from assessments.assignment_entries import enter_assignment
        from assessments.callback_entries import enter_callbacks
        from assessments.comment_entries import enter_comments
        from assessments.event_entries import enter_events
        from assessments.fact_entries import enter_facts
        from assessments.footage_entries import enter_footage
        from assessments.gate_entries import enter_gates
        from assessments.interview_entries import enter_interviews
        from assessments.models import (
            Amendment,
            Assignment,
            CallAttempt,
            FactSheet,
            FootageAnswer,
            FootageRequest,
            FootageViewing,
            Handover,
            InterviewNote,
            ItemScore,
            PlanDecision,
            ReviewLot,
            ReviewRule,
            ReviewStep,
            SheetRevision,
            SpotCheckLot,
        )
        from assessments.plan_entries import enter_plans
        from assessments.review_entries import enter_reviews
        from assessments.sheet_entries import enter_sheets
        from foundation.common.sealing import seal

        seal(
            SheetRevision,
            ItemScore,
            Amendment,
            Assignment,
            CallAttempt,
            FactSheet,
            FootageAnswer,
            FootageRequest,
            FootageViewing,
            Handover,
            InterviewNote,
            PlanDecision,
            SpotCheckLot,
        )
        seal(ReviewLot, ReviewRule, ReviewStep)
        enter_plans()
        enter_gates()
        enter_sheets()
        enter_events()
        enter_assignment()
        enter_callbacks()
        enter_comments()
        enter_facts()
        enter_footage()
        enter_interviews()
        enter_reviews()
