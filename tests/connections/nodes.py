"""One connected system with a key, a call, an address and an event that was given up, each made when it is asked for."""

from functools import cached_property
from uuid import uuid4

from connections.models import Connection, Dispatch, Subscription, Token
from connections.services.calling import note_call
from connections.services.hooks import subscribe
from tests.cast import Cast
from tests.connections import world
from tests.tickets.world import make_agent


class Nodes:
    def __init__(self, cast: Cast):
        self.cast = cast

    @cached_property
    def agent(self):
        return make_agent(self.cast)

    @cached_property
    def one(self) -> Connection:
        return world.connect(self.cast, self.agent)

    @cached_property
    def asked(self) -> Connection:
        """By Gao, who is no administrator: whoever asked does not decide."""
        row = world.connect(self.cast, self.agent, code="crm", name="客户关系管理", new_source="CRM")
        Connection.objects.filter(pk=row.pk).update(state="asked", asked_by=self.agent)
        row.refresh_from_db()
        return row

    @cached_property
    def token(self) -> Token:
        world.key_of(self.one, self.cast.feng)
        token = Token.objects.select_related("connection").get()
        note_call(token=token, method="POST", operation="records", status=200, milliseconds=12, rows={"stored": 3})
        return token

    @cached_property
    def hook(self) -> Subscription:
        row, _secret = subscribe(
            connection=self.one, url="https://crm.example.com/events", events=["import.finished"], actor=self.cast.feng,
            key=uuid4(),
        )  # fmt: skip
        return row

    @cached_property
    def given_up(self) -> Dispatch:
        assert self.token
        return Dispatch.objects.create(
            subscription=self.hook,
            event="import.finished",
            body={},
            state="failed",
            attempts=13,
            failure="status",
            status=503,
        )
