"""Sign-ins, sign-outs and refused sign-ins go into the audit trail; the room below does not know the person behind the user."""

from allauth.account.signals import password_changed, password_reset, user_logged_in
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_out, user_login_failed

from foundation.accounts.models import User
from foundation.audit.services import record_event
from organization.models import Person


def _person_of(user) -> Person | None:
    return Person.objects.filter(user=user).first() if user is not None and user.pk else None


def _record(action: str, user, **details) -> None:
    record_event(actor=_person_of(user), action=f"accounts.{action}", target=user, **details)


def record_sign_in(sender, request, user, **kwargs) -> None:
    methods = [record.get("method") for record in request.session.get("account_authentication_methods", [])]
    _record("session.begin", user, second_factor="mfa" in methods)


def record_sign_out(sender, request, user, **kwargs) -> None:
    if user is not None:
        _record("session.end", user)


def record_refusal(sender, credentials, request=None, **kwargs) -> None:
    """What was typed is not kept: a password lands in the wrong field often enough. An account that exists is named by its id."""
    typed = str(credentials.get("username") or "")
    user = User.objects.filter(username__iexact=typed).first() if typed else None
    record_event(actor=None, action="accounts.session.refuse", target=user)


def record_second_factor_refusal(sender, request, user, **kwargs) -> None:
    record_event(actor=None, action="accounts.second_factor.refuse", target=user)


def record_second_factor_added(sender, request, user, authenticator, **kwargs) -> None:
    _record("second_factor.add", user, kind=authenticator.type)


def record_second_factor_removed(sender, request, user, authenticator, **kwargs) -> None:
    _record("second_factor.remove", user, kind=authenticator.type)


def record_second_factor_reset(sender, request, user, authenticator, **kwargs) -> None:
    _record("second_factor.reset", user, kind=authenticator.type)


def record_password(sender, request, user, **kwargs) -> None:
    _record("password.change", user)


def connect() -> None:
    """Called when the app is ready; each receiver once."""
    for signal, receiver in (
        (user_logged_in, record_sign_in),
        (user_logged_out, record_sign_out),
        (user_login_failed, record_refusal),
        (authentication_failed, record_second_factor_refusal),
        (authenticator_added, record_second_factor_added),
        (authenticator_removed, record_second_factor_removed),
        (authenticator_reset, record_second_factor_reset),
        (password_changed, record_password),
        (password_reset, record_password),
    ):
        signal.connect(receiver, dispatch_uid=f"organization.{receiver.__name__}.{id(signal)}")
