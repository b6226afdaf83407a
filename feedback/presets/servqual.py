"""The 22 statements of SERVQUAL, each with what customers expect and what they found (Parasuraman, Zeithaml and Berry, “SERVQUAL: a
multiple-item scale for measuring consumer perceptions of service quality”, Journal of Retailing 64 (1988) 1, 12–40), worded for a bank.
All are worded positively, as the authors advise since 1991."""

from feedback.content import QuestionContent
from feedback.enums import QuestionKind, ServqualDimension
from feedback.presets.shape import Preset

T, R, S, A, E = ServqualDimension
STATEMENTS: tuple[tuple[ServqualDimension, str, str], ...] = (
    (T, "银行的设备新，好用。", "The bank’s equipment is modern and works well."),
    (T, "营业场所看起来整洁、舒适。", "The premises look clean and pleasant."),
    (T, "员工衣着整齐、得体。", "The staff are neatly dressed."),
    (T, "单据、说明和标识清楚易读。", "Forms, leaflets and signs are clear and easy to read."),
    (R, "银行答应在某个时间办好的事，到时就办好。", "What the bank promises to do by a certain time, it does."),
    (R, "客户遇到问题时，银行真心想帮助解决。", "When a customer has a problem, the bank sincerely wants to solve it."),
    (R, "银行第一次就把事情办对。", "The bank gets things right the first time."),
    (R, "银行在约定的时间提供服务。", "The bank provides its services at the time it says."),
    (R, "银行的账目和记录没有差错。", "The bank’s accounts and records are free of errors."),
    (S, "银行会告诉客户什么时候能办好。", "The bank tells customers exactly when things will be done."),
    (S, "员工办理业务迅速。", "The staff serve customers promptly."),
    (S, "员工总是乐意帮助客户。", "The staff are always willing to help."),
    (S, "员工再忙，也会回应客户的请求。", "The staff are never too busy to respond to a request."),
    (A, "员工的言行让客户放心。", "The way the staff act gives customers confidence."),
    (A, "客户在这里办理业务感到安全。", "Customers feel safe in their dealings with the bank."),
    (A, "员工对客户始终有礼貌。", "The staff are always courteous."),
    (A, "员工的知识足以回答客户的问题。", "The staff know enough to answer customers’ questions."),
    (E, "银行关注每一位客户的情况。", "The bank pays attention to each customer’s own situation."),
    (E, "营业时间对客户方便。", "The opening hours are convenient for customers."),
    (E, "有员工专门关心客户的事情。", "There are staff who look after a customer personally."),
    (E, "银行把客户的利益放在心上。", "The bank has the customer’s best interests at heart."),
    (E, "员工明白客户真正需要什么。", "The staff understand what a customer really needs."),
)

SERVQUAL = Preset(
    name_zh="SERVQUAL：期望与感受（22 条）",
    name_en="SERVQUAL: expected and found (22 statements)",
    title_zh="您期望的服务与您得到的服务",
    title_en="The service you expect and the service you get",
    intro_zh="下面有 22 条陈述。每一条请说两次：一家优秀的银行应当怎样，我行实际怎样。大约需要八分钟。",
    intro_en="There are 22 statements. For each, say what you expect of an excellent bank and what you found with us. About eight minutes.",
    questions=tuple(
        QuestionContent(f"s{number:02}", QuestionKind.SERVQUAL, zh, en, dimension=dimension)
        for number, (dimension, zh, en) in enumerate(STATEMENTS, start=1)
    ),
)
