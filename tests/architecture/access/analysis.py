"""Results of a unit: those who see all, and from the gate “feedback” on the unit itself."""

from uuid import uuid4

from standards.models import Target
from tests.architecture.row import Row

OVERSIGHT = {"liwen": 200, "zhouhang": 200, "qianli": 200, "*": 404}
OWN = {**OVERSIGHT, "chenjie": 200, "wudi": 200}
OTHER = {**OVERSIGHT, "sunyan": 200}


def east(world) -> dict:
    assert world.past_cycle
    return {"public_id": world.cast.east.public_id}


def west(world) -> dict:
    assert world.past_cycle
    return {"public_id": world.cast.west.public_id}


def being_scored(world) -> dict:
    assert world.plan
    return {"public_id": world.cast.east.public_id}


def not_assessed(world) -> dict:
    assert world.past_cycle
    return {"public_id": world.cast.retail.public_id}


def none(world) -> dict:
    assert world.past_cycle
    return {}


EVERY_READER = {"liwen": 200, "zhouhang": 200, "qianli": 200, "chenjie": 200, "wudi": 200, "sunyan": 200, "*": 403}
NOT_YET = {"liwen": 200, "zhouhang": 200, "qianli": 200, "chenjie": 404, "wudi": 404, "sunyan": 404, "*": 403}
OF_EAST = {**EVERY_READER, "sunyan": 404}


def in_scoring(world) -> dict:
    assert world.plan
    return {}


def rank(world) -> dict:
    """The rank in the industry that the standard of 2021Q1 aims at."""
    Target.objects.create(
        version=world.version, code="rank", name_zh="行业排名", name_en="Rank", kind="rank", sense="at_most", value=3, unit="place"
    )  # fmt: skip
    return {"public_id": world.past_cycle.public_id, "code": "rank"}


def place(world) -> dict:
    return {"value": "2", "as_of": "2021-06-30", "source": "年报", "client_key": str(uuid4())}


def resolved(_world) -> dict:
    return {"code": "records.resolved"}


def no_measure(_world) -> dict:
    return {"code": "records.nothing"}


NO_MEASURE = dict.fromkeys(EVERY_READER.keys() - {"*"}, 404)


SEEING_ALL = {"liwen": 200, "zhouhang": 200, "qianli": 200, "*": 403}
NOT_THERE = dict.fromkeys(SEEING_ALL.keys() - {"*"}, 404)


def measured(name: str, where) -> list[Row]:
    """Heads and liaisons read their own subtree, those who see all units every one."""
    return [
        Row(name, EVERY_READER, where),
        Row(name, OF_EAST, where, query="?unit=BR-E", variant="one unit"),
        Row(name, {**EVERY_READER, **NO_MEASURE}, where, query="?quarter=1999Q1", variant="no such quarter"),
        Row(name, {"*": 405}, where, "post"),
    ]


ROWS = [
    Row("analysis:own_results", {"chenjie": 200, "wudi": 200, "sunyan": 200, "*": 403}, none),
    Row("analysis:own_results", {"*": 405}, none, "post"),
    Row("analysis:targets", EVERY_READER, none, query="?cycle=2021Q1"),
    Row("analysis:targets", OF_EAST, none, query="?cycle=2021Q1&subject=BR-E", variant="one unit"),
    Row(
        "analysis:targets",
        NOT_YET,
        none,
        query="?cycle=2021Q1&subject=organization",
        variant="organization, unpublished",
    ),
    Row("analysis:targets", NOT_YET, in_scoring, query="?cycle=2021Q2", variant="being scored"),
    Row("analysis:targets", {"*": 405}, none, "post"),
    Row("analysis:targets_export", EVERY_READER, none, query="?cycle=2021Q1"),
    Row("analysis:targets_export", OF_EAST, none, query="?cycle=2021Q1&subject=BR-E", variant="one unit"),
    Row("analysis:targets_export", NOT_YET, in_scoring, query="?cycle=2021Q2", variant="being scored"),
    Row("analysis:targets_export", {"*": 405}, none, "post"),
    Row("analysis:entered_figure", NOT_YET, rank),
    Row("analysis:entered_figure", {**NOT_YET, "liwen": 302, "zhouhang": 403, "qianli": 403}, rank, "post", place),
    Row("analysis:unit_detail", OWN, east, query="?cycle=2021Q1"),
    Row("analysis:unit_detail", OTHER, west, query="?cycle=2021Q1", variant="other unit"),
    Row("analysis:unit_detail", OVERSIGHT, being_scored, query="?cycle=2021Q2", variant="being scored"),
    Row("analysis:unit_detail", {"*": 404}, not_assessed, query="?cycle=2021Q1", variant="not assessed"),
    Row("analysis:unit_detail", {"*": 404}, east, query="?cycle=1999Q1", variant="no such cycle"),
    Row("analysis:unit_detail", {"*": 405}, east, "post"),
    Row("analysis:unit_export", OWN, east, query="?cycle=2021Q1"),
    Row("analysis:unit_export", OTHER, west, query="?cycle=2021Q1", variant="other unit"),
    Row("analysis:unit_export", OVERSIGHT, being_scored, query="?cycle=2021Q2", variant="being scored"),
    Row("analysis:area_top", EVERY_READER, none, query="?cycle=2021Q1"),
    Row("analysis:area_top", NOT_YET, in_scoring, query="?cycle=2021Q2", variant="being scored"),
    Row("analysis:area_top", {"*": 405}, none, "post"),
    Row("analysis:area_detail", OF_EAST, east, query="?cycle=2021Q1"),
    Row("analysis:area_detail", NOT_YET, not_assessed, query="?cycle=2021Q1", variant="not assessed"),
    Row("analysis:area_detail", {"*": 405}, east, "post"),
    Row("analysis:area_export", OF_EAST, east, query="?cycle=2021Q1"),
    Row("analysis:area_export", NOT_YET, being_scored, query="?cycle=2021Q2", variant="being scored"),
    Row("analysis:area_export", {"*": 405}, east, "post"),
    Row("analysis:leniency", SEEING_ALL, none, query="?cycle=2021Q1"),
    Row("analysis:leniency", {**SEEING_ALL, **NOT_THERE}, none, query="?cycle=1999Q1", variant="no such cycle"),
    Row("analysis:leniency", {"*": 405}, none, "post"),
    Row("analysis:leniency_export", SEEING_ALL, none, query="?cycle=2021Q1"),
    Row("analysis:leniency_export", {"*": 405}, none, "post"),
    Row("analysis:year_detail", EVERY_READER, none),
    Row("analysis:year_detail", EVERY_READER, none, query="?year=2021&dimension=R", variant="one dimension"),
    Row("analysis:year_detail", {**EVERY_READER, **NO_MEASURE}, none, query="?year=1999", variant="no such year"),
    Row("analysis:year_detail", {"*": 405}, none, "post"),
    Row("analysis:year_export", EVERY_READER, none),
    Row("analysis:year_export", {"*": 405}, none, "post"),
    *measured("analysis:measure_list", none),
    *measured("analysis:measure_list_export", none),
    *measured("analysis:measure_detail", resolved),
    *measured("analysis:measure_detail_export", resolved),
    Row("analysis:measure_detail", {**NO_MEASURE, "*": 404}, no_measure, variant="no such measure"),
]
