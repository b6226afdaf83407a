"""Editions: in the making for three roles, published for everybody."""

from tests.architecture.row import Row

MAKING = {"liwen": 200, "zhouhang": 200, "qianli": 200, "*": 404}


def draft(world) -> dict:
    return {"public_id": world.draft_publication.public_id}


def proposed(world) -> dict:
    return {"public_id": world.proposed_publication.public_id}


def published(world) -> dict:
    return {"public_id": world.publication.public_id}


ROWS = [
    Row("publication:publication_list", {"*": 200}),
    Row(
        "publication:publication_draft",
        {"liwen": 302, "*": 403},
        method="post",
        data=lambda w: {"cycle": w.past_cycle.code},
    ),
    Row("publication:publication_detail", MAKING, draft, variant="draft"),
    Row("publication:publication_detail", MAKING, proposed, variant="proposed"),
    Row("publication:publication_detail", {"*": 200}, published, variant="published"),
    Row("publication:publication_edit", {**MAKING, "zhouhang": 403, "qianli": 403}, draft),
    Row(
        "publication:publication_edit",
        {**MAKING, "liwen": 403, "zhouhang": 403, "qianli": 403},
        proposed,
        variant="proposed",
    ),
    Row("publication:publication_propose", {"liwen": 302, "zhouhang": 403, "qianli": 403, "*": 404}, draft, "post"),
    Row("publication:publication_discard", {"liwen": 302, "zhouhang": 403, "qianli": 403, "*": 404}, draft, "post"),
    Row(
        "publication:publication_discard",
        {"liwen": 403, "zhouhang": 403, "qianli": 403, "*": 404},
        proposed,
        "post",
        variant="proposed",
    ),
    Row("publication:publication_approve", {"liwen": 403, "zhouhang": 302, "qianli": 403, "*": 404}, proposed, "post"),
    Row(
        "publication:publication_return",
        {"liwen": 403, "zhouhang": 302, "qianli": 403, "*": 404},
        proposed,
        "post",
        lambda w: {"reason": "改"},
    ),
    Row("publication:publication_acknowledge", {"*": 302}, published, "post"),
    Row("publication:publication_verify", {"*": 200}, published),
    Row("publication:publication_verify", {"*": 404}, draft, variant="draft"),
    Row("publication:publication_download", {"*": 200}, published),
]
