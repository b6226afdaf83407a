"""What is measured may be read by all; leads draft, managers approve what others wrote."""

from standards.enums import VersionState
from standards.models import StandardVersion
from standards.services import approve_version, create_standard_from_preset
from tests.architecture.row import Row

KEY = "11111111-1111-4111-8111-111111111111"
READ = {"*": 200}


def version(world) -> dict:
    """In force."""
    return {"public_id": world.version.public_id}


def make_draft(world) -> StandardVersion:
    return create_standard_from_preset(preset="four-dimensions", author=world.cast.li)


def draft(world) -> dict:
    return {"public_id": make_draft(world).public_id}


def approved(world) -> dict:
    return {"public_id": approve_version(version=make_draft(world), actor=world.cast.zhou).public_id}


def by_a_manager(world) -> dict:
    """Somebody's who is a manager: never theirs to approve."""
    row = make_draft(world)
    StandardVersion.objects.filter(pk=row.pk).update(author=world.cast.zhou, state=VersionState.DRAFT)
    return {"public_id": row.public_id}


def preset(world) -> dict:
    return {"preset": "four-dimensions", "client_key": KEY}


ROWS = [
    Row("standards:standard_list", READ),
    Row("standards:version_detail", READ, kwargs=version),
    Row(
        "standards:version_detail",
        {"liwen": 200, "zhouhang": 200, "qianli": 200, "*": 404},
        kwargs=draft,
        variant="draft",
    ),
    Row("standards:standard_create", {"liwen": 302, "*": 403}, method="post", data=preset),
    Row("standards:standard_create", {"*": 405}, variant="read"),
    Row(
        "standards:version_approve",
        {"zhouhang": 302, "liwen": 403, "qianli": 403, "*": 404},
        kwargs=draft,
        method="post",
    ),
    Row("standards:version_approve", {"zhouhang": 409, "*": 403}, kwargs=version, method="post", variant="in force"),
    Row(
        "standards:version_approve",
        {"liwen": 403, "zhouhang": 403, "qianli": 403, "*": 404},
        kwargs=by_a_manager,
        method="post",
        variant="own",
    ),
    Row("standards:version_approve", {"*": 405}, kwargs=draft, variant="read"),
    Row("standards:version_put_in_force", {"liwen": 302, "zhouhang": 302, "*": 403}, kwargs=approved, method="post"),
    Row(
        "standards:version_put_in_force",
        {"liwen": 409, "zhouhang": 409, "*": 403},
        kwargs=version,
        method="post",
        variant="in force",
    ),
    Row("standards:version_put_in_force", {"*": 405}, kwargs=approved, variant="read"),
]
