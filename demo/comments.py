"""Texts for deduction reasons: what the lead shares with everybody, what assessors keep for themselves and propose."""

from collections import defaultdict

from assessments.models import CommentTemplate
from assessments.selectors.comments import offered_to
from assessments.services.comment_uses import count_uses
from assessments.services.comments import arrange_comment, keep_comment
from assessments.services.sharing_comments import propose_comment, share_comment
from demo.keys import key_of
from demo.organization import Bank
from demo.scoring import theme_of
from demo.texts import REASONS
from organization.models import Person
from standards.models import StandardVersion
from standards.selectors import indicators_of

# For any sheet.
GENERAL = (
    "录音【时间】处：",
    "记录内容不完整，缺少【内容】",
    "首次响应用时【秒数】秒，超过承诺时限",
    "未主动核对客户是否满意",
)
OWN = (
    "录音【时间】处抢话【次数】次",
    "转接【次数】次，客户共等待【分钟】分钟",
    "未一次告知所需材料：【材料】",
    "答复与业务规定不一致：【规定】",
)
PROPOSED = ("客户为老年人，未主动放慢语速", "未告知【业务】的费用和风险")


def share_some(bank: Bank, version: StandardVersion) -> None:
    """The lead's own, for everybody: general ones, and one or two for each indicator with a theme."""
    lead, taken = bank.people["lead"], defaultdict(int)
    texts = [(text, "") for text in GENERAL]
    for indicator in indicators_of(version):
        theme = theme_of(indicator.dimension.code)
        if indicator.is_on_sheet and not indicator.is_critical and theme in REASONS:
            stock = REASONS[theme]
            texts.append((stock[taken[theme] % len(stock)], indicator.code))
            taken[theme] += 1
    for text, code in texts:
        share_comment(comment=_keep(lead, text, version if code else None, code), actor=lead, version=1)


def keep_some(bank: Bank, version: StandardVersion) -> None:
    """In the running quarter: the assessor whose sign-in is printed has a few of her own and uses them; colleagues propose two."""
    person = bank.people["assessor"]
    for text in OWN:
        _keep(person, text, None, "")
    arrange_comment(comment=CommentTemplate.objects.get(author=person, text=OWN[0]), actor=person, way="top")
    offered = list(offered_to(person, version.standard))
    count_uses(actor=person, uses={str(one.public_id): 1 + 23 // (place + 1) for place, one in enumerate(offered[:9])})
    for author, text in zip(bank.assessors, PROPOSED, strict=False):
        if author != person:
            propose_comment(comment=_keep(author, text, None, ""), actor=author)


def _keep(person: Person, text: str, version: StandardVersion | None, code: str) -> CommentTemplate:
    standard = version.standard if version else None
    key = key_of("comment", person.staff_number, text, code)
    return keep_comment(actor=person, text=text, key=key, standard=standard, code=code)[0]
