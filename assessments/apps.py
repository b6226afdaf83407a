from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"

    def ready(self) -> None:
        from assessments.assignment_entries import enter_assignment
        from assessments.models import Assignment, Handover, ItemScore, SheetRevision
        from assessments.plan_entries import enter_plans
        from assessments.sheet_entries import enter_sheets
        from foundation.common.sealing import seal

        seal(SheetRevision, ItemScore, Assignment, Handover)
        enter_plans()
        enter_sheets()
        enter_assignment()
