from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StandardsConfig(AppConfig):
    name = "standards"

    def ready(self) -> None:
        from foundation.audit.naming import register_namer
        from foundation.audit.verifiers import register
        from foundation.common.sealing import seal
        from organization.searching import search_providers
        from organization.worklist import work_providers
        from standards import naming, verification, waiting
        from standards.models.study import ExpertSubmission, WeightSetting
        from standards.studies import (
            naming as study_naming,
            verification as study_verification,
            waiting as study_waiting,
        )

        naming.register_all()
        register_namer("standards.standardversion", naming.names_of_versions, _("standard"))
        register("standards", verification.verify_standards)
        work_providers.register("standards", waiting.standards_waiting_for)
        search_providers.register("standards", waiting.find_standards)
        # studies and settings of weights
        seal(ExpertSubmission, WeightSetting)
        study_naming.register_all()
        register_namer("standards.weightstudy", study_naming.names_of_studies, _("weight study"))
        register_namer("standards.weightsetting", study_naming.names_of_settings, _("setting of weights"))
        register("weights", study_verification.verify_weights)
        work_providers.register("standards.studies", study_waiting.studies_waiting_for)
