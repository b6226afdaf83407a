"""`--check`: what a person and a monitor would ask of a portal that has just started, asked for real."""

import json
import time
from collections.abc import Callable, Mapping

from .failure import Failure
from .places import Checkout, Data
from .preparation import manage
from .visitor import Answer, Visitor, hidden_fields, linked_files

SIGN_IN = "/accounts/login/"
SWEEP_PATIENCE = 45  # seconds; beat asks for the first sweep within 15


class NotProved(Failure):
    """A check got another answer than it should."""


def prove(
    checkout: Checkout,
    data: Data,
    environment: Mapping[str, str],
    visitor: Visitor,
    *,
    demo: bool,
    look: Callable[[], None],
) -> None:
    """Run all checks, saying each. `look` is called while waiting, so that a part that dies is noticed. Raises NotProved at the first that fails."""
    began = time.monotonic()
    _say("health page", _health(visitor))
    page = visitor.get(SIGN_IN)
    _say("sign-in page", _sign_in_page(page))
    _say("static files", _static_files(visitor, page))
    if demo:
        _say("demo sign-in", _demo_sign_in(checkout, data, environment, visitor))
    else:
        _say("deny by default", _closed(visitor))
    look()
    _say("task through the worker", _task(checkout, data, environment))
    _say("scheduler", _scheduler(visitor, began, look))


def _health(visitor: Visitor) -> str:
    answer = visitor.get("/healthz")
    body = _json(answer)
    _expect(answer.status == 200 and body.get("database") is True, "/healthz", answer)
    _expect(body.get("broker") is True, "the broker behind /healthz", answer)
    return "database and broker answer"


def _sign_in_page(page: Answer) -> str:
    fields = hidden_fields(page.text)
    _expect(
        page.status == 200 and "csrfmiddlewaretoken" in fields and 'type="password"' in page.text,
        "the sign-in page",
        page,
    )
    return f"{len(page.body)} bytes"


def _static_files(visitor: Visitor, page: Answer) -> str:
    files = linked_files(page.text)
    _expect("text/css" in files.values(), "the sign-in page's style sheets", page)
    for path, kind in files.items():
        answer = visitor.get(path)
        _expect(answer.status == 200 and answer.kind.startswith(kind) and bool(answer.body), path, answer)
    return f"{len(files)} style sheets and scripts"


def _demo_sign_in(checkout: Checkout, data: Data, environment: Mapping[str, str], visitor: Visitor) -> str:
    person = demo_people(checkout, data, environment)[0]
    page = visitor.get(SIGN_IN)
    fields = hidden_fields(page.text) | {"login": person["username"], "password": person["password"]}
    first = visitor.post(SIGN_IN, fields, page.url)
    _expect(
        first.status == 200 and not first.path.startswith("/accounts/"), f"the sign-in of {person['username']}", first
    )
    _expect(person["name"] in first.text, f"{person['name']}'s first screen", first)
    return f"{person['name']} ({person['role']}) sees {first.path}"


def _closed(visitor: Visitor) -> str:
    answer = visitor.get("/")
    _expect(answer.status == 200 and answer.path == SIGN_IN, "the first screen without a sign-in", answer)
    return "a stranger is sent to the sign-in page"


def _task(checkout: Checkout, data: Data, environment: Mapping[str, str]) -> str:
    remedy = f"Look into {data.log('worker')}"
    return manage(
        checkout, data, environment, "prove_worker", what="The worker did not do its task", remedy=remedy
    ).strip()


def _scheduler(visitor: Visitor, began: float, look: Callable[[], None]) -> str:
    deadline = time.monotonic() + SWEEP_PATIENCE
    while True:
        age = _json(visitor.get("/healthz")).get("seconds_since_last_sweep")
        if age is not None and age <= time.monotonic() - began:
            return "beat's sweep was done by the worker"
        if time.monotonic() > deadline:
            raise NotProved(
                "The scheduler's sweep was not done", "Look into logs/beat.log and logs/worker.log of the data folder"
            )
        look()
        time.sleep(0.5)


def demo_people(checkout: Checkout, data: Data, environment: Mapping[str, str]) -> list[dict[str, str]]:
    """One person per role: role, name, username, password."""
    text = manage(checkout, data, environment, "demo_sign_ins", "--json", what="The demo's sign-ins could not be read")
    return json.loads(text)


def _json(answer: Answer) -> dict:
    try:
        return json.loads(answer.text)
    except ValueError:
        return {}


def _expect(holds: bool, what: str, answer: Answer) -> None:
    if not holds:
        begun = " ".join(answer.text.split())[:120]
        raise NotProved(
            f"Not as it should be: {what} ({answer.status} from {answer.url}: {begun})",
            "Look into the logs of the data folder",
        )


def _say(what: str, result: str) -> None:
    print(f"  ok  {what}: {result}", flush=True)
