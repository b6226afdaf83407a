"""Li Wen's office keeps the categories; Wu Di of East Branch writes, its head Chen Jie or Li Wen approves."""

from uuid import uuid4

from knowledge.models import Article, ArticleDraft, ArticleVersion, Category
from knowledge.services import drafting, publishing
from organization.models import Person
from tests.cast import Cast

ANSWER = "# 先做三件事\n1. 马上致电客服热线挂失\n2. 核对最近的交易\n3. 带身份证到网点补卡\n\n补卡工本费**免收**。"


def category(name: str = "银行卡", name_en: str = "Cards") -> Category:
    return Category.objects.get_or_create(name_zh=name, defaults={"name_en": name_en, "position": 10})[0]


def said(**more) -> dict:
    given = {
        "title_zh": "信用卡丢失怎么挂失",
        "title_en": "A lost credit card",
        "questions_zh": "我的卡丢了怎么办\n如何挂失",
        "questions_en": "My card is lost",
        "answer_zh": ANSWER,
        "answer_en": "Call the hotline at once and have it blocked.",
        "category": category(),
        "keywords": "挂失，补卡",
        "source_kind": "policy",
        "source": "《银行卡业务管理办法》第12条",
        "review_months": 12,
    }
    return {**given, **more}


def draft(actor: Person, **more) -> ArticleDraft:
    return drafting.begin_article(actor=actor, said=said(**more), key=uuid4())


def submitted(actor: Person, **more) -> ArticleDraft:
    one = draft(actor, **more)
    return drafting.submit_draft(draft=one, actor=actor, version=one.version)


def approved(one: ArticleDraft, actor: Person) -> ArticleVersion:
    return publishing.approve_draft(draft=one, actor=actor, version=one.version, key=uuid4())


def article(cast: Cast, *, author: Person | None = None, **more) -> Article:
    """In force, written by Wu Di and approved by Chen Jie."""
    version = approved(submitted(author or cast.wu, **more), cast.chen)
    return Article.objects.select_related("owner__unit", "current", "category").get(pk=version.article_id)


def next_draft(one: Article, actor: Person, note: str = "热线号码改了", **more) -> ArticleDraft:
    return drafting.save_draft(article=one, actor=actor, said=said(**more), note=note, version=0, key=uuid4())
