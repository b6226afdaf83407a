"""Connected systems: administrators set them up, supervisors read; what systems themselves call asks for a key and for no session."""

from datetime import timedelta
from uuid import uuid4

from connections.services.keys import real_today
from tests.architecture.row import Row

READ = {"fengbo": 200, "qianli": 200, "*": 403}
SEE = {"fengbo": 200, "qianli": 200, "*": 404}
CHANGE = {"fengbo": 200, "qianli": 403, "*": 404}
ACT = {"fengbo": 302, "qianli": 403, "*": 404}
MAKE = {"fengbo": 200, "*": 403}
NEVER = {"anonymous": 401, "*": 401}


def _at(name: str):
    return lambda world: {"public_id": getattr(world.connected, name).public_id}


def _sent(**given):
    return lambda world: {**given, "client_key": uuid4()}


one, asked, token, hook, given_up = _at("one"), _at("asked"), _at("token"), _at("hook"), _at("given_up")
SETTINGS = {"contact": "00103", "calls_a_minute": 30, "rows_a_minute": 1000}


def _new(world) -> dict:
    assert world.connected.agent
    return {
        **SETTINGS,
        "name": "邮件网关",
        "code": "mail",
        "scopes": "tickets.write",
        "new_source": "邮件",
        "client_key": uuid4(),
    }


def _changed(world) -> dict:
    return {**SETTINGS, "version": world.connected.one.version}


ROWS = [
    Row("connections:connection_list", READ),
    Row("connections:connection_list", READ, lambda w: w.connected.token and {}, variant="with one"),
    Row("connections:connection_export", READ),
    Row("connections:papers", READ),
    Row("connections:openapi_file", READ),
    Row("connections:connection_new", MAKE),
    Row("connections:connection_new", {"fengbo": 302, "*": 403}, method="post", data=_new),
    Row("connections:connection_new", {"fengbo": 422, "*": 403}, method="post", data=_sent(), variant="empty"),
    Row("connections:connection_detail", SEE, one),
    Row("connections:connection_detail", SEE, lambda w: w.connected.given_up and one(w), variant="with all"),
    Row("connections:connection_change", CHANGE, one),
    Row("connections:connection_change", ACT, one, "post", _changed),
    Row("connections:connection_change", {**ACT, "fengbo": 422}, one, "post", variant="empty"),
    Row("connections:connection_agree", ACT, asked, "post"),
    Row("connections:connection_refuse", ACT, asked, "post"),
    Row("connections:connection_end", ACT, one, "post"),
    Row("connections:connection_calls", SEE, one),
    Row("connections:connection_events", SEE, one),
    Row("connections:key_new", CHANGE, one),
    Row(
        "connections:key_new",
        CHANGE,
        one,
        "post",
        lambda w: {"last_day": real_today() + timedelta(days=9), "client_key": uuid4()},
    ),
    Row("connections:key_new", {**CHANGE, "fengbo": 422}, one, "post", _sent(), variant="empty"),
    Row("connections:key_revoke", ACT, token, "post"),
    Row("connections:hook_new", CHANGE, one),
    Row("connections:hook_new", CHANGE, one, "post", _sent(url="https://crm.example.com/", events="import.finished")),
    Row("connections:hook_new", {**CHANGE, "fengbo": 422}, one, "post", _sent(), variant="empty"),
    Row("connections:hook_secret", CHANGE, hook, "post"),
    Row("connections:hook_test", ACT, hook, "post"),
    Row("connections:hook_end", ACT, hook, "post"),
    Row("connections:event_again", ACT, given_up, "post"),
    *(
        Row(f"connections:{name}", {"*": 405}, kwargs, variant="read")
        for name, kwargs in (
            ("connection_agree", asked),
            ("connection_refuse", asked),
            ("connection_end", one),
            ("key_revoke", token),
            ("hook_secret", hook),
            ("hook_test", hook),
            ("hook_end", hook),
            ("event_again", given_up),
        )
    ),
    *(
        Row(f"api:{name}", NEVER)
        for name in ("records", "record", "tickets", "ticket", "units", "measures", "figures", "key", "openapi")
    ),
]
