"""Signing in and out: what is told, what is kept, how often one may try, how long it lasts."""

import time

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.urls import NoReverseMatch, reverse

from foundation.audit.models import AuditEvent
from tests.cast import PASSWORD

LOGIN = "/accounts/login/"
HOME = "/notifications/"


@pytest.fixture(autouse=True)
def _fresh_limits(db):
    cache.clear()


def sign_in(client, username="linxiao", password=PASSWORD, **more):
    return client.post(LOGIN, {"login": username, "password": password, **more})


def told(response) -> list[str]:
    return list(response.context["form"].non_field_errors())


def test_sign_in_opens_the_page_that_was_wanted(cast, client):
    assert client.get(HOME)["Location"] == f"{LOGIN}?next={HOME}"

    response = client.post(f"{LOGIN}?next={HOME}", {"login": "linxiao", "password": PASSWORD, "next": HOME})
    assert (response.status_code, response["Location"]) == (302, HOME)
    assert client.get(HOME).status_code == 200


def test_sign_in_never_leads_to_another_site(cast, client):
    response = client.post(LOGIN, {"login": "linxiao", "password": PASSWORD, "next": "https://evil.example/"})
    assert response["Location"] == "/"


def test_user_name_is_read_without_regard_to_capitals(cast, client):
    assert sign_in(client, "LinXiao").status_code == 302


def test_wrong_password_and_unknown_user_get_the_same_answer(cast, client):
    wrong = sign_in(client, "linxiao", "not-the-password")
    unknown = sign_in(client, "nobody", "not-the-password")

    assert wrong.status_code == unknown.status_code == 200
    assert told(wrong) == told(unknown) != []


def test_deactivated_person_is_told_nothing_new_without_the_password(cast, client):
    cast.lin.user.is_active = False
    cast.lin.user.save()

    assert told(sign_in(client, "linxiao", "not-the-password")) == told(sign_in(client, "nobody", "not-the-password"))
    assert sign_in(client)["Location"] == reverse("account_inactive")
    assert client.get(HOME).status_code == 302


def test_sign_in_out_and_refusals_are_in_the_audit_trail(cast, client):
    sign_in(client, "linxiao", "not-the-password")
    sign_in(client, "nobody", "not-the-password")
    sign_in(client)
    client.post("/accounts/logout/")

    lin, user = "00101", str(cast.lin.user.public_id)
    assert [(e.action, e.actor_label, e.target) for e in AuditEvent.objects.all()] == [
        ("accounts.session.refuse", "", user),
        ("accounts.session.refuse", "", ""),
        ("accounts.session.begin", lin, user),
        ("accounts.session.end", lin, user),
    ]
    assert all(len(event.address) == 32 for event in AuditEvent.objects.all())


def test_nothing_that_was_typed_is_kept(cast, client):
    sign_in(client, "my-secret-in-the-wrong-field", "not-the-password")
    event = AuditEvent.objects.get()
    assert (event.details, event.target, event.actor) == ({}, "", "")


def test_signing_out_takes_a_post(cast, client):
    sign_in(client)
    assert client.get("/accounts/logout/").status_code == 200
    assert client.get(HOME).status_code == 200


def test_sixth_try_for_one_user_is_refused_even_with_the_right_password(cast, client):
    for _ in range(5):
        sign_in(client, "linxiao", "not-the-password")
    refused = sign_in(client)

    assert refused.status_code == 200
    assert "Too many failed login attempts. Try again later." in told(refused)
    assert client.get(HOME).status_code == 302


def test_tries_are_counted_in_the_database(cast, client):
    from django.db import connection

    sign_in(client, "linxiao", "not-the-password")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_cache")
        assert cursor.fetchone()[0] > 0


def test_tries_of_another_user_are_not_counted(cast, client):
    for _ in range(5):
        sign_in(client, "linxiao", "not-the-password")
    assert sign_in(client, "guomin").status_code == 302


def test_tries_are_forgotten_after_a_while(cast, client):
    for _ in range(5):
        sign_in(client, "linxiao", "not-the-password")
    with time_machine.travel(time.time() + 301, tick=True):
        assert sign_in(client).status_code == 302


def test_session_is_a_new_one_after_signing_in(cast, client):
    session = client.session
    session["language"] = "en"
    session.save()
    before = session.session_key
    sign_in(client)

    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_session_ends_when_nobody_uses_it(cast, client, settings):
    sign_in(client)
    with time_machine.travel(time.time() + settings.SESSION_IDLE_SECONDS - 60, tick=True):
        assert client.get(HOME).status_code == 200
    with time_machine.travel(time.time() + 2 * settings.SESSION_IDLE_SECONDS, tick=True):
        assert client.get(HOME)["Location"] == f"{LOGIN}?next={HOME}"


def test_session_ends_in_any_case(cast, client, settings):
    sign_in(client)
    start = time.time()
    for hour in range(1, 12):
        with time_machine.travel(start + hour * 3600, tick=True):
            assert client.get(HOME).status_code == 200
    with time_machine.travel(start + settings.SESSION_COOKIE_AGE + 1, tick=True):
        assert client.get(HOME).status_code == 302


def test_end_of_a_session_by_time_is_in_the_audit_trail(cast, client, settings):
    sign_in(client)
    with time_machine.travel(time.time() + settings.SESSION_IDLE_SECONDS + 1, tick=True):
        client.get(HOME)
    assert AuditEvent.objects.last().action == "accounts.session.end"


def test_signing_in_again_starts_the_absolute_end_anew(cast, client, settings):
    sign_in(client)
    start = time.time()
    with time_machine.travel(start + 6000, tick=True):
        client.post("/accounts/logout/")
        sign_in(client)
        assert client.session["began_at"] >= int(start) + 6000


@pytest.mark.parametrize(
    "name", ["account_signup", "account_email", "account_reset_password", "account_confirm_login_code"]
)
def test_what_is_not_used_has_no_url(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("path", ["/accounts/signup/", "/accounts/password/reset/", "/accounts/email/"])
def test_nobody_signs_up_or_resets_without_a_mail_server(cast, client, path):
    assert client.get(path).status_code == 404


def test_reset_pages_are_there_with_a_mail_server():
    from foundation.accounts.urls import reset_urls

    assert [pattern.name for pattern in reset_urls(by_mail=True)] == [
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
    ]
    assert reset_urls(by_mail=False) == []


def test_pages_of_the_signed_in_are_stored_nowhere(cast, client):
    sign_in(client)
    assert client.get(HOME)["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("language", "label"), [("en", "Stay signed in on this device"), ("zh-hans", "在本机保持登录")]
)
def test_the_box_of_the_sign_in_page_says_what_it_does(client, db, language, label):
    page = client.get(reverse("account_login"), headers={"accept-language": language}).content.decode()
    assert (label in page, "Remember" in page) == (True, False)
