"""What is measured may be read by all; leads draft, managers approve what others wrote."""

from foundation.common import clock
from standards.enums import VersionState
from standards.models import StandardVersion
from standards.services import (
    approve_version,
    create_standard_from_preset,
    report_pilot,
    start_pilot,
    submit_version,
)
from tests.architecture.row import Row

KEY = "11111111-1111-4111-8111-111111111111"
READ = {"*": 200}
# Drafts are read by those who work on them or watch, and changed by leads.
LEAD = {"liwen": 200, "zhouhang": 403, "qianli": 403, "*": 404}
LEAD_ACTS = {**LEAD, "liwen": 302}
SEEN = {"liwen": 200, "zhouhang": 200, "qianli": 200, "*": 404}


def version(world) -> dict:
    """In force."""
    return {"public_id": world.version.public_id}


def make_draft(world) -> StandardVersion:
    return create_standard_from_preset(preset="four-dimensions", author=world.cast.li)


def make_submitted(world) -> StandardVersion:
    return submit_version(version=make_draft(world), actor=world.cast.li)


def make_pilot(world) -> StandardVersion:
    row, today = make_draft(world), clock.today()
    start_pilot(version=row, actor=world.cast.li, units=[world.cast.east], starts_on=today, ends_on=today, aim="档次")
    return row


def draft(world) -> dict:
    return {"public_id": make_draft(world).public_id}


def submitted(world) -> dict:
    return {"public_id": make_submitted(world).public_id}


def pilot(world) -> dict:
    return {"public_id": make_pilot(world).public_id}


def reported(world) -> dict:
    row = make_pilot(world)
    report_pilot(version=row, actor=world.cast.li, report="一致", advice="adopt")
    return {"public_id": row.public_id}


def approved(world) -> dict:
    return {"public_id": approve_version(version=make_submitted(world), actor=world.cast.zhou).public_id}


def by_a_manager(world) -> dict:
    """Somebody's who is a manager: never theirs to approve."""
    row = make_submitted(world)
    StandardVersion.objects.filter(pk=row.pk).update(author=world.cast.zhou, state=VersionState.SUBMITTED)
    return {"public_id": row.public_id}


def dimension(world) -> dict:
    return {**draft(world), "code": "attitude"}


def indicator(world) -> dict:
    return {**draft(world), "code": "2.1"}


def keyed(world) -> dict:
    return {"client_key": KEY}


def preset(world) -> dict:
    return {"preset": "four-dimensions", "client_key": KEY}


def down(world) -> dict:
    return {"to": "down"}


def why(world) -> dict:
    return {"reason": "权重请再斟酌"}


def editor(name: str, kwargs=draft) -> list[Row]:
    """A page of the editor: for leads, on drafts only."""
    return [
        Row(f"standards:{name}", LEAD, kwargs=kwargs),
        Row(f"standards:{name}", {**LEAD, "liwen": 422}, kwargs=kwargs, method="post", variant="nothing filled in"),
    ]


def removal(name: str, kwargs) -> list[Row]:
    return [
        Row(f"standards:{name}", LEAD, kwargs=kwargs),
        Row(f"standards:{name}", LEAD_ACTS, kwargs=kwargs, method="post"),
    ]


def move(name: str, kwargs) -> list[Row]:
    return [
        Row(f"standards:{name}", LEAD_ACTS, kwargs=kwargs, method="post", data=down),
        Row(f"standards:{name}", {"*": 405}, kwargs=kwargs, variant="read"),
    ]


EDITOR = [
    Row("standards:version_edit", LEAD, kwargs=draft),
    Row("standards:version_edit", {"liwen": 409, "*": 403}, kwargs=version, variant="in force"),
    Row("standards:version_edit", {"*": 405}, kwargs=draft, method="post"),
    *editor("version_settings"),
    Row("standards:version_scope", LEAD, kwargs=draft),
    Row("standards:version_scope", {**LEAD, "liwen": 422}, kwargs=draft, method="post", variant="nothing filled in"),
    *editor("version_targets"),
    *editor("dimension_add"),
    *editor("dimension_edit", dimension),
    *removal("dimension_remove", dimension),
    *move("dimension_move", dimension),
    *editor("indicator_add"),
    *editor("indicator_edit", indicator),
    *removal("indicator_remove", indicator),
    *move("indicator_move", indicator),
    *editor("pilot_start"),
]

