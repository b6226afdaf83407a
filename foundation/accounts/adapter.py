"""How the sign-in library is bent to the house: accounts are made by administrators, secrets are sealed."""

import time
from collections.abc import Callable

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.shortcuts import render
from django.urls import reverse

from foundation.accounts.models import User
from foundation.common.crypto import open_bytes, seal_bytes
from foundation.common.registries import Registry

# Rooms above enter why somebody may not sign in today: function(user) → a sentence, or nothing.
refusals: Registry[Callable[[User], str]] = Registry("refusals of sign-ins")


class StaffAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator; nobody signs up."""

    def is_open_for_signup(self, request) -> bool:
        return False

    def pre_login(self, request, user, **kwargs):
        """After the right password, so that nobody else learns of it: why the account is of no use today."""
        if sentence := next(filter(None, (refuse(user) for refuse in refusals)), ""):
            raise ImmediateHttpResponse(render(request, "account/refused.html", {"sentence": sentence}, status=403))
        return super().pre_login(request, user, **kwargs)

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        """Whoever has given the password within the last five minutes is not asked for it again."""
        return super().is_reauthentication_required(app=app, **kwargs) and not self._just_signed_in()

    def _just_signed_in(self) -> bool:
        records = get_authentication_records(self.request, self.request.user) if self.request else []
        return any(time.time() - record["at"] < app_settings.REAUTHENTICATION_TIMEOUT for record in records)

    def get_password_change_redirect_url(self, request) -> str:
        return reverse("dashboard:home")


class SealedSecretsAdapter(DefaultMFAAdapter):
    """The keys of second factors are encrypted in the database."""

    AAD = "mfa_authenticator.data"

    def encrypt(self, text: str) -> str:
        return seal_bytes(text.encode(), aad=self.AAD)

    def decrypt(self, encrypted_text: str) -> str:
        return open_bytes(encrypted_text, aad=self.AAD).decode()

    def get_totp_label(self, user) -> str:
        return user.username
