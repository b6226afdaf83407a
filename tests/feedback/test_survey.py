"""The customer's pages: no account, nothing but the language remembered, nothing used up by looking."""

import logging
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from feedback import services
from feedback.models import Answer, Invitation, Response
from foundation.common import clock
from foundation.common.logs import JsonFormatter
from tests.feedback.conftest import GOOD

EN, ZH = {"accept-language": "en"}, {"accept-language": "zh-CN,zh;q=0.9"}


def survey(token):
    return reverse("feedback:survey", kwargs={"token": token})


def filled(**more):
    return {**GOOD, "client_key": str(uuid4()), "lang": "zh", **more}


def test_survey_asks_without_a_sign_in_and_without_a_default_answer(client, token):
    page = client.get(survey(token), headers=ZH)
    assert page.status_code == 200
    assert "您对本次服务满意吗？" in page.content.decode()
    assert "checked" not in page.content.decode()


def test_survey_says_what_it_is_about(client, token):
    assert "城东支行" in client.get(survey(token), headers=ZH).content.decode()
    assert "East Branch" in client.get(survey(token), headers=EN).content.decode()


def test_answers_are_plain_english(client, token):
    first = client.get(survey(token), headers=EN).content.decode()
    words = ["Very satisfied", "Satisfied", "Neither satisfied nor dissatisfied", "Dissatisfied", "Very dissatisfied"]
    assert re.findall(r'name="satisfaction".*?<span>([^<]+)', first, re.DOTALL) == words


def test_looking_does_not_use_the_link_up(client, token):
    robot = Client(headers={"user-agent": "LinkPreview/1.0"})
    for _visit in range(5):
        assert (robot.get(survey(token)).status_code, robot.head(survey(token)).status_code) == (200, 200)
    assert client.post(survey(token), filled()).status_code == 302


def test_answer_leads_to_thanks_without_the_token(client, token):
    answer = client.post(survey(token), filled())
    assert answer.url == reverse("feedback:survey_thanks") + "?lang=zh"
    assert "谢谢您" in client.get(answer.url).content.decode()
    assert Response.objects.get().language == "zh-hans"


def test_double_tap_is_one_answer(client, token):
    form = filled()
    assert [client.post(survey(token), form).status_code for _tap in range(2)] == [302, 302]
    assert Response.objects.count() == 1


def test_used_expired_and_unknown_links_get_the_same_kind_page(client, make_tokens):
    used, old = make_tokens(2)
    services.answer_invitation(token=used, answers=GOOD, key=uuid4())
    Invitation.objects.filter(answered_at=None).update(expires_at=clock.now() - timedelta(seconds=1))
    pages = {
        name: client.get(survey(token), headers=EN)
        for name, token in (("used", used), ("old", old), ("unknown", "A" * 43))
    }

    assert {name: page.status_code for name, page in pages.items()} == {"used": 410, "old": 410, "unknown": 404}
    assert {template.name for page in pages.values() for template in page.templates[:1]} == {
        "feedback/survey_closed.html"
    }
    assert not any("East Branch" in page.content.decode() for page in pages.values())


@pytest.mark.parametrize("state", ["used", "old", "unknown"])
def test_links_that_are_over_take_no_answer(client, make_tokens, state):
    token = make_tokens()[0]
    if state == "used":
        services.answer_invitation(token=token, answers=GOOD, key=uuid4())
    elif state == "old":
        Invitation.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    else:
        token = "A" * 43
    before = Response.objects.count()
    assert client.post(survey(token), filled()).status_code == (404 if state == "unknown" else 410)
    assert Response.objects.count() == before


def test_wrong_answer_comes_back_with_what_was_typed(client, token):
    page = client.post(survey(token), filled(satisfaction="9", text="很好"), headers=ZH)
    assert page.status_code == 422
    assert "很好" in page.content.decode()
    assert Response.objects.count() == 0


