"""From the draft to the version in force and on: nobody approves their own, nothing approved changes, nothing is lost."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import DatabaseError, transaction

from foundation.audit.models import AuditEvent
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, NotAllowed
from foundation.notifications.models import Notification
from knowledge.models import Article, ArticleDraft, ArticleVersion
from knowledge.rules import can_review
from knowledge.selectors import in_force, visible_to
from knowledge.services import drafting, publishing
from knowledge.services.publishing import months_after
from knowledge.services.reminding import remind_owners
from knowledge.verification import verify_articles
from organization.worklist import work_waiting_for
from tests.knowledge import world

pytestmark = pytest.mark.django_db


def told(person, what: str) -> int:
    return Notification.objects.filter(user=person.user, kind=f"knowledge.article.{what}").count()


def test_written_reviewed_and_in_force(cast):
    draft = world.submitted(cast.wu)
    assert (told(cast.chen, "submitted"), told(cast.li, "submitted"), told(cast.wu, "submitted")) == (1, 1, 0)
    assert not in_force(visible_to(cast.zhao)).exists()
    version = world.approved(draft, cast.chen)
    article = Article.objects.get()
    assert (article.number, article.state, article.current, version.number) == ("KB-00001", "in_force", version, 1)
    assert article.review_due_on == months_after(clock.today(), 12)
    assert not ArticleDraft.objects.exists()
    assert told(cast.wu, "published") == 1
    assert in_force(visible_to(cast.zhao)).get() == article
    acts = AuditEvent.objects.filter(action__startswith="knowledge.").order_by("pk").values_list("action", flat=True)
    assert list(acts) == ["knowledge.article.begin", "knowledge.draft.submit", "knowledge.article.publish"]


def test_nobody_approves_what_they_have_written_not_even_a_part(cast):
    draft = world.draft(cast.wu)
    draft = drafting.save_draft(
        article=draft.article, actor=cast.chen, said=world.said(title_zh="挂失"), note="", version=draft.version, key=uuid4()
    )  # fmt: skip
    draft = drafting.submit_draft(draft=draft, actor=cast.wu, version=draft.version)
    for person in (cast.wu, cast.chen, cast.zhao, cast.sun, cast.qian):
        assert not can_review(person, draft), person
        with pytest.raises(NotAllowed):
            world.approved(draft, person)
    assert world.approved(draft, cast.li).approved_by == cast.li


@pytest.mark.parametrize("wrong", [
    {"title_zh": " "}, {"answer_zh": ""}, {"source": ""}, {"category": None}, {"review_months": 0}, {"review_months": 37},
    {"source_kind": "gossip"}, {"valid_from": date(2026, 2, 1), "valid_until": date(2026, 1, 1)}, {"indicators": ["9.9.9"]},
    {"units": ["0193a7c8-0000-7000-8000-000000000000"]}, {"answer_zh": "长" * 8001}, {"questions_zh": "\n".join(map(str, range(21)))},
])  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field(cast, wrong):
    with pytest.raises(Invalid) as refusal:
        world.draft(cast.wu, **wrong)
    assert set(refusal.value.message_dict) == {"valid_until"} if "valid_from" in wrong else set(wrong)
    assert not Article.objects.exists()


def test_next_version_says_why_and_the_first_stays(cast):
    article = world.article(cast)
    with pytest.raises(Invalid):
        world.next_draft(article, cast.wu, note=" ")
    draft = world.next_draft(article, cast.wu, answer_zh="致电 95500。")
    assert Article.objects.get().current.number == 1
    draft = drafting.submit_draft(draft=draft, actor=cast.wu, version=draft.version)
    version = world.approved(draft, cast.li)
    assert (version.number, version.note) == (2, "热线号码改了")
    assert [row.answer_zh for row in ArticleVersion.objects.order_by("number")] == [world.ANSWER, "致电 95500。"]


def test_nothing_changed_is_not_reviewed(cast):
    article = world.article(cast)
    draft = world.next_draft(article, cast.wu, note="没有变化")
    with pytest.raises(Invalid):
        drafting.submit_draft(draft=draft, actor=cast.wu, version=draft.version)


def test_older_version_comes_back_as_a_draft_only(cast):
    article = world.article(cast)
    draft = world.next_draft(article, cast.wu, answer_zh="致电 95500。")
    world.approved(drafting.submit_draft(draft=draft, actor=cast.wu, version=draft.version), cast.chen)
    restored = drafting.restore_version(article=article, number=1, actor=cast.wu, key=uuid4())
    assert (restored.answer_zh, restored.restored_from, restored.state) == (world.ANSWER, 1, "draft")
    assert Article.objects.get().current.number == 2
    with pytest.raises(Conflict):
        drafting.restore_version(article=article, number=1, actor=cast.wu, key=uuid4())
    version = world.approved(drafting.submit_draft(draft=restored, actor=cast.wu, version=restored.version), cast.chen)
    assert (version.number, version.answer_zh, version.restored_from) == (3, world.ANSWER, 1)


def test_approved_versions_are_sealed(cast):
    article = world.article(cast)
    for change in (
        lambda: ArticleVersion.objects.filter(article=article).update(answer_zh="别的"),
        lambda: ArticleVersion.objects.filter(article=article).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert verify_articles() == []


def test_returned_with_a_reason_and_handed_in_again(cast):
    draft = world.submitted(cast.wu)
    with pytest.raises(Invalid):
        publishing.return_draft(draft=draft, actor=cast.chen, reason="", version=draft.version)
    draft = publishing.return_draft(draft=draft, actor=cast.chen, reason="缺少补卡时限", version=draft.version)
    assert (draft.state, told(cast.wu, "returned")) == ("draft", 1)
    assert [item.detail for item in work_waiting_for(cast.wu) if item.group == "knowledge"] == ["缺少补卡时限"]
    draft = drafting.submit_draft(draft=draft, actor=cast.wu, version=draft.version)
    assert draft.returned_by is None


def test_what_was_changed_meanwhile_is_not_approved(cast):
    draft = world.submitted(cast.wu)
    seen = draft.version
    back = drafting.take_draft_back(draft=draft, actor=cast.wu, version=draft.version)
    drafting.submit_draft(draft=back, actor=cast.wu, version=back.version)
    draft.version = seen
    with pytest.raises(Conflict):
        publishing.approve_draft(draft=draft, actor=cast.chen, version=seen, key=uuid4())
    assert not ArticleVersion.objects.exists()


def test_same_key_approves_once(cast):
    draft, key = world.submitted(cast.wu), uuid4()
    one = publishing.approve_draft(draft=draft, actor=cast.chen, version=draft.version, key=key)
    again = publishing.approve_draft(draft=draft, actor=cast.chen, version=draft.version, key=key)
    assert one == again and ArticleVersion.objects.count() == 1


def test_two_who_write_do_not_overwrite_each_other(cast):
    draft = world.draft(cast.wu)
    given = {"article": draft.article, "note": "", "version": draft.version}
    drafting.save_draft(actor=cast.chen, said=world.said(keywords="挂失"), key=uuid4(), **given)
    with pytest.raises(Conflict) as refusal:
        drafting.save_draft(actor=cast.wu, said=world.said(answer_zh="我写的答案"), key=uuid4(), **given)
    assert "我写的答案" in dict(refusal.value.typed).values()


def test_only_drafts_are_deleted(cast):
    draft = world.draft(cast.wu)
    assert drafting.discard_draft(draft=draft, actor=cast.wu, version=draft.version) is None
    assert not Article.objects.exists()
    article = world.article(cast)
    draft = world.next_draft(article, cast.wu, answer_zh="新")
    assert drafting.discard_draft(draft=draft, actor=cast.wu, version=draft.version) == article


def test_retired_is_found_no_more_and_comes_back_by_a_new_version(cast):
    article = world.article(cast)
    article = publishing.retire_article(article=article, actor=cast.wu, reason="产品停售", version=article.version)
    assert not in_force(visible_to(cast.zhao)).exists()
    assert visible_to(cast.zhao).get() == article
    assert not article.postings.exists()
    draft = drafting.restore_version(article=article, number=1, actor=cast.wu, key=uuid4())
    world.approved(drafting.submit_draft(draft=draft, actor=cast.wu, version=draft.version), cast.chen)
    assert in_force(visible_to(cast.zhao)).exists()


def test_owner_is_told_before_and_after_it_is_due_once_each(cast):
    article = world.article(cast, review_months=1)
    due = article.review_due_on
    assert remind_owners() == 0
    with time_machine.travel(clock.now() + (due - clock.today()) - timedelta(days=10), tick=False):
        assert (remind_owners(), remind_owners()) == (1, 0)
        assert [item.due_on for item in work_waiting_for(cast.wu) if item.group == "knowledge"] == [due]
    with time_machine.travel(clock.now() + (due - clock.today()) + timedelta(days=1), tick=False):
        assert (remind_owners(), remind_owners()) == (1, 0)
        article.refresh_from_db()
        assert article.is_overdue
        publishing.confirm_article(article=article, actor=cast.wu, version=article.version)
        article.refresh_from_db()
        assert (article.is_overdue, article.review_due_on) == (False, months_after(clock.today(), 1))
    assert (told(cast.wu, "due"), told(cast.wu, "late")) == (1, 1)


def test_days_of_validity(cast):
    today = clock.today()
    world.article(cast, title_zh="明天起", valid_from=today + timedelta(days=1))
    world.article(cast, title_zh="到昨天", valid_until=today - timedelta(days=1))
    now = world.article(cast, title_zh="今天", valid_from=today, valid_until=today)
    assert list(in_force(visible_to(cast.zhao))) == [now]


def test_internal_of_a_unit(cast):
    article = world.article(cast, units=[cast.east])
    for person in (cast.zhao, cast.wu, cast.li, cast.qian):
        assert visible_to(person).filter(pk=article.pk).exists(), person
    for person in (cast.sun, cast.lin, cast.he):
        assert not visible_to(person).filter(pk=article.pk).exists(), person


def test_another_owner(cast):
    article = world.article(cast)
    with pytest.raises(Invalid):
        publishing.change_owner(article=article, owner=cast.zhao, actor=cast.wu, version=article.version)
    article = publishing.change_owner(article=article, owner=cast.chen, actor=cast.wu, version=article.version)
    assert (article.owner, told(cast.chen, "owned")) == (cast.chen, 1)


@pytest.mark.parametrize(("start", "months", "end"), [
    (date(2026, 1, 31), 1, date(2026, 2, 28)), (date(2024, 1, 31), 1, date(2024, 2, 29)), (date(2026, 12, 15), 1, date(2027, 1, 15)),
    (date(2026, 3, 1), 36, date(2029, 3, 1)), (date(2026, 11, 30), 13, date(2027, 12, 30)),
])  # fmt: skip
def test_months_after(start, months, end):
    assert months_after(start, months) == end
