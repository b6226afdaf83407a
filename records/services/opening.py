"""From an uploaded file to columns that a person has assigned."""

import json
from dataclasses import asdict
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.audit.services import record_event
from foundation.common.errors import Conflict, Invalid, NotAllowed, require
from foundation.common.files import path_of
from foundation.common.models import StoredFile
from foundation.common.receipts import once
from foundation.common.states import advance, swap
from organization.models import Person, Unit
from records import rules
from records.analysis import Analysis, analyse
from records.enums import ImportState
from records.fields import is_known, normal
from records.mapping import Mapping, propose
from records.models import ImportRun, PendingUpload, Source
from records.reading import FIND_OUT, Options, fewer_collections, open_table
from records.selectors import mapping_for
from records.validators import validate_mapping, validate_name


class Operator:
    """Whoever has the machine itself: the command line, the demo. Everybody else is a person whose role is asked."""

    public_id = "operator"


OPERATOR = Operator()
Actor = Person | Operator


def person_of(actor: Actor) -> Person | None:
    """The person to write down; None for the operator. Raises NotAllowed for nobody."""
    if actor is None:
        raise NotAllowed(_("Your role does not allow this."))
    return None if actor is OPERATOR else actor


def may_import(actor: Actor) -> None:
    if actor is not OPERATOR:
        require(rules.can_import_records, actor)


def may_change(actor: Actor, run: ImportRun) -> None:
    if actor is not OPERATOR:
        require(rules.can_change_import, actor, run)


def open_import(*, file: StoredFile, source: str, actor: Actor, key: UUID, options: Options = FIND_OUT) -> ImportRun:
    """Look into a file and propose what its columns mean. Nothing is imported yet. The same key returns the first run.

    Raises NotAllowed, or Invalid with a sentence for a file that cannot be read.
    """
    may_import(actor)
    validate_name(file.name)
    name = source.strip()[:40]
    if not name:
        raise Invalid({"source": _("Name the system that the records come from.")})
    with fewer_collections():
        analysis = analyse(open_table(path_of(file), options, is_known))
    payload = [file.digest, name, asdict(options)]

    def act() -> dict:
        # Two windows with one kept file take turns, and so does the erasing of what was kept too long (`records.retention`).
        PendingUpload.objects.filter(file=file).delete()
        if not StoredFile.objects.select_for_update(no_key=True).filter(pk=file.pk):
            raise Invalid({"file": _("Choose a file.")})
        if ImportRun.objects.filter(file=file).exists():
            raise Invalid({"file": _("This file has been read already; it is in the list of imports.")})
        origin, _created = Source.objects.get_or_create(name=name)
        run = ImportRun(file=file, source=origin, started_by=person_of(actor))
        _write_analysis(run, analysis, options)
        run.save()
        record_event(actor=person_of(actor), action="records.import.open", target=run, file=file.digest)
        return {"run": run.pk}

    answer, _is_new = once(actor=actor.public_id, action="records.import.open", key=key, payload=payload, act=act)
    return ImportRun.objects.get(pk=answer["run"])


@transaction.atomic
def analyse_again(*, run: ImportRun, options: Options, actor: Actor) -> ImportRun:
    """Read the file anew with another sheet, header row, encoding or delimiter; the proposal starts over."""
    may_change(actor, run)
    _require_mapping_state(run)
    analysis = analyse(open_table(path_of(run.file), options, is_known))
    _write_analysis(run, analysis, options)
    swap(
        run,
        expected={"state": ImportState.MAPPING},
        options=run.options,
        analysis=run.analysis,
        mapping=run.mapping,
        rows_total=run.rows_total,
        check_result=None,
    )
    return run


def _write_analysis(run: ImportRun, analysis: Analysis, options: Options) -> None:
    remembered = remembered_mapping(run.source)
    run.options = {name: value for name, value in asdict(options).items() if value}
    run.analysis = json.dumps(analysis.to_json(), ensure_ascii=False)
    run.mapping = propose(analysis, remembered, unit_names()).to_json()
    run.rows_total = analysis.estimate


def analysis_of(run: ImportRun) -> Analysis:
    return Analysis.from_json(json.loads(run.analysis))


def remembered_mapping(source: Source | None, name: str = "") -> Mapping | None:
    row = mapping_for(source, name)
    return Mapping.from_json({"columns": row.columns, "values": row.values, **row.formats}) if row else None


def unit_names() -> dict[str, str]:
    """Code, Chinese and English name of every unit, in normal form → its code."""
    names = {}
    for code, *others in Unit.objects.values_list("code", "name_zh", "name_en"):
        names |= {normal(name): code for name in (*others, code) if name}
    return names


@transaction.atomic
def assign_columns(*, run: ImportRun, mapping: Mapping, actor: Actor) -> ImportRun:
    """Keep what a person has decided about the columns. Raises Invalid by field for what contradicts the file."""
    may_change(actor, run)
    _require_mapping_state(run)
    validate_mapping(mapping, analysis_of(run))
    swap(run, expected={"state": ImportState.MAPPING}, mapping=mapping.to_json(), check_result=None)
    return run


@transaction.atomic
def discard_import(*, run: ImportRun, actor: Actor) -> None:
    """Put aside a file that was not imported, or whose import failed. What was stored stays."""
    may_change(actor, run)
    advance(run, ImportState.DISCARDED)
    record_event(actor=person_of(actor), action="records.import.discard", target=run)


def _require_mapping_state(run: ImportRun) -> None:
    if run.state != ImportState.MAPPING:
        raise Conflict(_("This file has been imported or discarded already."))
