"""Where articles are used: beside a ticket's answer, beside a finding, in the table of a standard; each keeps the version that was used."""

from uuid import uuid4

import pytest
from django.urls import reverse

from foundation.common.errors import Invalid, NotAllowed
from knowledge.linking import uses_of
from knowledge.models import Article, Rating
from knowledge.services import drafting, publishing
from knowledge.services.reading import rate_article
from rectification.articles import panel_of as panel_of_finding
from rectification.services import linking as finding_linking
from rectification.services.findings import find_weak_indicators
from standards.panels import notes_of
from tests.factories import make_scored_quarter
from tests.knowledge import world
from tests.tickets.world import given, held, make_agent
from tickets.articles import linked_to, panel_of
from tickets.services.linking import link_article, unlink_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(cast) -> Article:
    return world.article(cast)


@pytest.fixture
def ticket(cast):
    return held(cast, make_agent(cast), subject="信用卡丢失", text="我的信用卡丢失了，没人告诉我怎么挂失。")


def replace(article: Article, cast) -> None:
    draft = world.next_draft(article, cast.wu, answer_zh="致电 95500。")
    world.approved(drafting.submit_draft(draft=draft, actor=cast.wu, version=draft.version), cast.chen)


def test_proposed_by_what_the_customer_said_and_linked_in_the_version_of_that_day(cast, article, ticket):
    other = world.article(
        cast, title_zh="外币兑换", questions_zh="", answer_zh="带身份证", keywords="", title_en="", answer_en=""
    )
    assert [row.article for row in panel_of(ticket, cast.zhao).rows] == [article]
    link_article(**given(ticket, cast.zhao, article=article))
    link_article(**given(ticket, cast.zhao, article=article))
    replace(article, cast)
    assert [version.number for version in linked_to(ticket)] == [1]
    assert ticket.steps.filter(act="linked").count() == 1
    uses = uses_of(Article.objects.get(pk=article.pk), cast.zhao)
    assert [(use.title, use.version) for use in uses.shown] == [(ticket.number, 1)]
    assert uses_of(other, cast.zhao).count == 0


def test_others_are_told_how_often_and_not_for_whom(cast, article, ticket):
    link_article(**given(ticket, cast.zhao, article=article))
    uses = uses_of(article, cast.lin)
    assert (uses.count, uses.shown) == (1, [])


def test_taken_off_again_and_once_more(cast, article, ticket):
    link_article(**given(ticket, cast.zhao, article=article))
    unlink_article(**given(ticket, cast.zhao, article=article))
    assert linked_to(ticket) == []
    link_article(**given(ticket, cast.zhao, article=article))
    assert len(linked_to(ticket)) == 1
    assert [step.act for step in ticket.steps.all()][-3:] == ["linked", "unlinked", "linked"]


def test_only_who_handles_the_ticket_and_only_what_may_be_told(cast, article, ticket):
    with pytest.raises(NotAllowed):
        link_article(**given(ticket, cast.wu, article=article))
    publishing.retire_article(article=article, actor=cast.wu, reason="停售", version=article.version)
    with pytest.raises(Invalid):
        link_article(**given(ticket, cast.zhao, article=article))


def test_panel_beside_the_answer_changes_alone(client, cast, article, ticket):
    client.force_login(cast.zhao.user)
    url = reverse("tickets:ticket_link", args=[ticket.public_id])
    sent = {"article": str(article.public_id), "client_key": str(uuid4())}
    page = client.post(url, sent, headers={"HX-Request": "true"}).content.decode()
    assert page.strip().startswith("<section") and "kb-panel__list--linked" in page
    page = client.get(reverse("tickets:ticket_articles", args=[ticket.public_id]), {"q": "hotline"}).content.decode()
    assert "<mark>hotline</mark>" in page


def test_finding_has_the_articles_of_its_indicator(client, cast):
    cycle = make_scored_quarter(cast)
    finding = find_weak_indicators(cycle=cycle, actor=cast.li)[0]
    article = world.article(cast, indicators=[finding.indicator.code])
    assert [row.article for row in panel_of_finding(finding, cast.wu).rows] == [article]
    notes = notes_of(cycle.standard_version, cast.wu)
    assert [note.url for note in notes[finding.indicator.code]] == [article.get_absolute_url()]
    finding_linking.link_article(finding=finding, article=article, actor=cast.wu, key=uuid4())
    assert uses_of(article, cast.wu).shown[0].url == finding.get_absolute_url()
    assert uses_of(article, cast.sun).shown == []
    with pytest.raises(NotAllowed):
        finding_linking.unlink_article(finding=finding, article=article, actor=cast.zhou, key=uuid4())
    finding_linking.unlink_article(finding=finding, article=article, actor=cast.wu, key=uuid4())
    assert uses_of(article, cast.wu).count == 0


