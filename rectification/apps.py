from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RectificationConfig(AppConfig):
    name = "rectification"

    def ready(self) -> None:
        from foundation.audit.labels import register_label
        from foundation.audit.naming import namer_by_text, register_namer
        from foundation.audit.words import register_words
        from foundation.common.sealing import seal
        from foundation.notifications.kinds import register_kind
        from foundation.workdays.recounting import moved_date, recounters
        from knowledge.linking import users
        from organization.searching import search_providers
        from organization.worklist import work_providers
        from rectification import waiting
        from rectification.articles import uses_of
        from rectification.models import Finding, RectificationTask, TaskEntry
        from rectification.selectors import links_of_ticket
        from rectification.services.complaints import note_complaint
        from rectification.services.deadlines import recount_deadlines
        from tickets.onward import Onward, onward

        register_namer("rectification.finding", namer_by_text(Finding, "unit", "indicator"), _("finding"))
        register_namer(
            "rectification.rectificationtask",
            namer_by_text(RectificationTask, "finding__indicator"),
            _("rectification task"),
        )
        seal(TaskEntry)
        register_words({"ticket": _("Ticket")})
        onward.register("rectification", Onward(links=links_of_ticket, closed=note_complaint))
        users.register("rectification", uses_of)
        recounters.register("rectification", recount_deadlines)
        register_label(
            "rectification.task.move_deadline",
            _("Deadline moved: working days changed"),
            tone="wait",
            detail=moved_date,
        )
        work_providers.register("rectification", waiting.work_of)
        search_providers.register("rectification", waiting.search_tasks)
        for act, sentence, tone in (
            ("finding.find", _("Found below its target"), "wait"),
            ("finding.complaints", _("Opened by a justified complaint"), "wait"),
            ("finding.link", _("Article linked"), "idle"),
            ("finding.unlink", _("Article taken off"), "idle"),
            ("finding.dismiss", _("Finding dismissed"), "idle"),
            ("task.give", _("Task given"), "go"),
            ("task.start", _("Work begun"), "go"),
            ("finding.take_up", _("Finding taken up again"), "wait"),
            ("evidence.add", _("Evidence added"), "go"),
            ("evidence.remove", _("Evidence taken back"), "idle"),
            ("task.report", _("Reported as done"), "wait"),
            ("task.close", _("Verified and closed"), "done"),
            ("task.send_back", _("Sent back"), "late"),
            ("task.reopen", _("Reopened"), "late"),
            ("task.remind", _("Reminder sent"), "wait"),
        ):
            register_label(f"rectification.{act}", sentence, tone=tone)
        for kind, sentence in (
            ("given", _("Rectification task %(number)s is yours: %(title)s")),
            ("reported", _("Task %(number)s was reported as done: %(title)s")),
            ("closed", _("Task %(number)s was verified and closed: %(title)s")),
            ("sent_back", _("Task %(number)s was sent back to you: %(title)s")),
            ("reopened", _("Task %(number)s was reopened: %(title)s")),
            ("due_soon", _("Task %(number)s is due on %(due)s: %(title)s")),
            (
                "moved",
                _("Working days have changed: task %(number)s is due on %(due)s now: %(title)s"),
            ),
            ("late", _("Task %(number)s was due on %(due)s and is late: %(title)s")),
        ):
            register_kind(f"rectification.task.{kind}", sentence)
