"""Tickets: one about East Branch, which Zhao holds. Its head and liaison, and those who see all units, read it."""

from uuid import uuid4

from tests.architecture.row import Row

READ = {"zhaolei": 200, "chenjie": 200, "wudi": 200, "liwen": 200, "zhouhang": 200, "qianli": 200}
SEE = {**READ, "*": 404}
NOBODY = {**dict.fromkeys(READ, 403), "*": 404}
ANYBODY = {"*": 200, "anonymous": 200}
HOLDER = {**NOBODY, "zhaolei": 200}
HOLDER_ACTS = {**NOBODY, "zhaolei": 302}
UNIT = {**NOBODY, "zhaolei": 200, "chenjie": 200, "wudi": 200}
TAKE_IN = {"zhaolei": 200, "chenjie": 200, "wudi": 200, "sunyan": 200, "liwen": 200, "*": 403}
EXPORT = {"liwen": 200, "zhouhang": 200, "qianli": 200, "chenjie": 200, "wudi": 200, "sunyan": 200, "*": 403}


def _at(state: str):
    return lambda world: {"public_id": getattr(world.tickets, state).public_id}


def _sent(**given):
    return lambda world: {**given, "client_key": uuid4()}


def _sent_article(world) -> dict:
    return {"article": world.knowledge.published.public_id, "client_key": uuid4()}


held, offered, contacted, investigated = _at("held"), _at("offered"), _at("contacted"), _at("investigated")
answered, confirmed, closed = _at("answered"), _at("confirmed"), _at("closed")
paused, complex_, asked, granted = _at("paused"), _at("complex_one"), _at("asked"), _at("granted")
TAKEN_IN = _sent(channel="hotline", kind="complaint", subject="排队太久", text="等了一小时")
SAID = _sent(text="已处理")
KIND = _sent(kind="complaint", topic="fees", urgency="normal", complexity="simple")


def _form(name: str, state, sees: dict, acts: dict, data) -> list[Row]:
    """The form, what it does, and that what is not filled in is said beside its field."""
    refused = {who: 422 if status == 302 else status for who, status in acts.items()}
    rows = [Row(f"tickets:{name}", sees, state), Row(f"tickets:{name}", acts, state, "post", data)]
    return [*rows, Row(f"tickets:{name}", refused, state, "post", _sent(), variant="empty")]


def _acts(sees: dict) -> dict:
    return {who: 302 if status == 200 else status for who, status in sees.items()}


ALARM = {"liwen": 200, "zhouhang": 200, "qianli": 200, "chenjie": 200, "wudi": 200, "*": 404}
SETTLE = {**dict.fromkeys(ALARM, 403), "liwen": 302, "zhouhang": 302, "*": 404}

