from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "foundation.audit"
    label = "audit"

    def ready(self) -> None:
        from foundation.audit.models import AuditEvent
        from foundation.audit.verifiers import register, verify_chain
        from foundation.common.sealing import seal, verify_triggers

        seal(AuditEvent)
        register("audit chain", verify_chain)
        register("sealed tables", verify_triggers)
