import socket

import pytest

from qa_portal.launcher import ports
from qa_portal.launcher.failure import Failure


def test_listen_takes_the_wanted_port():
    wanted = ports.free_port()
    with ports.listen(wanted) as listener:
        assert listener.getsockname() == (ports.HOST, wanted)


def test_listen_takes_the_next_port_when_one_is_taken():
    with socket.create_server((ports.HOST, 0)) as other:
        taken = other.getsockname()[1]
        with ports.listen(taken) as listener:
            assert taken < listener.getsockname()[1] < taken + ports.TRIES


def test_listen_refuses_when_every_port_is_taken(monkeypatch):
    monkeypatch.setattr(ports, "TRIES", 1)
    with socket.create_server((ports.HOST, 0)) as other:
        taken = other.getsockname()[1]
        with pytest.raises(Failure) as refused:
            ports.listen(taken)
    assert refused.value.line() == f"No port from {taken} to {taken} is free. Name another with --port N."


def test_answers_tells_an_open_port_from_a_closed_one():
    with socket.create_server((ports.HOST, 0)) as server:
        port = server.getsockname()[1]
        assert ports.answers(port) is True
    assert ports.answers(port) is False
