"""What the project's middleware adds to Django's own, on the empty page."""

from django.conf import settings

from benchmarks.figure import Figure
from benchmarks.floor import empty_page, measure_pages
from benchmarks.quarter import played_quarter

# The project's own stand where Django's would: its locale middleware is Django's with the person's choice.
DJANGO_FOR_OURS = {
    "foundation.accounts.middleware.PersonalLocaleMiddleware": "django.middleware.locale.LocaleMiddleware"
}


def djangos_own() -> list[str]:
    names = [DJANGO_FOR_OURS.get(name, name) for name in settings.MIDDLEWARE]
    return [name for name in names if name.startswith("django.")]


def measure() -> list[Figure]:
    reader = played_quarter().reader
    ours, bare = empty_page(reader), empty_page(reader)
    bare.middleware = djangos_own()
    measure_pages(ours, bare, rounds=25)
    return [Figure("middleware", ours.text, ours.ratio_to(bare), 1.3, floor=f"Django's own ({bare.text})")]
