"""How a scoring form is answered: saved as one goes or by its button, sealed, refused, too late. To a script in JSON, to a plain form as a page."""

from abc import ABC, abstractmethod
from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from assessments.selectors.criteria import criteria_of
from assessments.sheet_form.page import errors_of
from assessments.sheet_form.reading import SheetInput, read_form, read_json
from assessments.sheet_form.unfilled import require_filled
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid


class ScoringForm(ABC):
    """A sheet that one person has open. A room's subclass says what is its own; `save` and `submit` answer alike everywhere.

    `url_name`: of the form's page.
    """

    url_name: str

    def __init__(self, request: HttpRequest, sheet):
        self.request, self.sheet, self.person = request, sheet, request.person

    @abstractmethod
    def draw(self, given: SheetInput | None = None, refusal: Invalid | None = None) -> HttpResponse:
        """The page; with `given` and `refusal`, what was typed and what is wrong with it."""

    @abstractmethod
    def keep(self, given: SheetInput) -> int:
        """Save the draft and return its new version. Raises Invalid or Conflict."""

    @abstractmethod
    def seal(self, given: SheetInput) -> dict:
        """Seal the marks and return what a script is told beside `detail`. Raises Invalid or Conflict."""

    @abstractmethod
    def present(self) -> dict | None:
        """How the sheet stands now (`sheet_form.page.present_state`); None where it is no longer this person's to bring together."""

    @abstractmethod
    def sealed_text(self) -> str:
        """What is said once it is sealed."""

    def detail_url(self) -> str:
        """Where the sealed sheet is read."""
        return self.sheet.get_absolute_url()

    def keep_files(self, given: SheetInput) -> None:
        """What comes beside the marks with the button “Save”; here nothing."""
        return None

    def left_out(self, given: SheetInput) -> dict[str, str]:
        """{field: sentence} of what was no reason to refuse the marks and is not saved all the same."""
        return {}

    def save(self) -> HttpResponse:
        """The autosave (JSON), or the button “Save” of a page without scripts."""
        if self.request.content_type == "application/json":
            return self._autosave()
        given = self._read()
        try:
            # What is saved is saved, also where the rest of the form is refused: the page goes on from the new version.
            given = replace(given, version=self.keep(given))
            self.keep_files(given)
        except Invalid as refusal:
            return self.draw(given, refusal)
        messages.success(self.request, _("Saved %(time)s.") % {"time": _time()})
        if problems := self.left_out(given):
            return self.draw(given, Invalid(problems))
        return redirect(self.url_name, public_id=self.sheet.public_id)

    def _autosave(self) -> JsonResponse:
        try:
            given = read_json(self.request.body)
            version = self.keep(given)
        except Conflict as conflict:
            return self._too_late(conflict)
        except Invalid as refusal:
            return refused(refusal)
        return JsonResponse({"version": version, "saved": _time(), "errors": self.left_out(given)})

    def submit(self) -> HttpResponse:
        as_json, given = wants_json(self.request), None
        try:
            given = self._read()
            # Scripts have asked already, and send what was meant.
            if not as_json and not self.request.POST.get("as_it_is"):
                require_filled(given.marks)
            told = self.seal(given)
        except Invalid as refusal:
            if as_json:
                return refused(refusal)
            if given is None:
                raise
            return self.draw(given, refusal)
        except Conflict as conflict:
            if as_json:
                return self._too_late(conflict)
            raise
        messages.success(self.request, self.sealed_text())
        if as_json:
            return JsonResponse({**told, "detail": self.detail_url()})
        return redirect(self.detail_url())

    def _read(self) -> SheetInput:
        return read_form(self.request.POST, criteria_of(self.sheet.standard_version))

    def _too_late(self, conflict: Conflict) -> JsonResponse:
        """409 with the sheet as it stands, so that the page can show both and let the person choose."""
        present = self.present()
        if present is None:
            return gone(conflict)
        return JsonResponse({"message": conflict.message, **present}, status=409)


def wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def refused(refusal: Invalid) -> JsonResponse:
    """422: what is wrong, at each indicator or as a whole."""
    errors = {code: sentences[0] for code, sentences in errors_of(refusal).items()}
    return JsonResponse({"errors": errors, "messages": [] if errors else refusal.messages}, status=422)


def gone(conflict: Conflict) -> JsonResponse:
    """409 with nothing of the sheet: there is nothing left to bring together."""
    return JsonResponse({"message": conflict.message, "gone": True}, status=409)


def _time() -> str:
    return f"{clock.local(clock.now()):%H:%M}"
