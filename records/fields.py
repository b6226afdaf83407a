"""The fields of a service record as an import fills them, with the names that files give them."""

import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class ImportField:
    """`names` are headers in the order of how surely they mean this field, in the normal form of `normal`."""

    code: str
    label: str
    names: tuple[str, ...]
    help: str = ""
    required: bool = False


def normal(header: str) -> str:
    """Lower case, compatibility forms folded, nothing but letters and digits: “Answered (Y/N)” → answeredyn."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", header).casefold())


def without_brackets(header: str) -> str:
    return re.sub(r"[(（\[【].*?[)）\]】]", "", header)


def _names(words: str) -> tuple[str, ...]:
    return tuple(normal(word) for word in words.split("|"))


FIELDS: tuple[ImportField, ...] = (
    ImportField(
        "number",
        _("Record number"),
        _names(
            "call id|record id|record number|ticket id|ticket number|case id|case number|chat id|session id|complaint id|interaction id"
            "|reference|public id|通话编号|记录号|记录编号|通话流水号|业务流水号|流水号|工单号|工单编号|会话编号|会话ID|投诉编号|呼叫ID|服务编号"
            "|流水编号|业务编号|编号|id|number|no|no.|序号"
        ),
        _("Together with the source it names the record; the same number again is the same record."),
        required=True,
    ),
    ImportField(
        "date",
        _("Date"),
        _names(
            "date|call date|contact date|date received|received date|service date|occurred at|created at|created on|created|timestamp|datetime"
            "|date time|日期|通话日期|服务日期|受理日期|来电日期|呼叫日期|发生日期|业务日期|登记日期|发生时间|受理时间|来电时间|呼叫时间|服务时间"
            "|接入时间|登记时间|创建时间|开始时间|日期时间|start|start time|call time|time|时间|通话时间"
        ),
        _("With or without the time of day."),
        required=True,
    ),
    ImportField(
        "time",
        _("Time of day"),
        _names("time|call time|start time|time of day|时间|通话时间|时刻|开始时刻|来电时刻|呼叫时间|开始时间"),
    ),
    ImportField(
        "unit",
        _("Unit"),
        _names(
            "department|dept|branch|unit|outlet|organization|organisation|org|team|部门|所属部门|机构|所属机构|受理机构|经办机构|分支机构|网点"
            "|所属网点|支行|分行|单位|被评单位|受理部门|部门名称|机构名称|网点名称|机构号|部门编号"
        ),
        _("Any column that tells which unit served the customer, with a table of its values below."),
    ),
    ImportField(
        "agent",
        _("Served by"),
        _names(
            "agent|agent name|agent id|operator|representative|csr|employee|staff|staff number|served by|handled by|坐席|座席|坐席工号|座席工号"
            "|坐席姓名|工号|客服|客服人员|客服工号|员工|员工工号|员工姓名|经办人|经办|经办柜员|服务人员|受理人|处理人|柜员|柜员号|客户经理"
        ),
    ),
    ImportField(
        "topic",
        _("Topic"),
        _names(
            "topic|subject|call reason|reason|category|issue|product|type|业务类型|主题|业务类别|业务种类|服务类型|问题类型|来电原因|投诉类型"
            "|咨询类型|类别|分类|类型|产品|业务"
        ),
    ),
    ImportField(
        "touchpoint",
        _("Touchpoint"),
        _names(
            "touchpoint|channel|contact channel|submitted via|medium|渠道|受理渠道|服务渠道|接入渠道|来源渠道|客户接触点|接触点|渠道类型|来源"
        ),
        _(
            "Where it is not stated, the records are a group of their own when a sample is drawn, and no time to answer is measured."
        ),
    ),
    ImportField(
        "answered",
        _("Answered"),
        _names(
            "answered|answered yn|is answered|connected|picked up|是否接通|是否接听|是否应答|接通|接听|应答|接通状态|接听状态"
        ),
    ),
    ImportField(
        "resolved",
        _("Resolved"),
        _names(
            "resolved|is resolved|resolved yn|solved|first call resolution|fcr|是否解决|问题是否解决|是否办结|是否一次解决|解决|问题解决|解决状态"
        ),
    ),
    ImportField(
        "answer_seconds",
        _("Seconds to answer"),
        _names(
            "speed of answer in seconds|answer seconds|wait seconds|seconds to answer|speed of answer|time to answer|waiting time|wait time|wait"
            "|queue time|asa|接通秒数|等待秒数|应答秒数|响应秒数|接通时长|等待时长|应答时长|排队时长|振铃时长|响应时长|等待时间|响应时间|接通时间"
        ),
        _("A number of seconds or a duration."),
    ),
    ImportField(
        "handle_seconds",
        _("Seconds of conversation"),
        _names(
            "avg talk duration in seconds|avg talk duration|talk duration|talk time|call duration|handle seconds|handle time|handling time|aht"
            "|duration|通话秒数|通话时长|通话时长秒|服务时长|处理时长|办理时长|会话时长|时长"
        ),
        _("A number of seconds or a duration."),
    ),
    ImportField(
        "rating",
        _("Customer's rating"),
        _names(
            "satisfaction rating|customer rating|satisfaction score|satisfaction|csat|rating|满意度评分|客户满意度|满意度评价|满意度|客户评分"
            "|服务评分|评分|客户评价|评价"
        ),
        _("1 to 5."),
    ),
    ImportField(
        "customer_name",
        _("Customer"),
        _names("customer name|client name|customer|client|客户姓名|客户名称|姓名|客户|投诉人|来电人"),
    ),
    ImportField(
        "customer_phone",
        _("Customer's number"),
        _names(
            "customer phone|phone number|phone|mobile|telephone|caller number|caller|msisdn|客户电话|客户手机|手机号码|手机号|手机|联系电话"
            "|电话号码|电话|来电号码|主叫号码|主叫|客户号码|联系方式"
        ),
        _("Kept encrypted, shown masked."),
    ),
    ImportField(
        "transcript",
        _("What was said"),
        _names(
            "transcript|text|content|narrative|consumer complaint narrative|consumer narrative|description|message|feedback|comments|comment|review"
            "|remarks|通话内容|对话内容|录音文本|转写文本|客户反馈|反馈内容|投诉内容|来电内容|诉求内容|问题描述|服务内容|内容|文本|描述|诉求|备注"
        ),
    ),
)
BY_CODE = {field.code: field for field in FIELDS}
_KNOWN = frozenset(name for field in FIELDS for name in field.names)


def is_known(header: str) -> bool:
    """Whether a header is one that we recognise; finding the header row asks this."""
    return normal(header) in _KNOWN or normal(without_brackets(header)) in _KNOWN


def rank(field: ImportField, header: str) -> int | None:
    """How surely the header means the field: 0 is best, None not at all."""
    for form in (normal(header), normal(without_brackets(header))):
        if form in field.names:
            return field.names.index(form)
    return None
