"""The same ticket at each of its nodes, made when it is asked for."""

from functools import cached_property
from uuid import uuid4

from feedback import services as feedback
from foundation.common import clock
from tests.cast import Cast
from tests.tickets import world
from tickets.models import SurgeAlarm, Ticket
from tickets.services import clocks, dispatching, reviewing


class Nodes:
    def __init__(self, cast: Cast):
        self.cast = cast

    @cached_property
    def agent(self):
        return world.make_agent(self.cast)

    @cached_property
    def alarm(self) -> SurgeAlarm:
        """About East Branch."""
        return SurgeAlarm.objects.create(
            place=str(self.cast.east.pk), unit=self.cast.east, day=clock.today(), count=9, usual=1, chance=0.0001
        )

    @cached_property
    def held(self) -> Ticket:
        return world.held(self.cast, self.agent)

    @cached_property
    def offered(self) -> Ticket:
        ticket = world.receive(self.agent)
        return dispatching.dispatch_ticket(**world.given(ticket, self.agent, unit=self.cast.east, text=""))

    @cached_property
    def contacted(self) -> Ticket:
        return world.contacted(self.held)

    @cached_property
    def investigated(self) -> Ticket:
        return world.investigated(self.held)

    @cached_property
    def answered(self) -> Ticket:
        return world.answered(self.held)

    @cached_property
    def confirmed(self) -> Ticket:
        return world.confirmed(self.held)

    @cached_property
    def closed(self) -> Ticket:
        return world.closed(self.held)

    @cached_property
    def with_survey(self) -> Ticket:
        """Closed, and its customer is to get a questionnaire."""
        li = self.cast.li
        opened = feedback.open_questionnaire(questionnaire=feedback.create_questionnaire(actor=li), actor=li)
        feedback.ask_after_cases(questionnaire=opened, actor=li, key=uuid4())
        return self.closed

    @cached_property
    def to_review(self) -> Ticket:
        return reviewing.ask_review(**world.given(self.closed, self.cast.zhao, text="客户要求上级核查"))

    @cached_property
    def paused(self) -> Ticket:
        return world.paused(self.held)

    @cached_property
    def complex_one(self) -> Ticket:
        return world.held(self.cast, self.agent, complexity="complex")

    @cached_property
    def asked(self) -> Ticket:
        return clocks.ask_extension(**world.given(self.complex_one, self.cast.zhao, text="需调阅档案"))

    @cached_property
    def granted(self) -> Ticket:
        return clocks.decide_extension(**world.given(self.asked, self.cast.zhou, granted=True, text=""))
