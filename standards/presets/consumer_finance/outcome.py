"""What comes of the service: satisfaction, loyalty, complaints."""

from standards.content import DimensionContent
from standards.enums import ProtectionElement
from standards.presets.consumer_finance.figures import rated_figure
from standards.presets.shape import event, measured

OUTCOME = DimensionContent(
    code="outcome",
    name_zh="服务结果",
    name_en="Outcome",
    target=90,
    indicators=(
        measured(
            "2.1",
            1200,
            "满意度",
            "Satisfaction",
            look_zh="问卷总体满意度为 4 分或 5 分的客户占比。由系统按本单位收到的全部问卷计算。",
            look_en="The share of customers whose overall satisfaction is 4 or 5 of 5. Computed from all answers that the unit received.",
            measure="feedback.satisfaction",
            break_points=(("0.60", "0"), ("0.80", "60"), ("0.90", "80"), ("0.95", "90"), ("1.00", "100")),
        ),
        rated_figure(
            "2.2",
            500,
            "忠诚度",
            "Loyalty",
            look_zh="在专项调查中表示“下次仍会首选我们”的客户占比，与上季度比较；同时符合两档的，取高的一档。",
            look_en=(
                "The share of customers who say in a special survey that they would choose us first again, against the quarter before; where "
                "two levels fit, the better one holds."
            ),
            levels=(
                ("达到 85% 以上，或提高 5 个百分点以上", "85 % or more, or up by 5 percentage points or more"),
                ("达到 75% 以上，或提高 2 个百分点以上", "75 % or more, or up by 2 percentage points or more"),
                ("与上季度基本持平，升降不到 2 个百分点", "Much as before, less than 2 percentage points up or down"),
                ("下降 2 至 5 个百分点", "Down by 2 to 5 percentage points"),
                ("下降超过 5 个百分点，或没有开展调查", "Down by more than 5 percentage points, or nobody was asked"),
            ),
        ),
        rated_figure(
            "2.3",
            600,
            "投诉量",
            "Complaint volume",
            look_zh="每万笔服务的投诉件数，含监管转办，与上季度比较。客户撤回的也计入。",
            look_en=(
                "Complaints for each 10,000 contacts, those forwarded by the regulator included, against the quarter before. Withdrawn ones "
                "count."
            ),
            element=ProtectionElement.DISPUTES,
            levels=(
                ("下降 20% 以上，或连续两个季度无投诉", "Down by 20 % or more, or none for two quarters"),
                ("下降 10% 至 20%", "Down by 10 to 20 %"),
                ("升降不到 10%", "Less than 10 % up or down"),
                ("上升 10% 至 30%", "Up by 10 to 30 %"),
                ("上升超过 30%，或瞒报漏报投诉", "Up by more than 30 %, or complaints were not reported"),
            ),
        ),
        measured(
            "2.4",
            400,
            "需求满足",
            "Need met",
            look_zh="问卷中表示事情已经办成的客户占比。由系统按问卷中的“是”“否”计算。",
            look_en="The share of customers who say that their matter was done. Computed from the yes and no of the questionnaires.",
            measure="feedback.need_met",
            break_points=(("0.60", "0"), ("0.80", "60"), ("0.90", "85"), ("0.95", "95"), ("1.00", "100")),
        ),
        event(
            "2.5",
            "监管处罚",
            "Regulatory penalty",
            look_zh="因客户服务或消费者权益保护问题被监管部门处罚或责令整改的，登记日期和文号。",
            look_en="A penalty or an order by the regulator over service or consumer protection. Enter its date and number.",
            element=ProtectionElement.INSTITUTION,
        ),
        event(
            "2.6",
            "有责投诉",
            "Justified complaint",
            look_zh="经核查认定本单位有责任的监管转办投诉，登记认定日期，并上传核查结论。",
            look_en="A complaint forwarded by the regulator in which the unit was found responsible. Enter the day of the finding and add it.",
            element=ProtectionElement.DISPUTES,
        ),
    ),
)
