"""The pages of decisions: the ballot, what it refuses and keeps, tabs, and how many queries they need."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from decisions.models import Decision, Vote
from decisions.services import cast_vote, withdraw_decision
from tests.cast import Role, make_person
from tests.decisions.conftest import put_question

LIST = reverse("decisions:decision_list")
ENGLISH = {"accept-language": "en"}


def url(name: str, decision) -> str:
    return reverse(f"decisions:{name}", kwargs={"public_id": decision.public_id})


@pytest.fixture
def as_person(client):
    def sign_in(person):
        client.force_login(person.user)
        return client

    return sign_in


def test_vote_by_the_page_and_change_it(cast, question, as_person):
    client = as_person(cast.zhou)
    for number, choice in enumerate(("for", "abstain"), start=1):
        answer = client.post(url("vote", question), {"choice": choice, "reason": "", "client_key": uuid4()})
        assert (answer.status_code, answer.url, Vote.objects.count()) == (302, question.get_absolute_url(), number)
    page = client.get(question.get_absolute_url(), headers=ENGLISH)
    assert page.context["form"]["choice"].value() == "abstain"


def test_ballot_says_what_is_wrong_and_keeps_what_was_typed(cast, question, as_person):
    data = {"choice": "against", "reason": "", "client_key": uuid4()}
    answer = as_person(cast.zhou).post(url("vote", question), data, headers=ENGLISH)
    assert (answer.status_code, dict(answer.context["form"].errors)) == (422, {"reason": ["Say why."]})
    assert answer.context["form"]["choice"].value() == "against"


def test_vote_after_the_closing_keeps_what_was_typed(cast, question, as_person):
    for person in (cast.zhou, cast.he, cast.guo):
        cast_vote(decision=question, actor=person, choice="for", reason="", key=uuid4())
    data = {"choice": "against", "reason": "样本不足", "client_key": uuid4()}
    answer = as_person(cast.zhou).post(url("vote", question), data, headers=ENGLISH)
    assert answer.status_code == 409
    assert "样本不足" in answer.content.decode()


def test_form_without_a_key_is_refused(cast, question, as_person):
    answer = as_person(cast.zhou).post(url("vote", question), {"choice": "for", "reason": ""}, headers=ENGLISH)
    assert (answer.status_code, Vote.objects.count()) == (422, 0)


def test_extra_fields_change_nothing(cast, question, as_person):
    data = {
        "choice": "for",
        "reason": "",
        "client_key": uuid4(),
        "person": cast.he.pk,
        "state": "accepted",
        "number": 9,
    }
    as_person(cast.zhou).post(url("vote", question), data)
    assert list(Vote.objects.values_list("person", "number")) == [(cast.zhou.pk, 1)]
    assert Decision.objects.get().state == "open"


def test_page_of_an_open_question_does_not_tell_how_others_vote(cast, question, as_person):
    cast_vote(decision=question, actor=cast.zhou, choice="against", reason="样本不足", key=uuid4())
    for person in (cast.li, cast.qian, cast.he):
        page = as_person(person).get(question.get_absolute_url(), headers=ENGLISH)
        text = page.content.decode().partition('<ul class="seats">')[2].partition("</ul>")[0]
        assert ("Has voted" in text, "Against" in text) == (True, False)
        assert "样本不足" not in page.content.decode()


def test_tabs_count_what_one_may_see(cast, question, as_person):
    withdraw_decision(decision=put_question(cast), actor=cast.li, reason="有误")
    page = as_person(cast.li).get(LIST, headers=ENGLISH)
    assert [(tab["label"], tab["count"], tab["current"]) for tab in page.context["tabs"]] == [
        ("All", 2, True), ("Being voted on", 1, False), ("Withdrawn", 1, False),
    ]  # fmt: skip
    page = as_person(cast.li).get(LIST + "?state=open", headers=ENGLISH)
    assert [row[0] for row in page.context["page"]] == [question]
    assert [tab["count"] for tab in as_person(cast.lin).get(LIST).context["tabs"]] == [0]


def test_page_shows_the_new_group_and_the_supervisor_what_the_former_said(cast, question, as_person):
    for person in (cast.zhou, cast.he, cast.guo):
        cast_vote(decision=question, actor=person, choice="against", reason="样本不足", key=uuid4())
    again = put_question(cast, subject=question.subject, members=[cast.chen, cast.sun, cast.wu])
    for reader in (cast.chen, cast.qian):
        page = as_person(reader).get(again.get_absolute_url(), headers=ENGLISH).content.decode()
        assert page.count("data-former") == 1
        assert "0 in favour, 3 against, 3 named." in page
        assert "It was shown the same figures." in page
    page = as_person(cast.qian).get(question.get_absolute_url()).content.decode()
    assert "data-former" not in page


def test_page_needs_the_same_queries_for_three_and_nine_members(cast, on_monday, as_person):
    small = put_question(cast)
    more = [make_person(f"v{n}", f"0910{n}", f"评委{n}", f"Voter {n}", cast.retail, Role.HEAD) for n in range(6)]
    large = put_question(cast, members=[cast.zhou, cast.he, cast.guo, *more])
    for decision in (small, large):
        for member in decision.members.select_related("person"):
            if member.person != cast.zhou:
                cast_vote(decision=decision, actor=member.person, choice="for", reason="", key=uuid4())
    client = as_person(cast.zhou)
    client.get(small.get_absolute_url())

    def queries(decision) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(decision.get_absolute_url()).status_code == 200
        return len(captured)

    assert queries(small) == queries(large)
