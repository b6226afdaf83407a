"""What happens at sign-in: language and beginning of the session are noted. The audit trail is told by organization, which knows the person."""

import time

from allauth.account.signals import password_changed, password_reset
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from foundation.accounts.models import User


@receiver(user_logged_in, dispatch_uid="accounts.begin_session")
def begin_session(sender, request, user, **kwargs):
    """A session that goes over into a new one (signing in again) begins anew, so that its absolute end is counted from here."""
    request.session["began_at"] = request.session["seen_at"] = int(time.time())
    if user.language:
        request.session["language"] = user.language


@receiver([password_changed, password_reset], dispatch_uid="accounts.own_password")
def note_own_password(sender, request, user, **kwargs):
    """From now on the password is one's own."""
    User.objects.filter(pk=user.pk).update(must_change_password=False)
