"""Notifications: everybody has their own."""

from tests.architecture.row import Row


def told_li(world) -> dict:
    return {"public_id": world.notification.public_id}


ROWS = [
    Row("notifications:list", {"*": 200}),
    Row("notifications:read_all", {"*": 302}, method="post"),
    Row("notifications:read_all", {"*": 405}, variant="read"),
    Row("notifications:open", {"liwen": 302, "*": 404}, told_li, "post"),
    Row("notifications:open", {"*": 405}, told_li, variant="read"),
]
