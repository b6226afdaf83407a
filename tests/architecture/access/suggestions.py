"""Suggestions: everybody sends, reads and is for them; Zhao Lei's is for East Branch, whose head and liaison answer it, and the lead all."""

from uuid import uuid4

from suggestions.services import surveying
from tests.architecture.row import Row

ALL = {"*": 200}
FIGURES = {"liwen": 200, "zhouhang": 200, "qianli": 200, "chenjie": 200, "wudi": 200, "sunyan": 200, "*": 403}
NEW = {"zhaolei": 200, "liwen": 200, "zhouhang": 200, "qianli": 200, "chenjie": 200, "wudi": 200, "*": 404}
# Of what everybody reads: who answers. Of what is new: the same, and 404 for who does not see it.
ANSWER = {"liwen": 200, "chenjie": 200, "wudi": 200, "*": 403}
ANSWER_NEW = {"liwen": 200, "chenjie": 200, "wudi": 200, "zhaolei": 403, "zhouhang": 403, "qianli": 403, "*": 404}


def acts(sees: dict) -> dict:
    return {who: 302 if status == 200 else status for who, status in sees.items()}


def refused(sees: dict) -> dict:
    return {who: 422 if status == 200 else status for who, status in sees.items()}


def at(state: str):
    return lambda w: {"public_id": getattr(w.suggestions, state).public_id}


def sent(version_of=None, **given):
    def data(world) -> dict:
        more = {name: value(world) if callable(value) else value for name, value in given.items()}
        if version_of is not None:
            row = getattr(world.suggestions, version_of)
            row.refresh_from_db()
            more["version"] = row.version
        return {**more, "client_key": uuid4()}

    return data


def said(way: str):
    return sent(way=way, title="插座", text="增加插座", topic="service")


def answers(world) -> dict:
    """With a code of the survey that nobody has used."""
    code = surveying.codes.signed_code(world.suggestions.survey.secret)
    return {"code": code, **dict.fromkeys(("able", "rules", "trained", "heard", "workload"), 3)}


received, looked_at, taken_up = at("received"), at("looked_at"), at("taken_up")
survey, closed = at("survey"), at("closed_survey")
coded = sent(code=lambda w: w.suggestions.code)
WORD = sent(text="请补充")

ROWS = [
    Row("suggestions:suggestion_list", ALL),
    Row(
        "suggestions:suggestion_list",
        ALL,
        lambda w: w.suggestions.taken_up and w.suggestions.survey and {},
        variant="with one",
    ),
    Row("suggestions:statistics", FIGURES, lambda w: w.suggestions.taken_up and {}),
    Row("suggestions:suggestion_export", FIGURES, lambda w: w.suggestions.taken_up and {}),
    # the box
    Row("suggestions:suggestion_new", ALL),
    Row("suggestions:suggestion_new", {"*": 302}, method="post", data=said("signed")),
    Row("suggestions:suggestion_new", ALL, method="post", data=said("anonymous"), variant="without a name"),
    Row("suggestions:suggestion_new", {"*": 422}, method="post", data=sent(), variant="empty"),
    Row("suggestions:by_code", ALL),
    Row("suggestions:by_code", ALL, method="post", data=coded),
    Row("suggestions:by_code", {"*": 422}, method="post", data=sent(code="0000-0000-0000"), variant="no such code"),
    Row("suggestions:write_again", ALL, method="post", data=sent(code=lambda w: w.suggestions.code, text="补充")),
    Row("suggestions:write_again", {"*": 422}, method="post", data=coded, variant="empty"),
    Row("suggestions:write_again", {"*": 422}, method="post", data=sent(text="补充"), variant="no code"),
    Row("suggestions:write_again", {"*": 405}, variant="read"),
    # the month's survey
    Row("suggestions:survey_list", ALL, lambda w: w.suggestions.survey and {}),
    Row("suggestions:survey_detail", ALL, survey),
    Row("suggestions:survey_detail", ALL, closed, variant="closed"),
    Row("suggestions:survey_code", ALL, survey, "post", sent()),
    Row("suggestions:survey_code", {"*": 409}, closed, "post", sent(), variant="closed"),
    Row("suggestions:survey_code", {"*": 405}, survey, variant="read"),
    Row("suggestions:survey_answer", ALL, survey, "post", answers),
    Row("suggestions:survey_answer", ALL, survey, "post", sent(begin="1"), variant="begun"),
    Row("suggestions:survey_answer", {"*": 422}, survey, "post", sent(code="x"), variant="no code"),
    Row("suggestions:survey_answer", {"*": 405}, survey, variant="read"),
    # one suggestion
    Row("suggestions:suggestion_detail", NEW, received, variant="new"),
    Row("suggestions:suggestion_detail", ALL, taken_up),
    Row("suggestions:suggestion_support", {"*": 302, "zhaolei": 403}, looked_at, "post", sent(wanted="1")),
    Row("suggestions:suggestion_support", {"*": 405}, looked_at, variant="read"),
    Row("suggestions:suggestion_look", acts(ANSWER_NEW), received, "post", sent("received")),
    Row("suggestions:suggestion_look", {"*": 405}, received, variant="read"),
    Row("suggestions:suggestion_say", {**acts(ANSWER), "zhaolei": 302}, looked_at, "post", WORD),
    Row("suggestions:suggestion_say", {**refused(ANSWER), "zhaolei": 422}, looked_at, "post", sent(), variant="empty"),
    Row("suggestions:suggestion_say", {"*": 405}, looked_at, variant="read"),
    Row("suggestions:suggestion_decide", ANSWER, looked_at),
    Row(
        "suggestions:suggestion_decide",
        acts(ANSWER),
        looked_at,
        "post",
        sent("looked_at", taken_up="no", answer="预算所限"),
    ),
    Row("suggestions:suggestion_decide", refused(ANSWER), looked_at, "post", sent("looked_at"), variant="empty"),
    Row("suggestions:suggestion_finish", ANSWER, taken_up),
    Row("suggestions:suggestion_finish", acts(ANSWER), taken_up, "post", sent("taken_up", answer="已配备")),
    Row("suggestions:suggestion_merge", ANSWER, looked_at),
    Row(
        "suggestions:suggestion_merge",
        acts(ANSWER),
        looked_at,
        "post",
        sent("looked_at", into=lambda w: w.suggestions.other.public_id),
    ),
    Row("suggestions:suggestion_hide", ANSWER_NEW, received),
    Row(
        "suggestions:suggestion_hide", acts(ANSWER_NEW), received, "post", sent("received", words="插座", reason="测试")
    ),
    Row(
        "suggestions:suggestion_hide",
        refused(ANSWER_NEW),
        received,
        "post",
        sent("received", words="没有的词", reason="x"),
        variant="not there",
    ),
]