def test_one_rating_a_reader_and_the_owner_reads_what_is_missing(client, cast, article):
    def rate(person, is_helpful: bool, remark: str = ""):
        return rate_article(article=article, actor=person, is_helpful=is_helpful, remark=remark, key=uuid4())

    with pytest.raises(Invalid):
        rate(cast.zhao, is_helpful=False)
    with pytest.raises(NotAllowed):
        rate(cast.wu, is_helpful=True)
    rate(cast.zhao, is_helpful=False, remark="没有写夜间怎么办")
    rate(cast.sun, is_helpful=True)
    rate(cast.zhao, is_helpful=True)
    article.refresh_from_db()
    assert (article.helpful, article.not_helpful, Rating.objects.count()) == (2, 0, 2)
    rate(cast.zhao, is_helpful=False, remark="没有写夜间怎么办")
    client.force_login(cast.wu.user)
    assert "没有写夜间怎么办" in client.get(article.get_absolute_url()).content.decode()
    client.force_login(cast.lin.user)
    assert "没有写夜间怎么办" not in client.get(article.get_absolute_url()).content.decode()


def test_versions_side_by_side(client, cast, article):
    replace(article, cast)
    client.force_login(cast.zhao.user)
    page = client.get(reverse("knowledge:article_compare", args=[article.public_id]))
    assert (page.context["before"], page.context["after"]) == ("1", "2")
    changed = [part["label"] for part in page.context["parts"] if not part["is_same"]]
    assert changed == ["Answer in Chinese"]
    assert "<ins>" in page.content.decode() and "<del>" in page.content.decode()


def test_what_was_internal_once_stays_so_when_the_article_is_for_everybody(client, cast):
    article = world.article(cast, units=[cast.east], answer_zh="金库密码交接办法")
    draft = world.next_draft(article, cast.wu, answer_zh="可以公开的部分")
    world.approved(drafting.submit_draft(draft=draft, actor=cast.wu, version=draft.version), cast.chen)
    urls = [
        reverse("knowledge:article_version", args=[article.public_id, 1]),
        reverse("knowledge:article_compare", args=[article.public_id]),
    ]
    client.force_login(cast.sun.user)
    assert client.get(article.get_absolute_url()).status_code == 200
    assert client.get(urls[0]).status_code == 404
    assert "金库密码" not in client.get(urls[1]).content.decode()
    client.force_login(cast.zhao.user)
    assert client.get(urls[0]).status_code == 200


def test_files_of_a_draft_are_not_for_readers(client, cast):
    from tests.knowledge.states import States

    states = States(cast)
    url = reverse("knowledge:file_show", args=[states.draft.article.public_id, states.file.public_id])
    client.force_login(cast.zhao.user)
    assert client.get(url).status_code == 404
    states.draft.refresh_from_db()
    draft = drafting.submit_draft(draft=states.draft, actor=cast.wu, version=states.draft.version)
    world.approved(draft, cast.chen)
    assert client.get(url).status_code == 200


def test_form_keeps_what_was_typed_and_the_export_holds_what_is_shown(client, cast, article):
    client.force_login(cast.wu.user)
    answer = client.post(
        reverse("knowledge:article_new"), {"title_zh": "新题", "answer_zh": "只有答案", "client_key": str(uuid4())}
    )
    assert answer.status_code == 422
    assert "只有答案" in answer.content.decode()
    world.article(cast, title_zh="外币兑换", questions_zh="", keywords="", title_en="")
    from io import BytesIO

    from openpyxl import load_workbook

    def titles(query: str) -> set:
        answer = client.get(reverse("knowledge:article_export") + query)
        rows = load_workbook(BytesIO(b"".join(answer.streaming_content))).active.iter_rows(min_row=2, values_only=True)
        return {row[3] for row in rows}

    assert titles("") == {"信用卡丢失怎么挂失", "外币兑换"}
    assert titles("?q=兑换") == {"外币兑换"}
