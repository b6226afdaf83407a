from django.apps import AppConfig


class AnalysisConfig(AppConfig):
    name = "analysis"

    def ready(self) -> None:
        from analysis import evidence, waiting
        from decisions.subjects import evidence as decision_evidence
        from organization.searching import search_providers
        from organization.worklist import work_providers

        work_providers.register("analysis", waiting.work_of)
        search_providers.register("analysis", waiting.search_results)
        decision_evidence.register("results", evidence.show_results)
