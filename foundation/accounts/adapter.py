"""How the sign-in library is bent to the house: accounts are made by administrators, secrets are sealed."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.urls import reverse

from foundation.common.crypto import open_bytes, seal_bytes


class StaffAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator; nobody signs up."""

    def is_open_for_signup(self, request) -> bool:
        return False

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
