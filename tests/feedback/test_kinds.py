"""Every kind of question on a customer's phone, and questions that are shown only after certain answers."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.translation import override

from feedback import services
from feedback.content import QuestionContent
from feedback.models import Answer, Response
from feedback.scales import minutes_of, offered
from feedback.verification import verify_responses
from foundation.common.errors import Invalid

EN = {"accept-language": "en"}
OPTIONS = (("存款", "Deposit"), ("贷款", "Loan"), ("其他", "Other"))
QUESTIONS = (
    QuestionContent("", "effort", "费力吗？", "How easy?", is_counted=True),
    QuestionContent("", "likert5", "讲清楚了。", "It was explained.", required=False),
    QuestionContent("", "likert7", "环境整洁。", "It was clean.", required=False),
    QuestionContent("", "servqual", "员工有礼貌。", "The staff are courteous.", dimension="assurance"),
    QuestionContent("", "choice", "办了什么？", "What did you do?", options=OPTIONS),
    QuestionContent("", "choices", "还想办什么？", "What else?", options=OPTIONS, required=False),
    # q7 after “Loan”, q8 after a high value of q7
    QuestionContent("", "likert7", "贷款顺利。", "The loan went well.", condition_code="q5", condition_values=(2,)),
    QuestionContent("", "text", "哪里好？", "What was good?", condition_code="q7", condition_values=(6, 7)),
)
GOOD = {"q1": "6", "q4": {"expectation": "7", "perception": "5"}, "q5": "1"}


@pytest.fixture
def questionnaire(cast):
    draft = services.create_questionnaire(actor=cast.li, preset="empty", title_zh="各种题")
    for content in QUESTIONS:
        services.save_question(questionnaire=draft, actor=cast.li, content=content, version=draft.version)
    return services.open_questionnaire(questionnaire=draft, actor=cast.li)


@pytest.fixture
def token(cast, questionnaire):
    return services.invite(questionnaire=questionnaire, unit=cast.east, count=1, actor=cast.li, key=uuid4()).tokens[0]


def give(token, **answers):
    return services.answer_invitation(token=token, answers={**GOOD, **answers}, key=uuid4())


def stored(response):
    rows = response.answers.order_by("pk").select_related("question")
    return [(row.question.code, row.part, row.value if row.text == "" else row.text) for row in rows]


def test_each_kind_is_stored(token):
    response = give(token, q2="4", q3="7", q5="2", q6=["3", "1"], q7="7", q8="很快")
    assert stored(response) == [
        ("q1", "", 6),
        ("q2", "", 4),
        ("q3", "", 7),
        ("q4", "expectation", 7),
        ("q4", "perception", 5),
        ("q5", "", 2),
        ("q6", "1", 1),
        ("q6", "3", 3),
        ("q7", "", 7),
        ("q8", "", "很快"),
    ]
    assert verify_responses() == []


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("q1", "0"),
        ("q1", "8"),
        ("q2", "6"),
        ("q4", "5"),
        ("q4", {"expectation": "5"}),
        ("q4", {"expectation": "5", "perception": "8"}),
        ("q4", {"expectation": "5", "perception": ["5", "6"]}),
        ("q4", {"expectation": "5", "perception": "5", "gap": "0"}),
        ("q4", {}),
        ("q5", "4"),
        ("q5", "0"),
        ("q5", ["1"]),
        ("q5", ""),
        ("q6", "1"),
        ("q6", ["1", "1"]),
        ("q6", ["4"]),
    ],
)
def test_what_is_no_answer_is_refused_by_name(token, code, value):
    with pytest.raises(Invalid) as error:
        give(token, **{code: value})
    assert list(error.value.message_dict) == [code]
    assert Response.objects.count() == 0


def test_required_question_that_is_not_shown_is_not_missing(token):
    assert ("q7", "", 7) not in stored(give(token))


def test_required_question_that_is_shown_is_missing(token):
    with pytest.raises(Invalid) as error:
        give(token, q5="2")
    assert list(error.value.message_dict) == ["q7"]


def test_answer_to_a_question_that_was_not_shown_is_left_out(token):
    response = give(token, q5="1", q7="7", q8="不该问的")
    assert {code for code, _part, _value in stored(response)} == {"q1", "q4", "q5"}


def test_question_behind_one_that_is_not_shown_is_not_shown_either(token):
    """q8 looks at q7, which was answered, but not asked."""
    response = give(token, q5="3", q7="6", q8="x")
    assert Answer.objects.filter(response=response, question__code="q8").count() == 0


# --- Pages


def survey(token):
    return reverse("feedback:survey", kwargs={"token": token})


def filled(**more):
    return {
        "q1": "6",
        "q4.expectation": "7",
        "q4.perception": "5",
        "q5": "1",
        "client_key": str(uuid4()),
        "lang": "en",
        **more,
    }


def test_survey_offers_every_kind_without_a_default(client, token):
    page = client.get(survey(token), headers=EN).content.decode()
    assert "checked" not in page
    for name in ("q1", "q2", "q3", "q4.expectation", "q4.perception", "q5", "q6", "q7"):
        assert f'name="{name}"' in page
    assert "Only if you answered question 5 with: Loan" in page
    assert 'data-when="q5" data-when-values="2"' in page
    assert "1: very hard" in page and "What you expect of an excellent bank" in page


def test_browser_is_not_told_to_insist_on_what_may_be_hidden(client, token):
    page = client.get(survey(token), headers=EN).content.decode()
    inputs = [line for line in page.split("<label") if 'name="q7"' in line]
    assert inputs and not any(" required" in line for line in inputs)


def test_answers_of_every_kind_come_in_by_the_page(client, token):
    client.post(survey(token), filled(q6=["1", "2"], q5="2", q7="7", q8="good"))
    assert [row[:2] for row in stored(Response.objects.get())] == [
        ("q1", ""),
        ("q4", "expectation"),
        ("q4", "perception"),
        ("q5", ""),
        ("q6", "1"),
        ("q6", "2"),
        ("q7", ""),
        ("q8", ""),
    ]


def test_wrong_answers_come_back_with_all_that_was_chosen(client, token):
    form = filled(q6=["1", "3"], q5="2")
    page = client.post(survey(token), form)
    shown = page.content.decode()
    assert page.status_code == 422
    assert [screen.question.code for screen in page.context["screens"] if screen.errors] == ["q7"]
    assert shown.count(" checked") == 6


def test_half_a_pair_is_refused_with_a_sentence(client, token):
    form = filled()
    del form["q4.perception"]
    page = client.post(survey(token), form)
    assert (page.status_code, "Please answer both" in page.content.decode()) == (422, True)


def test_preview_shows_every_kind_in_both_languages(client, cast, questionnaire):
    client.force_login(cast.li.user)
    url = reverse("feedback:questionnaire_preview", kwargs={"public_id": questionnaire.public_id})
    assert "员工有礼貌。" in client.get(url, headers={"accept-language": "zh-CN"}).content.decode()
    assert "The staff are courteous." in client.get(url, headers=EN).content.decode()


@pytest.mark.parametrize(
    ("kinds", "minutes"),
    [([], 1), (["satisfaction", "yes_no", "recommend", "text"], 1), (["yes_no"] * 7, 2), (["servqual"] * 22, 8)],
    ids=["none", "the standard four", "a little more than one", "SERVQUAL"],
)
def test_customers_are_told_as_many_minutes_as_the_questions_take(kinds, minutes):
    assert minutes_of(kinds) == minutes


def test_agreement_is_offered_in_the_words_of_questionnaires():
    """Not in those of calibration, where assessors agree on a mark."""
    with override("zh-hans"):
        labels = [one.label for one in offered(SimpleNamespace(kind="likert5"), [])]
    assert labels == ["非常同意", "同意", "说不上同意或不同意", "不同意", "非常不同意"]
