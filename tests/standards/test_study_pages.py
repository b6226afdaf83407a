"""The pages of weights and studies: what is kept, what is answered twice, what is not shown."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from standards.models import Indicator
from standards.models.study import ExpertSubmission, StudyExpert, WeightSetting, WeightStudy
from standards.services import approve_version, submit_version
from standards.studies.services import close_study
from standards.studies.typed import weight_field
from tests.standards.studying import CIRCULAR, CONSISTENT, left_behind, make_study, part_of, submit

PLACES = ("0-1", "0-2", "0-3", "1-2", "1-3", "2-3")


@pytest.fixture
def as_person(client):
    def sign_in(person):
        client.force_login(person.user)
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        return client

    return sign_in


@pytest.fixture
def study(cast, draft):
    return make_study(draft, cast.li, [cast.zhou, cast.chen, cast.lin])


def url(name: str, thing) -> str:
    return reverse(f"standards:{name}", kwargs={"public_id": thing.public_id})


def sent(steps, action: str, version: int = 1, key: str = "") -> dict:
    answers = {f"pair-0-{place}": step for place, step in zip(PLACES, steps, strict=True)}
    return {**answers, "action": action, "version": version, "client_key": key or str(uuid4())}


def typed(draft, **changes: str) -> dict:
    rows = Indicator.objects.filter(version=draft).exclude(scale="critical")
    texts = {one.code: f"{one.weight / 100:.2f}" for one in rows} | {
        code.replace("_", "."): text for code, text in changes.items()
    }
    fields = {weight_field(one): texts[one.code] for one in rows}
    return {**fields, "version": draft.version, "client_key": str(uuid4()), "action": "save"}


# opening


def opening(cast, **more) -> dict:
    return {
        "level": "dimensions",
        "experts": [str(cast.chen.public_id), str(cast.zhao.public_id)],
        "due_on": "2199-01-01",
        "random_index": "saaty_revised",
        "client_key": str(uuid4()),
        **more,
    }


def test_double_submit_opens_one_study(cast, draft, as_person):
    client, data = as_person(cast.li), opening(cast)
    answers = [client.post(url("study_open", draft), data) for _twice in range(2)]
    made = WeightStudy.objects.get()
    assert [answer.url for answer in answers] == [url("study_detail", made)] * 2
    assert (made.random_index, made.experts.count()) == ("saaty_revised", 2)


def test_looking_for_a_person_keeps_what_was_chosen_and_stores_nothing(cast, draft, as_person):
    page = as_person(cast.li).post(
        url("study_open", draft), opening(cast, action="find", find="sun", level="indicators", dimension="attitude")
    )
    text = page.content.decode()
    assert page.status_code == 200
    assert text.count(" checked>") >= 2
    assert f'value="{cast.sun.public_id}"' in text
    assert 'value="attitude" selected' in text
    assert 'value="2199-01-01"' in text
    assert WeightStudy.objects.count() == 0


def test_wrong_input_gets_a_sentence_and_is_kept(cast, draft, as_person):
    page = as_person(cast.li).post(url("study_open", draft), opening(cast, due_on="2001-01-01", experts=[]))
    assert page.status_code == 422
    assert 'value="2001-01-01"' in page.content.decode()
    page = as_person(cast.li).post(
        url("study_open", draft), opening(cast, level="indicators", dimension="", random_index="saaty_1980")
    )
    assert (page.status_code, "There are no two things to compare here." in page.content.decode()) == (422, True)


def test_change_by_the_page(cast, study, as_person):
    client = as_person(cast.li)
    data = {"experts": [str(cast.sun.public_id)], "due_on": "2199-02-02", "version": study.version}
    assert client.post(url("study_change", study), data).status_code == 302
    assert list(study.experts.values_list("person__staff_number", flat=True)) == ["00401"]
    assert client.post(url("study_change", study), data).status_code == 409  # from a page that is old by now


# comparing


def test_draft_is_saved_and_shown_again(cast, study, as_person):
    client = as_person(cast.chen)
    data = {"pair-0-0-1": "1/5", "action": "save", "version": 1, "client_key": str(uuid4())}
    assert client.post(url("study_answer", study), data).status_code == 302
    page = client.get(url("study_answer", study)).content.decode()
    assert page.count(" checked>") == 1
    assert "1 of 6 compared" in page


def test_check_shows_consistency_and_keeps_nothing(cast, study, as_person):
    page = as_person(cast.chen).post(url("study_answer", study), sent(CIRCULAR, "check"))
    assert page.status_code == 200
    assert "Contradictory: consistency ratio (CR) 2.381, at most 0.10." in page.content.decode()
    assert part_of(study, cast.chen).draft == {}


def test_contradiction_is_sent_back_with_what_was_chosen(cast, study, as_person):
    client = as_person(cast.chen)
    page = client.post(url("study_answer", study), sent(CIRCULAR, "submit"))
    text = page.content.decode()
    assert (page.status_code, text.count(" checked>")) == (422, 6)
    assert "Not accepted yet. Your comparisons are kept:" in text
    row = part_of(study, cast.chen)
    assert (row.sent_back, row.state) == (1, "asked")
    assert f'name="version" value="{row.version}"' in text
    page = client.post(url("study_answer", study), sent(CONSISTENT, "submit", row.version))
    assert page.status_code == 302
    assert ExpertSubmission.objects.count() == 1


def test_submitting_twice_is_once(cast, study, as_person):
    client, data = as_person(cast.chen), sent(CONSISTENT, "submit")
    assert [client.post(url("study_answer", study), data).status_code for _twice in range(2)] == [302, 302]
    assert ExpertSubmission.objects.count() == 1


def test_stale_window_is_told_what_was_chosen_in_it(cast, study, as_person):
    client = as_person(cast.chen)
    client.post(url("study_answer", study), sent(CONSISTENT, "save"))
    page = client.post(url("study_answer", study), sent(CIRCULAR, "save"))
    assert page.status_code == 409
    assert "“Response time” 9 times as important" in page.content.decode()
    assert part_of(study, cast.chen).draft[""]["0-1"] == "1/2"


def test_forged_step_changes_nothing(cast, study, as_person):
    data = {"pair-0-0-1": "99", "pair-7-0-1": "3", "state": "submitted", "action": "save", "version": 1}
    page = as_person(cast.chen).post(url("study_answer", study), data)
    assert page.status_code == 422
    assert part_of(study, cast.chen).draft == {}


def test_submission_needs_a_client_key(cast, study, as_person):
    data = sent(CONSISTENT, "submit")
    del data["client_key"]
    assert as_person(cast.chen).post(url("study_answer", study), data).status_code in (400, 422)
    assert ExpertSubmission.objects.count() == 0


def test_lead_sees_who_is_done_but_no_figure_before_the_closing(cast, study, as_person):
    submit(study, cast.chen)
    client = as_person(cast.li)
    before = client.get(url("study_detail", study)).content.decode()
    assert ("1 of 3 experts have submitted" in before, "Consistency ratio (CR)" in before) == (True, False)
    close_study(study=study, actor=cast.li)
    after = client.get(url("study_detail", study)).content.decode()
    assert "Consistency ratio (CR)" in after


def test_study_needs_the_same_queries_for_one_expert_and_for_three(cast, draft, as_person):
    client = as_person(cast.li)
    counts = []
    for people in ([cast.chen], [cast.chen, cast.lin, cast.zhou]):
        made = make_study(draft, cast.li, people)
        for person in people:
            submit(made, person)
        close_study(study=made, actor=cast.li)
        client.get(url("study_detail", made))
        with CaptureQueriesContext(connection) as taken:
            assert client.get(url("study_detail", made)).status_code == 200
        counts.append(len(taken))
    assert counts[0] == counts[1]


# weights


def test_weights_by_hand_are_set_once_for_a_double_submit(cast, draft, as_person):
    client = as_person(cast.li)
    data = typed(draft, **{"1_1": "7", "2_1": "4.00"})
    assert [client.post(url("version_weights", draft), data).status_code for _twice in range(2)] == [302, 302]
    assert WeightSetting.objects.count() == 1
    assert Indicator.objects.get(version=draft, code="1.1").weight == 700


@pytest.mark.parametrize("text", ["９５", "5%", "NaN", "1e1", "-1", "100.01", "5.555", "5,5", "٥", ".5", "5."])
def test_what_is_no_percentage_gets_a_sentence_beside_the_field(cast, draft, as_person, text):
    page = as_person(cast.li).post(url("version_weights", draft), typed(draft, **{"1_1": text}))
    body = page.content.decode()
    assert page.status_code == 422
    assert "A number from 0 to 100 with at most two decimals." in body
    assert f'value="{text}"' in body
    assert WeightSetting.objects.count() == 0


def test_sum_that_is_not_100_is_refused_and_kept(cast, draft, as_person):
    page = as_person(cast.li).post(url("version_weights", draft), typed(draft, **{"1_1": "7.77"}))
    assert page.status_code == 422
    assert "The weights add up to 102.77% instead of 100%." in page.content.decode()
    assert 'value="7.77"' in page.content.decode()


def test_spreading_the_rest_stores_nothing(cast, draft, as_person):
    data = typed(draft, **{"1_1": "", "2_1": ""}) | {"action": "spread"}
    page = as_person(cast.li).post(url("version_weights", draft), data)
    assert page.status_code == 200
    assert page.content.decode().count('value="5.50" inputmode') == 2  # 5 and 6 were left
    assert WeightSetting.objects.count() == 0


def test_spreading_keeps_what_was_typed_and_moves_the_rest(cast, draft, as_person):
    """5.51 % too much: those that nobody typed in make room for it, the one that was typed stays."""
    data = typed(draft, **{"1_1": "10.51"}) | {"action": "spread"}
    page = as_person(cast.li).post(url("version_weights", draft), data)
    lines = {line["indicator"].code: line for row in page.context["rows"] for line in row["lines"]}
    assert lines["1.1"]["text"] == "10.51"
    assert page.context["total"] == "100.00"
    assert lines["2.1"]["text"] == "5.65"  # 6 of the 95 that had stood in the others, now of 89.49
    assert "those that you have typed stay" in page.context["spread"]
    # What the portal has filled in moves again, what was typed still does not.
    again = {line["name"]: line["text"] for line in lines.values()} | {
        line["loaded_name"]: line["loaded"] for line in lines.values()
    }
    again |= {lines["2.1"]["name"]: "20", "version": draft.version, "action": "spread"}
    page = as_person(cast.li).post(url("version_weights", draft), again)
    lines = {line["indicator"].code: line for row in page.context["rows"] for line in row["lines"]}
    assert (lines["1.1"]["text"], lines["2.1"]["text"], page.context["total"]) == ("10.51", "20.00", "100.00")


def test_spreading_where_what_was_typed_passes_the_whole_changes_nothing(cast, draft, as_person):
    data = typed(draft, **{"1_1": "60", "2_1": "41"}) | {"action": "spread"}
    page = as_person(cast.li).post(url("version_weights", draft), data)
    assert page.status_code == 422
    assert "nothing is left for the others" in page.content.decode()
    assert 'value="60"' in page.content.decode()


def test_spreading_what_is_not_there_is_refused(cast, draft, as_person):
    data = typed(draft, **{"1_1": "100", "2_1": ""}) | {"action": "spread"}
    page = as_person(cast.li).post(url("version_weights", draft), data)
    assert page.status_code == 422
    assert "nothing is left for the empty fields" in page.content.decode()


def test_stale_page_of_weights_is_refused_with_what_was_typed(cast, draft, as_person):
    client = as_person(cast.li)
    first, second = typed(draft, **{"1_1": "7", "2_1": "4"}), typed(draft, **{"1_1": "8", "2_1": "3"})
    assert client.post(url("version_weights", draft), first).status_code == 302
    page = client.post(url("version_weights", draft), second)
    assert page.status_code == 409
    assert "8" in page.content.decode()
    assert Indicator.objects.get(version=draft, code="1.1").weight == 700


def test_proposal_is_taken_over_as_it_was_shown(cast, draft, study, as_person):
    for person in (cast.zhou, cast.chen):
        submit(study, person)
    close_study(study=study, actor=cast.li)
    client = as_person(cast.li)
    address = f"{url('weight_proposal', draft)}?source=experts&study={study.public_id}"
    shown = client.get(address).context["proposal"]
    data = {"version": draft.version, "digest": shown.digest, "client_key": str(uuid4())}
    assert client.post(address, {**data, "digest": "0" * 64, "client_key": str(uuid4())}).status_code == 409
    assert [client.post(address, data).status_code for _twice in range(2)] == [302, 302]
    setting = WeightSetting.objects.get()
    assert (setting.weights, setting.study) == (shown.weights, study)


def test_proposal_says_what_is_missing(cast, draft, as_person):
    client = as_person(cast.li)
    for query, sentence in (
        ("source=entropy", "Choose a quarter with results."),
        ("source=experts", "Choose a closed study of this version."),
        ("source=hand", "Select a valid choice."),
        ("source=mixed&alpha=2", "less than or equal to 1"),
    ):
        page = client.get(f"{url('weight_proposal', draft)}?{query}")
        assert (page.status_code, sentence in page.content.decode()) == (422, True), query


def test_everybody_reads_where_the_weights_come_from(cast, draft, study, as_person):
    submit(study, cast.chen)
    close_study(study=study, actor=cast.li)
    client = as_person(cast.li)
    address = f"{url('weight_proposal', draft)}?source=experts&study={study.public_id}"
    shown = client.get(address).context["proposal"]
    client.post(address, {"version": draft.version, "digest": shown.digest, "client_key": str(uuid4())})
    draft.refresh_from_db()
    approve_version(version=submit_version(version=draft, actor=draft.author), actor=cast.zhou)
    page = as_person(cast.zhao).get(url("version_detail", draft)).content.decode()
    assert "Experts’ comparisons" in page
    assert "study 1" in page
    assert url("study_detail", study) not in page  # who said what stays with those who lead or watch


def test_approver_is_led_to_the_trial(cast, draft, as_person):
    page = as_person(cast.zhou).get(url("version_detail", draft)).content.decode()
    assert reverse("analysis:what_if", kwargs={"public_id": draft.public_id}) in page
    assert StudyExpert.objects.count() == 0


def test_page_says_when_weights_were_edited_past_their_source(cast, draft, as_person):
    client = as_person(cast.li)
    client.post(url("version_weights", draft), typed(draft))
    sentence = "Indicators or weights were edited since."
    assert sentence not in client.get(url("version_detail", draft)).content.decode()
    Indicator.objects.filter(version=draft, code="1.1").update(weight=1)
    assert sentence in client.get(url("version_detail", draft)).content.decode()


def test_what_the_script_saves_gets_the_next_version_back(cast, study, as_person):
    client = as_person(cast.chen)
    first = client.post(url("study_answer", study), sent(CONSISTENT, "save"), headers={"X-Autosave": "1"})
    assert first.json()["version"] == 2
    second = client.post(url("study_answer", study), sent(CIRCULAR, "save", 2), headers={"X-Autosave": "1"})
    assert second.json()["version"] == 3
    stale = client.post(url("study_answer", study), sent(CONSISTENT, "save", 2), headers={"X-Autosave": "1"})
    assert stale.status_code == 409
    assert part_of(study, cast.chen).draft[""]["0-1"] == "9"


# closed, and for those who are only asked


def test_an_expert_who_opens_the_study_finds_their_own_part(cast, study, as_person):
    answer = as_person(cast.chen).get(url("study_detail", study))
    assert (answer.status_code, answer.url) == (302, url("study_answer", study))
    assert as_person(cast.sun).get(url("study_detail", study)).status_code == 404  # was not asked
    assert as_person(cast.zhou).get(url("study_detail", study)).status_code == 200  # asked, and watches as a manager


def test_a_closed_study_is_taken_over_or_left_unused_but_never_called_off(cast, study, as_person):
    client = as_person(cast.li)
    assert "Call off" in client.get(url("study_detail", study)).content.decode()
    submit(study, cast.chen)
    close_study(study=study, actor=cast.li)
    text = client.get(url("study_detail", study)).content.decode()
    assert "Call off" not in text and "Do not use the result" in text
    assert "The result is not used." in client.post(url("study_call_off", study), follow=True).content.decode()
    text = client.get(url("study_detail", study)).content.decode()
    assert "Do not use the result" not in text and "Look at the weights" not in text


def test_a_study_is_called_by_its_name_in_the_readers_language(cast, study, as_person):
    text = as_person(cast.li).get(url("study_detail", study), headers={"accept-language": "zh-hans"}).content.decode()
    assert f"{study.standard_version.standard.name_zh}第 1 版的第 1 次权重研究" in text
    assert "Weight study" not in text


# one key, one act


def test_same_key_for_another_study_is_refused(cast, draft, as_person):
    lead, key = as_person(cast.li), str(uuid4())
    assert lead.post(url("study_open", draft), opening(cast, client_key=key)).status_code == 302
    other = lead.post(url("study_open", draft), opening(cast, client_key=key, level="hierarchy"))
    assert (other.status_code, WeightStudy.objects.count()) == (409, 1)


@pytest.mark.parametrize("version", ["²", "", "1" * 40])
def test_weights_of_a_page_whose_version_is_no_number_are_refused(cast, draft, as_person, version):
    answer = as_person(cast.li).post(url("version_weights", draft), typed(draft) | {"version": version})
    assert (answer.status_code, WeightSetting.objects.count()) == (409, 0)


def test_version_says_which_study_it_waits_for(cast, draft, study, as_person):
    client = as_person(cast.li)
    page = client.get(draft.get_absolute_url()).content.decode()
    assert "Experts are still comparing. Before the version is tried or sent for approval" in page
    assert f'<li><a href="{study.get_absolute_url()}">Study 1</a></li>' in page
    answer = client.post(url("version_submit", draft), {"version": draft.version}, follow=True)
    assert "Weight study 1 is still open. Close it or call it off first." in answer.content.decode()
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_study_that_was_left_reads_as_ended(cast, draft, study, as_person):
    left_behind(draft, study)
    for reader, address in (
        (cast.li, study.get_absolute_url()),
        (cast.chen, url("study_answer", study)),
        (cast.li, f"{draft.get_absolute_url()}#weights"),
    ):
        page = as_person(reader).get(address).content.decode()
        assert "Ended, not used" in page
        assert ">Experts are comparing</span>" not in page
    page = as_person(cast.li).get(study.get_absolute_url()).content.decode()
    assert ">Not submitted</span>" in page
    assert not [act for act in ("study_change", "study_close", "study_call_off") if f'"{url(act, study)}"' in page]
