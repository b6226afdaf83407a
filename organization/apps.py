from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganizationConfig(AppConfig):
    name = "organization"
    verbose_name = _("Organization")

    def ready(self) -> None:
        from foundation.notifications.mail import without_mail
        from foundation.retention import rules as retention
        from foundation.workdays.rules import editors
        from organization import labels, sign_in
        from organization.enums import Role
        from organization.expertise import register_own_kinds
        from organization.finding import find_people, find_units
        from organization.searching import search_providers
        from organization.waiting import role_requests
        from organization.worklist import work_providers

        register_own_kinds()
        labels.register()
        sign_in.connect()
        without_mail.register("organization.outside", sign_in.shut_out_users)
        editors.register("organization.administrators", lambda person: person.has_role(Role.ADMINISTRATOR))
        retention.editors.register("organization.administrators", lambda person: person.has_role(Role.ADMINISTRATOR))
        retention.readers.register(
            "organization.watchers", lambda person: person.has_role(Role.ADMINISTRATOR, Role.SUPERVISOR)
        )
        search_providers.register("organization.units", find_units)
        search_providers.register("organization.people", find_people)
        work_providers.register("organization.role_requests", role_requests)
