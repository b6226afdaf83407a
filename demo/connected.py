"""Systems of the bank that are connected: the call centre platform, which delivers and is told, and a mail gateway that has yet to begin."""

from datetime import timedelta
from uuid import UUID, uuid5

from connections.enums import Scope
from connections.models import Connection, Dispatch
from connections.services.bringing import bring_ticket
from connections.services.calling import note_call
from connections.services.connecting import ask_connection
from connections.services.hooks import subscribe
from connections.services.keys import make_token, real_now, real_today
from demo.keys import key_of
from demo.organization import Bank
from records.models import Source
from tickets.services.receiving import Contact

NUMBERS = UUID("0b9a3c52-66a0-4f0f-8a7e-9f4c4f0f2d11")
# Hours ago, method, operation, status, milliseconds, rows.
CALLS = (
    (30, "GET", "key", 200, 9, {}),
    (29, "POST", "records", 200, 412, {"stored": 820, "refused": 3}),
    (28, "POST", "records", 200, 96, {"unchanged": 820, "refused": 3}),
    (20, "POST", "records", 422, 11, {}),
    (6, "POST", "records", 200, 388, {"stored": 764, "corrected": 12}),
    (2, "POST", "tickets", 201, 74, {}),
    (1, "GET", "ticket", 200, 12, {}),
)


def connect_systems(bank: Bank) -> None:
    admin, agent = bank.people["admin"], bank.people["agent"]
    centre = _connect(
        admin, "call-centre", "客服中心平台", agent, Scope.values, sources=list(Source.objects.order_by("pk")[:1])
    )
    _connect(admin, "mail-gateway", "邮件网关", agent, [Scope.TICKETS_WRITE, Scope.TICKETS_READ], new_source="邮件网关")
    token, _text = make_token(
        connection=centre, last_day=real_today() + timedelta(days=21), actor=admin, key=key_of("connected-key")
    )
    for hours, method, operation, status, milliseconds, rows in CALLS:
        call = note_call(
            token=token, method=method, operation=operation, status=status, milliseconds=milliseconds, rows=rows
        )
        type(call).objects.filter(pk=call.pk).update(at=real_now() - timedelta(hours=hours))
    type(token).objects.filter(pk=token.pk).update(last_used_at=real_now() - timedelta(hours=1))
    _tell(centre, admin)
    bring_ticket(
        connection=centre, source=centre.sources.get(), number="WEB-20417", kind="enquiry", channel="online",
        subject="咨询个人住房贷款提前还款", text="想提前还清房贷，需要提前多少天申请，是否收取违约金？", contact=Contact("吕先生", "13900139617"),
    )  # fmt: skip


def _connect(admin, code: str, name: str, contact, scopes, **more) -> Connection:
    return ask_connection(
        actor=admin, key=key_of("connected", code), code=code, name=name, contact=contact, scopes=scopes, **more
    )


def _tell(centre: Connection, admin) -> None:
    """An address that took one event and has not taken another since."""
    hook, _secret = subscribe(
        connection=centre, url="https://callcentre.binhai.example/qa-events", events=["import.finished", "complaint.closed"],
        actor=admin, key=key_of("connected-hook"),
    )  # fmt: skip
    for number, (state, attempts, status, failure) in enumerate(
        (("delivered", 1, 204, ""), ("failed", 13, 503, "status"))
    ):
        Dispatch.objects.create(
            public_id=uuid5(NUMBERS, str(number)), subscription=hook, event="import.finished", body={"data": {}}, state=state,
            attempts=attempts, status=status, failure=failure, due_at=real_now() - timedelta(hours=30 - 20 * number),
        )  # fmt: skip
