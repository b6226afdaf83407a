from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _, pgettext_lazy

STEPS = {
    "add": _("Question added"),
    "change": _("Question changed"),
    "remove": _("Question removed"),
    "move": _("Order changed"),
    "undo": _("Undone"),
}


class FeedbackConfig(AppConfig):
    name = "feedback"

    def ready(self) -> None:
        from feedback import searching, waiting
        from feedback.draw_purpose import InviteesPurpose
        from feedback.measures import register_measures
        from feedback.models import Answer, Questionnaire, Response
        from feedback.retention import register_classes
        from feedback.said import register_texts
        from feedback.verification import verify_responses
        from foundation.audit.labels import register_label
        from foundation.audit.naming import namer_by_text, register_namer
        from foundation.audit.verifiers import register
        from foundation.audit.words import register_values, register_words
        from foundation.common.sealing import seal
        from organization.searching import search_providers
        from organization.worklist import work_providers
        from sampling.purposes import purposes

        register_words(
            {
                "questionnaire": _("Questionnaire"),
                "question": pgettext_lazy("of a questionnaire", "Question"),
                "step": _("Step"),
                "texts": _("With texts"),
            }
        )
        register_values(
            "preset",
            {
                "standard": _("Standard questions"),
                "effort": _("Effort after a contact"),
                "branch": _("Branch visit"),
                "servqual": _("SERVQUAL, 22 statements"),
                "empty": _("Empty"),
            },
        )
        register_values("step", STEPS)
        register_namer("feedback.questionnaire", namer_by_text(Questionnaire), _("questionnaire"))
        register_namer("feedback.invitationbatch", None, _("invitations"))
        register_namer("feedback.response", None, _("answer"))
        register_namer("feedback.optout", None, _("customer"))
        seal(Response, Answer)
        register("responses", verify_responses)
        register_measures()
        register_classes()
        register_texts()
        search_providers.register("feedback", searching.search_questionnaires)
        purposes.register("feedback", InviteesPurpose())
        work_providers.register("feedback", waiting.work_of)
        for act, sentence, tone in (
            ("questionnaire.create", _("Questionnaire made"), "idle"),
            ("questionnaire.copy", _("Copied from another questionnaire"), "idle"),
            ("questionnaire.edit", _("Texts changed"), "go"),
            ("questionnaire.open", _("Questionnaire opened"), "go"),
            ("questionnaire.close", _("Questionnaire closed"), "done"),
            ("questionnaire.cases_on", _("Sent after closed cases from now on"), "go"),
            ("questionnaire.cases_off", _("Not sent after closed cases any more"), "idle"),
            ("answers.export", _("All answers exported"), "wait"),
            ("figures.export", _("Figures of a questionnaire exported"), "wait"),
            ("list.export", _("List of answers exported"), "wait"),
            ("links.export", _("List of links exported"), "wait"),
            ("invitation.make", _("Links made"), "go"),
            ("invitation.draw", _("Customers drawn"), "go"),
            ("invitation.remind", _("List of reminders exported"), "go"),
            ("invitation.inside", _("A customer’s link opened by somebody who was signed in"), "late"),
            ("contact.stop", _("A customer wants no further questionnaires"), "late"),
            ("contact.resume", _("A customer may be asked again"), "idle"),
            ("invitation.withdraw", _("Links withdrawn"), "late"),
            ("response.receive", _("Answer received"), "done"),
        ):
            register_label(f"feedback.{act}", sentence, tone=tone)
        register_label(
            "feedback.questionnaire.build",
            _("Questions changed"),
            detail=lambda event: str(STEPS.get(event.details.get("step"), "")),
        )
