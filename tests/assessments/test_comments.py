"""Templates for deduction reasons: kept, arranged, taken off and put back; proposed, shared, retired; offered by use (R16)."""

from uuid import uuid4

import pytest
from django.urls import reverse

from assessments.enums import CommentState
from assessments.models import CommentTemplate, CommentUse
from assessments.selectors.comments import comments_visible_to, most_used_first, offered_to, own_comments, with_uses
from assessments.services import comments, sharing_comments as sharing
from assessments.services.comment_uses import count_uses
from assessments.services.comments import edit_comment, keep_comment, remove_comment, restore_comment
from foundation.audit.models import AuditEvent
from foundation.common.errors import Conflict, Invalid, NotAllowed
from foundation.notifications.models import Notification


def kept_by(person, text="未使用规范用语", **more) -> CommentTemplate:
    return keep_comment(actor=person, text=text, key=uuid4(), **more)[0]


def texts(rows) -> list[str]:
    return [one.text for one in rows]


def again(comment) -> CommentTemplate:
    return CommentTemplate.objects.get(pk=comment.pk)


@pytest.fixture
def standard(sheets):
    return sheets.version.standard


@pytest.fixture
def shared(sheets, standard):
    """Lin's text for 2.1, proposed and shared."""
    comment = kept_by(sheets.cast.lin, "抢话【次数】次", standard=standard, code="2.1")
    sharing.propose_comment(comment=comment, actor=sheets.cast.lin)
    sharing.share_comment(comment=comment, actor=sheets.cast.li, version=comment.version)
    return comment


def test_what_one_keeps_is_offered_to_nobody_else(sheets, standard):
    kept_by(sheets.cast.lin, "  未使用 \n 规范用语 ", standard=standard, code="2.1")
    assert texts(offered_to(sheets.cast.lin, standard)) == ["未使用 规范用语"]
    assert texts(offered_to(sheets.cast.guo, standard)) == []


def test_same_text_for_the_same_place_is_kept_once(sheets, standard):
    key = uuid4()
    first, is_new = keep_comment(actor=sheets.cast.lin, text="抢话", key=key, standard=standard, code="2.1")
    assert keep_comment(actor=sheets.cast.lin, text="抢话", key=key, standard=standard, code="2.1") == (first, True)
    second = keep_comment(actor=sheets.cast.lin, text="抢话", key=uuid4(), standard=standard, code="2.1")
    assert (is_new, second, CommentTemplate.objects.count()) == (True, (first, False), 1)


@pytest.mark.parametrize(
    ("text", "code", "field"),
    [("", "", "text"), ("长" * 301, "", "text"), ("客户电话13812345678", "", "text"), ("语速过快", "9.9", "where")],
    ids=["empty", "long", "telephone", "indicator"],
)
def test_what_is_no_template_is_refused_beside_its_field(sheets, standard, text, code, field):
    with pytest.raises(Invalid) as refused:
        kept_by(sheets.cast.lin, text, standard=standard, code=code)
    assert list(refused.value.message_dict) == [field]


@pytest.mark.parametrize(
    "number",
    [
        "138 1234 5678", "138.1234.5678", "138 12345678", "138_1234_5678", "１３８１２３４５６７８",
        "020-87654321", "(0755) 2345 6789", "6222 0212 3456 7890 123", "110101 19900307 1234",
    ],
)  # fmt: skip
def test_number_of_a_customer_is_refused_however_it_is_written(sheets, number):
    with pytest.raises(Invalid, match="customer"):
        kept_by(sheets.cast.lin, f"未核对 {number} 张女士")


def test_figures_that_are_no_number_of_a_customer_are_kept(sheets):
    kept_by(sheets.cast.lin, "录音 12:30 至 13:45 处 3 次未应答，等候 120 秒，见制度 2026-08 第 3.2.1 条")


def test_staff_keep_no_templates(sheets):
    with pytest.raises(NotAllowed):
        kept_by(sheets.cast.zhao)


def test_text_is_found_by_the_first_letters_of_its_pinyin(sheets):
    assert kept_by(sheets.cast.lin, "抢话1次，AHT过高").initials == "qh1cahtgg"


def test_edit_under_a_stale_version_is_refused_with_what_was_typed(sheets):
    comment = kept_by(sheets.cast.lin)
    comments.edit_comment(comment=again(comment), actor=sheets.cast.lin, text="第一次", version=1)
    with pytest.raises(Conflict) as late:
        comments.edit_comment(comment=again(comment), actor=sheets.cast.lin, text="第二次", version=1)
    assert (again(comment).text, late.value.typed[0][1]) == ("第一次", "第二次")


