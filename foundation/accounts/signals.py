"""What happens at sign-in: the person's language goes into the session, and the act into the audit trail (by the audit room)."""

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver


@receiver(user_logged_in, dispatch_uid="accounts.remember_language")
def remember_language(sender, request, user, **kwargs):
    if user.language:
        request.session["language"] = user.language