DECIDING = [
    Row("standards:version_submit", LEAD_ACTS, kwargs=draft, method="post"),
    Row("standards:version_submit", LEAD_ACTS | {"*": 403}, kwargs=reported, method="post", variant="after its pilot"),
    Row("standards:version_submit", {"*": 405}, kwargs=draft, variant="read"),
    Row("standards:version_take_back", {"liwen": 302, "zhouhang": 403, "qianli": 403, "*": 404}, kwargs=submitted, method="post"),
    Row("standards:version_take_back", {"*": 403}, kwargs=version, method="post", variant="in force, sent by nobody"),
    Row("standards:version_take_back", {"*": 405}, kwargs=submitted, variant="read"),
    Row("standards:version_approve", {"zhouhang": 302, "liwen": 403, "qianli": 403, "*": 404}, kwargs=submitted, method="post"),
    Row("standards:version_approve", {"zhouhang": 409, "*": 403}, kwargs=version, method="post", variant="in force"),
    Row(
        "standards:version_approve",
        {"liwen": 403, "zhouhang": 403, "qianli": 403, "*": 404},
        kwargs=by_a_manager,
        method="post",
        variant="own",
    ),
    Row("standards:version_approve", {"*": 405}, kwargs=submitted, variant="read"),
    Row("standards:version_return", {"zhouhang": 200, "liwen": 403, "qianli": 403, "*": 404}, kwargs=submitted),
    Row(
        "standards:version_return",
        {"zhouhang": 302, "liwen": 403, "qianli": 403, "*": 404},
        kwargs=submitted,
        method="post",
        data=why,
    ),
    Row("standards:version_put_in_force", {"liwen": 302, "zhouhang": 302, "*": 403}, kwargs=approved, method="post"),
    Row(
        "standards:version_put_in_force",
        {"liwen": 409, "zhouhang": 409, "*": 403},
        kwargs=version,
        method="post",
        variant="in force",
    ),
    Row("standards:version_put_in_force", {"*": 405}, kwargs=approved, variant="read"),
    Row("standards:version_retire", {"liwen": 302, "zhouhang": 302, "*": 403}, kwargs=approved, method="post"),
    Row("standards:version_retire", {"liwen": 409, "zhouhang": 409, "*": 403}, kwargs=version, method="post", variant="in force"),
    Row("standards:version_retire", {"*": 405}, kwargs=approved, variant="read"),
    Row("standards:pilot_report", {"liwen": 200, "*": 403}, kwargs=pilot),
    Row("standards:pilot_report", {"liwen": 409, "*": 403}, kwargs=version, variant="in force"),
    Row("standards:pilot_report", {"liwen": 422, "*": 403}, kwargs=pilot, method="post", variant="nothing written"),
]  # fmt: skip

ROWS = [
    Row("standards:standard_list", READ),
    Row("standards:version_detail", READ, kwargs=version),
    Row("standards:version_detail", SEEN, kwargs=draft, variant="draft"),
    Row("standards:version_detail", SEEN, kwargs=submitted, variant="sent"),
    Row("standards:version_detail", READ, kwargs=reported, variant="pilot"),
    Row("standards:version_detail", READ, kwargs=approved, variant="approved"),
    Row("standards:version_compare", READ, kwargs=version, variant="the only one"),
    Row("standards:version_compare", SEEN, kwargs=draft, query="?show=all", variant="draft"),
    Row("standards:version_compare", {"*": 404}, kwargs=version, query="?with=nothing", variant="no such version"),
    Row("standards:standard_create", {"liwen": 200, "*": 403}),
    Row("standards:standard_create", {"liwen": 302, "*": 403}, method="post", data=preset),
    Row("standards:standard_create", {"liwen": 422, "*": 403}, method="post", variant="nothing filled in"),
    Row("standards:version_next", {"liwen": 302, "*": 403}, kwargs=version, method="post", data=keyed),
    Row("standards:version_next", {"liwen": 409, "zhouhang": 403, "qianli": 403, "*": 404}, kwargs=draft, method="post", data=keyed, variant="draft"),
    Row("standards:version_next", {"*": 405}, kwargs=version, variant="read"),
    Row("standards:version_discard", LEAD, kwargs=draft),
    Row("standards:version_discard", LEAD_ACTS, kwargs=draft, method="post"),
    Row("standards:version_discard", {"liwen": 409, "*": 403}, kwargs=version, method="post", variant="in force"),
    *EDITOR,
    *DECIDING,
]  # fmt: skip
