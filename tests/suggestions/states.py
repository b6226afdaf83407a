"""Zhao's suggestion for East Branch in each of its states, one without a name, and a survey; made when it is asked for."""

from datetime import timedelta
from functools import cached_property
from uuid import uuid4

from foundation.common import clock
from suggestions.models import StaffSurvey, Suggestion
from suggestions.services import surveying
from tests.cast import Cast
from tests.suggestions import world


class States:
    def __init__(self, cast: Cast):
        self.cast = cast
        self.key = uuid4()

    @cached_property
    def received(self) -> Suggestion:
        return world.signed(self.cast.zhao, unit=self.cast.east)

    @cached_property
    def looked_at(self) -> Suggestion:
        return world.looked_at(self.received, self.cast.wu)

    @cached_property
    def taken_up(self) -> Suggestion:
        return world.decided(self.looked_at, self.cast.wu)

    @cached_property
    def other(self) -> Suggestion:
        """One that everybody reads, for no unit."""
        return world.looked_at(world.signed(self.cast.sun, title="充电"), self.cast.li)

    @cached_property
    def code(self) -> str:
        return world.anonymous(self.key)[1]

    @cached_property
    def survey(self) -> StaffSurvey:
        return surveying.open_survey(clock.today().replace(day=1))

    @cached_property
    def closed_survey(self) -> StaffSurvey:
        survey = self.survey
        StaffSurvey.objects.update(closes_on=clock.today() - timedelta(days=1))
        surveying.close_surveys()
        survey.refresh_from_db()
        return survey
