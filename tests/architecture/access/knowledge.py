"""Articles: Wu Di of East Branch owns them. Everybody reads what is in force; she, her head and the lead write; her head and leads approve."""

from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from knowledge.importing.carrying import carry
from knowledge.importing.reading import Line
from tests.architecture.row import Row
from tests.architecture.world import PNG

ALL = {"*": 200}
# Who writes at all, who sees the editing, who sees this article's draft, who may change it.
WRITERS = {"liwen": 200, "chenjie": 200, "wudi": 200, "sunyan": 200, "*": 403}
EDITORS = {**WRITERS, "zhouhang": 200, "qianli": 200}
KEEPERS = {"liwen": 200, "*": 403}
OWN = {"wudi": 200, "chenjie": 200, "liwen": 200, "*": 403}
SEE_DRAFT = {"wudi": 200, "chenjie": 200, "liwen": 200, "zhouhang": 200, "qianli": 200, "*": 404}
OWN_DRAFT = {**SEE_DRAFT, "zhouhang": 403, "qianli": 403}
REVIEW = {"chenjie": 302, "liwen": 302, "zhouhang": 302, "wudi": 403, "qianli": 403, "*": 404}
RATE = {"wudi": 403, "*": 302}


def acts(sees: dict) -> dict:
    return {who: 302 if status == 200 else status for who, status in sees.items()}


def refused(sees: dict) -> dict:
    return {who: 422 if status in (200, 302) else status for who, status in sees.items()}


def at(state: str):
    return lambda w: {"public_id": getattr(w.knowledge, state).public_id}


def of_draft(state: str):
    return lambda w: {"public_id": getattr(w.knowledge, state).article.public_id}


def numbered(state: str, number: int = 1):
    return lambda w: {**at(state)(w), "number": number}


def sent(version_of=None, **given):
    """With a key, and the version of the thing as it stands."""

    def data(world) -> dict:
        more = {name: value(world) if callable(value) else value for name, value in given.items()}
        if version_of is not None:
            row = getattr(world.knowledge, version_of)
            row.refresh_from_db()
            more["version"] = row.version
        return {**more, "client_key": uuid4()}

    return data


def content(world) -> dict:
    return {
        "title_zh": "挂失", "category": world.knowledge.category.public_id, "answer_zh": "致电热线", "source_kind": "policy", "source": "办法",
        "review_months": 12, "note": "改了", "version": 0, "client_key": uuid4(),
    }  # fmt: skip


def file_of(world) -> dict:
    return {"public_id": world.knowledge.draft.article.public_id, "file_id": world.knowledge.file.public_id}


def upload(world) -> dict:
    source = SimpleUploadedFile("a.png", PNG, "image/png")
    return {"file": source, "caption": "挂失单", "client_key": uuid4()}


published, draft, in_review = at("published"), of_draft("draft"), of_draft("in_review")
a_category, a_list = at("category"), at("synonyms")
CATEGORY = sent(name_zh="贷款", position=20)
WORDS = sent(words="信用卡，贷记卡")
REASON = {"reason": "停售"}

# What Li Wen has previewed is nobody else's to keep.
PREVIEWED = {"chenjie": 409, "wudi": 409, "sunyan": 409, "*": 403}


def previewed(name: str):
    def data(world) -> dict:
        cells = {
            "title_zh": "年费", "category": world.knowledge.category.name_zh, "answer_zh": "免", "source_kind": "policy", "source": "办法"
        }  # fmt: skip
        return {name: carry([Line(2, cells)], reader=world.cast.li), "client_key": uuid4()}

    return data


