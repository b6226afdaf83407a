"""Looking for an answer among 10,000 articles, as the panel beside a ticket and the page of the knowledge base do it.

The floor is a plain indexed query: twenty articles with their versions by primary key, what any list of them costs. The page is measured against the
empty page.
"""

import random
from statistics import median
from urllib.parse import urlencode

from django.db import transaction
from django.urls import reverse

from benchmarks.figure import Figure
from benchmarks.floor import empty_page, measure_pages, page, processor_seconds
from benchmarks.quarter import played_quarter
from foundation.common import clock, engine
from knowledge.models import Article, ArticleVersion, Category, Posting
from knowledge.ranking import best
from knowledge.selectors import for_list, in_force, visible_to
from knowledge.terms import weights_of
from organization.models import Person

ROWS = 10_000
ROUNDS, SEARCHES = 5, 20
SHOWN = 20
AT_ONCE = 8_000
PRODUCTS = (
    "信用卡", "借记卡", "房贷", "消费贷", "车贷", "定期存款", "大额存单", "理财产品", "手机银行", "网上银行", "电子社保卡", "对公账户", "外汇",
    "贵金属", "基金定投", "养老金账户", "代发工资", "二维码收款", "短信通知", "征信报告",
)  # fmt: skip
MATTERS = (
    "丢失", "挂失", "补办", "年费", "额度", "临时额度", "分期", "提前还款", "逾期", "利率", "手续费", "限额", "开通", "注销", "解冻", "密码重置",
    "换绑手机", "地址变更", "预约", "发票", "到账时间", "转账失败", "盗刷", "密码锁定", "验证码",
)  # fmt: skip
WAYS = (
    "怎么办理", "需要什么材料", "多久到账", "怎么收费", "在哪里查询", "能不能代办", "线上怎么操作", "节假日怎么办", "老年客户怎么办", "境外怎么办",
)  # fmt: skip
ASIDES = (
    "请先核对客户身份，再说明办理条件。",
    "客户可以在手机银行首页查看进度。",
    "网点办理请带本人有效身份证件。",
    "涉及资金损失的，立即转接专线并登记。",
    "办理结果以短信通知为准，一般一个工作日内完成。",
    "如客户仍有疑问，请升级到主管处理。",
    "收费标准以公示的价目表为准。",
    "周末及法定节假日顺延。",
)
# As tickets and customers say it: common words, rare ones, and what nobody has written.
ASKED = (
    "信用卡丢了怎么挂失", "房贷提前还款怎么收费", "我的手机银行密码锁定了，验证码也收不到，节假日怎么办", "大额存单能不能代办", "xyk 年费",
    "信用卡在境外被盗刷了，客服一直占线，客户要求说明多久到账并赔偿", "数字藏品怎么买",
)  # fmt: skip


def fill_articles(rows: int, author: Person) -> None:
    """In force, as approvals leave them: article, version and the terms by which it is found."""
    draw = random.Random(11)
    shelf = Category.objects.create(name_zh="常见问题", name_en="Frequent questions")
    kinds = [(product, matter, way) for product in PRODUCTS for matter in MATTERS for way in WAYS]
    now = clock.now()
    postings = []
    for start in range(0, rows, 1_000):
        texts = [_text(draw, number, kinds, shelf) for number in range(start, min(start + 1_000, rows))]
        articles = Article.objects.bulk_create(
            Article(
                number=f"KB-{100_000 + number}", state="in_force", owner=author, category=shelf, title_zh=text["title_zh"], published_at=now
            )
            for number, text in enumerate(texts, start=start)
        )  # fmt: skip
        versions = ArticleVersion.objects.bulk_create(
            ArticleVersion(article=article, number=1, author=author, approved_by=author, digest="benchmark", **text)
            for article, text in zip(articles, texts, strict=True)
        )
        for article, version in zip(articles, versions, strict=True):
            weights = weights_of(version)
            article.current, article.length = version, sum(weights.values())
            postings += [(article.pk, term, weight) for term, weight in weights.items()]
        with transaction.atomic():
            engine.update_rows(
                Article, ("current_id", "length"), [(one.current_id, one.length, one.pk) for one in articles]
            )
        for at in range(0, len(postings), AT_ONCE):
            engine.insert_rows(Posting, ("article_id", "term", "weight"), postings[at : at + AT_ONCE])
        postings = []


def _text(draw: random.Random, number: int, kinds: list, shelf: Category) -> dict:
    product, matter, way = kinds[number % len(kinds)]
    other = draw.choice(MATTERS)
    aside = "".join(draw.sample(ASIDES, 3))
    text = {
        "title_zh": f"{product}{matter}{way}（{number // len(kinds) + 1}）",
        "questions_zh": f"{product}{matter}了{way}\n客户问{product}的{other}",
        "answer_zh": f"# {product}{matter}\n1. {aside}\n2. {product}的{other}另行办理。",
        "keywords": f"{product}，{matter}",
        "category": shelf,
        "source": "《业务手册》",
    }
    return text


def measure(rows: int = ROWS) -> list[Figure]:
    lead = played_quarter().lead
    fill_articles(rows, lead)
    articles = in_force(visible_to(lead))
    keys = list(articles.order_by("pk").values_list("pk", flat=True)[:: max(1, rows // SHOWN)])[:SHOWN]
    ratios, times = [], []
    for _round in range(ROUNDS):
        began = processor_seconds()
        for _time in range(SEARCHES):
            list(for_list(Article.objects.filter(pk__in=keys)))
        floor = (processor_seconds() - began) / SEARCHES
        began = processor_seconds()
        for words in ASKED:
            best(for_list(articles), words, SHOWN)
        times.append((processor_seconds() - began) / len(ASKED))
        ratios.append(times[-1] / floor)
    empty = empty_page(lead)
    found = page("found", lead, f"{reverse('knowledge:article_list')}?{urlencode({'q': ASKED[0]})}")
    measure_pages(found, empty, rounds=5, requests=5)
    return [
        Figure(
            f"a search among {rows:,} articles", f"{median(times) * 1000:.1f} ms", median(ratios), 15, floor="20 rows by their keys"
        ),
        Figure("the page with what was found", found.text, found.ratio_to(empty), 30, floor=f"empty page ({empty.text})"),
    ]  # fmt: skip
