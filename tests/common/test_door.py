"""The door between two tests: whoever is inside is waited for, whoever comes later is turned away."""

import threading

import pytest

from tests.door import SHUT, Door

pytestmark = pytest.mark.race


def test_shut_door_waits_for_whoever_is_inside_and_turns_the_next_away():
    inside, may_answer, shut = threading.Event(), threading.Event(), threading.Event()
    order = []

    def portal(_environ, start_response):
        inside.set()
        may_answer.wait(10)
        start_response("200 OK", [])
        return [b"saved"]

    def ask(answers):
        answer = door({}, lambda status, _headers: answers.append(status))
        answers.append(b"".join(answer))
        order.append("answered")
        answer.close()

    def close():
        door.shut()
        order.append("shut")
        shut.set()

    door = Door(portal)
    door.open()
    first, second = [], []
    saving = threading.Thread(target=ask, args=(first,))
    saving.start()
    assert inside.wait(10)
    closing = threading.Thread(target=close)
    closing.start()
    assert not shut.wait(0.1)
    assert list(door({}, lambda status, _headers: second.append(status))) == [SHUT]
    may_answer.set()
    saving.join(10)
    closing.join(10)
    assert (first, second, order) == (["200 OK", b"saved"], ["503 Service Unavailable"], ["answered", "shut"])


def test_portal_that_fails_leaves_nobody_inside():
    def portal(_environ, _start_response):
        raise ValueError("no answer")

    door = Door(portal)
    door.open()
    with pytest.raises(ValueError, match="no answer"):
        door({}, None)
    door.shut()
