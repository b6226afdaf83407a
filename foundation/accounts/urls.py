"""Sign-in, second factor and the account's own choices. Only what is used of the sign-in library has a URL: nobody signs up,
addresses for mail are kept by administrators, and a password is reset by mail only where there is a mail server.
"""

from allauth.account import views as sign_in
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.conf import settings
from django.urls import URLPattern, include, path, re_path

from foundation.accounts import views


def reset_urls(*, by_mail: bool) -> list[URLPattern]:
    """The pages of “forgot my password”; none without a mail server."""
    if not by_mail:
        return []
    return [
        path("password/reset/", sign_in.password_reset, name="account_reset_password"),
        path("password/reset/done/", sign_in.password_reset_done, name="account_reset_password_done"),
        re_path(
            r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
            sign_in.password_reset_from_key,
            name="account_reset_password_from_key",
        ),
        path(
            "password/reset/key/done/",
            sign_in.password_reset_from_key_done,
            name="account_reset_password_from_key_done",
        ),
    ]


own = [path("theme/", views.set_theme, name="set_theme")]

urlpatterns = [
    # in and out
    path("login/", sign_in.login, name="account_login"),
    path("logout/", sign_in.logout, name="account_logout"),
    path("inactive/", sign_in.account_inactive, name="account_inactive"),
    path("reauthenticate/", sign_in.reauthenticate, name="account_reauthenticate"),
    # password
    path("password/change/", sign_in.password_change, name="account_change_password"),
    path("password/set/", sign_in.password_set, name="account_set_password"),
    *reset_urls(by_mail=settings.PASSWORD_RESET),
    # second factor
    path("2fa/", second_factor.index, name="mfa_index"),
    path("2fa/authenticate/", second_factor.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/totp/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("2fa/recovery-codes/generate/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("2fa/recovery-codes/download/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    # choices
    path("", include((own, "accounts"))),
]
