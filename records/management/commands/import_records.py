"""Import a file of service records from the command line, by the same services as the page."""

from pathlib import Path
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from foundation.common.errors import Invalid
from foundation.common.files import path_of, store_file
from foundation.jobs import services as jobs
from records import rejects, services
from records.enums import ImportState, Touchpoint
from records.mapping import Mapping, open_questions, without_idle_unit
from records.models import ImportMapping, ImportRun
from records.problems import Problem
from records.reading import Options
from records.reading.encoding import CHOICES
from records.services.checking import check_import
from records.services.opening import analysis_of, remembered_mapping


class Command(BaseCommand):
    help = "Import service records from CSV or Excel. The same file again changes nothing; rows that cannot be taken come back as a file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--mapping", default="", help="name of a remembered mapping; a new name remembers this one")
        parser.add_argument(
            "--source",
            default="",
            help="the system that the records come from (default: the mapping's, else the file's name)",
        )
        parser.add_argument("--dry-run", action="store_true", help="tell what would happen, change nothing")
        parser.add_argument("--sheet", default="", help="sheet of a workbook (default: the first with contents)")
        parser.add_argument(
            "--encoding", default="", choices=CHOICES, help="encoding of a text file that does not tell it"
        )
        parser.add_argument(
            "--date-order", default="", choices=("ymd", "mdy", "dmy"), help="what comes first in dates like 3/4/2021"
        )
        parser.add_argument("--unit", default="", help="code of the unit to which every row belongs")
        parser.add_argument(
            "--touchpoint",
            default="",
            choices=Touchpoint.values,
            help="touchpoint of the rows for which the file names none",
        )
        parser.add_argument("--date", default="", help="date of every row (YYYY-MM-DD) where the file has none")
        parser.add_argument(
            "--rejects", type=Path, help="where the rows that were sent back go (default: beside the file)"
        )

    def handle(self, *args, **options) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        try:
            self._import(path, options)
        except Invalid as error:
            raise CommandError(" ".join(error.messages)) from error

    def _import(self, path: Path, options: dict) -> None:
        with transaction.atomic():
            run, problems = self._open(path, options)
            if problems or options["dry_run"]:
                # Nothing stays of a trial, or of a file that raises questions.
                transaction.set_rollback(True)
        if problems:
            path_of(run.file).unlink()
            raise Invalid(problems)
        if options["dry_run"]:
            self._tell_check(check_import(run))
            path_of(run.file).unlink()
            return
        run = services.begin_import(run=run, actor=services.OPERATOR, key=uuid4(), name=options["mapping"])
        self._run(run)
        self._tell_result(run, options["rejects"] or path.with_name(f"{path.stem}-rejected.csv"))

    def _open(self, path: Path, options: dict) -> tuple[ImportRun, dict[str, str]]:
        """The run with its columns assigned, or with the questions that are open."""
        with path.open("rb") as source:
            file = store_file(source=source, name=path.name, actor=None)
        remembered = (
            ImportMapping.objects.select_related("source").filter(name=options["mapping"]).first()
            if options["mapping"]
            else None
        )
        name = options["source"] or (remembered.source.name if remembered else path.stem)
        reading = Options(encoding=options["encoding"], sheet=options["sheet"])
        try:
            run = services.open_import(file=file, source=name, actor=services.OPERATOR, key=uuid4(), options=reading)
        except Invalid:
            path_of(file).unlink()
            raise
        analysis, mapping = analysis_of(run), self._mapping(run, options)
        self._tell_file(run, analysis)
        problems = open_questions(mapping, analysis)
        if not analysis.certain:
            problems["encoding"] = _("The text does not look right in %(encoding)s. Choose its encoding.") % {
                "encoding": analysis.encoding.upper()
            }
        if not problems:
            services.assign_columns(run=run, mapping=mapping, actor=services.OPERATOR)
            self._tell_mapping(mapping)
        return run, problems

    def _mapping(self, run: ImportRun, options: dict) -> Mapping:
        named = remembered_mapping(run.source, options["mapping"]) if options["mapping"] else None
        mapping = named or without_idle_unit(Mapping.from_json(run.mapping))
        mapping.date_order = options["date_order"] or mapping.date_order
        mapping.constants |= {code: options[code] for code in ("unit", "touchpoint", "date") if options[code]}
        if options["unit"]:
            mapping.columns.pop("unit", None)
        return mapping

    def _run(self, run: ImportRun) -> None:
        """Take the job like a worker; where a worker was quicker, there is nothing left to do but to wait for it."""
        while run.state == ImportState.RUNNING:
            if not jobs.run(run.job_id):
                break
            run = ImportRun.objects.select_related("job").get(pk=run.pk)

    def _tell_file(self, run: ImportRun, analysis) -> None:
        where = analysis.sheet or ", ".join(filter(None, [analysis.encoding, repr(analysis.delimiter)]))
        self.stdout.write(f"{run.file.name}: {analysis.estimate} rows below row {analysis.header_row} ({where})")

    def _tell_mapping(self, mapping: Mapping) -> None:
        for code, name in mapping.columns.items():
            self.stdout.write(f"  {code} ← {name}")
        for code, value in mapping.constants.items():
            self.stdout.write(f"  {code} = {value}")
        for code, what in (("unit", "no unit"), ("touchpoint", "not stated")):
            if code not in mapping.columns and code not in mapping.constants:
                self.stdout.write(f"  {code}: {what} (no column is assigned; --{code} sets one for all rows)")

    def _tell_check(self, result: dict) -> None:
        self.stdout.write(
            "Would be: {added} added, {corrected} corrected, {unchanged} unchanged, {rejected} rejected. Nothing was changed.".format(
                **result
            )
        )
        for reason in result["reasons"]:
            rows = ", ".join(map(str, reason["rows"])) + (", …" if reason["count"] > len(reason["rows"]) else "")
            sentence = Problem(reason["code"], reason["params"]).sentence()
            self.stdout.write(f"  {reason['count']} × {sentence} ({'row' if reason['count'] == 1 else 'rows'} {rows})")

    def _tell_result(self, run: ImportRun, target: Path) -> None:
        run = ImportRun.objects.get(pk=run.pk)
        if run.state != ImportState.DONE:
            raise CommandError(run.error or "The import goes on in the background; look at the page of imports.")
        self.stdout.write(
            f"{run.rows_added} added, {run.rows_corrected} corrected, {run.rows_unchanged} unchanged, {run.rows_rejected} rejected."
        )
        if run.rows_rejected:
            with target.open("wb") as sink:
                for part in rejects.as_csv(run):
                    sink.write(part)
            self.stdout.write(f"Rejected rows with their reasons: {target}")
