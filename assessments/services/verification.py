"""What `manage.py verify` asks of the scores: do the totals follow from the sheets, and does each sealed sheet still say what was sealed?"""

from assessments.models import Cycle, ScoreSheet, ScoreTotal, SheetRevision
from assessments.scoring import InvalidMark, Mark, score_sheet
from assessments.selectors.criteria import criteria_of
from assessments.services.revisions import digest_of, evidence_of
from assessments.services.totals import recompute_totals
from organization.models import Unit


def verify_totals() -> list[str]:
    """One sentence for each kept total that differs from the sheets."""
    wrong = []
    names = dict(Unit.objects.values_list("pk", "code"))
    for cycle in Cycle.objects.order_by("code"):
        kept = {
            (row.unit_id, row.level, row.code): (row.n, row.total, row.squares)
            for row in ScoreTotal.objects.filter(cycle=cycle).iterator(chunk_size=5000)
        }
        right = recompute_totals(cycle)
        for place in sorted(kept.keys() | right.keys()):
            if kept.get(place, (0, 0, 0)) != right.get(place, (0, 0, 0)):
                unit_id, level, code = place
                what = " ".join(part for part in (level, code) if part)
                wrong.append(
                    f"Total {cycle.code} {names[unit_id]} {what}: kept {_shown(kept.get(place))}, the sheets give {_shown(right.get(place))}."
                )
    return wrong


def _shown(sums: tuple[int, int, int] | None) -> str:
    n, total, squares = sums or (0, 0, 0)
    return f"n={n} sum={total} squares={squares}"


def verify_revisions() -> list[str]:
    """One sentence for each revision that is not what was sealed, and for each sheet that points at another than its latest."""
    wrong = []
    sheets = (
        ScoreSheet.objects.filter(revisions__isnull=False)
        .distinct()
        .select_related("standard_version", "assessor", "co_assessor")
        .order_by("pk")
    )
    for sheet in sheets.iterator(chunk_size=500):
        revisions = list(sheet.revisions.select_related("author").prefetch_related("items__indicator", "items__level").order_by("number"))
        evidence = evidence_of(sheet)
        wrong += [f"Sheet {sheet.number}: {fault}" for revision in revisions for fault in _faults(sheet, revision, evidence)]
        if [revision.number for revision in revisions] != list(range(1, len(revisions) + 1)):
            wrong.append(f"Sheet {sheet.number}: a revision is missing.")
        if sheet.revision_id != revisions[-1].pk:
            wrong.append(f"Sheet {sheet.number}: it does not point at its latest revision.")
    for number in ScoreSheet.objects.filter(state="submitted", revisions=None).values_list("number", flat=True):
        wrong.append(f"Sheet {number}: it is sealed without a revision.")
    return wrong


def _faults(sheet: ScoreSheet, revision: SheetRevision, evidence: list[list[str]]) -> list[str]:
    items = list(revision.items.all())
    faults = []
    if digest_of(revision, sheet, items, evidence) != revision.digest:
        faults.append(f"revision {revision.number} is not what was sealed.")
    criteria = criteria_of(sheet.standard_version)
    marks = [Mark(item.indicator.code, points=item.points, na=item.is_na, triggered=bool(item.triggered)) for item in items]
    try:
        score = score_sheet(criteria.rule, marks)
    except InvalidMark as error:
        return [*faults, f"revision {revision.number} has a mark that its standard does not allow: {error}."]
    if (score.total, score.underlying, score.failed) != (revision.total, revision.underlying, revision.failed) or score.missing:
        faults.append(f"the total of revision {revision.number} does not follow from its marks.")
    return faults
