"""What this room enters in the house's registries when the app is ready."""

from django.utils.translation import gettext_lazy as _


def enter_registries() -> None:
    from connections import waiting
    from connections.models import Connection
    from connections.services.outbox import take_down
    from foundation.audit.naming import namer_by_text, register_namer
    from foundation.common.announcements import listeners
    from organization.searching import search_providers
    from organization.worklist import work_providers

    listeners.register("connections", take_down)
    work_providers.register("connections", waiting.work_of)
    search_providers.register("connections", waiting.search_connections)
    register_namer("connections.connection", namer_by_text(Connection), _("connected system"))
