from django.apps import AppConfig


class AnalysisConfig(AppConfig):
    name = "analysis"

    def ready(self) -> None:
        from analysis import evidence, past, tasks, waiting  # noqa: F401 - tasks register their handlers
        from analysis.areas.entries import enter_areas
        from analysis.measured.entries import enter_measures
        from analysis.questionnaires import FeedbackSource
        from analysis.targets import entries
        from analysis.voices.entries import enter_voices
        from assessments.questionnaires import sources as questionnaire_sources
        from decisions.subjects import evidence as decision_evidence
        from organization.searching import search_providers
        from organization.worklist import work_providers
        from standards.studies.quarters import past_quarters

        questionnaire_sources.register("feedback", FeedbackSource())
        work_providers.register("analysis", waiting.work_of)
        search_providers.register("analysis", waiting.search_results)
        past_quarters.register("analysis", past.past_quarters)
        entries.enter_all()
        enter_voices()
        enter_measures()
        enter_areas()
        decision_evidence.register("results", evidence.show_results)
