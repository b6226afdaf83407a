"""Sign-ins, sign-outs and refused sign-ins go into the audit trail; the room below does not know the person behind the user."""

from allauth.account.signals import password_changed, password_reset, user_logged_in
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.db.models import Q
from django.utils.translation import gettext as _

from foundation.accounts.adapter import refusals
from foundation.accounts.models import User
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.dates import dated_text
from organization.models import Person


def _person_of(user) -> Person | None:
    return Person.objects.filter(user=user).first() if user is not None and user.pk else None


def _record(action: str, user, **details) -> None:
    record_event(actor=_person_of(user), action=f"accounts.{action}", target=user, **details)


def refuse_outside_account(user) -> str:
    """The days of an outside assessor's account, to whoever has its password."""
    person = _person_of(user)
    if person is None or not person.is_shut_out:
        return ""
    record_event(actor=None, action="accounts.session.refuse", target=user)
    if person.is_expired:
        return _(
            "Your account was valid up to and with %(day)s. Ask the assessment lead if you still have visits to make."
        ) % {"day": dated_text(person.access_until)}
    return _("Your account is valid from %(day)s on.") % {"day": dated_text(person.access_from)}


def shut_out_users() -> Q:
    """As a condition on users: whose account as an outside assessor is not valid today. What the portal would tell them is not theirs any more."""
    today = clock.today()
    outside = ~Q(person__firm="") & Q(person__isnull=False)
    return outside & (Q(person__access_from__gt=today) | Q(person__access_until__lt=today))


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
    refusals.register("organization.outside", refuse_outside_account)
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
