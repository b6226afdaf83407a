"""Acts on editions."""

from publication.services.editions import (
    acknowledge_publication,
    approve_publication,
    discard_publication,
    draft_publication,
    edit_publication,
    propose_publication,
    return_publication,
)
from publication.services.release import release_due, release_publication

__all__ = [
    "acknowledge_publication",
    "approve_publication",
    "discard_publication",
    "draft_publication",
    "edit_publication",
    "propose_publication",
    "release_due",
    "release_publication",
    "return_publication",
]
