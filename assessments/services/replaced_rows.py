"""Which noted row another one stands in place of, as it is sealed (R19)."""

from collections.abc import Sequence

from assessments.models import FootageViewing, InterviewNote

# Revisions sealed before this schema hold only that a row replaces another. Which one decides what counts.
NAMED_SINCE = 5


def replaced_by(
    row: FootageViewing | InterviewNote, rows: Sequence[FootageViewing | InterviewNote], schema: int
) -> bool | str:
    """The public id of what `row` replaces among `rows`, empty where it replaces nothing; in revisions of earlier schemas whether it does."""
    if schema < NAMED_SINCE:
        return row.corrects_id is not None
    if row.corrects_id is None:
        return ""
    return next((str(one.public_id) for one in rows if one.pk == row.corrects_id), "another sheet’s")
