"""What comes before everything else: an own password, and a second factor for privileged roles."""

import os
import subprocess
import sys
import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings as project
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foundation.accounts.adapter import SealedSecretsAdapter
from foundation.accounts.models import User
from foundation.audit.models import AuditEvent
from foundation.common.crypto import open_bytes
from organization import services
from tests.cast import PASSWORD

LOGIN, HOME, SETUP = "/accounts/login/", "/notifications/", "/accounts/2fa/totp/activate/"
NEW = "lighthouse-orchard-77"


@pytest.fixture(autouse=True)
def _fresh_limits(db, settings):
    cache.clear()
    settings.SECOND_FACTOR_REQUIRED = True
    # In the middle of the half minute for which a code is good.
    with time_machine.travel(time.time() // 30 * 30 + 15, tick=False):
        yield


def code_for(secret: str) -> str:
    """What the telephone shows now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def sign_in(client, username: str, password: str = PASSWORD):
    return client.post(LOGIN, {"login": username, "password": password})


def set_up(client) -> str:
    page = client.get(SETUP)
    secret = page.context["form"].secret
    assert client.post(SETUP, {"code": code_for(secret)}).status_code == 302
    return secret


@pytest.mark.parametrize("username", ["liwen", "zhouhang", "qianli", "fengbo"])
def test_privileged_roles_are_sent_to_the_second_factor(cast, client, username):
    sign_in(client, username)
    assert client.get(HOME)["Location"] == SETUP
    assert client.get("/")["Location"] == SETUP


@pytest.mark.parametrize("username", ["linxiao", "chenjie", "wudi", "zhaolei", "heting"])
def test_other_roles_need_none(cast, client, username):
    sign_in(client, username)
    assert client.get(HOME).status_code == 200


def test_nothing_is_done_before_the_second_factor_is_there(cast, client):
    sign_in(client, "fengbo")
    response = client.post("/organization/units/new/", {"code": "X", "name_zh": "某部", "kind": "department"})
    assert response["Location"] == SETUP


def test_set_up_opens_the_portal_and_the_next_sign_in_asks_for_it(cast, client):
    sign_in(client, "liwen")
    secret = set_up(client)
    assert client.get(HOME).status_code == 200

    client.post("/accounts/logout/")
    cache.clear()
    assert sign_in(client, "liwen")["Location"] == "/accounts/2fa/authenticate/"
    assert client.get(HOME).status_code == 302
    refused = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert refused.status_code == 200
    assert client.post("/accounts/2fa/authenticate/", {"code": code_for(secret)}).status_code == 302
    assert client.get(HOME).status_code == 200
    assert [event.action for event in AuditEvent.objects.all()][-2:] == [
        "accounts.second_factor.refuse",
        "accounts.session.begin",
    ]
    assert AuditEvent.objects.last().details == {"second_factor": True}


def test_recovery_codes_come_with_the_second_factor(cast, client):
    sign_in(client, "liwen")
    set_up(client)
    assert sorted(Authenticator.objects.filter(user=cast.li.user).values_list("type", flat=True)) == [
        "recovery_codes",
        "totp",
    ]


def test_second_factor_in_the_session_spares_the_question(cast, client):
    sign_in(client, "liwen")
    secret = set_up(client)
    client.post("/accounts/logout/")
    cache.clear()
    sign_in(client, "liwen")
    client.post("/accounts/2fa/authenticate/", {"code": code_for(secret)})

    with CaptureQueriesContext(connection) as asked:
        assert client.get(HOME).status_code == 200
    assert [query for query in asked.captured_queries if "mfa_authenticator" in query["sql"]] == []


def test_secret_of_the_second_factor_is_sealed(cast, client):
    sign_in(client, "liwen")
    secret = set_up(client)

    kept = Authenticator.objects.get(user=cast.li.user, type="totp").data["secret"]
    assert secret not in kept
    assert open_bytes(kept, aad=SealedSecretsAdapter.AAD).decode() == secret


def test_losing_the_second_factor_is_noticed_at_once(cast, client):
    sign_in(client, "liwen")
    set_up(client)
    assert client.get(HOME).status_code == 200
    client.post("/accounts/logout/")
    Authenticator.objects.filter(user=cast.li.user).delete()
    cache.clear()
    sign_in(client, "liwen")
    assert client.get(HOME)["Location"] == SETUP


def test_demo_asks_for_no_second_factor(cast, client, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    sign_in(client, "liwen")
    assert client.get(HOME).status_code == 200


def test_password_set_by_somebody_else_must_be_changed_first(cast, client):
    services.set_password(person=cast.lin, password=NEW, actor=cast.feng)
    sign_in(client, "linxiao", NEW)
    assert client.get(HOME)["Location"] == "/accounts/password/change/"

    own = "granite-violin-58"
    client.post("/accounts/password/change/", {"oldpassword": NEW, "password1": own, "password2": own})

    assert client.get(HOME).status_code == 200
    assert not User.objects.get(username="linxiao").must_change_password
    assert AuditEvent.objects.filter(action="accounts.password.change").count() == 1


def test_leaving_is_possible_before_the_duties(cast, client):
    sign_in(client, "liwen")
    client.post("/accounts/logout/")
    assert client.get(HOME)["Location"] == f"{LOGIN}?next={HOME}"


@pytest.mark.parametrize("name", ["QA_PORTAL_SECOND_FACTOR", "QA_PORTAL_TWO_PERSON_ROLES"])
def test_production_refuses_to_go_without(name, tmp_path):
    env = {
        **{
            key: value
            for key, value in os.environ.items()
            if not key.startswith("QA_PORTAL") and key != "DJANGO_SETTINGS_MODULE"
        },
        "QA_PORTAL_ENV": "production",
        "QA_PORTAL_HOSTS": "qa.bank.example",
        "QA_PORTAL_DATA": str(tmp_path),
        name: "no",
    }
    run = subprocess.run(
        [sys.executable, "-c", "import qa_portal.settings"],
        cwd=project.BASE_DIR,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode != 0
    assert run.stderr.strip().endswith("cannot be switched off in production.")
