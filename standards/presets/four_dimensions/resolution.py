"""Problem resolution: is the matter understood, answered correctly and brought to its end?"""

from standards.content import DimensionContent
from standards.enums import ProtectionElement
from standards.presets.shape import critical, measured, points, rating, yes_no

RESOLUTION = DimensionContent(
    code="resolution",
    name_zh="问题解决",
    name_en="Problem resolution",
    target=90,
    indicators=(
        rating(
            "3.1",
            600,
            "准确识别需求",
            "Finding out what is needed",
            look_zh="是否通过恰当的提问弄清客户真正要办的事，包括客户没有明说的需要。",
            look_en="Do the right questions bring out what the customer really needs, also what they did not say?",
            levels=(
                (
                    "提问恰当，准确把握需求，并发现客户未说明的相关需要",
                    "Asked the right questions, grasped the need and found related ones the customer had not named",
                ),
                ("准确把握客户提出的需求", "Grasped the need as the customer put it"),
                ("经过几次来回才弄清需求", "Needed several turns to find it out"),
                ("只弄清一部分需求", "Found out only part of it"),
                ("判断错误，按另一件事办理", "Got it wrong and dealt with something else"),
            ),
        ),
        rating(
            "3.2",
            800,
            "答复准确",
            "Correct information",
            look_zh="业务规定、费率、时限、所需材料等答复是否正确、完整、前后一致；拿不准时是否核实后再答复。",
            look_en=(
                "Are rules, fees, times and required papers stated correctly, completely and consistently? Was anything doubtful "
                "checked before it was said?"
            ),
            levels=(
                (
                    "答复完全正确、完整，并提示相关注意事项",
                    "Fully correct and complete, with a word on what to watch for",
                ),
                ("答复正确，次要信息略有遗漏", "Correct, with a minor omission"),
                ("主要内容正确，有一处不准确但当场更正", "Correct in the main; one inaccuracy, put right at once"),
                ("有影响办理的遗漏或错误", "An omission or error that affects the matter"),
                ("答复错误，给客户造成损失或往返", "Wrong, at the customer’s expense or for another journey"),
            ),
        ),
        points(
            "3.3",
            500,
            "办理流程规范",
            "Following the procedure",
            look_zh="满分 10 分。逐项查看受理登记、身份核实、风险提示、操作步骤、结果告知，每缺一项或做错一项扣 2 分，扣完为止。",
            look_en=(
                "10 points at most. Registration, identification, risk notice, steps of the operation, telling the outcome: 2 points "
                "off for each that is missing or wrong."
            ),
            full=10,
        ),
        yes_no(
            "3.4",
            300,
            "首问负责",
            "First-contact ownership",
            look_zh="首位接待人员是否负责到底；确需转交的，是否向接手人员说明情况并告知客户接手人。当场由首位人员办结的，评“是”。",
            look_en=(
                "Did the first person stay responsible? If it had to be passed on, was the next one informed and named to the "
                "customer? “Yes” if the first person settled it."
            ),
            yes=(
                "首位人员负责到底，或完整交接并告知客户",
                "Saw it through, or handed it over fully and told the customer",
            ),
            no=(
                "推诿，或让客户自行寻找其他部门",
                "Turned the customer away, or left them to find the right department",
            ),
        ),
        rating(
            "3.5",
            500,
            "解决方案与跟进",
            "Solution and follow-up",
            look_zh="方案是否切实可行；需要后续处理的，是否说明由谁办、何时办结，并按约跟进。",
            look_en="Is the solution workable? Where something remains to be done: is it said who does it by when, and is it followed up?",
            levels=(
                (
                    "当场彻底解决，或方案明确、责任到人并按时跟进",
                    "Settled for good, or a definite plan with a name and a date, followed up in time",
                ),
                ("方案可行，后续安排清楚", "A workable solution, the next steps are clear"),
                ("给出方案，但后续时间或责任人不明确", "A solution, but no clear date or person"),
                ("只做部分处理，客户须再次联系", "Dealt with in part, the customer has to come back"),
                ("没有提出解决办法", "No solution was offered"),
            ),
        ),
        measured(
            "3.6",
            800,
            "问题解决率",
            "Resolved rate",
            look_zh="本单位服务记录中，问题得到解决的比例；没有记录结果的不计入。由系统根据服务记录计算。",
            look_en=(
                "The share of the unit’s service records in which the matter was resolved; those without an outcome are left out. "
                "Computed from the service records."
            ),
            measure="records.resolved",
            break_points=(("0.60", "0"), ("0.80", "60"), ("0.90", "80"), ("0.95", "90"), ("1.00", "100")),
        ),
        critical(
            "3.7",
            "泄露客户信息",
            "Leaking customer information",
            element=ProtectionElement.PRIVACY,
            look_zh="未经核实身份即提供账户信息，向无关人员透露客户资料，或违规保存、外传客户信息的，一经发现即触发红线。",
            look_en=(
                "Triggered by giving account information without identification, telling customer data to others, or keeping or "
                "passing it on against the rules."
            ),
        ),
    ),
)
