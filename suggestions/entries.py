"""What the room enters in the house's registries when the app is ready."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy


def enter_room() -> None:
    from foundation.workdays.recounting import recounters
    from organization.searching import search_providers
    from organization.worklist import work_providers
    from suggestions import waiting
    from suggestions.services.looking_after import recount_due

    recounters.register("suggestions", recount_due)
    work_providers.register("suggestions", waiting.waiting_for)
    search_providers.register("suggestions", waiting.search_suggestions)
    _name_acts()
    _name_notices()


def _name_acts() -> None:
    from foundation.audit.labels import register_label, state_change
    from foundation.audit.naming import register_namer
    from foundation.audit.words import register_words, rooms
    from foundation.workdays.recounting import moved_date
    from suggestions.enums import SuggestionState

    # What staff have written is read on its page, not in the trail.
    register_namer("suggestions.suggestion", None, _("suggestion"))
    register_namer("suggestions.staffsurvey", None, _("survey of staff"))
    rooms.register("suggestions", _("Suggestions"))
    change = state_change(SuggestionState)
    for act, sentence, tone, detail in (
        ("suggestion.send", _("Suggestion sent, signed"), "go", None),
        ("suggestion.look_at", _("Suggestion looked at: everybody reads it"), "go", None),
        ("suggestion.answer", _("Suggestion answered"), "done", change),
        ("suggestion.finish", _("Suggestion done"), "done", None),
        ("suggestion.merge", _("Suggestion merged into another"), "idle", None),
        ("suggestion.hide", _("Words of a suggestion hidden or shown again"), "wait", None),
        ("suggestion.say", _("Word about a suggestion"), "go", None),
        ("suggestion.support", _("Voice for a suggestion given or taken back"), "idle", None),
        ("suggestion.move_due", _("Day of an answer moved: working days changed"), "wait", moved_date),
        ("list.export", _("Suggestions exported"), "idle", None),
        ("survey.open", _("Survey of staff opened"), "go", None),
        ("survey.close", _("Survey of staff closed"), "done", None),
    ):
        register_label(f"suggestions.{act}", sentence, tone=tone, detail=detail)
    register_words({"into": _("Into"), "wanted": pgettext_lazy("a voice", "Given")})


def _name_notices() -> None:
    from foundation.notifications.kinds import register_kind

    for kind, sentence in (
        ("received", _("A new suggestion waits for an answer by %(due)s: %(title)s")),
        ("looked_at", _("Your suggestion was looked at and can be read by everybody: %(title)s")),
        ("answered", _("Your suggestion is answered: %(title)s")),
        ("done", _("What you suggested is done: %(title)s")),
        ("merged", _("Your suggestion was merged with one that asks for the same: %(title)s")),
        ("said", _("Somebody has written about the suggestion: %(title)s")),
        ("late", _("A suggestion was to be answered by %(due)s: %(title)s")),
    ):
        register_kind(f"suggestions.suggestion.{kind}", sentence)
    register_kind(
        "suggestions.survey.opened",
        _("The month’s survey of staff is open until %(due)s. Nobody can tell who has said what."),
    )