def test_taken_off_is_offered_no_more_and_can_be_put_back(sheets, standard):
    comment = kept_by(sheets.cast.lin)
    comments.remove_comment(comment=comment, actor=sheets.cast.lin)
    assert texts(offered_to(sheets.cast.lin, standard)) == []
    assert texts(own_comments(sheets.cast.lin)) == [comment.text]
    comments.restore_comment(comment=again(comment), actor=sheets.cast.lin)
    assert texts(offered_to(sheets.cast.lin, standard)) == [comment.text]
    assert list(AuditEvent.objects.filter(target=comment.public_id).values_list("action", flat=True)) == [
        "assessments.comment.keep",
        "assessments.comment.remove",
        "assessments.comment.restore",
    ]


def test_same_text_is_neither_edited_nor_put_back_beside_itself(sheets):
    lin = sheets.cast.lin
    first, other = kept_by(lin, "抢话一次"), kept_by(lin, "语速过快")
    with pytest.raises(Invalid) as refusal:
        edit_comment(comment=other, actor=lin, text="抢话一次", version=other.version)
    assert list(refusal.value.message_dict) == ["text"]
    remove_comment(comment=first, actor=lin)
    kept_by(lin, "抢话一次")
    first.refresh_from_db()
    with pytest.raises(Conflict, match="kept for this place already"):
        restore_comment(comment=first, actor=lin)


def test_putting_back_does_not_lead_beyond_the_most_that_are_kept(sheets, monkeypatch):
    monkeypatch.setattr(comments, "MOST_OWN", 1)
    first = kept_by(sheets.cast.lin, "抢话一次")
    remove_comment(comment=first, actor=sheets.cast.lin)
    kept_by(sheets.cast.lin, "语速过快")
    first.refresh_from_db()
    with pytest.raises(Invalid):
        restore_comment(comment=first, actor=sheets.cast.lin)


def test_most_used_stand_first_and_what_was_put_on_top_before_them(sheets, standard):
    lin = sheets.cast.lin
    a, b, c = (kept_by(lin, text) for text in ("甲", "乙", "丙"))
    count_uses(actor=lin, uses={str(b.public_id).upper(): 2, a.public_id.hex: 1})
    assert texts(offered_to(lin, standard)) == ["乙", "甲", "丙"]
    comments.arrange_comment(comment=c, actor=lin, way="top")
    comments.arrange_comment(comment=a, actor=lin, way="top")
    assert texts(offered_to(lin, standard)) == ["丙", "甲", "乙"]
    comments.arrange_comment(comment=again(a), actor=lin, way="up")
    assert texts(offered_to(lin, standard)) == ["甲", "丙", "乙"]
    comments.arrange_comment(comment=again(a), actor=lin, way="free")
    assert texts(offered_to(lin, standard)) == ["丙", "乙", "甲"]


def test_uses_are_counted_by_person_and_nonsense_counts_nothing(sheets, shared):
    count_uses(actor=sheets.cast.lin, uses={str(shared.public_id): 3})
    count_uses(actor=sheets.cast.guo, uses={str(shared.public_id): 1, "x": 2, str(uuid4()): 1})
    strange = {str(shared.public_id): strange for strange in ("7",)} | {str(kept_by(sheets.cast.lin).public_id): 4}
    assert count_uses(actor=sheets.cast.guo, uses=strange) == 0  # a text for a number, and somebody else's own
    row = with_uses(comments_visible_to(sheets.cast.guo), sheets.cast.guo).get(pk=shared.pk)
    assert (row.used, row.used_by_all) == (1, 4)
    assert CommentUse.objects.count() == 2


def test_a_lead_shares_what_an_assessor_proposes_and_both_are_told(sheets, standard, shared):
    assert texts(offered_to(sheets.cast.guo, standard)) == ["抢话【次数】次"]
    assert (again(shared).state, again(shared).decided_by) == (CommentState.SHARED, sheets.cast.li)
    told = Notification.objects.filter(kind__startswith="assessments.comment").values_list("user__username", "kind")
    assert set(told) == {("liwen", "assessments.comment.proposed"), ("linxiao", "assessments.comment.shared")}


def test_what_was_changed_after_the_lead_read_it_is_not_shared_unseen(sheets):
    comment = kept_by(sheets.cast.lin)
    sharing.propose_comment(comment=comment, actor=sheets.cast.lin)
    seen = comment.version
    comments.edit_comment(comment=again(comment), actor=sheets.cast.lin, text="另一句话", version=seen)
    with pytest.raises(Conflict):
        sharing.share_comment(comment=again(comment), actor=sheets.cast.li, version=seen)
    assert again(comment).state == CommentState.PROPOSED