ROWS = [
    Row("knowledge:article_list", ALL),
    Row("knowledge:article_list", ALL, lambda w: w.knowledge.published and {}, query="?q=挂失", variant="found"),
    Row(
        "knowledge:article_list",
        ALL,
        lambda w: w.knowledge.published and {},
        query="?q=外星人",
        variant="nothing found",
    ),
    Row(
        "knowledge:article_list", ALL, lambda w: w.knowledge.in_review and {}, query="?view=review", variant="in review"
    ),
    Row("knowledge:article_export", EDITORS, lambda w: w.knowledge.published and {}),
    Row("knowledge:article_new", WRITERS),
    Row("knowledge:article_new", acts(WRITERS), method="post", data=content),
    Row("knowledge:article_new", refused(WRITERS), method="post", data=sent(), variant="empty"),
    # from a workbook
    Row("knowledge:article_import", WRITERS),
    Row("knowledge:article_import", refused(WRITERS), method="post", data=sent(), variant="nothing brought"),
    Row("knowledge:article_import_template", WRITERS),
    Row("knowledge:article_import_keep", {**PREVIEWED, "liwen": 302}, method="post", data=previewed("carried")),
    Row("knowledge:article_import_keep", {"*": 405}, variant="read"),
    Row("knowledge:article_import_refused", {**PREVIEWED, "liwen": 200}, method="post", data=previewed("refused")),
    Row("knowledge:article_import_refused", {"*": 405}, variant="read"),
    # for editors
    Row("knowledge:gap_list", EDITORS, lambda w: w.knowledge.gap and {}),
    Row("knowledge:gap_settle", WRITERS, at("gap")),
    Row("knowledge:gap_settle", acts(WRITERS), at("gap"), "post", sent("gap", note="已写")),
    Row("knowledge:gap_settle", refused(WRITERS), at("gap"), "post", sent("gap"), variant="empty"),
    Row("knowledge:category_list", KEEPERS, lambda w: w.knowledge.category and {}),
    Row("knowledge:category_new", KEEPERS),
    Row("knowledge:category_new", acts(KEEPERS), method="post", data=CATEGORY),
    Row("knowledge:category_edit", KEEPERS, a_category),
    Row("knowledge:category_edit", acts(KEEPERS), a_category, "post", sent("category", name_zh="卡", position=1)),
    Row("knowledge:category_edit", refused(KEEPERS), a_category, "post", sent(), variant="empty"),
    Row("knowledge:synonyms_list", KEEPERS, lambda w: w.knowledge.synonyms and {}),
    Row("knowledge:synonyms_new", KEEPERS),
    Row("knowledge:synonyms_new", acts(KEEPERS), method="post", data=WORDS),
    Row("knowledge:synonyms_edit", KEEPERS, a_list),
    Row("knowledge:synonyms_edit", acts(KEEPERS), a_list, "post", sent("synonyms", words="按揭，房贷，住房贷款")),
    Row(
        "knowledge:synonyms_edit", refused(KEEPERS), a_list, "post", sent("synonyms", words="一个"), variant="one word"
    ),
    # one article
    Row("knowledge:article_detail", ALL, published),
    Row("knowledge:article_detail", ALL, at("retired"), variant="retired"),
    Row(
        "knowledge:article_detail",
        {**SEE_DRAFT, **dict.fromkeys(("wudi", "chenjie", "liwen", "zhouhang", "qianli"), 302)},
        draft,
        variant="draft",
    ),
    Row("knowledge:article_rate", RATE, published, "post", sent(is_helpful="yes")),
    Row("knowledge:article_rate", {"wudi": 403, "*": 422}, published, "post", sent(is_helpful="no"), variant="no word"),
    Row("knowledge:article_rate", {"*": 405}, published, variant="read"),
    Row("knowledge:article_history", ALL, published),
    Row("knowledge:article_compare", ALL, at("replaced")),
    Row("knowledge:article_compare", ALL, published, variant="one version"),
    Row("knowledge:article_version", ALL, numbered("replaced")),
    Row("knowledge:article_version", {"*": 404}, numbered("published", 7), variant="none"),
    Row("knowledge:version_restore", acts(OWN), numbered("replaced"), "post", sent()),
    Row("knowledge:version_restore", {"*": 405}, numbered("replaced"), variant="read"),
    Row("knowledge:file_show", SEE_DRAFT, file_of),
    Row("knowledge:article_confirm", acts(OWN), published, "post", sent("published")),
    Row("knowledge:article_confirm", {"*": 405}, published, variant="read"),
    Row("knowledge:article_retire", OWN, published),
    Row("knowledge:article_retire", acts(OWN), published, "post", sent("published", **REASON)),
    Row("knowledge:article_retire", refused(OWN), published, "post", sent("published"), variant="no reason"),
    Row("knowledge:article_owner", OWN, published),
    Row(
        "knowledge:article_owner",
        acts(OWN),
        published,
        "post",
        sent("published", owner=lambda w: w.cast.chen.public_id),
    ),
    # its draft
    Row("knowledge:draft_edit", OWN, published),
    Row("knowledge:draft_edit", acts(OWN), published, "post", content),
    Row("knowledge:draft_edit", refused(OWN), published, "post", sent(), variant="empty"),
    Row("knowledge:draft_detail", SEE_DRAFT, draft),
    Row("knowledge:draft_detail", SEE_DRAFT, in_review, variant="in review"),
    Row("knowledge:draft_detail", SEE_DRAFT, at("with_draft"), variant="of the next version"),
    Row("knowledge:draft_submit", acts(OWN_DRAFT), draft, "post", sent("draft")),
    Row("knowledge:draft_submit", {"*": 405}, draft, variant="read"),
    Row("knowledge:draft_take_back", acts(OWN_DRAFT), in_review, "post", sent("in_review")),
    Row("knowledge:draft_take_back", {"*": 405}, in_review, variant="read"),
    Row("knowledge:draft_discard", OWN_DRAFT, draft),
    Row("knowledge:draft_discard", acts(OWN_DRAFT), draft, "post", sent("draft")),
    Row("knowledge:file_add", acts(OWN_DRAFT), draft, "post", upload),
    Row("knowledge:file_add", refused(OWN_DRAFT), draft, "post", sent(), variant="empty"),
    Row("knowledge:file_add", {"*": 405}, draft, variant="read"),
    Row("knowledge:file_remove", acts(OWN_DRAFT), file_of, "post", sent()),
    Row("knowledge:file_remove", {"*": 405}, file_of, variant="read"),
    Row("knowledge:draft_approve", REVIEW, in_review, "post", sent("in_review")),
    Row("knowledge:draft_approve", {"*": 405}, in_review, variant="read"),
    Row("knowledge:draft_return", REVIEW, in_review, "post", sent("in_review", **REASON)),
    Row("knowledge:draft_return", refused(REVIEW), in_review, "post", sent("in_review"), variant="no reason"),
    Row("knowledge:draft_return", {"*": 405}, in_review, variant="read"),
]
