"""Questionnaires, links, and the customers' pages that need no sign-in."""

from uuid import uuid4

from tests.architecture.row import Row

SEE = {"liwen": 200, "zhouhang": 200, "qianli": 200, "chenjie": 200, "wudi": 200, "sunyan": 200}
LEAD_ONLY = {"zhouhang": 403, "qianli": 403, "chenjie": 403, "wudi": 403, "sunyan": 403, "*": 404}
EVERYBODY = {"*": 200, "anonymous": 200}
# Nobody who is signed in answers for a customer (decision 078).
CUSTOMERS = {"*": 403, "anonymous": 200}
GONE = {"*": 404, "anonymous": 404}
ANSWERS = {"satisfaction": "5", "need_met": "1", "lang": "zh"}


def questionnaire(world) -> dict:
    return {"public_id": world.questionnaire.public_id}


def draft(world) -> dict:
    from feedback.services import create_questionnaire

    return {"public_id": create_questionnaire(actor=world.cast.li).public_id}


def batch(world) -> dict:
    return {"public_id": world.invited.batch.public_id}


def token(world) -> dict:
    return {"token": world.invitation_token}


def drawn(world) -> dict:
    """The link of a customer who was drawn."""
    from datetime import date

    from feedback.services import draw_invitees
    from records.models import ServiceRecord

    ServiceRecord.objects.filter(pk=world.record.pk).update(phone_index="index")
    day = date(2021, 4, 6)
    invited = draw_invitees(
        questionnaire=world.questionnaire,
        unit=world.cast.east,
        starts_on=day,
        ends_on=day,
        count=1,
        actor=world.cast.li,
        key=uuid4(),
    )
    return {"token": invited.tokens[0]}


def drawn_batch(world) -> dict:
    from feedback.models import InvitationBatch

    drawn(world)
    return {"public_id": InvitationBatch.objects.latest("pk").public_id}


def changed(world) -> dict:
    """A draft of which a question was taken out."""
    from feedback.models import Questionnaire
    from feedback.services.building import remove_question

    made = draft(world)
    row = Questionnaire.objects.get(**made)
    remove_question(questionnaire=row, actor=world.cast.li, code="text", version=row.version)
    return made


def key(**more):
    return lambda world: {"client_key": str(uuid4()), **more}


def question(world) -> dict:
    return {**draft(world), "code": "text"}


def lead_on_draft(**more) -> dict:
    return {"zhouhang": 403, "qianli": 403, "*": 404, **more}


def version(**more):
    """A draft is never older than what the page says; here it is just made."""
    return lambda world: {"version": 1, **more}


def answered(world) -> dict:
    """One answer about East Branch."""
    from feedback.services import answer_invitation

    answer_invitation(token=world.invitation_token, answers={"satisfaction": "5", "need_met": "1"}, key=uuid4())
    return {}


def listed(name: str) -> list[Row]:
    """The lists behind the measures: heads and liaisons get their own units, and no answer at all where they ask for another's."""
    return [Row(name, {**SEE, "*": 403}, answered), Row(name, {"*": 405}, answered, "post")]


