"""Questionnaires from preset to end: who makes them, what stays fixed, who sees what."""

import pytest
from django.urls import reverse

from feedback import services
from feedback.enums import QuestionnaireState
from feedback.models import Questionnaire
from feedback.selectors import visible_to
from foundation.audit.models import AuditEvent
from foundation.common.errors import Conflict, Invalid, NotAllowed
from tests.feedback.conftest import GOOD

NOT_LEADS = ["lin", "zhou", "chen", "wu", "zhao", "qian", "feng", "he"]


def page(name, questionnaire):
    return reverse(f"feedback:{name}", kwargs={"public_id": questionnaire.public_id})


def test_questionnaire_comes_with_the_standard_questions(draft):
    asked = [(q.code, q.kind, q.required) for q in draft.questions.all()]
    assert asked == [
        ("satisfaction", "satisfaction", True),
        ("need_met", "yes_no", True),
        ("recommend", "recommend", False),
        ("text", "text", False),
    ]
    assert all(q.text_zh and q.text_en for q in draft.questions.all())


def test_questionnaire_codes_are_numbered_within_the_year(cast, draft):
    second = services.create_questionnaire(actor=cast.li)
    assert (draft.code[-3:], second.code[-3:]) == ("-01", "-02")


@pytest.mark.parametrize("who", NOT_LEADS)
def test_questionnaire_is_made_and_opened_by_the_lead_only(cast, draft, who):
    person = getattr(cast, who)
    for act in (
        lambda: services.create_questionnaire(actor=person),
        lambda: services.open_questionnaire(questionnaire=draft, actor=person),
        lambda: services.edit_questionnaire(questionnaire=draft, actor=person, title_zh="别的"),
        lambda: services.close_questionnaire(questionnaire=draft, actor=person),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert Questionnaire.objects.get().state == QuestionnaireState.DRAFT


def test_opening_twice_is_a_conflict(cast, questionnaire):
    with pytest.raises(Conflict):
        services.open_questionnaire(questionnaire=questionnaire, actor=cast.li)


def test_open_questionnaire_keeps_its_texts(cast, questionnaire):
    with pytest.raises(NotAllowed):
        services.edit_questionnaire(questionnaire=questionnaire, actor=cast.li, title_zh="换了")
    assert Questionnaire.objects.get().title_zh == "客户服务满意度调查"


def test_unknown_preset_is_refused(cast):
    with pytest.raises(Invalid):
        services.create_questionnaire(actor=cast.li, preset="none")


def test_each_act_is_audited(cast, questionnaire):
    services.close_questionnaire(questionnaire=questionnaire, actor=cast.li)
    acts = (
        AuditEvent.objects.filter(target=str(questionnaire.public_id))
        .order_by("number")
        .values_list("action", flat=True)
    )
    assert list(acts) == [
        "feedback.questionnaire.create",
        "feedback.questionnaire.open",
        "feedback.questionnaire.close",
    ]


def test_draft_is_seen_by_those_who_see_all_units(cast, draft):
    seen = {person.user.username for person in cast.everybody if visible_to(person).exists()}
    assert seen == {"liwen", "zhouhang", "qianli"}


def test_open_questionnaire_is_seen_by_heads_and_liaisons_too(cast, questionnaire):
    seen = {person.user.username for person in cast.everybody if visible_to(person).exists()}
    assert seen == {"liwen", "zhouhang", "qianli", "chenjie", "wudi", "sunyan"}


# --- Pages


def test_lead_makes_a_questionnaire_once_however_often_the_form_is_sent(client, cast):
    client.force_login(cast.li.user)
    form = {
        "title_zh": "网点服务调查",
        "title_en": "Branch survey",
        "intro_zh": "谢谢",
        "intro_en": "",
        "client_key": "0190a4b1-0000-7000-8000-000000000001",
    }
    first = client.post(reverse("feedback:questionnaire_create"), form)
    second = client.post(reverse("feedback:questionnaire_create"), form)

    made = Questionnaire.objects.get()
    assert (first.status_code, first.url, second.url) == (302, made.get_absolute_url(), made.get_absolute_url())
    assert (made.title_zh, made.intro_en) == (
        "网点服务调查",
        "Thank you for coming to us. Four questions, about one minute.",
    )


def test_empty_title_comes_back_with_a_sentence_and_the_input(client, cast):
    client.force_login(cast.li.user)
    answer = client.post(
        reverse("feedback:questionnaire_create"),
        {"title_zh": "", "title_en": "Kept"},
        headers={"accept-language": "en"},
    )
    assert answer.status_code == 200
    assert "title_zh" in answer.context["form"].errors
    assert b'value="Kept"' in answer.content


@pytest.mark.parametrize("verb", ["open", "close"])
def test_acts_are_not_done_by_reading(client, cast, questionnaire, verb):
    client.force_login(cast.li.user)
    assert client.get(page(f"questionnaire_{verb}", questionnaire)).status_code == 405


def test_acts_are_refused_to_heads(client, cast, questionnaire):
    client.force_login(cast.chen.user)
    assert client.post(page("questionnaire_close", questionnaire)).status_code == 403
    assert client.get(page("invitation_create", questionnaire)).status_code == 403
    assert Questionnaire.objects.get().state == QuestionnaireState.OPEN


def test_list_is_refused_to_everybody_else(client, cast):
    for person in (cast.lin, cast.zhao, cast.feng, cast.he):
        client.force_login(person.user)
        assert client.get(reverse("feedback:questionnaire_list")).status_code == 403


def test_head_sees_own_figures_and_texts_only(client, cast, questionnaire, answer):
    answer(text="东边很好")
    answer(unit=cast.west, satisfaction="1", text="西边排队太久")
    client.force_login(cast.chen.user)
    shown = client.get(questionnaire.get_absolute_url())

    assert [row.unit for row in shown.context["units"]] == [cast.east]
    assert [row.text for row in shown.context["texts"]] == ["东边很好"]
    assert {batch.unit for batch in shown.context["batches"]} == {cast.east}


def test_head_list_counts_own_links_only(client, cast, questionnaire, answer, make_tokens):
    answer()
    make_tokens(3)
    make_tokens(5, unit=cast.west)
    counts = {}
    for person in (cast.li, cast.chen, cast.sun):
        client.force_login(person.user)
        row = client.get(reverse("feedback:questionnaire_list")).context["page"].object_list[0]
        counts[person.user.username] = (row.links, row.answers)
    assert counts == {"liwen": (9, 1), "chenjie": (4, 1), "sunyan": (5, 0)}


def test_export_holds_what_the_reader_may_see(client, cast, questionnaire, answer):
    from python_calamine import load_workbook

    answer()
    answer(unit=cast.west)
    client.force_login(cast.chen.user)
    response = client.get(page("questionnaire_export", questionnaire), headers={"accept-language": "en"})
    from io import BytesIO

    rows = load_workbook(BytesIO(b"".join(response.streaming_content))).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows] == ["Unit", "East Branch"]


@pytest.mark.parametrize("count", [1, 3])
def test_list_needs_a_fixed_number_of_queries(client, cast, questionnaire, count, django_assert_num_queries):
    for _more in range(count - 1):
        services.create_questionnaire(actor=cast.li)
    client.force_login(cast.li.user)
    url = reverse("feedback:questionnaire_list")
    client.get(url)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    own = [query for query in queries if "feedback_questionnaire" in query["sql"]]
    assert len(own) == 2


@pytest.mark.parametrize("units", [1, 2])
def test_detail_needs_a_fixed_number_of_queries(client, cast, questionnaire, answer, units):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for unit in (cast.east, cast.west)[:units]:
        for _customer in range(3):
            answer(unit=unit, **GOOD)
    client.force_login(cast.li.user)
    client.get(questionnaire.get_absolute_url())
    with CaptureQueriesContext(connection) as queries:
        client.get(questionnaire.get_absolute_url())
    own = [query for query in queries if "feedback_" in query["sql"] or "organization_unit" in query["sql"]]
    assert len(own) <= 12
