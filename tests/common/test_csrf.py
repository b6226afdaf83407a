"""A page that is too old: what was typed is kept, what is secret is not shown."""

import pytest
from django.test import Client
from django.urls import reverse

SECRET = "Lantern-Harbour-43"


@pytest.fixture
def client_with_csrf(cast) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.feng.user)
    return client


def test_what_was_typed_is_kept_to_be_copied(client_with_csrf):
    answer = client_with_csrf.post(reverse("publication:publication_draft"), {"summary_zh": "写了很久的一段话"})
    assert answer.status_code == 403
    assert "写了很久的一段话" in answer.content.decode()


@pytest.mark.parametrize(
    ("url", "field"),
    [
        ("/accounts/password/change/", "oldpassword"),
        ("/accounts/password/change/", "password1"),
        ("/accounts/2fa/authenticate/", "code"),
        ("/accounts/login/", "login"),
        ("/organization/people/add/", "password"),
    ],
)
def test_secrets_are_not_shown(client_with_csrf, url, field):
    answer = client_with_csrf.post(url, {field: SECRET})
    assert SECRET not in answer.content.decode()


def test_script_is_told_to_come_again_under_the_present_session(client_with_csrf):
    """What waits on a device is no refusal: its person signs in, and it goes out (R18)."""
    headers = {"Accept": "application/json"}
    answer = client_with_csrf.post(reverse("accounts:set_theme"), {"theme": "dark"}, headers=headers)
    assert (answer.status_code, answer.json()) == (401, {})