ROWS = [
    Row("feedback:questionnaire_list", {**SEE, "*": 403}),
    Row("feedback:questionnaire_detail", {**SEE, "*": 404}, questionnaire),
    Row(
        "feedback:questionnaire_detail",
        {"liwen": 200, "zhouhang": 200, "qianli": 200, "*": 404},
        draft,
        variant="draft",
    ),
    Row("feedback:questionnaire_preview", {**SEE, "*": 404}, questionnaire),
    Row("feedback:questionnaire_export", {**SEE, "*": 404}, questionnaire),
    Row("feedback:questionnaire_figures", {**SEE, "*": 404}, questionnaire),
    Row("feedback:answers_export", {**SEE, "*": 404}, questionnaire),
    *listed("feedback:answer_list"),
    *listed("feedback:answer_list_export"),
    *listed("feedback:link_list"),
    *listed("feedback:link_list_export"),
    Row("feedback:questionnaire_create", {"liwen": 200, "*": 403}),
    Row("feedback:questionnaire_create", {"liwen": 302, "*": 403}, method="post", data=key(title_zh="新问卷")),
    Row("feedback:questionnaire_edit", {"liwen": 403, **LEAD_ONLY}, questionnaire, variant="open"),
    Row("feedback:questionnaire_edit", {"liwen": 200, "zhouhang": 403, "qianli": 403, "*": 404}, draft),
    Row("feedback:questionnaire_open", {"liwen": 302, "zhouhang": 403, "qianli": 403, "*": 404}, draft, "post"),
    Row("feedback:questionnaire_open", {"*": 405}, draft, variant="read"),
    Row("feedback:questionnaire_build", lead_on_draft(liwen=200), draft),
    Row("feedback:questionnaire_build", {"liwen": 403, **LEAD_ONLY}, questionnaire, variant="open"),
    Row("feedback:question_add", lead_on_draft(liwen=200), draft),
    Row(
        "feedback:question_add",
        lead_on_draft(liwen=302),
        draft,
        "post",
        version(kind="yes_no", text_zh="好吗？", text_en="Good?"),
    ),
    Row("feedback:question_edit", lead_on_draft(liwen=200), question),
    Row(
        "feedback:question_edit",
        lead_on_draft(liwen=302),
        question,
        "post",
        version(kind="text", text_zh="好吗？", text_en="Good?"),
    ),
    Row("feedback:question_move", lead_on_draft(liwen=302), question, "post", version(direction="up")),
    Row("feedback:question_move", {"*": 405}, question, variant="read"),
    Row("feedback:question_remove", lead_on_draft(liwen=302), question, "post", version()),
    Row("feedback:question_remove", {"*": 405}, question, variant="read"),
    Row("feedback:questionnaire_undo", lead_on_draft(liwen=302), changed, "post", lambda _world: {"version": 2}),
    Row("feedback:questionnaire_undo", lead_on_draft(liwen=409), draft, "post", version(), variant="nothing to undo"),
    Row("feedback:questionnaire_undo", {"*": 405}, draft, variant="read"),
    Row("feedback:questionnaire_copy", {"liwen": 302, **LEAD_ONLY}, questionnaire, "post", key()),
    Row("feedback:questionnaire_copy", {"*": 405}, questionnaire, variant="read"),
    Row("feedback:questionnaire_close", {"liwen": 302, **LEAD_ONLY}, questionnaire, "post"),
    Row("feedback:questionnaire_close", {"*": 405}, questionnaire, variant="read"),
    Row(
        "feedback:questionnaire_after_cases",
        {"liwen": 302, **LEAD_ONLY},
        questionnaire,
        "post",
        lambda w: {"on": "1", "client_key": uuid4()},
    ),
    Row("feedback:questionnaire_after_cases", {"*": 405}, questionnaire, variant="read"),
    Row("feedback:invitation_create", {"liwen": 200, **LEAD_ONLY}, questionnaire),
    Row(
        "feedback:invitation_create",
        {"liwen": 200, **LEAD_ONLY},
        questionnaire,
        "post",
        lambda w: {"client_key": str(uuid4()), "unit": w.cast.east.pk, "count": 2, "valid_days": 30},
    ),
    Row("feedback:invitation_draw", {"liwen": 200, **LEAD_ONLY}, questionnaire),
    Row("feedback:invitation_draw", {"liwen": 200, **LEAD_ONLY}, questionnaire, "post", key(count=1)),
    Row("feedback:invitation_posters", {"liwen": 200, **LEAD_ONLY}, questionnaire),
    Row(
        "feedback:invitation_posters",
        {"liwen": 200, **LEAD_ONLY},
        questionnaire,
        "post",
        lambda w: {"client_key": str(uuid4()), "units": [w.cast.east.pk], "count": 2, "valid_days": 30},
    ),
    Row("feedback:questionnaire_response", {**SEE, "*": 404}, questionnaire),
    Row("feedback:batch_remind", {"liwen": 200, **LEAD_ONLY}, drawn_batch, "post"),
    Row("feedback:batch_remind", {"liwen": 409, **LEAD_ONLY}, batch, "post", variant="handed out"),
    Row("feedback:batch_remind", {"*": 405}, batch, variant="read"),
    Row("feedback:batch_withdraw", {"liwen": 302, **LEAD_ONLY}, batch, "post"),
    Row("feedback:batch_withdraw", {"*": 405}, batch, variant="read"),
    # customers
    Row("feedback:survey", CUSTOMERS, token),
    Row("feedback:survey", {"*": 403, "anonymous": 302}, token, "post", key(**ANSWERS)),
    Row("feedback:survey", GONE, lambda w: {"token": "A" * 43}, variant="unknown"),
    Row("feedback:survey", GONE, lambda w: {"token": "A" * 43}, "post", key(**ANSWERS), variant="unknown"),
    Row("feedback:survey", {"*": 405, "anonymous": 405}, token, "delete"),
    Row("feedback:survey_stop", GONE, token, variant="handed-out"),
    Row("feedback:survey_stop", CUSTOMERS, drawn),
    Row("feedback:survey_stop", {"*": 403, "anonymous": 302}, drawn, "post"),
    Row("feedback:survey_stop", GONE, lambda w: {"token": "A" * 43}, "post", variant="unknown"),
    Row("feedback:survey_thanks", EVERYBODY),
    Row("feedback:survey_thanks", {"*": 405, "anonymous": 405}, method="post"),
]
