"""Real threads: one batch sent twenty times at once, one ticket, a file beside a delivery."""

import pytest

from connections.models import Usage
from records.models import RecordRevision, ServiceRecord
from tests.calibration.test_races import at_once
from tests.connections.world import CALL, Caller, connect, key_of
from tests.records.files import CALL as LINE, imported, text_of
from tests.tickets.world import make_agent
from tickets.models import Ticket

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def connected(committed_cast):
    connection = connect(committed_cast, make_agent(committed_cast))
    return connection, key_of(connection, committed_cast.feng)


def test_batch_sent_twenty_times_at_once_is_stored_once(connected):
    connection, key = connected
    rows = [{**CALL, "number": f"T-{n}"} for n in range(20)]
    told = at_once(*[lambda: Caller(key).deliver(*rows)] * 20)
    assert {answer.status_code for answer in told} == {200}
    assert (ServiceRecord.objects.count(), RecordRevision.objects.count()) == (20, 0)
    assert sum(answer.json()["stored"] for answer in told) == 20
    assert sum(answer.json()["unchanged"] for answer in told) == 19 * 20
    assert sum(Usage.objects.values_list("calls", flat=True)) == 20


def test_ticket_sent_twenty_times_at_once_is_taken_in_once(connected):
    _connection, key = connected
    told = at_once(*[lambda: Caller(key).bring()] * 20)
    assert sorted(answer.status_code for answer in told) == [200] * 19 + [201]
    assert Ticket.objects.count() == 1


def test_file_and_delivery_of_the_same_rows_take_turns(connected, committed_cast):
    _connection, key = connected
    call = {name: value for name, value in CALL.items() if name != "touchpoint"}
    rows = [{**call, "number": f"T-{n:03}"} for n in range(50)]
    lines = [LINE.replace("T-001", f"T-{n:03}") for n in range(50)]
    told = at_once(
        lambda: Caller(key).deliver(*rows),
        lambda: imported(text_of(*lines), committed_cast.li),
    )
    run = told[1]
    answer = told[0].json()
    assert (run.rows_added + answer["stored"], run.rows_unchanged + answer["unchanged"]) == (50, 50)
    assert (ServiceRecord.objects.count(), RecordRevision.objects.count()) == (50, 0)
