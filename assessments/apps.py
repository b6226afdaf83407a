from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"

    def ready(self) -> None:
        from assessments.models import ItemScore, PlanDecision, SheetRevision
        from assessments.plan_entries import enter_plans
        from assessments.sheet_entries import enter_sheets
        from foundation.common.sealing import seal

        seal(SheetRevision, ItemScore, PlanDecision)
        enter_plans()
        enter_sheets()
