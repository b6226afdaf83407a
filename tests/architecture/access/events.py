"""Critical events: leads and managers report, a manager who did not report decides, supervisors look on."""

from assessments.models import CriticalEvent
from foundation.common import clock
from standards.enums import Scale
from standards.models import Indicator
from tests.architecture.row import Row

SEE = {"liwen": 200, "zhouhang": 200, "qianli": 200, "*": 404}
KEY = "11111111-1111-4111-8111-111111111111"


def red_line(world) -> Indicator:
    """The standard of the world's cycle knows penalties."""
    version = world.cycle.standard_version
    dimension = version.dimensions.first()
    return Indicator.objects.get_or_create(
        version=version,
        code="9.9",
        defaults={"dimension": dimension, "name_zh": "监管处罚", "name_en": "Penalty", "scale": Scale.EVENT},
    )[0]


def make_event(world, number: int = 1, state: str = "reported", **more) -> CriticalEvent:
    return CriticalEvent.objects.create(
        cycle=world.cycle,
        unit=world.cast.east,
        indicator=red_line(world),
        happened_on=world.cycle.start,
        account=f"监管机构下达处罚决定（{number}）",
        state=state,
        **{"reported_by": world.cast.li, **more},
    )


def event(world) -> dict:
    return {"public_id": make_event(world).public_id}


def by_the_manager(world) -> dict:
    return {"public_id": make_event(world, reported_by=world.cast.zhou).public_id}


def confirmed(world) -> dict:
    row = make_event(world, state="confirmed", decided_by=world.cast.zhou, decided_at=clock.now())
    return {"public_id": row.public_id}


def cycle(world) -> dict:
    red_line(world)
    return {"public_id": world.cycle.public_id}


def report(world) -> dict:
    return {
        "unit": str(world.plan.unit.public_id),
        "indicator": red_line(world).code,
        "happened_on": world.cycle.start.isoformat(),
        "account": "监管机构下达处罚决定",
        "client_key": KEY,
    }


def why(world) -> dict:
    return {"reason": "已核实"}


ROWS = [
    Row("assessments:event_list", {"liwen": 200, "zhouhang": 200, "qianli": 200, "*": 403}),
    Row("assessments:event_report", {"liwen": 200, "zhouhang": 200, "*": 403}, kwargs=cycle),
    Row(
        "assessments:event_report", {"liwen": 302, "zhouhang": 302, "*": 403}, kwargs=cycle, method="post", data=report
    ),
    Row(
        "assessments:event_report",
        {"liwen": 404, "zhouhang": 404, "*": 403},
        kwargs=lambda world: {"public_id": world.cast.east.public_id},
        variant="no such cycle",
    ),
    Row("assessments:event_detail", SEE, kwargs=event),
    Row("assessments:event_detail", SEE, kwargs=confirmed, variant="confirmed"),
    Row("assessments:event_confirm", {"zhouhang": 200, "liwen": 403, "qianli": 403, "*": 404}, kwargs=event),
    Row(
        "assessments:event_confirm",
        {"zhouhang": 302, "liwen": 403, "qianli": 403, "*": 404},
        kwargs=event,
        method="post",
        data=why,
    ),
    Row(
        "assessments:event_confirm",
        {"zhouhang": 403, "liwen": 403, "qianli": 403, "*": 404},
        kwargs=by_the_manager,
        method="post",
        variant="own",
    ),
    Row("assessments:event_dismiss", {"zhouhang": 200, "liwen": 403, "qianli": 403, "*": 404}, kwargs=event),
    Row(
        "assessments:event_dismiss",
        {"zhouhang": 302, "liwen": 403, "qianli": 403, "*": 404},
        kwargs=confirmed,
        method="post",
        data=why,
    ),
]
