"""Who may connect systems, who reads about them, and what a system may do."""

from django.conf import settings

from connections.enums import ConnectionState, Scope
from connections.models import Connection
from organization.enums import Role
from organization.models import Person
from organization.selectors import administrators
from records.models import Source


def can_connect_systems(person: Person | None) -> bool:
    return person is not None and person.has_role(Role.ADMINISTRATOR)


def can_see_connections(person: Person | None) -> bool:
    return person is not None and person.has_role(Role.ADMINISTRATOR, Role.SUPERVISOR)


def can_decide_connection(person: Person | None, connection: Connection) -> bool:
    """A second administrator, who did not ask for it."""
    return (
        can_connect_systems(person)
        and connection.state == ConnectionState.ASKED
        and connection.asked_by_id != person.pk
    )


def can_change_connection(person: Person | None, connection: Connection) -> bool:
    return can_connect_systems(person) and connection.state == ConnectionState.IN_FORCE


def needs_second_administrator(person: Person) -> bool:
    """As for privileged roles: where the installation asks for two and there is somebody else to ask (decision 010)."""
    return settings.TWO_PERSON_ROLE_CHANGES and administrators().exclude(pk=person.pk).exists()


def may(connection: Connection, scope: Scope) -> bool:
    return connection.state == ConnectionState.IN_FORCE and scope in connection.scopes


def source_named(connection: Connection, name: str) -> Source | None:
    """The source of this name, if the system may act for it."""
    # PostgreSQL does not even look for a text with a NUL in it.
    return None if "\0" in name else connection.sources.filter(name=name).first()
