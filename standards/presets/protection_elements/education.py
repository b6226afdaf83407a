"""金融教育: customers learn what they need to decide for themselves."""

from standards.enums import ProtectionElement
from standards.presets.protection_elements.element import element_dimension
from standards.presets.shape import points, rating

EDUCATION = element_dimension(
    ProtectionElement.EDUCATION,
    "金融教育",
    "Financial education",
    (
        rating(
            "5.1",
            400,
            "常态化教育",
            "Education all year round",
            look_zh="网点公教区、线上专栏、以案说险是否常年更新，内容是否通俗，与营销是否分开。看近三个月的记录。",
            look_en="Are corner, online column and cases kept up all year, in plain words, and apart from promotion? See three months.",
            levels=(
                (
                    "线上线下每月更新，通俗易懂，与营销分开",
                    "New every month on site and online, plain, apart from promotion",
                ),
                ("每月更新，个别内容偏专业", "New every month, some of it technical"),
                ("每季更新", "New every quarter"),
                ("更新少，或夹带营销", "Rarely new, or mixed with promotion"),
                ("没有开展", "None"),
            ),
        ),
        rating(
            "5.2",
            350,
            "重点人群",
            "Those who need it most",
            look_zh="对老年人、青少年、新市民、农村居民、残障人士，是否有针对性的内容和走出去的活动，参加的人听懂了没有。",
            look_en=(
                "For the elderly, the young, newcomers, villagers and the disabled: is there something made for them, did you go to them, did "
                "they follow it?"
            ),
            levels=(
                ("覆盖三类以上人群，有测评表明听懂", "Three groups or more, a test shows that they followed"),
                ("覆盖两类人群，有反馈", "Two groups, with feedback"),
                ("覆盖一类人群，有记录", "One group, on record"),
                ("只发资料，没有活动", "Leaflets only"),
                ("没有针对重点人群的安排", "Nothing for them"),
            ),
        ),
        points(
            "5.3",
            250,
            "集中宣传活动",
            "Campaigns",
            look_zh=(
                "满分 10 分。监管部门统一组织的集中活动：有方案、全员参与、有外出活动、有总结和数据、有整改建议，每项 2 分。本季度没有的，"
                "选“不适用”。"
            ),
            look_en=(
                "10 points at most, 2 each, for the regulator’s campaign: a plan, everybody in it, out of the house, a report with figures, "
                "ideas for improvement. Not applicable in a quarter without one."
            ),
            full=10,
            na_allowed=True,
        ),
    ),
)
