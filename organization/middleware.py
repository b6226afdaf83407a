"""`request.person`, and what a person has to do before anything else."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from foundation.common.pages import is_htmx
from organization.enums import PRIVILEGED
from organization.models import Person
from organization.outside import FIRST_SCREEN, HOME, is_open_to_outside


class PersonMiddleware:
    """`request.person`: the person behind the user who has signed in, or None."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.person = self._person_of(request.user) if request.user.is_authenticated else None
        return self.get_response(request)

    @staticmethod
    def _person_of(user) -> Person | None:
        """The person that `PersonBackend` has brought along; asked for only where there are no roles."""
        person = user._state.fields_cache.get("person")
        return person or Person.objects.select_related("user", "unit").filter(user=user.pk).first()


class SamePersonMiddleware:
    """What a device sends later is one person's: it says whose (`X-QA-Person`) and is refused, 401, where somebody else is signed in by then.

    A shared tablet would otherwise store one assessor's marks under the name of the next (R18).
    """

    HEADER = "X-QA-Person"

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        wanted = request.headers.get(self.HEADER)
        if (
            wanted
            and request.user.is_authenticated
            and (request.person is None or str(request.person.public_id) != wanted)
        ):
            sentence = _("Somebody else is signed in on this device. Sign in as the person whose marks these are.")
            return JsonResponse({"message": sentence}, status=401)
        return self.get_response(request)


class OutsideMiddleware:
    """An outside assessor finds their own sheets and what those need; any other address is one that does not exist for them."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.person is None or not request.person.is_outside:
            return None
        name = request.resolver_match.view_name
        if name == FIRST_SCREEN:
            return redirect(HOME)
        if not is_open_to_outside(name):
            raise Http404
        return None


class DutiesFirstMiddleware:
    """Sends people to what must be done first: an own password, and for privileged roles a second factor.

    Nobody is locked out by it: both pages are reached with the password that was given, so no account needs an exemption.
    """

    # What stays open meanwhile: the two duties themselves, leaving, language and colours.
    OPEN = frozenset(
        {
            "account_change_password",
            "account_logout",
            "account_reauthenticate",
            "accounts:set_theme",
            "health",
            "mfa_activate_totp",
            "mfa_authenticate",
            "mfa_generate_recovery_codes",
            "mfa_reauthenticate",
            "mfa_view_recovery_codes",
            "mfa_download_recovery_codes",
            "set_language",
        }
    )

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.user.is_authenticated or request.resolver_match.view_name in self.OPEN:
            return None
        if request.user.must_change_password:
            return self._send(request, "account_change_password", _("Choose a password of your own first."))
        if settings.SECOND_FACTOR_REQUIRED and self._lacks_second_factor(request):
            return self._send(request, "mfa_activate_totp", _("Your role needs a second factor. Set it up first."))
        return None

    @staticmethod
    def _lacks_second_factor(request) -> bool:
        if request.person is None or request.person.roles.isdisjoint(PRIVILEGED):
            return False
        # Whoever signed in with it has it; the table is asked only for the others.
        if any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user)):
            return False
        return not is_mfa_enabled(request.user, ["totp"])

    @staticmethod
    def _send(request, name: str, sentence: str):
        messages.warning(request, sentence)
        response = redirect(name)
        if is_htmx(request):
            response.status_code = 204
            response["HX-Redirect"] = response["Location"]
        return response
