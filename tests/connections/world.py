"""The call centre platform of the bank, connected by Feng Bo; Gao Jing of the service centre answers for it."""

import json
from datetime import timedelta
from uuid import uuid4

from django.test import Client

from connections.enums import Scope
from connections.models import Connection
from connections.services.connecting import ask_connection
from connections.services.keys import make_token, real_today
from tests.cast import Cast

SOURCE = "电话平台"
CALL = {
    "number": "T-001", "occurred_at": "2021-01-05T09:30:00+08:00", "touchpoint": "phone", "unit": "BR-E", "agent": "00303", "topic": "账户查询",
    "answered": True, "resolved": True, "answer_seconds": 12, "handle_seconds": "0:02:23", "rating": 5, "customer_name": "王芳",
    "customer_phone": "13812345678", "transcript": "您好",
}  # fmt: skip
COMPLAINT = {
    "number": "W-1",
    "kind": "complaint",
    "channel": "online",
    "subject": "排队太久",
    "text": "等了一个半小时。",
    "customer_phone": "13812345678",
    "unit": "BR-E",
}


def connect(cast: Cast, agent, **more) -> Connection:
    given = {
        "actor": cast.feng, "key": uuid4(), "code": "call-centre", "name": "客服平台", "contact": agent, "scopes": Scope.values,
        "new_source": SOURCE,
    }  # fmt: skip
    return ask_connection(**{**given, **more})


def key_of(connection: Connection, actor, days: int = 90) -> str:
    _token, text = make_token(
        connection=connection, last_day=real_today() + timedelta(days=days), actor=actor, key=uuid4()
    )
    return text


class Caller:
    """Another system at the other end: a key, and nothing else."""

    def __init__(self, key: str, language: str = "en"):
        self.client = Client(raise_request_exception=False)
        self.headers = {"Authorization": f"Bearer {key}", "Accept-Language": language}

    def get(self, path: str, headers: dict | None = None, **query):
        return self.client.get(f"/api/v1{path}", query, headers={**self.headers, **(headers or {})})

    def post(self, path: str, body, content_type: str = "application/json", headers: dict | None = None):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.client.post(
            f"/api/v1{path}", data, content_type=content_type, headers={**self.headers, **(headers or {})}
        )

    def deliver(self, *rows, source: str = SOURCE):
        return self.post("/records", {"source": source, "records": list(rows)})

    def bring(self, **more):
        return self.post("/tickets", {"source": SOURCE, **COMPLAINT, **more})
