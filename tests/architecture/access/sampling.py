"""Draws: seen by those who plan and watch, and by the team once they are drawn; chance is added by lead and supervisor."""

from assessments.services.spot_plans import plan_spot_checks
from sampling.models import Draw
from sampling.services import add_nonce, carry_out_draw, commit_draw, freeze_draw_frame
from tests.architecture.row import Row

OVERSIGHT = {"liwen": 200, "zhouhang": 200, "qianli": 200, "*": 404}
TEAM = {**OVERSIGHT, "linxiao": 200, "guomin": 200}
NONCE = {"value": "three heads, two tails"}


def draw(world) -> dict:
    """East Branch's, frozen, without nonces."""
    return {"public_id": world.plan.draw.public_id}


def make_ready(world) -> Draw:
    """East Branch's, with both nonces; nobody has carried it out."""
    ready = commit_draw(title="2021Q2 BR-E", actor=world.cast.li, nonces_wanted=2)
    freeze_draw_frame(draw=ready, pairs=[("phone", "calls:1")], sizes={"phone": 1}, reserves={}, actor=world.cast.li)
    for person in (world.cast.li, world.cast.qian):
        add_nonce(draw=ready, person=person, value=f"by {person.staff_number}")
    type(world.plan).objects.filter(pk=world.plan.pk).update(draw=ready)
    return ready


def ready(world) -> dict:
    return {"public_id": make_ready(world).public_id}


def drawn(world) -> dict:
    found = make_ready(world)
    carry_out_draw(draw=found, actor=None)
    return {"public_id": found.public_id}


def lot(world) -> dict:
    """The lot of the quarter's spot checks, frozen until the quarter is over."""
    assert world.plan
    plan_spot_checks(cycle=world.cycle)
    return {"public_id": world.cycle.spot_check_lot.draw.public_id}


ROWS = [
    Row("sampling:draw_detail", OVERSIGHT, kwargs=lot, variant="lot of spot checks"),
    Row("sampling:draw_proof", {"*": 404}, kwargs=lot, variant="lot of spot checks"),
    Row(
        "sampling:draw_complete",
        {"liwen": 409, "qianli": 409, "zhouhang": 403, "*": 404},
        kwargs=lot,
        method="post",
        variant="lot of spot checks",
    ),
    Row("sampling:draw_detail", OVERSIGHT, kwargs=draw),
    Row("sampling:draw_detail", TEAM, kwargs=drawn, variant="drawn"),
    Row("sampling:draw_proof", {"*": 404}, kwargs=draw, variant="before the draw"),
    Row("sampling:draw_proof", TEAM, kwargs=drawn),
    Row(
        "sampling:nonce_add",
        {"liwen": 302, "qianli": 302, "zhouhang": 403, "*": 404},
        kwargs=draw,
        method="post",
        data=lambda w: NONCE,
    ),
    Row(
        "sampling:nonce_add",
        {"liwen": 422, "qianli": 422, "zhouhang": 403, "*": 404},
        kwargs=draw,
        method="post",
        variant="empty",
    ),
    Row(
        "sampling:nonce_add",
        {"liwen": 409, "qianli": 409, "zhouhang": 403, "linxiao": 403, "guomin": 403, "*": 404},
        kwargs=drawn,
        method="post",
        data=lambda w: NONCE,
        variant="drawn",
    ),
    Row("sampling:nonce_add", {"*": 405}, kwargs=draw, variant="read"),
    Row(
        "sampling:draw_complete", {"liwen": 302, "qianli": 302, "zhouhang": 403, "*": 404}, kwargs=ready, method="post"
    ),
    Row(
        "sampling:draw_complete",
        {"liwen": 409, "qianli": 409, "zhouhang": 403, "*": 404},
        kwargs=draw,
        method="post",
        variant="not ready",
    ),
    Row("sampling:draw_complete", {"*": 405}, kwargs=draw, variant="read"),
    Row("sampling:script", {"*": 200}),
    Row("sampling:rule", {"*": 200}),
    Row("sampling:rule_file", {"*": 200}),
]
