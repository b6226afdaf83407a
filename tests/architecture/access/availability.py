"""Absences: everybody their own, heads those of the unit, administrators all. Expertise and needs: leads."""

from datetime import timedelta

from foundation.common import clock
from organization import services
from organization.models import Absence
from tests.architecture.row import Row

ACT = {"liwen": 302, "*": 403}
BAD = {"liwen": 422, "*": 403}


def lin(world) -> dict:
    return {"public_id": world.cast.lin.public_id}


def east(world) -> dict:
    return {"public_id": world.cast.east.public_id}


def absence(world) -> dict:
    """Zhao Lei's, of East Branch."""
    day = clock.today() + timedelta(days=3)
    made = Absence.objects.create(person=world.cast.zhao, first_day=day, last_day=day)
    return {"public_id": made.public_id}


def days(world) -> dict:
    day = (clock.today() + timedelta(days=30)).isoformat()
    key = "01900000-0000-4000-8000-000000000003"
    return {"first_day": day, "first_half": "am", "last_day": day, "last_half": "pm", "client_key": key}


def for_zhao(world) -> dict:
    return {**days(world), "person": world.cast.zhao.public_id}


def entry(world) -> dict:
    made = services.give_expertise(person=world.cast.lin, kind="language", value="cantonese", actor=None)
    return {**lin(world), "entry_id": made.public_id}


def entry_of_another(world) -> dict:
    return {**entry(world), "public_id": world.cast.guo.public_id}


def need(world) -> dict:
    made = services.set_need(unit=world.cast.east, kind="language", value="cantonese", actor=None)
    return {**east(world), "need_id": made.public_id}


def need_of_another(world) -> dict:
    return {**need(world), "public_id": world.cast.west.public_id}


ROWS = [
    Row("organization:absence_list", {"*": 200}, lambda w: {} if absence(w) else {}),
    Row("organization:absence_enter", {"*": 200}),
    Row(
        "organization:absence_enter",
        {"zhaolei": 302, "chenjie": 302, "fengbo": 302, "*": 422},
        method="post",
        data=for_zhao,
    ),
    Row("organization:absence_enter", {"*": 422}, method="post", data=days, variant="for nobody"),
    Row(
        "organization:absence_withdraw",
        {"zhaolei": 302, "chenjie": 302, "fengbo": 302, "liwen": 403, "qianli": 403, "*": 404},
        absence,
        "post",
    ),
    Row("organization:absence_withdraw", {"*": 405}, absence, variant="read"),
    Row("organization:expertise_give", ACT, lin, "post", lambda w: {"value": "method:on_site"}),
    Row(
        "organization:expertise_give", BAD, lin, "post", lambda w: {"value": "method:juggling"}, variant="no such thing"
    ),
    Row(
        "organization:expertise_give",
        {"*": 403},
        lambda w: {"public_id": w.cast.li.public_id},
        "post",
        lambda w: {"value": "method:on_site"},
        variant="own",
    ),
    Row("organization:expertise_give", {"*": 405}, lin, variant="read"),
    Row("organization:expertise_end", ACT, entry, "post"),
    Row("organization:expertise_end", {"liwen": 404, "*": 403}, entry_of_another, "post", variant="of somebody else"),
    Row("organization:expertise_end", {"*": 405}, entry, variant="read"),
    Row("organization:need_set", ACT, east, "post", lambda w: {"value": "language:cantonese"}),
    Row("organization:need_set", BAD, east, "post", lambda w: {"value": "method:on_site"}, variant="not asked for"),
    Row("organization:need_set", {"*": 405}, east, variant="read"),
    Row("organization:need_end", ACT, need, "post"),
    Row("organization:need_end", {"liwen": 404, "*": 403}, need_of_another, "post", variant="of another unit"),
    Row("organization:need_end", {"*": 405}, need, variant="read"),
]
