"""Deny by default: a URL that is not on the one list of public views leads to the sign-in, and what is on the list is there."""

from uuid import UUID

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter, PathConverter, SlugConverter, StringConverter, UUIDConverter

from foundation.accounts.public import PUBLIC

SAMPLES = {
    UUIDConverter: UUID("01900000-0000-7000-8000-000000000000"),
    IntConverter: 1,
    SlugConverter: "x",
    PathConverter: "x",
    StringConverter: "x",
}


def patterns(resolver=None, namespace: str = "") -> list[tuple[str, URLPattern]]:
    """Every URL with its full name, included ones too."""
    found = []
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            found += patterns(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)
        else:
            found.append((f"{namespace}{pattern.name}", pattern))
    return found


def address(name: str, pattern: URLPattern) -> str:
    converters = pattern.pattern.converters
    return reverse(name, kwargs={key: SAMPLES[type(converter)] for key, converter in converters.items()})


def test_every_url_has_a_name():
    assert [pattern for name, pattern in patterns() if pattern.name is None] == []


def test_views_that_need_no_sign_in_are_those_on_the_list():
    open_ones = {name for name, pattern in patterns() if not getattr(pattern.callback, "login_required", True)}
    assert open_ones - PUBLIC == set()


@pytest.mark.parametrize("name", sorted(name for name, _pattern in patterns() if name not in PUBLIC))
def test_anonymous_reader_is_sent_to_the_sign_in(name, client, db):
    pattern = dict(patterns())[name]
    url = address(name, pattern)
    assert client.get(url)["Location"].partition("?")[0] == reverse("account_login")


def test_list_names_only_what_is_there():
    by_mail = {name for name in PUBLIC if name.startswith("account_reset_password")}
    assert PUBLIC - by_mail - {name for name, _pattern in patterns()} == set()
