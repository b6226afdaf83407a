"""A question of Li Wen's to Zhou Hang, He Ting and Guo Min; the clock stands on a Monday."""

from datetime import date, datetime

import pytest

from decisions.models import Decision
from decisions.services import open_decision
from foundation.common import clock
from foundation.common.fields import new_public_id

NOON = datetime(2026, 11, 23, 12, tzinfo=clock.organization_zone())
WEDNESDAY = date(2026, 11, 25)


def put_question(cast, **more) -> Decision:
    given = {
        "kind": "trial",
        "subject": new_public_id(),
        "question": {"zh": "是否通过？", "en": "Does it pass?"},
        "basis": "0" * 64,
        "members": [cast.zhou, cast.he, cast.guo],
        "due_on": WEDNESDAY,
        "actor": cast.li,
    }
    return open_decision(**given | more)


@pytest.fixture
def on_monday():
    with clock.travelling(NOON):
        yield NOON


@pytest.fixture
def question(cast, on_monday) -> Decision:
    return put_question(cast)
