"""The builder of a draft: questions are added, changed, moved, removed, and each of it undone; what is open stays as it is."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.urls import reverse

from feedback import services
from feedback.building import MAX_QUESTIONS
from feedback.content import QuestionContent, content_of
from feedback.models import DraftStep, Questionnaire
from feedback.presets import PRESETS
from foundation.audit.models import AuditEvent
from foundation.common.errors import Conflict, Invalid, NotAllowed
from tests.feedback.test_answers import in_parallel

EN = {"accept-language": "en"}
YES_NO = QuestionContent("", "yes_no", "等候超过十分钟吗？", "Did you wait more than ten minutes?")
CHOICE = QuestionContent(
    "", "choice", "您办了什么？", "What did you do?", options=(("存款", "Deposit"), ("贷款", "Loan"), ("其他", "Other"))
)


@pytest.fixture
def save(cast, draft):
    """Saves with the present version; returns the content as kept."""

    def act(content):
        draft.refresh_from_db()
        return services.save_question(questionnaire=draft, actor=cast.li, content=content, version=draft.version)

    return act


def codes(questionnaire):
    return [one.code for one in content_of(questionnaire)]


def url(name, questionnaire, *code):
    return reverse(f"feedback:{name}", args=[questionnaire.public_id, *code])


def test_question_is_added_at_the_end_under_a_free_code(draft, save):
    assert (save(YES_NO).code, save(CHOICE).code) == ("q1", "q2")
    assert codes(draft) == ["satisfaction", "need_met", "recommend", "text", "q1", "q2"]


def test_question_is_changed_in_its_place(draft, save):
    kept = save(YES_NO)
    save(replace(kept, text_zh="改过了", required=False))
    last = content_of(draft)[-1]
    assert (last.code, last.text_zh, last.required) == ("q1", "改过了", False)


def test_what_a_kind_has_no_use_for_is_not_kept(save):
    kept = save(replace(YES_NO, options=(("甲", "A"), ("乙", "B")), dimension="empathy"))
    assert (kept.options, kept.dimension) == ((), "")


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (replace(YES_NO, kind="poem"), "kind"),
        (replace(YES_NO, text_zh="  "), "text_zh"),
        (replace(YES_NO, text_en=""), "text_en"),
        (replace(YES_NO, text_zh="字" * 201), "text_zh"),
        (replace(YES_NO, text_zh="一\x00二"), "text_zh"),
        (replace(YES_NO, kind="servqual"), "dimension"),
        (replace(CHOICE, options=CHOICE.options[:1]), "options"),
        (replace(CHOICE, options=tuple((f"甲{n}", f"A{n}") for n in range(11))), "options"),
        (replace(CHOICE, options=(("甲", "A"), ("乙", ""))), "options"),
        (replace(CHOICE, options=(("甲", "A"), ("甲", "B"))), "options"),
        (replace(CHOICE, options=(("甲" * 61, "A"), ("乙", "B"))), "options"),
        (replace(YES_NO, condition_code="text", condition_values=(1,)), "condition_code"),
        (replace(YES_NO, condition_code="gone", condition_values=(1,)), "condition_code"),
        (replace(YES_NO, condition_code="need_met"), "condition_values"),
        (replace(YES_NO, condition_code="need_met", condition_values=(2,)), "condition_values"),
        (replace(YES_NO, condition_code="need_met", condition_values=(0, 1)), "condition_values"),
        (replace(YES_NO, is_counted=True), "is_counted"),
    ],
)
def test_wrong_question_is_refused_at_its_field(draft, save, content, field):
    with pytest.raises(Invalid) as error:
        save(content)
    assert list(error.value.message_dict) == [field]
    assert len(codes(draft)) == 4


def test_condition_looks_at_earlier_questions_only(draft, save):
    first = content_of(draft)[0]
    with pytest.raises(Invalid) as error:
        save(replace(first, condition_code="need_met", condition_values=(1,)))
    assert list(error.value.message_dict) == ["condition_code"]


def test_number_of_questions_has_a_limit(cast, draft, save):
    for number in range(MAX_QUESTIONS - 4):
        save(replace(YES_NO, text_zh=f"第{number}题"))
    with pytest.raises(Invalid):
        save(YES_NO)
    assert len(codes(draft)) == MAX_QUESTIONS


# --- Order, removing, undo


@pytest.fixture
def act(cast, draft):
    def do(verb, **more):
        draft.refresh_from_db()
        return getattr(services, verb)(questionnaire=draft, actor=cast.li, version=draft.version, **more)

    return do


def test_question_moves_up_and_down_and_stops_at_the_ends(draft, act):
    act("move_question", code="need_met", down=False)
    assert codes(draft)[:2] == ["need_met", "satisfaction"]
    act("move_question", code="need_met", down=False)
    act("move_question", code="text", down=True)
    assert codes(draft) == ["need_met", "satisfaction", "recommend", "text"]


def test_question_does_not_move_before_the_one_that_shows_it(draft, save, act):
    kept = save(replace(YES_NO, condition_code="need_met", condition_values=(0,)))
    act("move_question", code=kept.code, down=False)
    act("move_question", code=kept.code, down=False)
    with pytest.raises(Invalid):
        act("move_question", code=kept.code, down=False)
    assert codes(draft) == ["satisfaction", "need_met", "q1", "recommend", "text"]


def test_question_that_shows_another_is_not_removed(draft, save, act):
    save(replace(YES_NO, condition_code="need_met", condition_values=(0,)))
    with pytest.raises(Invalid):
        act("remove_question", code="need_met")
    assert "need_met" in codes(draft)


def test_condition_follows_its_option_to_another_place(draft, save):
    source = save(CHOICE)
    asked = save(replace(YES_NO, condition_code=source.code, condition_values=(2,)))
    save(replace(source, options=(CHOICE.options[1], CHOICE.options[0])))
    assert next(one for one in content_of(draft) if one.code == asked.code).condition_values == (1,)


def test_option_that_shows_a_question_is_not_taken_away(draft, save):
    source = save(CHOICE)
    save(replace(YES_NO, condition_code=source.code, condition_values=(2,)))
    for changed in (replace(source, options=(CHOICE.options[0], CHOICE.options[2])), replace(source, kind="text")):
        with pytest.raises(Invalid):
            save(changed)
    assert content_of(draft)[-2] == source


def test_option_that_is_worded_anew_keeps_its_condition(draft, save):
    source = save(CHOICE)
    asked = save(replace(YES_NO, condition_code=source.code, condition_values=(2,)))
    save(replace(source, options=(CHOICE.options[0], ("借款", "Credit"), CHOICE.options[2])))
    assert content_of(draft)[-1] == asked


def test_every_change_is_undone_one_by_one(draft, save, act):
    states = [content_of(draft)]
    kept = save(CHOICE)
    states.append(content_of(draft))
    save(replace(kept, text_en="What was it?"))
    states.append(content_of(draft))
    act("move_question", code=kept.code, down=False)
    states.append(content_of(draft))
    act("remove_question", code="recommend")
    for before in reversed(states):
        act("undo_step")
        assert content_of(draft) == before
    with pytest.raises(Conflict):
        act("undo_step")


def test_two_editors_do_not_overwrite_each_other(cast, draft):
    seen = draft.version
    services.save_question(questionnaire=draft, actor=cast.li, content=YES_NO, version=seen)
    fresh = Questionnaire.objects.get()
    for late in (
        lambda: services.save_question(questionnaire=fresh, actor=cast.li, content=CHOICE, version=seen),
        lambda: services.remove_question(questionnaire=fresh, actor=cast.li, code="text", version=seen),
        lambda: services.move_question(questionnaire=fresh, actor=cast.li, code="text", down=False, version=seen),
        lambda: services.undo_step(questionnaire=fresh, actor=cast.li, version=seen),
        lambda: services.edit_questionnaire(questionnaire=fresh, actor=cast.li, version=seen, title_zh="晚了"),
    ):
        with pytest.raises(Conflict):
            late()
    assert codes(draft) == ["satisfaction", "need_met", "recommend", "text", "q1"]


def test_open_questionnaire_is_not_built_any_more(cast, questionnaire):
    for late in (
        lambda: services.save_question(questionnaire=questionnaire, actor=cast.li, content=YES_NO, version=2),
        lambda: services.remove_question(questionnaire=questionnaire, actor=cast.li, code="text", version=2),
        lambda: services.undo_step(questionnaire=questionnaire, actor=cast.li, version=2),
    ):
        with pytest.raises(NotAllowed):
            late()
    assert len(codes(questionnaire)) == 4


def test_opening_forgets_what_could_be_undone(cast, draft, save):
    save(YES_NO)
    draft.refresh_from_db()
    services.open_questionnaire(questionnaire=draft, actor=cast.li)
    assert not DraftStep.objects.exists()


def test_draft_without_questions_is_not_opened(cast):
    empty = services.create_questionnaire(actor=cast.li, preset="empty", title_zh="新的")
    with pytest.raises(Invalid):
        services.open_questionnaire(questionnaire=empty, actor=cast.li)


def test_each_change_is_audited_without_texts(draft, save, act):
    save(YES_NO)
    act("undo_step")
    events = AuditEvent.objects.filter(action="feedback.questionnaire.build").order_by("number")
    assert [(one.details["step"], one.details["question"]) for one in events] == [("add", "q1"), ("undo", "q1")]


# --- Presets and copies


@pytest.mark.parametrize("preset", [code for code in PRESETS if code != "empty"])
def test_preset_can_be_opened_as_it_is(cast, preset):
    made = services.create_questionnaire(actor=cast.li, preset=preset)
    services.open_questionnaire(questionnaire=made, actor=cast.li)
    assert content_of(made) == list(PRESETS[preset].questions)
    assert made.is_open


def test_servqual_has_22_statements_in_five_dimensions():
    counts = {}
    for one in PRESETS["servqual"].questions:
        counts[str(one.dimension)] = counts.get(str(one.dimension), 0) + 1
    assert counts == {"tangibles": 4, "reliability": 5, "responsiveness": 4, "assurance": 4, "empathy": 5}


def test_copy_is_a_draft_of_its_own(cast, questionnaire):
    key = uuid4()
    copy = services.copy_questionnaire(questionnaire=questionnaire, actor=cast.li, key=key)
    again = services.copy_questionnaire(questionnaire=questionnaire, actor=cast.li, key=key)
    assert (again, copy.state, copy.title_zh) == (copy, "draft", questionnaire.title_zh)
    assert content_of(copy) == content_of(questionnaire)
    services.remove_question(questionnaire=copy, actor=cast.li, code="text", version=copy.version)
    assert len(codes(questionnaire)) == 4


# --- Pages


def form_of(questionnaire, **more):
    questionnaire.refresh_from_db()
    texts = {"text_zh": "满意吗？", "text_en": "All right?"}
    return {"version": questionnaire.version, "kind": "yes_no", "required": "on", **texts, **more}


def test_lead_builds_by_the_pages(client, cast, draft):
    client.force_login(cast.li.user)
    options = {"options_1_zh": "甲", "options_1_en": "A", "options_3_zh": "乙", "options_3_en": "B"}
    first = client.post(url("question_add", draft), form_of(draft, kind="choice", **options))
    assert (first.status_code, first.url) == (302, url("questionnaire_build", draft) + "#question-q1")
    client.post(
        url("question_add", draft),
        form_of(draft, condition_code="q1", condition_values=["need_met:1", "q1:2"]),
    )
    choice, asked = content_of(draft)[-2:]
    assert choice.options == (("甲", "A"), ("乙", "B"))
    assert (asked.condition_code, asked.condition_values) == ("q1", (2,))
    page = client.get(url("questionnaire_build", draft), headers=EN).content.decode()
    assert "Shown if question 5 was answered with: B" in page

    draft.refresh_from_db()
    moved = client.post(url("question_move", draft, "q1"), {"version": draft.version, "direction": "up"})
    assert "moved=up" in moved.url
    assert "autofocus" in client.get(moved.url).content.decode()
    draft.refresh_from_db()
    client.post(url("question_remove", draft, "q2"), {"version": draft.version})
    draft.refresh_from_db()
    page = client.get(url("questionnaire_build", draft), headers=EN).content.decode()
    assert "Undo: question removed" in page
    client.post(url("questionnaire_undo", draft), {"version": draft.version})
    assert codes(draft) == ["satisfaction", "need_met", "recommend", "q1", "text", "q2"]


def test_wrong_question_comes_back_with_the_sentence_beside_its_field(client, cast, draft):
    client.force_login(cast.li.user)
    page = client.post(
        url("question_add", draft),
        form_of(draft, kind="choice", text_en="Kept <b>", options_1_zh="甲", options_1_en="A"),
        headers=EN,
    )
    shown = page.content.decode()
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["options"]
    assert "Between 2 and 10 answers" in shown and "Kept &lt;b&gt;" in shown and 'value="甲"' in shown


def test_late_editor_finds_what_was_typed_on_the_page_about_the_conflict(client, cast, draft):
    client.force_login(cast.li.user)
    stale = form_of(draft, text_zh="写了很久的问题")
    services.save_question(questionnaire=draft, actor=cast.li, content=YES_NO, version=draft.version)
    page = client.post(url("question_add", draft), stale)
    assert (page.status_code, "写了很久的问题" in page.content.decode()) == (409, True)
    page = client.post(
        url("questionnaire_edit", draft), {"version": stale["version"], "title_zh": "别的题目", "title_en": ""}
    )
    assert (page.status_code, "别的题目" in page.content.decode()) == (409, True)
    assert len(codes(draft)) == 5


def test_question_that_is_gone_is_a_conflict_when_saved_and_missing_when_read(client, cast, draft):
    client.force_login(cast.li.user)
    assert client.get(url("question_edit", draft, "q9")).status_code == 404
    assert client.post(url("question_edit", draft, "q9"), form_of(draft)).status_code == 409


def test_builder_of_an_empty_draft_says_what_will_be_there(client, cast):
    client.force_login(cast.li.user)
    form = {"preset": "empty", "title_zh": "全新", "client_key": str(uuid4())}
    made = client.post(reverse("feedback:questionnaire_create"), form)
    questionnaire = Questionnaire.objects.get()
    assert made.url == url("questionnaire_build", questionnaire)
    assert "No question yet" in client.get(made.url, headers=EN).content.decode()


def test_page_of_a_preset_shows_its_texts_and_questions(client, cast):
    client.force_login(cast.li.user)
    page = client.get(reverse("feedback:questionnaire_create") + "?preset=effort", headers=EN).content.decode()
    assert "How easy was it to reach us?" in page and "Has your matter been settled?" in page


@pytest.mark.parametrize("count", [1, 30])
def test_builder_needs_a_fixed_number_of_queries(client, cast, draft, save, count, django_assert_max_num_queries):
    for number in range(count):
        save(replace(YES_NO, text_zh=f"第{number}题"))
    client.force_login(cast.li.user)
    client.get(url("questionnaire_build", draft))
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        client.get(url("questionnaire_build", draft))
    assert len([one for one in queries if "feedback_" in one["sql"]]) == 3


def test_builder_says_where_nothing_counts(client, cast, draft):
    client.force_login(cast.li.user)
    assert not client.get(url("questionnaire_build", draft)).context["nothing_counts"]
    bare = services.create_questionnaire(actor=cast.li, preset="servqual")
    page = client.get(url("questionnaire_build", bare), headers=EN)
    assert "No question counts in a measure yet" in page.content.decode()


def test_questions_that_were_there_before_count_as_they_did(draft):
    from importlib import import_module

    from django.apps import apps

    draft.questions.update(is_counted=False)
    import_module("feedback.migrations.0003_what_counts_in_a_measure").mark(apps, None)
    assert [one.code for one in content_of(draft) if one.is_counted] == ["satisfaction", "need_met", "recommend"]


@pytest.mark.race
def test_two_editors_at_once_leave_one_change(committed_cast):
    draft = services.create_questionnaire(actor=committed_cast.li)

    def save(number):
        return services.save_question(
            questionnaire=Questionnaire.objects.get(pk=draft.pk),
            actor=committed_cast.li,
            content=replace(YES_NO, text_zh=f"第{number}题"),
            version=draft.version,
        )

    results = in_parallel(8, save)
    assert sorted(type(one).__name__ for one in results) == ["Conflict"] * 7 + ["QuestionContent"]
    assert (len(codes(draft)), DraftStep.objects.count()) == (5, 1)
