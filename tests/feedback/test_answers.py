"""One answer a link, and only real answers."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.db.utils import DatabaseError

from feedback import services
from feedback.links import LinkRefused, LinkState, look_up
from feedback.models import Answer, Invitation, Response
from feedback.verification import verify_responses
from foundation.audit import context
from foundation.audit.models import AuditEvent
from foundation.common import clock, engine
from foundation.common.errors import Invalid
from tests.feedback.conftest import GOOD


def give(token, answers=None, key=None):
    return services.answer_invitation(token=token, answers=GOOD if answers is None else answers, key=key or uuid4())


def test_answer_is_stored_with_its_unit(cast, token):
    response = give(token)

    assert (response.unit, response.questionnaire.is_open) == (cast.east, True)
    stored = {
        row.question.code: row.value if row.text == "" else row.text
        for row in response.answers.select_related("question")
    }
    assert stored == {"satisfaction": 5, "need_met": 1, "recommend": 9, "text": "柜员很耐心。"}


def test_question_left_open_has_no_row(token):
    response = give(token, {"satisfaction": "3", "need_met": "0", "recommend": "", "text": "   "})
    assert sorted(response.answers.values_list("question__code", flat=True)) == ["need_met", "satisfaction"]


def test_free_text_is_encrypted(token):
    give(token)
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM feedback_answer WHERE text <> ''")
        stored = cursor.fetchone()[0]
    assert stored.startswith("v1:")


def unsealed(model) -> None:
    engine.unseal_table(model._meta.db_table)


def test_verify_holds_what_came_in(token):
    give(token)
    assert verify_responses() == []


@pytest.mark.parametrize("change", [{"value": 1}, {"text": "不满意"}])
def test_verify_names_an_answer_that_was_changed(token, change):
    response = give(token)
    unsealed(Answer)
    code = "satisfaction" if "value" in change else "text"
    Answer.objects.filter(question__code=code).update(**change)
    [fault] = verify_responses()
    assert fault.startswith(f"Response {response.public_id} (audit event ") and fault.endswith(
        "is not what was answered."
    )


def test_verify_names_a_response_that_was_removed(token):
    response = give(token)
    unsealed(Answer)
    unsealed(Response)
    Answer.objects.all().delete()
    Response.objects.all().delete()
    [fault] = verify_responses()
    assert fault.startswith(f"Response {response.public_id} ") and fault.endswith("is gone.")


def test_verify_names_a_response_that_nobody_gave(token):
    response = give(token)
    link = Invitation.objects.get()
    more = Invitation.objects.create(
        batch=link.batch,
        questionnaire=link.questionnaire,
        unit=link.unit,
        token_hash="0" * 64,
        expires_at=clock.now(),
    )
    Response.objects.create(
        invitation=more, questionnaire=response.questionnaire, unit=response.unit, answered_at=clock.now()
    )
    assert verify_responses() == ["2 responses are stored, the audit trail knows of 1."]


def test_same_key_returns_the_first_response(token):
    key = uuid4()
    assert give(token, key=key) == give(token, key=key)
    assert Response.objects.count() == 1


def test_same_key_with_other_answers_changes_nothing(token):
    key = uuid4()
    give(token, key=key)
    with pytest.raises(LinkRefused) as refusal:
        give(token, {**GOOD, "satisfaction": "1"}, key=key)
    assert refusal.value.state == LinkState.ANSWERED
    assert Answer.objects.get(question__code="satisfaction").value == 5


def test_second_answer_is_refused(token):
    give(token)
    with pytest.raises(LinkRefused) as refusal:
        give(token, {**GOOD, "satisfaction": "1"})
    assert (refusal.value.state, Response.objects.count()) == (LinkState.ANSWERED, 1)


def test_expired_link_is_refused(make_tokens):
    token = make_tokens(valid_days=1)[0]
    with clock.travelling(clock.now() + timedelta(days=1, seconds=1)), pytest.raises(LinkRefused) as refusal:
        give(token)
    assert (refusal.value.state, Response.objects.count()) == (LinkState.EXPIRED, 0)


def test_link_of_a_closed_questionnaire_is_refused(cast, questionnaire, token):
    services.close_questionnaire(questionnaire=questionnaire, actor=cast.li)
    with pytest.raises(LinkRefused) as refusal:
        give(token)
    assert refusal.value.state == LinkState.EXPIRED


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "A" * 44, "中" * 43, "../" * 14 + "A", "a\x00" * 21 + "b"])
def test_unknown_link_is_refused(db, token):
    with pytest.raises(LinkRefused) as refusal:
        give(token)
    assert refusal.value.state == LinkState.UNKNOWN


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("satisfaction", value)
        for value in ("0", "6", "-1", "1e0", "５", "4.5", "NaN", " 4", "+4", "04", "True", True, 4.0, ["4"], {"a": 1})
    ]
    + [("recommend", value) for value in ("11", "-1", "一")]
    + [("need_met", value) for value in ("2", "yes", "on")]
    + [("text", value) for value in ("x" * 2001, "a\x00b", "\x1b[31m", 5)],
)
def test_what_is_no_answer_is_refused_by_name(token, code, value):
    with pytest.raises(Invalid) as error:
        give(token, {**GOOD, code: value})
    assert list(error.value.message_dict) == [code]
    assert Invitation.objects.get().answered_at is None


@pytest.mark.parametrize("missing", ["satisfaction", "need_met"])
def test_required_question_left_open_is_refused(token, missing):
    with pytest.raises(Invalid) as error:
        give(token, {code: value for code, value in GOOD.items() if code != missing})
    assert list(error.value.message_dict) == [missing]


def test_answer_to_a_question_that_is_not_asked_is_refused(token):
    with pytest.raises(Invalid):
        give(token, {**GOOD, "unit": "1"})
    assert Response.objects.count() == 0


def test_answer_is_audited_without_an_address(token):
    mark = context.address.set("somewhere")
    try:
        response = give(token)
    finally:
        context.address.reset(mark)
    event = AuditEvent.objects.get(action="feedback.response.receive")
    assert (event.actor, event.address, event.target) == ("", "", str(response.public_id))
    assert "柜员" not in str(event.details)


def test_stored_answers_cannot_be_changed(token):
    give(token)
    with pytest.raises(DatabaseError):
        Answer.objects.update(value=1)


# --- Races


def in_parallel(count, act):
    """Run `act(number)` in so many threads at once; returns what each gave back or raised."""
    results, ready = [None] * count, threading.Barrier(count)

    def run(number):
        ready.wait()
        try:
            results[number] = act(number)
        except Exception as error:  # noqa: BLE001  what a thread raises is the result
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.fixture
def committed_token(committed_cast):
    questionnaire = services.create_questionnaire(actor=committed_cast.li)
    services.open_questionnaire(questionnaire=questionnaire, actor=committed_cast.li)
    return services.invite(
        questionnaire=questionnaire, unit=committed_cast.east, count=1, actor=committed_cast.li, key=uuid4()
    ).tokens[0]


@pytest.mark.race
def test_twenty_answers_at_once_leave_one(committed_token):
    results = in_parallel(20, lambda number: give(committed_token, {**GOOD, "recommend": str(number % 11)}))

    stored = [result for result in results if isinstance(result, Response)]
    refused = [result.state for result in results if isinstance(result, LinkRefused)]
    assert (len(stored), refused) == (1, [LinkState.ANSWERED] * 19)
    assert (Response.objects.count(), Answer.objects.count()) == (1, 4)
    assert AuditEvent.objects.filter(action="feedback.response.receive").count() == 1


@pytest.mark.race
def test_twenty_submits_of_one_form_get_one_receipt(committed_token):
    key = uuid4()
    results = in_parallel(20, lambda _number: give(committed_token, key=key))
    assert {getattr(result, "pk", result) for result in results} == {Response.objects.get().pk}


@pytest.mark.race
def test_withdrawing_while_answering_ends_in_one_truth(committed_cast, committed_token):
    from feedback.models import InvitationBatch

    batch = InvitationBatch.objects.get()
    results = in_parallel(
        2,
        lambda number: (
            give(committed_token) if number else services.withdraw_batch(batch=batch, actor=committed_cast.li)
        ),
    )
    answered = isinstance(results[1], Response)
    assert (results[0], Response.objects.count()) == ((0, 1) if answered else (1, 0))
    assert look_up(committed_token).state == (LinkState.ANSWERED if answered else LinkState.EXPIRED)
