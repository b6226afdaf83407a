"""Lobby service management: 150 points."""

from standards.content import DimensionContent
from standards.presets.outlet_bai_jia.thousand import docked, rated, ticked

LOBBY = DimensionContent(
    code="lobby",
    name_zh="大厅服务管理",
    name_en="Lobby service",
    target=90,
    indicators=(
        rated(
            "3.1",
            30,
            "迎候与分流",
            "Greeting and guiding",
            look_zh="客户进门后多久有人招呼，是否问清来意，再引导到合适的柜台、机具或线上渠道。连续观察五位客户。",
            look_en=(
                "How soon is an arriving customer greeted, asked what they need, and guided to the right counter, machine or app? Watch five "
                "customers in a row."
            ),
            levels=(
                (
                    "五位都在 10 秒内被招呼、问清来意并准确引导",
                    "All five greeted within 10 seconds, asked and guided rightly",
                ),
                ("五位都有人招呼，四位引导准确", "All five greeted, four guided rightly"),
                ("四位有人招呼，个别引导有误", "Four greeted, one or other guided wrongly"),
                ("两至三位无人招呼", "Two or three not greeted"),
                ("多数客户无人理会", "Most customers left to themselves"),
            ),
        ),
        rated(
            "3.2",
            30,
            "等候管理",
            "Managing the queue",
            look_zh="等候人数多时，是否告知预计时间、增开柜口、二次分流和安抚。看叫号系统的等候时间，并现场观察 20 分钟。",
            look_en=(
                "When many wait: are they told how long, is a counter opened, are they guided anew and kept in good spirits? See the ticket "
                "machine’s times and watch for 20 minutes."
            ),
            levels=(
                ("平均等候 10 分钟以内，秩序良好", "10 minutes or less on average, in good order"),
                ("平均等候 10 至 15 分钟，有告知和分流", "10 to 15 minutes, customers are told and guided anew"),
                (
                    "平均等候 15 至 20 分钟，有告知、未增开柜口",
                    "15 to 20 minutes, customers are told, no counter is opened",
                ),
                ("平均等候 20 至 30 分钟，无人疏导", "20 to 30 minutes, nobody takes care"),
                ("平均等候超过 30 分钟，或客户因等候争吵", "More than 30 minutes, or quarrels over waiting"),
            ),
        ),
        docked(
            "3.3",
            25,
            "岗位履职",
            "Lobby manager on duty",
            look_zh="营业时间大厅至少有一名大堂经理在岗。调阅监控三个时段，无人在岗超过 5 分钟、做与服务无关的事，每次扣 5 分。",
            look_en=(
                "One lobby manager at least is there in business hours. Look at three periods of video: away for more than 5 minutes, or busy "
                "with other things: 5 points off each time."
            ),
            step=5,
        ),
        rated(
            "3.4",
            30,
            "智能设备引导",
            "Help at the machines",
            look_zh="客户使用智能设备时是否有人指导；是否由客户本人操作、输密码时回避；不强迫不会用的客户使用。",
            look_en=(
                "Is there help at the smart machines, does the customer do it themselves, does staff look away at the password, and is nobody "
                "made to use them?"
            ),
            levels=(
                (
                    "主动指导，客户自己操作，输密码时回避",
                    "Helps unasked, lets the customer act, looks away at the password",
                ),
                ("有人指导，客户自己操作", "Helps, lets the customer act"),
                ("客户求助后才有人指导", "Helps when asked"),
                ("代替客户点选，或催促客户", "Presses the buttons for the customer, or hurries them"),
                ("代客户输密码，或拒绝人工办理", "Enters the password for the customer, or refuses the counter"),
            ),
        ),
        docked(
            "3.5",
            20,
            "巡查与秩序",
            "Rounds and order",
            look_zh="开门前、营业中、关门前的巡查记录，一米线，推销和闲杂人员劝离，应急物品。漏查或处置不当，每处扣 4 分。",
            look_en=(
                "Rounds before, during and after hours on record, distance line, hawkers and loiterers asked to leave, emergency supplies. 4 "
                "points off for each lapse."
            ),
            step=4,
        ),
        ticked(
            "3.6",
            15,
            "意见簿处理",
            "The book of opinions",
            look_zh="意见簿（含电子意见）近三个月的意见是否都在 3 个工作日内答复，并有网点负责人签字。",
            look_en=(
                "Has every opinion of the last three months, on paper or screen, been answered within 3 working days and signed by the "
                "outlet’s head?"
            ),
            yes=(
                "全部按时答复并签字，或没有意见且意见簿可取用",
                "All answered in time and signed, or none and the book is at hand",
            ),
            no=(
                "有未答复、超时、未签字的，或意见簿取不到",
                "One unanswered, late or unsigned, or the book is not at hand",
            ),
        ),
    ),
)
