"""Templates for deduction reasons: whoever scores keeps their own, leads share."""

from uuid import uuid4

from assessments.models import CommentTemplate
from tests.architecture.row import Row

SCORERS = {"linxiao": 200, "guomin": 200, "liwen": 200, "chenjie": 200, "sunyan": 200, "*": 403}
LIN_ONLY = {"linxiao": 200, "*": 404}
# A proposed one is its author's and the leads'.
LIN_OR_LEAD = {"linxiao": 200, "liwen": 200, "*": 404}


def then(status: int, roles: dict) -> dict:
    return {who: status if found == 200 else found for who, found in roles.items()}


def own(world) -> dict:
    made = CommentTemplate.objects.create(author=world.cast.lin, text="未使用规范用语")
    return {"public_id": made.public_id}


def proposed(world) -> dict:
    made = CommentTemplate.objects.create(author=world.cast.lin, text="未使用规范用语", state="proposed")
    return {"public_id": made.public_id}


def version(world) -> dict:
    return {"public_id": world.version.public_id}


def text(world) -> dict:
    return {"text": "未复述客户问题", "code": "", "client_key": str(uuid4())}


ROWS = [
    Row("assessments:comment_list", SCORERS, lambda w: {} if own(w) else {}),
    Row("assessments:comment_new", SCORERS),
    Row("assessments:comment_new", then(302, SCORERS), method="post", data=text),
    Row("assessments:comment_new", then(422, SCORERS), method="post", variant="empty"),
    Row("assessments:comment_edit", LIN_ONLY, own),
    Row("assessments:comment_edit", LIN_OR_LEAD, proposed, variant="proposed"),
    Row("assessments:comment_edit", then(302, LIN_ONLY), own, "post", lambda w: {"text": "改", "version": "1"}),
    Row("assessments:comment_edit", then(409, LIN_ONLY), own, "post", lambda w: {"text": "改"}, variant="stale"),
    Row("assessments:comment_decline", {"liwen": 200, "linxiao": 403, "*": 404}, proposed),
    Row(
        "assessments:comment_decline",
        {"liwen": 302, "linxiao": 403, "*": 404},
        proposed,
        "post",
        lambda w: {"note": "太笼统", "version": "1"},
    ),
    Row("assessments:comment_act", then(302, LIN_ONLY), own, "post", lambda w: {"action": "remove"}),
    Row(
        "assessments:comment_act",
        {"liwen": 302, "linxiao": 403, "*": 404},
        proposed,
        "post",
        lambda w: {"action": "share", "version": "1"},
        variant="share",
    ),
    Row("assessments:comment_act", {"*": 404}, own, "post", lambda w: {"action": "burn"}, variant="unknown"),
    Row("assessments:comment_act", {"*": 405}, own, variant="read"),
    Row("assessments:comment_choices", SCORERS, version),
    Row("assessments:comment_keep", SCORERS, version, "post", text),
    Row("assessments:comment_keep", then(422, SCORERS), version, "post", variant="empty"),
    Row("assessments:comments_used", then(204, SCORERS), method="post"),
    Row("assessments:comments_used", {"*": 405}, variant="read"),
]