@pytest.mark.parametrize("key", ["", "not-a-key", "1" * 500])
def test_form_without_a_key_is_not_taken(client, token, key):
    assert client.post(survey(token), filled(client_key=key)).status_code == 422
    assert Response.objects.count() == 0


def test_two_values_for_one_question_are_no_answer(client, token):
    page = client.post(survey(token), filled(satisfaction=["5", "1"]))
    assert (page.status_code, Response.objects.count()) == (422, 0)


def test_extra_fields_change_nothing(client, cast, token):
    client.post(
        survey(token), filled(unit=str(cast.west.pk), questionnaire="1", answered_at="2000-01-01", is_staff="1")
    )
    assert Response.objects.get().unit == cast.east


def test_text_is_shown_as_text(client, cast, token, questionnaire):
    client.post(survey(token), filled(text="<script>alert(1)</script>"))
    client.force_login(cast.li.user)
    page = client.get(questionnaire.get_absolute_url()).content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_post_without_csrf_token_is_refused(token):
    assert Client(enforce_csrf_checks=True).post(survey(token), filled()).status_code == 403
    assert Response.objects.count() == 0


def test_survey_sets_no_cookie_but_for_csrf(client, token):
    client.get(survey(token), headers=EN)
    client.post(survey(token), filled())
    client.get(reverse("feedback:survey_thanks"))
    assert set(client.cookies) <= {"csrftoken"}


def test_switching_the_language_keeps_what_was_chosen_and_stores_nothing(client, token):
    page = client.post(survey(token), filled(switch="en", text="谢谢"), headers=ZH)
    shown = page.content.decode()
    assert (page.status_code, Response.objects.count()) == (200, 0)
    assert "How satisfied are you" in shown
    assert re.search(r'value="5" checked', shown) is not None
    assert "谢谢" in shown


def test_language_of_the_address_wins_over_the_browser(client, token):
    assert "How satisfied" in client.get(survey(token) + "?lang=en", headers=ZH).content.decode()
    assert "满意吗" in client.get(survey(token) + "?lang=zh", headers=EN).content.decode()
    assert "How satisfied" in client.get(survey(token) + "?lang=xx", headers=EN).content.decode()


def test_survey_is_kept_nowhere(client, token):
    page = client.get(survey(token))
    assert "no-store" in page["Cache-Control"]
    assert page["X-Robots-Tag"] == "noindex, nofollow"


def test_refused_link_is_not_written_to_the_log(client, caplog, token):
    services.answer_invitation(token=token, answers=GOOD, key=uuid4())
    client.get(survey(token))
    assert token not in caplog.text


def test_link_that_still_takes_an_answer_is_not_written_to_the_log(token, caplog):
    """Whatever is refused on the way: an answer that is none, a form without its token, a robot's odd method."""
    browser = Client(enforce_csrf_checks=True)
    with caplog.at_level(logging.DEBUG):
        Client().post(survey(token), filled(satisfaction="9"))
        Client().put(survey(token))
        browser.post(survey(token), filled())
    lines = [JsonFormatter().format(record) for record in caplog.records if record.name.startswith("django.")]
    assert len([line for line in lines if "/feedback/s/…/" in line]) == 3
    assert token not in "".join(lines)


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
def test_survey_knows_no_other_method(client, token, method):
    assert getattr(client, method)(survey(token)).status_code == 405


def test_nobody_who_is_signed_in_answers_for_a_customer(client, cast, token):
    client.force_login(cast.feng.user)
    assert client.post(survey(token), filled()).status_code == 403
    assert not Response.objects.exists()
    client.logout()
    assert client.post(survey(token), filled()).status_code == 302


def test_preview_shows_the_survey_and_can_send_nothing(client, cast, draft):
    client.force_login(cast.zhou.user)
    url = reverse("feedback:questionnaire_preview", kwargs={"public_id": draft.public_id})
    assert "您对本次服务满意吗？" in client.get(url, headers=ZH).content.decode()
    assert client.post(url, filled()).status_code == 405
    assert Answer.objects.count() == 0
