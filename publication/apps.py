from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicationConfig(AppConfig):
    name = "publication"

    def ready(self) -> None:
        from assessments import gates as cycle_gates
        from assessments.enums import CycleState
        from foundation.audit.labels import register_label
        from foundation.audit.naming import namer_by_text, register_namer
        from foundation.audit.verifiers import register
        from foundation.common.sealing import seal
        from foundation.notifications.kinds import register_kind
        from organization.searching import search_providers
        from organization.worklist import work_providers
        from publication import gates, waiting
        from publication.models import Acknowledgement, Publication, PublishedFigure, Snapshot
        from publication.verification import verify_snapshots

        register_namer("publication.publication", namer_by_text(Publication, "cycle"), _("publication"))
        seal(Snapshot, PublishedFigure, Acknowledgement)
        register("publications", verify_snapshots)
        cycle_gates.blockers.register("publication", cycle_gates.Check(CycleState.FEEDBACK, gates.not_published))
        cycle_gates.holds.register("publication", gates.editions_hold)
        work_providers.register("publication", waiting.work_of)
        search_providers.register("publication", waiting.search_publications)
        for act, sentence, tone in (
            ("draft", _("Edition begun"), "idle"),
            ("edit", _("Text changed"), "go"),
            ("discard", _("Draft discarded"), "idle"),
            ("propose", _("Frozen and proposed"), "wait"),
            ("approve", _("Approved"), "done"),
            ("return", _("Returned to the author"), "late"),
            ("send_back", _("Sent back: the results had changed"), "late"),
            ("publish", _("Published"), "done"),
            ("acknowledge", _("Read and acknowledged"), "done"),
        ):
            register_label(f"publication.edition.{act}", sentence, tone=tone)
        for kind, sentence in (
            ("proposed", _("The publication of %(cycle)s waits for your approval.")),
            ("approved", _("The publication of %(cycle)s was approved.")),
            ("returned", _("The publication of %(cycle)s was returned to you.")),
            ("moved", _("The publication of %(cycle)s came back: the results had changed since its approval.")),
            ("published", _("The results of %(cycle)s are published.")),
        ):
            register_kind(f"publication.edition.{kind}", sentence)
