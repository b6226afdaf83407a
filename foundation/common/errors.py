"""How the services say no. `common.middleware.RefusalMiddleware` turns each into its page."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _


class NotAllowed(PermissionDenied):
    """403: the person may see the thing, but not do this with it."""


class Invalid(ValidationError):
    """The input is not right: a sentence, or `{field: sentence}`; forms show it beside the field (`form.add_error(None, error)`)."""


class Conflict(Exception):
    """409: somebody was quicker, or the state has moved on. `typed` keeps what the person wrote: [(label, text)].

    `title` heads the page where nobody was quicker and the thing itself no longer allows it; `url` is where it can be read.
    """

    def __init__(
        self, message: str | None = None, *, typed: list[tuple[str, str]] | None = None, title: str = "", url: str = ""
    ):
        self.message = message or _(
            "Somebody has changed this in the meantime. Load the page again to see the present state."
        )
        self.typed = typed or []
        self.title, self.url = title, url
        super().__init__(self.message)


def require(rule: Callable[..., bool], person, *objects) -> None:
    """Raise NotAllowed unless the rule holds for this person."""
    if not rule(person, *objects):
        raise NotAllowed(_("Your role does not allow this."))
