"""Other weights tried on a past quarter: for those who see all units and drafts."""

from tests.architecture.access.weights import OVERSIGHT, draft_with_results, nothing_yet
from tests.architecture.row import Row


def draft_of_the_small_standard(world) -> dict:
    """The version in force, whose indicators have results."""
    return {"public_id": world.version.public_id}


ROWS = [
    Row("analysis:what_if", OVERSIGHT, draft_of_the_small_standard),
    Row("analysis:what_if", OVERSIGHT, draft_of_the_small_standard, query="?cycle=2021Q1&set=equal", variant="equal"),
    Row("analysis:what_if", OVERSIGHT, draft_with_results, variant="other standard"),
    Row("analysis:what_if", OVERSIGHT, nothing_yet, variant="before the first quarter"),
    Row("analysis:what_if", {"*": 404}, draft_of_the_small_standard, query="?cycle=1999Q1", variant="no such cycle"),
    Row("analysis:what_if", {"*": 405}, draft_of_the_small_standard, "post"),
    Row("analysis:what_if_export", OVERSIGHT, draft_of_the_small_standard, query="?cycle=2021Q1"),
    Row("analysis:what_if_export", {"*": 404}, nothing_yet, variant="before the first quarter"),
]