ROWS = [
    Row("tickets:statistics", EXPORT),
    Row("tickets:statistics", EXPORT, lambda w: w.tickets.closed and {}, variant="with one"),
    *_form("alarm_settle", _at("alarm"), ALARM, SETTLE, SAID),
    Row("tickets:ticket_list", {"*": 200}),
    Row("tickets:ticket_list", {"*": 200}, lambda w: w.tickets.held and {}, variant="with one"),
    Row("tickets:ticket_export", EXPORT),
    Row("tickets:online", ANYBODY),
    Row("tickets:online", {"*": 422, "anonymous": 422}, method="post", variant="empty"),
    Row("tickets:online_thanks", ANYBODY, lambda w: {"number": "T-2026-000001"}),
    Row("tickets:online_thanks", {"*": 405, "anonymous": 405}, lambda w: {"number": "T-1"}, "post"),
    Row("tickets:online_progress", ANYBODY),
    Row("tickets:online_progress", {"*": 422, "anonymous": 422}, method="post", variant="empty"),
    Row("tickets:ticket_new", TAKE_IN),
    Row("tickets:ticket_new", _acts(TAKE_IN), method="post", data=TAKEN_IN),
    Row("tickets:ticket_detail", SEE, held),
    Row("tickets:ticket_detail", SEE, closed, variant="closed"),
    Row("tickets:ticket_take_over", {**NOBODY, "chenjie": 302, "wudi": 302}, held, "post", _sent()),
    Row("tickets:ticket_take_over", {"*": 405}, held, variant="read"),
    Row("tickets:ticket_resume", HOLDER_ACTS, paused, "post", _sent()),
    Row("tickets:ticket_resume", {"*": 405}, paused, variant="read"),
    Row("tickets:ticket_articles", HOLDER, held),
    Row("tickets:ticket_link", HOLDER_ACTS, held, "post", _sent_article),
    Row("tickets:ticket_link", {**NOBODY, "zhaolei": 404}, held, "post", _sent(article="x"), variant="no article"),
    Row("tickets:ticket_link", {"*": 405}, held, variant="read"),
    Row("tickets:ticket_reveal", HOLDER, held, "post", _sent(reason="回电")),
    Row("tickets:ticket_reveal", {**NOBODY, "zhaolei": 422}, held, "post", _sent(), variant="no reason"),
    Row("tickets:ticket_reveal", {"*": 405}, held, variant="read"),
    Row("tickets:ticket_survey", HOLDER, _at("with_survey")),
    Row("tickets:ticket_survey", HOLDER, _at("with_survey"), "post", _sent()),
    Row("tickets:ticket_survey", NOBODY, closed, variant="none is sent"),
    *_form("ticket_classify", held, HOLDER, HOLDER_ACTS, KIND),
    *_form("ticket_dispatch", held, UNIT, _acts(UNIT), lambda w: {**SAID(w), "unit": w.cast.west.pk}),
    *_form("ticket_return", offered, UNIT, _acts(UNIT), SAID),
    Row("tickets:ticket_about", UNIT, held),
    Row("tickets:ticket_about", _acts(UNIT), held, "post", _sent()),
    *_form("ticket_contact", held, HOLDER, HOLDER_ACTS, _sent(reached="yes", text="已致电")),
    *_form("ticket_note", held, HOLDER, HOLDER_ACTS, SAID),
    *_form("ticket_investigate", contacted, HOLDER, HOLDER_ACTS, _sent(text="属实", justified="yes", cause="process")),
    *_form("ticket_answer", investigated, HOLDER, HOLDER_ACTS, SAID),
    *_form("ticket_attempt", answered, HOLDER, HOLDER_ACTS, SAID),
    *_form("ticket_confirm", answered, HOLDER, HOLDER_ACTS, _sent(outcome="content", satisfaction="5")),
    *_form("ticket_close", confirmed, HOLDER, HOLDER_ACTS, SAID),
    *_form(
        "ticket_evaluate",
        closed,
        {**NOBODY, "chenjie": 200, "wudi": 200, "liwen": 200, "zhouhang": 200},
        {**NOBODY, "chenjie": 302, "wudi": 302, "liwen": 302, "zhouhang": 302},
        _sent(helped="yes", text="有效"),
    ),
    *_form("ticket_reopen", closed, {**UNIT, "liwen": 200}, {**_acts(UNIT), "liwen": 302}, SAID),
    *_form("ticket_withdraw", held, HOLDER, HOLDER_ACTS, SAID),
    *_form("ticket_pause", held, HOLDER, HOLDER_ACTS, _sent(reason="material", text="等材料")),
    *_form("ticket_extension_ask", complex_, HOLDER, HOLDER_ACTS, SAID),
    *_form(
        "ticket_extension_decide", asked, {**NOBODY, "zhouhang": 200}, {**NOBODY, "zhouhang": 302}, _sent(granted="yes")
    ),
    *_form("ticket_review_ask", closed, UNIT, _acts(UNIT), SAID),
    *_form(
        "ticket_review_decide",
        _at("to_review"),
        {**NOBODY, "liwen": 200, "zhouhang": 200},
        {**NOBODY, "liwen": 302, "zhouhang": 302},
        _sent(outcome="stands", text="处理得当"),
    ),
    *_form("ticket_tell", granted, HOLDER, HOLDER_ACTS, SAID),
]
