from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StandardsConfig(AppConfig):
    name = "standards"

    def ready(self) -> None:
        from foundation.audit.naming import register_namer
        from foundation.audit.verifiers import register
        from organization.searching import search_providers
        from organization.worklist import work_providers
        from standards import naming, verification, waiting

        naming.register_all()
        register_namer("standards.standardversion", naming.names_of_versions, _("standard"))
        register("standards", verification.verify_standards)
        work_providers.register("standards", waiting.standards_waiting_for)
        search_providers.register("standards", waiting.find_standards)
