from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    name = "records"

    def ready(self) -> None:
        from foundation.audit.labels import register_label
        from foundation.audit.naming import register_namer
        from foundation.audit.words import register_words
        from foundation.common.sealing import seal
        from foundation.common.tables import readers
        from foundation.notifications.kinds import register_kind
        from organization.searching import search_providers
        from organization.worklist import work_providers
        from records import measured, tasks, waiting  # noqa: F401 - they register measures and handlers
        from records.enums import Touchpoint
        from records.filters import RecordFilter
        from records.models import RecordRevision, RevealLog
        from records.plain_rows import plain_rows
        from records.retention import register_classes
        from records.said import register_texts

        readers.register("records", plain_rows)
        seal(RecordRevision, RevealLog)
        register_classes()
        register_texts()
        work_providers.register("records", waiting.work_of)
        search_providers.register("records", waiting.search_records)
        for act, sentence, tone in (
            ("import.open", _("File opened"), "wait"),
            ("upload.keep", _("File kept until it can be read"), "wait"),
            ("import.start", _("Import started"), "go"),
            ("import.resume", _("Import resumed"), "go"),
            ("import.stop", _("Import stopped"), "wait"),
            ("import.finish", _("Import finished"), "done"),
            ("import.fail", _("Import failed"), "late"),
            ("delivery.finish", _("Records delivered by another system"), "done"),
            ("import.discard", _("File discarded"), "idle"),
            ("import.export_rejected", _("Rows that were sent back taken along as a file"), "wait"),
            ("import.settle_held", _("Rows that were held back left at that"), "idle"),
            ("import.release_held", _("Records of the rows that were held back are free"), "done"),
            ("contact.reveal", _("Customer's contact revealed"), "wait"),
            ("list.export", _("Service records exported"), "go"),
        ):
            register_label(f"records.{act}", sentence, tone=tone)
        register_words(
            {
                "file": _("Fingerprint"),
                "added": _("New"),
                "corrected": _("Corrected"),
                "unchanged": _("Unchanged"),
                "rejected": _("Sent back"),
                **{name: item.label for name, item in RecordFilter.base_filters.items()},
                **dict(Touchpoint.choices),
            }
        )
        register_namer("records.importrun", waiting.names_of_imports, _("import"))
        register_kind(
            "records.import.done",
            _(
                "%(source)s was imported: %(added)d new, %(corrected)d corrected, %(unchanged)d unchanged, %(rejected)d sent back."
            ),
        )
        register_kind(
            "records.import.held",
            _("%(file)s: %(n)d rows would change records that are being assessed, and were held back."),
        )
        register_kind(
            "records.import.released",
            _("%(file)s: the records of the %(n)d rows that were held back are free; the rows can be imported again."),
        )
        register_kind("records.import.failed", _("The import of %(source)s failed."))