def test_declined_stays_its_author_s_with_the_reason_and_can_be_proposed_again(sheets):
    comment = kept_by(sheets.cast.lin)
    sharing.propose_comment(comment=comment, actor=sheets.cast.lin)
    with pytest.raises(Invalid):
        sharing.decline_comment(comment=comment, actor=sheets.cast.li, note=" ", version=comment.version)
    sharing.decline_comment(comment=comment, actor=sheets.cast.li, note="太笼统", version=comment.version)
    assert (again(comment).state, again(comment).note) == (CommentState.MINE, "太笼统")
    sharing.propose_comment(comment=again(comment), actor=sheets.cast.lin)
    assert again(comment).note == ""


def test_retired_is_offered_no_more_but_its_uses_stay(sheets, standard, shared):
    count_uses(actor=sheets.cast.guo, uses={str(shared.public_id): 1})
    with pytest.raises(NotAllowed):
        sharing.retire_comment(comment=again(shared), actor=sheets.cast.lin)  # once shared it is no longer hers alone
    sharing.retire_comment(comment=again(shared), actor=sheets.cast.li)
    assert texts(offered_to(sheets.cast.guo, standard)) == []
    assert CommentUse.objects.get().count == 1
    sharing.reinstate_comment(comment=again(shared), actor=sheets.cast.li)
    assert texts(offered_to(sheets.cast.guo, standard)) == ["抢话【次数】次"]


def test_nobody_shares_their_own_but_a_lead(sheets):
    own, leads = kept_by(sheets.cast.lin), kept_by(sheets.cast.li, "由组长撰写")
    with pytest.raises(NotAllowed):
        sharing.share_comment(comment=own, actor=sheets.cast.lin, version=1)
    with pytest.raises(NotAllowed):
        sharing.share_comment(comment=own, actor=sheets.cast.li, version=1)  # not proposed
    sharing.share_comment(comment=leads, actor=sheets.cast.li, version=1)
    assert again(leads).state == CommentState.SHARED


def test_page_shows_mine_and_acts_on_them(sheets, client):
    cast = sheets.cast
    client.force_login(cast.lin.user)
    answer = client.post(
        reverse("assessments:comment_new"),
        {"text": "等待超过【秒数】秒", "where": f"{sheets.version.standard.code}|1.1", "client_key": str(uuid4())},
    )
    assert answer.url == reverse("assessments:comment_list")
    comment = CommentTemplate.objects.get()
    assert (comment.code, comment.standard) == ("1.1", sheets.version.standard)
    page = client.get(reverse("assessments:comment_list"), {"q": "dd"}).content.decode()
    assert ("等待超过【秒数】秒" in page, "1.1 Prompt answer" in page) == (True, True)
    assert "等待超过" not in client.get(reverse("assessments:comment_list"), {"q": "zz"}).content.decode()
    act = reverse("assessments:comment_act", args=[comment.public_id])
    assert client.post(act, {"action": "remove", "version": 1}).status_code == 302
    assert "Put back" in client.get(reverse("assessments:comment_list")).content.decode()
    assert client.post(act, {"action": "burn"}).status_code == 404
    client.force_login(cast.guo.user)
    assert client.post(act, {"action": "restore"}).status_code == 404
    assert most_used_first(with_uses(own_comments(cast.guo), cast.guo)).count() == 0


def test_scoring_page_gets_them_for_its_standard_and_keeps_one(sheets, client, shared):
    client.force_login(sheets.cast.guo.user)
    names = {"public_id": sheets.version.public_id}
    answer = client.post(
        reverse("assessments:comment_keep", kwargs=names),
        {"text": "记录缺少工单号", "code": "3.3", "client_key": str(uuid4())},
    )
    assert answer.json()["message"] == "Kept as a template of yours."
    found = client.get(reverse("assessments:comment_choices", kwargs=names)).json()["templates"]
    assert {(one["text"], one["code"], one["mine"]) for one in found} == {
        ("抢话【次数】次", "2.1", False),
        ("记录缺少工单号", "3.3", True),
    }
    used = client.post(
        reverse("assessments:comments_used"), {"uses": {str(shared.public_id): 1}}, content_type="application/json"
    )
    assert (used.status_code, CommentUse.objects.get().person) == (204, sheets.cast.guo)
    strange = client.post(reverse("assessments:comments_used"), b"[1", content_type="application/json")
    assert strange.status_code == 204
