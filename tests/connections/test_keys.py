"""Keys: whoever has not just the right one gets the same 401; loss of a right works at the next call."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection as database
from django.test.utils import CaptureQueriesContext

from connections.enums import Scope
from connections.keys import prefix_of
from connections.models import Connection, Token
from connections.services.connecting import ask_connection, change_connection, decide_connection, end_connection
from connections.services.keys import live_tokens, make_token, real_today, revoke_token
from foundation.audit.models import AuditEvent
from foundation.common.errors import Conflict, Invalid, NotAllowed
from organization.enums import Role
from tests.cast import make_person
from tests.connections.world import CALL, SOURCE, Caller, connect, key_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def key(cast, connection):
    return key_of(connection, cast.feng)


def status_of(key: str, path: str = "/key", **headers) -> int:
    return Caller(key).get(path, headers=headers).status_code


def test_right_key_is_recognised(key, connection):
    found = Caller(key).get("/key").json()
    assert (found["system"], found["sources"], found["key"]) == ("客服平台", [SOURCE], prefix_of(key))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda key: key[:-1],
        lambda key: key + "A",
        lambda key: key.swapcase(),
        lambda key: key.upper(),
        lambda key: "qap_aaaaaaaa" + key[12:],
        lambda key: key[:13] + ("B" if key[13] != "B" else "C") + key[14:],
        lambda key: key.replace("qap_", "qab_"),
        lambda key: " " + key,
        lambda key: key[:12],
        lambda key: "",
        lambda key: "qap_\u0131" + key[5:],
        lambda key: "x" * 5000,
    ],
)
def test_anything_else_gets_the_same_401(key, spoil):
    answer = Caller("").get("/key", headers={"Authorization": f"Bearer {spoil(key)}".encode().decode("latin-1")})
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="qa-portal"')
    assert answer.json() == Caller("").get("/key").json()


@pytest.mark.parametrize(
    "headers", [{"Authorization": ""}, {"Authorization": "Basic YTpi"}, {"Authorization": "Token x"}]
)
def test_other_ways_to_sign_in_are_none(key, headers):
    assert status_of(key, **headers) == 401


def test_key_in_the_address_is_refused(key):
    caller = Caller("")
    caller.headers.pop("Authorization")
    assert caller.get("/key", key=key, token=key, access_token=key).status_code == 401


def test_session_counts_for_nothing(client, cast):
    client.force_login(cast.feng.user, backend="organization.backends.PersonBackend")
    answer = client.get("/api/v1/key")
    assert (answer.status_code, answer.cookies.output(), answer["Cache-Control"]) == (401, "", "no-store")


def test_expired_key_is_refused(key):
    with time_machine.travel(datetime.now(UTC) + timedelta(days=92)):
        assert status_of(key) == 401


def test_revoked_key_is_refused_at_the_next_call(key, cast):
    assert status_of(key) == 200
    revoke_token(token=Token.objects.get(), actor=cast.feng)
    assert status_of(key) == 401


def test_ended_connection_takes_its_keys_along(key, connection, cast):
    end_connection(connection=connection, actor=cast.feng)
    assert status_of(key) == 401


def test_renewal_leaves_the_earlier_key_seven_days(key, connection, cast):
    second = key_of(connection, cast.feng)
    assert (status_of(key), status_of(second)) == (200, 200)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=8)):
        assert (status_of(key), status_of(second)) == (401, 200)


def test_third_key_waits_until_one_is_revoked(key, connection, cast):
    key_of(connection, cast.feng)
    with pytest.raises(Conflict):
        key_of(connection, cast.feng)
    revoke_token(token=live_tokens(connection)[0], actor=cast.feng)
    key_of(connection, cast.feng)


@pytest.mark.parametrize("days", [-1, 366, 4000])
def test_key_is_valid_for_a_year_at_most(connection, cast, days):
    with pytest.raises(Invalid):
        key_of(connection, cast.feng, days)


def test_same_form_shows_no_key_twice(connection, cast):
    given = {"connection": connection, "last_day": real_today(), "actor": cast.feng, "key": uuid4()}
    first, text = make_token(**given)
    second, nothing = make_token(**given)
    assert (first.pk, nothing) == (second.pk, "")
    assert text.startswith(first.prefix)


def test_database_holds_no_key(key):
    with database.cursor() as cursor:
        cursor.execute("SELECT * FROM connections_token")
        row = cursor.fetchone()
    assert not any(key[13:] in str(value) for value in row)


def test_only_administrators_make_keys(connection, cast):
    for person in (cast.li, cast.qian, cast.zhou):
        with pytest.raises(NotAllowed):
            key_of(connection, person)


def test_last_use_is_written_once_a_minute(key):
    status_of(key)
    with CaptureQueriesContext(database) as queries:
        status_of(key)
    assert not any("UPDATE" in query["sql"] and "connections_token" in query["sql"] for query in queries)
    assert Token.objects.get().last_used_at is not None


@pytest.mark.parametrize(
    ("network", "status"), [("127.0.0.1", 200), ("127.0.0.0/8", 200), ("10.0.0.0/8", 401), ("::1", 401)]
)
def test_call_comes_from_an_allowed_address(connection, cast, key, network, status):
    change_connection(
        connection=connection, contact=connection.contact, networks=[network], calls_a_minute=60, rows_a_minute=1000,
        version=connection.version, actor=cast.feng,
    )  # fmt: skip
    assert status_of(key) == status


def test_address_that_a_caller_claims_counts_for_nothing(connection, cast, key):
    change_connection(
        connection=connection, contact=connection.contact, networks=["10.0.0.0/8"], calls_a_minute=60, rows_a_minute=1000,
        version=connection.version, actor=cast.feng,
    )  # fmt: skip
    assert status_of(key, **{"X-Forwarded-For": "10.1.1.1"}) == 401


def test_right_that_a_key_has_not_is_refused(cast, agent):
    caller = Caller(key_of(connect(cast, agent, scopes=[Scope.RECORDS_READ]), cast.feng))
    assert caller.deliver(CALL).status_code == 403
    assert caller.bring().status_code == 403
    assert (
        caller.get("/figures", measure="records.rating", first_day="2021-01-01", last_day="2021-01-31").status_code
        == 403
    )


def test_source_of_another_system_is_refused_like_one_that_is_not_there(caller, cast, agent):
    connect(cast, agent, code="other", new_source="别的系统")
    other, nowhere = caller.deliver(CALL, source="别的系统"), caller.deliver(CALL, source="没有的系统")
    assert (other.status_code, nowhere.status_code) == (403, 403)
    assert other.json()["errors"] == nowhere.json()["errors"]
    assert caller.get("/records", source="别的系统", number="1").status_code == 403


def test_second_administrator_agrees_before_there_is_a_key(cast, agent, settings):
    settings.TWO_PERSON_ROLE_CHANGES = True
    other = make_person("second", "00999", "马超", "Ma Chao", cast.bank, Role.ADMINISTRATOR)
    asked = connect(cast, agent)
    assert asked.state == "asked"
    with pytest.raises(NotAllowed):
        key_of(asked, cast.feng)
    with pytest.raises(NotAllowed):
        decide_connection(connection=asked, agreed=True, actor=cast.feng)
    decide_connection(connection=asked, agreed=True, actor=other)
    assert status_of(key_of(asked, cast.feng)) == 200
    with pytest.raises(NotAllowed):
        decide_connection(connection=Connection.objects.get(), agreed=False, actor=other)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"code": "Call Centre"}, "code"),
        ({"name": " "}, "name"),
        ({"scopes": []}, "scopes"),
        ({"new_source": ""}, "sources"),
        ({"networks": ["10.1.2.3/8"]}, "networks"),
        ({"calls_a_minute": 0}, "calls_a_minute"),
    ],
)
def test_connection_is_refused_beside_the_field(cast, agent, given, field):
    with pytest.raises(Invalid) as refusal:
        connect(cast, agent, **given)
    assert list(refusal.value.message_dict) == [field]


def test_tickets_need_somebody_who_receives_them(cast):
    with pytest.raises(Invalid) as refusal:
        connect(cast, cast.feng)
    assert list(refusal.value.message_dict) == ["contact"]


def test_acts_stand_in_the_trail_and_the_key_does_not(key, connection, cast):
    revoke_token(token=Token.objects.get(), actor=cast.feng)
    found = dict(AuditEvent.objects.filter(action__startswith="connections.").values_list("action", "details"))
    assert list(found) == ["connections.connection.open", "connections.token.make", "connections.token.revoke"]
    assert found["connections.token.make"]["token"] == prefix_of(key)
    assert key[13:] not in str(found)


def test_code_is_given_once(cast, agent):
    connect(cast, agent)
    with pytest.raises(Invalid):
        ask_connection(
            actor=cast.feng, key=uuid4(), code="call-centre", name="x", contact=agent, scopes=["figures.read"]
        )
