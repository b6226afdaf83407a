"""What a group that decides about a cycle's results is shown of them: the units with score, interval, sample and place."""

from analysis.peers import peer_groups
from analysis.reading_ranks import placed
from analysis.results import results_of
from assessments.gate_subjects import cycle_of
from decisions.models import Decision
from decisions.subjects import Evidence
from foundation.common.texts import localized
from organization.models import Person


def show_results(decision: Decision, reader: Person) -> Evidence | None:
    """Whoever is asked to decide about the results reads them, whatever their role; None where the decision is about something else."""
    cycle = cycle_of(decision)
    if cycle is None:
        return None
    result = results_of(cycle)
    groups = peer_groups(result)
    rows = [
        {
            "unit": localized(row.unit, "name"),
            "group": group.label if len(groups) > 1 else "",
            "place": row.standing.label,
            "score": row.whole,
            "dimensions": [(str(one), row.dimensions[one.code]) for one in result.scheme.dimensions if one.weight],
        }
        for group in groups
        for row in group.rows
    ]
    names = [str(one) for one in result.scheme.dimensions if one.weight]
    ranked = [
        one
        for group in groups
        for one in placed(
            ((row.unit.pk, row.standing) for row in group.rows),
            {row.unit.pk: localized(row.unit, "name") for row in group.rows},
        )
    ]
    part = {
        "rows": rows,
        "ranked": ranked,
        "names": names,
        "overall": result.overall.whole,
        "measured_at": result.measured_at,
    }
    return Evidence("analysis/_gate_results.html", part)
