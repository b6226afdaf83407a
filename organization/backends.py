"""Who is asking: user, person, unit and roles of a request in one query."""

from allauth.account.auth_backends import AuthenticationBackend

from organization.models import Person, RoleAssignment


class PersonBackend(AuthenticationBackend):
    """Signs in like the library's own; a request's user comes with the person and the roles held today. Sessions of an outside assessor end
    with the last day of the account."""

    def get_user(self, user_id):
        held = RoleAssignment.objects.filter(person__user=user_id).select_related("person__user", "person__unit")
        rows = list(held)
        if not rows:
            shut_out = any(person.is_shut_out for person in Person.objects.filter(user=user_id).exclude(firm=""))
            return None if shut_out else super().get_user(user_id)
        person = rows[0].person
        person.keep_assignments(rows)
        return person.user if self.user_can_authenticate(person.user) and not person.is_shut_out else None
