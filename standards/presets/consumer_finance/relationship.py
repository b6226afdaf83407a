"""Whether customers stay: repeat business, retention, recommendation, churn."""

from standards.content import DimensionContent
from standards.presets.consumer_finance.figures import rated_figure
from standards.presets.shape import measured

RELATIONSHIP = DimensionContent(
    code="relationship",
    name_zh="客户关系",
    name_en="Customer relationship",
    target=90,
    indicators=(
        rated_figure(
            "3.1",
            400,
            "复购率",
            "Repeat business",
            look_zh="已结清客户中，十二个月内再次办理业务的占比，与去年同期比较。只看客户主动办理的，营销赠送的不计。",
            look_en=(
                "Of customers who had repaid, the share that came back within twelve months, against the same quarter a year ago. What was "
                "given away in promotions does not count."
            ),
            levels=(
                ("提高 3 个百分点以上", "Up by 3 percentage points or more"),
                ("提高 1 至 3 个百分点", "Up by 1 to 3 percentage points"),
                ("升降不到 1 个百分点", "Less than 1 percentage point up or down"),
                ("下降 1 至 3 个百分点", "Down by 1 to 3 percentage points"),
                ("下降 3 个百分点以上，或统计不出", "Down by 3 percentage points or more, or it cannot be told"),
            ),
        ),
        rated_figure(
            "3.2",
            500,
            "留存率",
            "Retention",
            look_zh="季初的有效客户到季末仍然有效的占比。正常结清后保留账户的算留存。",
            look_en=(
                "Of the active customers at the start of the quarter, the share still active at its end. Who repaid in full and kept the "
                "account has stayed."
            ),
            levels=(
                ("95% 及以上", "95 % or more"),
                ("90% 至 95%（不含）", "90 % to below 95 %"),
                ("85% 至 90%（不含）", "85 % to below 90 %"),
                ("75% 至 85%（不含）", "75 % to below 85 %"),
                ("低于 75%", "Below 75 %"),
            ),
        ),
        measured(
            "3.3",
            700,
            "推荐率",
            "Recommendation",
            look_zh="净推荐值：打 9、10 分的客户占比减去打 0 至 6 分的占比。由系统按问卷计算。",
            look_en="Net promoter score: the share of customers who gave 9 or 10 less the share who gave 0 to 6. Computed from the questionnaires.",
            measure="feedback.recommend",
            break_points=(("-0.20", "0"), ("0.00", "40"), ("0.30", "70"), ("0.50", "90"), ("0.70", "100")),
        ),
        rated_figure(
            "3.4",
            400,
            "流失率",
            "Churn",
            look_zh="本季度注销账户、转往他处或连续六个月没有往来的客户占比；看因服务原因流失的有多少，是否做了流失回访。",
            look_en=(
                "The share of customers who closed their account, went elsewhere or were not seen for six months; how many left over service, "
                "and were they asked why?"
            ),
            levels=(
                ("低于 2%，因服务流失的全部回访", "Below 2 %, and all who left over service were asked"),
                ("2% 至 4%（不含），回访过半", "2 % to below 4 %, more than half were asked"),
                ("4% 至 6%（不含），有回访", "4 % to below 6 %, some were asked"),
                ("6% 至 10%（不含），没有回访", "6 % to below 10 %, nobody was asked"),
                ("10% 及以上，或统计不出", "10 % or more, or it cannot be told"),
            ),
        ),
    ),
)
