"""What tickets enter in the house's registries when the app is ready."""

from django.utils.translation import gettext_lazy as _


def enter_registries() -> None:
    from foundation.audit.naming import namer_by_text, register_namer
    from foundation.common.sealing import seal
    from knowledge.linking import users
    from organization.searching import search_providers
    from organization.worklist import work_providers
    from tickets import waiting
    from tickets.articles import uses_of
    from tickets.measures import register_measures
    from tickets.models import Step, Ticket
    from tickets.retention import register_classes
    from tickets.said import register_texts

    seal(Step)
    register_classes()
    users.register("tickets", uses_of)
    register_measures()
    register_texts()
    work_providers.register("tickets", waiting.work_of)
    search_providers.register("tickets", waiting.search_tickets)
    register_namer("tickets.ticket", namer_by_text(Ticket), _("ticket"))
    register_namer("tickets.surgealarm", None, _("alarm"))
    register_namer("tickets.learnedtopics", None, _("topics learned"))
