from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SamplingConfig(AppConfig):
    name = "sampling"

    def ready(self) -> None:
        from foundation.audit.naming import register_namer
        from foundation.audit.verifiers import register
        from foundation.common.sealing import seal
        from organization.worklist import work_providers
        from sampling import naming, verification, waiting
        from sampling.models import DrawnItem, Nonce, Replacement

        seal(DrawnItem, Nonce, Replacement)
        naming.register_all()
        register_namer("sampling.draw", naming.names_of_draws, _("draw"))
        register("draws", verification.verify_draws)
        work_providers.register("nonces", waiting.nonces_waiting_for)
