"""What integrators read is what works: each command of the papers is run against a server."""

import os
import subprocess

import pytest

from connections.api.site import schema
from connections.papers import examples, operations_of, verification_recipe
from connections.recipe import is_from_portal
from records.models import ServiceRecord
from tests.connections.world import SOURCE, connect, key_of
from tests.tickets.world import make_agent
from tickets.models import Ticket


@pytest.mark.django_db(transaction=True)
def test_each_command_does_what_it_says(committed_cast, open_server):
    key = key_of(connect(committed_cast, make_agent(committed_cast)), committed_cast.feng)
    commands = examples(f"{open_server.url}/api/v1")
    surroundings = {**os.environ, "QA_KEY": key, "QA_SOURCE": SOURCE, "no_proxy": "*", "NO_PROXY": "*"}
    told = {
        name: subprocess.run(
            ["bash", "-c", command], env=surroundings, capture_output=True, text=True, check=True, timeout=60
        ).stdout
        for name, command in commands.items()
    }
    assert '"result": "stored"' in told["records"], told
    assert '"rating": 5' in told["record"]
    assert '"state": "received"' in told["tickets"]
    assert told["ticket"] == told["tickets"]
    assert '"call-centre"' not in told["key"]
    assert (ServiceRecord.objects.count(), Ticket.objects.count()) == (1, 1)


def test_recipe_of_the_papers_is_the_function_that_is_tried():
    room: dict = {}
    exec(verification_recipe(), room)  # noqa: S102  (our own file, as the papers show it)
    assert room["is_from_portal"].__code__.co_code == is_from_portal.__code__.co_code


def test_papers_show_every_operation_with_its_fields():
    found = {(one.method, one.path): one for one in operations_of(schema())}
    assert len(found) == 8
    assert {field.name for field in found["POST", "/api/v1/records"].fields} >= {
        "source",
        "records",
        "records[].rating",
    }
    assert all(one.summary and one.text and one.answer for one in found.values())
