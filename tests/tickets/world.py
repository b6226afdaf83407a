"""Gao Jing of the service centre takes in what customers come with; Zhao and Wu handle it at East Branch, Chen heads it."""

from uuid import uuid4

from organization.enums import Role
from organization.models import Person
from tests.cast import Cast, make_person
from tickets.models import Ticket
from tickets.services import clocks, dispatching, handling, receiving
from tickets.services.receiving import Contact

SAID = "我在城东支行等了一个半小时，要投诉窗口太少。"
CUSTOMER = Contact("王芳", "13812345678", "wang@example.cn")


def make_agent(cast: Cast) -> Person:
    return make_person("gaojing", "00103", "高静", "Gao Jing", cast.service_centre, Role.STAFF)


def receive(actor: Person, **more) -> Ticket:
    given = {
        "kind": "complaint",
        "channel": "hotline",
        "subject": "排队太久",
        "text": SAID,
        "contact": CUSTOMER,
        "key": uuid4(),
    }
    return receiving.receive_ticket(actor=actor, **{**given, **more})


def given(ticket: Ticket, actor: Person, **more) -> dict:
    return {"ticket": ticket, "actor": actor, "key": uuid4(), **more}


def classify(ticket: Ticket, actor: Person, **more) -> Ticket:
    found = {"kind": "complaint", "topic": "waiting", "urgency": "normal", "complexity": "simple"}
    return receiving.classify_ticket(**given(ticket, actor, **{**found, **more}))


def held(cast: Cast, agent: Person, *, complexity: str = "simple", **more) -> Ticket:
    """Received by Gao, passed to East Branch and taken over by Zhao."""
    ticket = classify(receive(agent, **more), agent, complexity=complexity)
    ticket = dispatching.dispatch_ticket(**given(ticket, agent, unit=cast.east, text=""))
    return dispatching.take_over(**given(ticket, cast.zhao))


def contacted(ticket: Ticket) -> Ticket:
    return handling.note_contact(**given(ticket, ticket.holder, reached=True, text="已致电客户"))


def investigated(ticket: Ticket, **more) -> Ticket:
    found = {"text": "当日只开两个窗口", "justified": "yes", "cause": "process", **more}
    return handling.investigate(**given(contacted(ticket), ticket.holder, **found))


def answered(ticket: Ticket) -> Ticket:
    return handling.answer_ticket(**given(investigated(ticket), ticket.holder, text="致歉并说明改进安排"))


def confirmed(ticket: Ticket, satisfaction: int | None = 4) -> Ticket:
    ticket = answered(ticket)
    return handling.confirm_ticket(
        **given(ticket, ticket.holder, outcome="content", satisfaction=satisfaction, text="可以接受")
    )


def closed(ticket: Ticket, text: str = "高峰时段增设弹性窗口") -> Ticket:
    ticket = confirmed(ticket)
    return handling.close_ticket(**given(ticket, ticket.holder, text=text))


def paused(ticket: Ticket, reason: str = "material") -> Ticket:
    return clocks.pause_ticket(**given(ticket, ticket.holder, reason=reason, text="等客户寄来凭证"))
