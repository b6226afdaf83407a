"""What `manage.py verify` asks of the scores: do the totals follow from the sheets, and does each sealed sheet still say what was sealed?"""

from itertools import islice

from django.db.models import Prefetch, Q

from assessments.enums import SheetState
from assessments.models import Cycle, Evidence, FactSheet, ItemScore, ScoreSheet, ScoreTotal, SheetRevision
from assessments.scoring import InvalidMark, Mark, score_sheet
from assessments.selectors.criteria import criteria_of
from assessments.services.method_seals import seal_of_method
from assessments.services.revisions import digest_of, evidence_lines
from assessments.services.totals import NotScorable, recompute_totals
from foundation.audit.models import AuditEvent
from organization.models import Unit

CHUNK = 200
SEALING = ("assessments.sheet.submit", "assessments.sheet.correct", "assessments.sheet.amend")


def verify_totals() -> list[str]:
    """One sentence for each kept total that differs from the sheets."""
    wrong = []
    names = dict(Unit.objects.values_list("pk", "code"))
    for cycle in Cycle.objects.order_by("code"):
        kept = {
            (row.unit_id, row.level, row.code): (row.n, row.total, row.squares)
            for row in ScoreTotal.objects.filter(cycle=cycle).iterator(chunk_size=5000)
        }
        try:
            right = recompute_totals(cycle)
        except NotScorable as error:
            wrong.append(f"Totals of {cycle.code} cannot be recomputed: {error}.")
            continue
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
    """One sentence for each revision that is not what was sealed, and for each sheet that points at another than its latest.

    A revision's digest must follow from its content and stand in the audit trail, which is keyed: whoever can write to the tables can
    compute the one, not the other. Sheets are read in chunks: a fixed number of queries for each, memory stays flat.
    """
    wrong = []
    sheets = (
        ScoreSheet.objects.filter(Q(state=SheetState.SUBMITTED) | Q(revision__isnull=False))
        .select_related("standard_version", "assessor", "co_assessor", "plan", "spot_check", "item")
        .prefetch_related(
            Prefetch(
                "revisions", SheetRevision.objects.select_related("author").order_by("number"), to_attr="kept_revisions"
            ),
            Prefetch(
                "kept_revisions__items", ItemScore.objects.select_related("indicator", "level"), to_attr="kept_items"
            ),
            Prefetch(
                "evidence",
                Evidence.objects.filter(removed_at=None).select_related("file", "indicator"),
                to_attr="kept_evidence",
            ),
            Prefetch("fact_sheets", FactSheet.objects.order_by("number"), to_attr="kept_facts"),
        )
        .order_by("pk")
    )
    rows = sheets.iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        trail = _sealed_in_trail(chunk)
        wrong += [f"Sheet {sheet.number}: {fault}" for sheet in chunk for fault in _faults_of_sheet(sheet, trail)]
    return wrong


def _sealed_in_trail(sheets: list[ScoreSheet]) -> set[tuple[str, str]]:
    """(public id, digest) of each seal that the audit trail knows."""
    events = AuditEvent.objects.filter(target__in=[str(sheet.public_id) for sheet in sheets], action__in=SEALING)
    return {(target, details.get("after", "")) for target, details in events.values_list("target", "details")}


def _faults_of_sheet(sheet: ScoreSheet, trail: set[tuple[str, str]]) -> list[str]:
    revisions = sheet.kept_revisions
    if not revisions:
        return ["it is sealed without a revision."]
    evidence = evidence_lines(
        (one.public_id, one.file.digest, one.indicator.code if one.indicator else "") for one in sheet.kept_evidence
    )
    facts = sheet.kept_facts[-1].seal if sheet.kept_facts else ""
    noted = {schema: seal_of_method(sheet, schema) for schema in {revision.schema for revision in revisions}}
    faults = [
        fault for revision in revisions for fault in _faults(sheet, revision, evidence, facts, noted[revision.schema])
    ]
    for revision in revisions:
        if (str(sheet.public_id), revision.digest) not in trail:
            faults.append(f"the audit trail knows nothing of revision {revision.number} as it is.")
    if [revision.number for revision in revisions] != list(range(1, len(revisions) + 1)):
        faults.append("a revision is missing.")
    if sheet.revision_id != revisions[-1].pk:
        faults.append("it does not point at its latest revision.")
    draws = [one.draw_id for one in (sheet.plan, sheet.spot_check) if one is not None]
    if draws != [sheet.item.draw_id]:
        faults.append("what it scores was not drawn for its plan or spot check.")
    return faults


def _faults(sheet: ScoreSheet, revision: SheetRevision, evidence: list[list[str]], facts: str, noted: str) -> list[str]:
    items = revision.kept_items
    faults = []
    if digest_of(revision, sheet, items, evidence, facts, noted) != revision.digest:
        faults.append(f"revision {revision.number} is not what was sealed.")
    criteria = criteria_of(sheet.standard_version)
    marks = [
        Mark(
            item.indicator.code,
            points=item.points,
            na=item.is_na,
            triggered=bool(item.triggered),
            occurrences=item.occurrences,
        )
        for item in items
    ]
    try:
        score = score_sheet(criteria.rule, marks)
    except InvalidMark as error:
        return [*faults, f"revision {revision.number} has a mark that its standard does not allow: {error}."]
    if (score.total, score.underlying, score.failed) != (
        revision.total,
        revision.underlying,
        revision.failed,
    ) or score.missing:
        faults.append(f"the total of revision {revision.number} does not follow from its marks.")
    return faults
