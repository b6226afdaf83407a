"""Whether customers take part: how many, in which ways, and what came of it."""

from standards.content import DimensionContent
from standards.presets.consumer_finance.figures import rated_figure
from standards.presets.shape import bonus, points

PARTICIPATION = DimensionContent(
    code="participation",
    name_zh="客户参与",
    name_en="Customer participation",
    target=90,
    indicators=(
        rated_figure(
            "4.1",
            500,
            "参与率",
            "Rate of participation",
            look_zh="本季度发出的问卷、回访、座谈邀请中，客户作出回应的占比。同一客户多次回应的只算一次。",
            look_en="Of the questionnaires, callbacks and invitations of the quarter, the share that customers answered. A customer counts once.",
            levels=(
                ("30% 及以上", "30 % or more"),
                ("20% 至 30%（不含）", "20 % to below 30 %"),
                ("10% 至 20%（不含）", "10 % to below 20 %"),
                ("5% 至 10%（不含）", "5 % to below 10 %"),
                ("低于 5%", "Below 5 %"),
            ),
        ),
        points(
            "4.2",
            400,
            "参与方式",
            "Ways to take part",
            look_zh=(
                "满分 10 分。本季度实际收到过客户意见的渠道，每种 2 分：问卷、回访电话、在线留言、网点意见簿、座谈或体验活动。"
                "检查单笔记录时选“不适用”。"
            ),
            look_en=(
                "10 points at most: 2 for each way by which customers were really heard this quarter: questionnaire, callback, online message, "
                "book at the outlet, meeting or trial. Not applicable when a single record is reviewed."
            ),
            full=10,
            na_allowed=True,
        ),
        rated_figure(
            "4.3",
            400,
            "参与成果",
            "Outcome of participation",
            look_zh="客户意见的答复率和采纳情况：是否件件有答复，采纳的是否落实并告诉提出的客户。",
            look_en=(
                "How many suggestions were answered and taken up: was each one answered, was what was taken up carried out, and was the "
                "customer told?"
            ),
            levels=(
                (
                    "全部答复，采纳的已落实并告知客户",
                    "All answered; what was taken up is done and the customers were told",
                ),
                ("全部答复，采纳的正在落实", "All answered; what was taken up is under way"),
                ("答复 80% 以上，有采纳", "80 % or more answered, some taken up"),
                ("答复不足 80%，没有采纳", "Less than 80 % answered, none taken up"),
                ("没有答复", "None answered"),
            ),
        ),
        bonus(
            "4.4",
            "客户建议带来的改进",
            "Improvement owed to customers",
            look_zh="由客户建议促成的流程或产品改进，已经上线并有前后数据对比的，每项加 1 分，最多加 2 分。",
            look_en=(
                "A process or product improved on a customer’s suggestion, in use and shown by figures before and after: 1 point each, 2 at "
                "most."
            ),
            most=2,
        ),
    ),
)
