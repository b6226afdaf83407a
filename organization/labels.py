"""What this room calls its acts and its things in the audit trail."""

from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User
from foundation.audit.labels import register_label, register_labels
from foundation.audit.models import AuditEvent
from foundation.audit.naming import PERSON, register_finder, register_namer
from foundation.audit.readers import scopes
from foundation.audit.words import register_values, register_words
from foundation.common.templatetags.marks import person_name
from foundation.common.texts import labelled
from organization.enums import Role, UnitKind
from organization.expertise import kinds
from organization.models import Person, Unit
from organization.selectors import matching


def person_names(ids: set[str]) -> dict[str, str]:
    people = Person.objects.filter(public_id__in=ids).only("public_id", "name", "name_en")
    return {str(person.public_id): person_name(person) for person in people}


def unit_names(ids: set[str]) -> dict[str, str]:
    return {str(unit.public_id): str(unit) for unit in Unit.objects.filter(public_id__in=ids)}


def user_names(ids: set[str]) -> dict[str, str]:
    return {
        str(public_id): name
        for public_id, name in User.objects.filter(public_id__in=ids).values_list("public_id", "username")
    }


def people_called(words: str) -> set[str]:
    return {
        str(public_id) for public_id in matching(Person.objects.all(), words).values_list("public_id", flat=True)[:200]
    }


def reads_of(person: Person) -> tuple[str, ...]:
    """Supervisors read the whole trail; administrators only what concerns accounts and the organization: they run the portal, they do not
    watch the assessment, and must be able to look after refused sign-ins and changes of roles.
    """
    if person.has_role(Role.SUPERVISOR):
        return ("",)
    return ("accounts.", "organization.") if person.has_role(Role.ADMINISTRATOR) else ()


def role_of(event: AuditEvent) -> str:
    """The role that was given or ended."""
    role = event.details.get("role")
    return str(Role(role).label) if role in Role.values else ""


def expertise_in(event: AuditEvent) -> str:
    """What was given, asked for or ended."""
    kind = kinds.get(event.details.get("kind", ""))
    value = event.details.get("value", "")
    return labelled(kind.label, kind.label_of(value)) if kind else str(value)


def register() -> None:
    register_namer(PERSON, person_names, _("person"))
    register_finder(PERSON, people_called)
    scopes.register("organization", reads_of)
    register_namer("organization.unit", unit_names, _("unit"))
    register_namer("accounts.user", user_names, _("account"))
    register_labels(
        {
            "organization.unit.create": _("Unit added"),
            "organization.unit.change": _("Unit changed"),
            "organization.unit.restore": _("Unit back in force"),
            "organization.person.create": _("Person added"),
            "organization.person.change": _("Person’s data changed"),
            "organization.person.move": _("Moved to another unit"),
            "organization.person.reactivate": _("Back at work"),
            "organization.person.give_access": _("Account made"),
            "organization.person.set_password": _("Password set by an administrator"),
            "organization.outsider.create": _("Outside assessor added"),
            "organization.outsider.set_period": _("Days of the account changed"),
            "accounts.session.begin": _("Signed in"),
            "accounts.session.end": _("Signed out"),
            "accounts.password.change": _("Password changed"),
            "accounts.second_factor.add": _("Second factor set up"),
            "accounts.second_factor.reset": _("Recovery codes made anew"),
        }
    )
    register_words(
        {
            "role": _("Role"),
            "unit": _("Unit"),
            "user": _("Account"),
            "kind": _("Kind"),
            "value": _("What"),
            "parent": _("Belongs to"),
            "email": _("E-mail"),
            "on": _("From"),
            "until": _("Until"),
            "roles_ended": _("Roles ended"),
            "second_factor": _("Second factor"),
        }
    )
    register_values("role", dict(Role.choices))
    factors = {"totp": _("Authenticator app"), "recovery_codes": _("Recovery codes")}
    register_values("kind", dict(UnitKind.choices) | factors)
    register_label("organization.absence.enter", _("Absence noted"), tone="idle")
    register_label("organization.absence.withdraw", _("Absence withdrawn"), tone="go")
    register_label("organization.expertise.give", _("Expertise given"), tone="done", detail=expertise_in)
    register_label("organization.expertise.end", _("Expertise ended"), tone="idle", detail=expertise_in)
    register_label("organization.expertise.take_back", _("Expertise taken back"), tone="idle", detail=expertise_in)
    register_label("organization.unit.set_need", _("Asked of assessors"), tone="wait", detail=expertise_in)
    register_label("organization.unit.end_need", _("No longer asked of assessors"), tone="idle", detail=expertise_in)
    register_label("organization.unit.retire", _("Unit retired"), tone="idle")
    register_label("organization.person.deactivate", _("Left"), tone="idle")
    register_label("organization.person.give_role", _("Role given"), tone="done", detail=role_of)
    register_label("organization.person.end_role", _("Role ended"), tone="idle", detail=role_of)
    register_label("organization.person.ask_give_role", _("Role asked for"), tone="wait", detail=role_of)
    register_label("organization.person.ask_end_role", _("End of role asked for"), tone="wait", detail=role_of)
    register_label("organization.person.approve_role", _("Request for a role approved"), tone="done", detail=role_of)
    register_label("organization.person.refuse_role", _("Request for a role refused"), tone="late", detail=role_of)
    register_label("accounts.session.refuse", _("Sign-in refused"), tone="late")
    register_label("accounts.second_factor.refuse", _("Second factor refused"), tone="late")
    register_label("accounts.second_factor.remove", _("Second factor removed"), tone="late")
