"""Texts of customers as tickets and answers, put straight into their rooms; the clock stands at Wednesday 18 November 2026."""

from datetime import date, datetime, timedelta
from itertools import count
from uuid import uuid4

from feedback.models import Answer, Questionnaire
from feedback.services import answer_invitation, create_questionnaire, invite, open_questionnaire
from foundation.common import clock
from organization.models import Person, Unit
from tests.cast import Cast
from tickets.models import Ticket

TODAY = date(2026, 11, 18)
_numbers = count(1)


def at(weeks_ago: float, hour: int = 10) -> datetime:
    return clock.at_local(TODAY - timedelta(days=round(7 * weeks_ago)), hour)


def ticket(cast: Cast, text: str, *, unit: Unit | None = None, weeks_ago: float = 0.0, **more) -> Ticket:
    """Received by Zhao at East Branch unless something else is said."""
    moment = at(weeks_ago)
    return Ticket.objects.create(
        **{
            "number": f"T-{next(_numbers):06}", "kind": "complaint", "channel": "hotline", "subject": "、", "text": text,
            "customer_name": "王芳", "unit": unit or cast.east, "first_person": cast.zhao, "holder": cast.zhao, "received_at": moment,
            "contact_due_at": moment, "handle_due_at": moment, **more,
        }
    )  # fmt: skip


def tickets(cast: Cast, text: str, n: int, **more) -> list[Ticket]:
    return [ticket(cast, text, **more) for _ in range(n)]


def questionnaire(author: Person) -> Questionnaire:
    return open_questionnaire(questionnaire=create_questionnaire(actor=author, preset="standard"), actor=author)


def answer(
    asked: Questionnaire, unit: Unit, author: Person, text: str, score: int, *, weeks_ago: float = 0.0
) -> Answer:
    with clock.travelling(at(weeks_ago)):
        links = invite(questionnaire=asked, unit=unit, count=1, actor=author, key=uuid4())
        codes = {one.kind: one.code for one in asked.questions.all()}
        answers = {codes["satisfaction"]: score, codes["text"]: text}
        for question in asked.questions.filter(required=True).exclude(code__in=answers):
            answers[question.code] = {"yes_no": 1, "recommend": 8, "effort": 5}[question.kind]
        answer_invitation(token=links.tokens[0], answers=answers, key=uuid4(), language="zh-hans")
    return Answer.objects.get(response__invitation__batch=links.batch, question__kind="text")
