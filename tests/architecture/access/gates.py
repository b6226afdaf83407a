"""The gates of a cycle: leads move it, leads, managers and supervisors look on; the calendar is for everybody."""

from datetime import timedelta
from uuid import uuid4

from assessments.models import MeasureReading
from foundation.common import clock
from foundation.workdays.calendar import add_workdays
from tests.architecture.row import Row

OVERSIGHT = {"liwen": 200, "zhouhang": 200, "qianli": 200, "*": 403}
READING = {"liwen": 200, "*": 403}
LEADS = {"liwen": 302, "*": 403}
REFUSED = {"liwen": 422, "*": 403}
TOO_LATE = {"liwen": 409, "*": 403}


def cycle(world) -> dict:
    """Collecting, without plans: nothing blocks its gate."""
    MeasureReading.objects.filter(cycle=world.cycle).update(computed_at=clock.now() - timedelta(minutes=1))
    return {"public_id": world.cycle.public_id}


def past_cycle(world) -> dict:
    """In feedback."""
    return {"public_id": world.past_cycle.public_id}


def reviewed(world) -> dict:
    """In review, nobody asked yet."""
    return {"public_id": world.reviewed_cycle.public_id}


def published(world) -> dict:
    assert world.publication
    return {"public_id": world.past_cycle.public_id}


def asked(world) -> dict:
    """In review, and its group votes."""
    return {"public_id": world.decision.subject}


def gate(state: str, **more):
    return lambda world: {"gate": state, "client_key": uuid4(), **more}


def group(world) -> dict:
    people = (world.cast.zhou, world.cast.he, world.cast.guo)
    return {
        "gate": "review",
        "members": [str(person.public_id) for person in people],
        "due_on": add_workdays(clock.today(), 3).isoformat(),
        "client_key": uuid4(),
    }


def opened(world) -> dict:
    """A special assessment that nobody has touched."""
    from assessments.services.special import open_special_cycle

    today = clock.today()
    assert world.version
    cycle = open_special_cycle(
        title_zh="专项", title_en="", start=today, end=today + timedelta(days=9), units=[world.cast.east], again=True, actor=world.cast.li,
        key=uuid4(),
    )  # fmt: skip
    return {"public_id": cycle.public_id}


def special(world) -> dict:
    assert world.version
    today = clock.today()
    return {
        "title_zh": "双录专项评估",
        "start": today.isoformat(),
        "last_day": (today + timedelta(days=20)).isoformat(),
        "units": ["BR-E", "BR-W"],
        "again": "on",
        "client_key": uuid4(),
    }


ROWS = [
    Row("assessments:calendar", {"*": 200}),
    Row("assessments:calendar", {"*": 200}, query="?year=2021", variant="another year"),
    Row("assessments:cycle_detail", OVERSIGHT, kwargs=reviewed, variant="in review"),
    Row("assessments:cycle_detail", OVERSIGHT, kwargs=past_cycle, variant="in feedback"),
    # passing
    Row("assessments:cycle_pass_gate", LEADS, kwargs=cycle, method="post", data=gate("collecting")),
    Row("assessments:cycle_pass_gate", TOO_LATE, kwargs=cycle, method="post", data=gate("initial"), variant="stale"),
    Row("assessments:cycle_pass_gate", TOO_LATE, kwargs=past_cycle, method="post", data=gate("feedback"), variant="in feedback"),
    Row("assessments:cycle_pass_gate", LEADS, kwargs=reviewed, method="post", data=gate("review"), variant="blocked"),
    Row("assessments:cycle_pass_gate", {"liwen": 400, "*": 403}, kwargs=cycle, method="post", variant="no gate"),
    Row("assessments:cycle_pass_gate", {"*": 405}, kwargs=cycle, variant="read"),
    # going back
    Row("assessments:cycle_go_back", READING, kwargs=past_cycle),
    Row("assessments:cycle_go_back", TOO_LATE, kwargs=cycle, variant="nowhere to go"),
    Row("assessments:cycle_go_back", LEADS, kwargs=past_cycle, method="post", data=gate("feedback", to="review", reason="评分有误")),
    Row("assessments:cycle_go_back", REFUSED, kwargs=past_cycle, method="post", data=gate("feedback", to="review"), variant="no reason"),
    Row("assessments:cycle_go_back", TOO_LATE, kwargs=past_cycle, method="post", data=gate("approval", to="review", reason="x"), variant="stale"),
    # the group
    Row("assessments:cycle_group", READING, kwargs=reviewed),
    Row("assessments:cycle_group", LEADS, kwargs=reviewed, method="post", data=group),
    Row("assessments:cycle_group", REFUSED, kwargs=reviewed, method="post", variant="empty"),
    Row("assessments:cycle_group", TOO_LATE, kwargs=asked, method="post", data=group, variant="while one votes"),
    Row("assessments:cycle_group", TOO_LATE, kwargs=cycle, variant="at another gate"),
    # planned days
    Row("assessments:cycle_dates", READING, kwargs=cycle),
    Row("assessments:cycle_dates", LEADS, kwargs=cycle, method="post", data=lambda w: {"version": w.cycle.version}),
    Row("assessments:cycle_dates", TOO_LATE, kwargs=cycle, method="post", data=lambda w: {"version": 99}, variant="stale"),
    Row("assessments:cycle_dates", REFUSED, kwargs=cycle, method="post", variant="empty"),
    Row("assessments:cycle_dates", TOO_LATE, kwargs=published, variant="published"),
    # special assessments
    Row("assessments:cycle_special", READING),
    Row("assessments:cycle_detail", OVERSIGHT, kwargs=opened, variant="special"),
    Row("assessments:cycle_discard", LEADS, kwargs=opened, method="post"),
    Row("assessments:cycle_discard", {"*": 403}, kwargs=cycle, method="post", variant="a quarter"),
    Row("assessments:cycle_discard", {"*": 405}, kwargs=opened, variant="read"),
    Row("assessments:cycle_special", LEADS, method="post", data=special),
    Row("assessments:cycle_special", REFUSED, method="post", variant="empty"),
]  # fmt: skip
