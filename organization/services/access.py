"""Accounts of people. A password that somebody else has set is to be changed at the next sign-in."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.audit.services import record_event
from foundation.common.errors import Invalid, NotAllowed, require
from organization.models import Person
from organization.rules import can_administer_organization
from organization.validators import clean_username


@transaction.atomic
def give_access(
    *, person: Person, username: str, password: str | None = None, email: str = "", actor: Person | None = None
) -> User:
    """Make the person's account. Raises Invalid or NotAllowed.

    A password given by an administrator must be changed at the first sign-in; one given at the machine (no actor) may stay. Only at the
    machine may it be left out: the account exists then, but nobody can sign in.
    """
    if actor is not None:
        require(can_administer_organization, actor)
    if person.user is not None:
        raise Invalid(_("%(person)s has an account already.") % {"person": person})
    username, email = clean_username(username), clean_email(email)
    if User.objects.filter(username__iexact=username).exists():
        raise Invalid({"username": _("There is an account with this user name.")})
    if password is not None:
        _check_password(password, User(username=username, email=email))
    elif actor is not None:
        raise Invalid({"password": _("Without a first password nobody can sign in to the account.")})
    user = User.objects.create_user(
        username,
        email,
        password,
        is_active=person.left_on is None,
        must_change_password=actor is not None and password is not None,
    )
    Person.objects.filter(pk=person.pk).update(user=user)
    person.user = user
    record_event(
        actor=actor, action="organization.person.give_access", target=person, after={"user": str(user.public_id)}
    )
    return user


@transaction.atomic
def set_password(*, person: Person, password: str, actor: Person | None) -> None:
    """Set somebody's password; their sessions end, and they must choose their own at the next sign-in. Raises Invalid or NotAllowed."""
    if actor is not None:
        require(can_administer_organization, actor)
        if actor.pk == person.pk:
            raise NotAllowed(_("Change your own password on the page of your account."))
    if person.user is None:
        raise Invalid(_("%(person)s has no account.") % {"person": person})
    _check_password(password, person.user)
    # Django ties sessions to the password's hash, so this ends them.
    person.user.set_password(password)
    person.user.must_change_password = actor is not None
    person.user.save(update_fields=["password", "must_change_password"])
    record_event(actor=actor, action="organization.person.set_password", target=person)


def clean_email(email: str) -> str:
    """The address, trimmed, or nothing. Raises Invalid for the field."""
    email = (email or "").strip()
    if email:
        try:
            validate_email(email)
        except ValidationError as error:
            raise Invalid({"email": error.messages[0]}) from None
    return email


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid({"password": error.messages}) from None
