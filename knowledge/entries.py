"""What the room enters in the house's registries when the app is ready."""

from django.utils.translation import gettext_lazy as _


def enter_room() -> None:
    from foundation.audit import verifiers
    from foundation.common.sealing import seal
    from knowledge import waiting
    from knowledge.models import ArticleFile, ArticleVersion
    from knowledge.panels import articles_of_version
    from knowledge.verification import verify_articles
    from organization.searching import search_providers
    from organization.worklist import work_providers
    from standards.panels import indicator_notes

    seal(ArticleVersion, ArticleFile)
    verifiers.register("knowledge", verify_articles)
    work_providers.register("knowledge", waiting.waiting_for)
    search_providers.register("knowledge", waiting.search_articles)
    indicator_notes.register("knowledge", articles_of_version)
    _name_acts()
    _name_notices()


def _name_acts() -> None:
    from foundation.audit.labels import register_label, state_change
    from foundation.audit.naming import namer_by_text, register_namer
    from foundation.audit.words import register_words, rooms
    from knowledge.enums import ArticleState
    from knowledge.models import Article, Category, Synonyms

    register_namer("knowledge.article", namer_by_text(Article), _("article"))
    register_namer("knowledge.category", namer_by_text(Category), _("category"))
    register_namer("knowledge.synonyms", namer_by_text(Synonyms), _("words that mean the same"))
    # What somebody has looked for is shown to editors, not in the trail.
    register_namer("knowledge.gap", None, _("gap"))
    rooms.register("knowledge", _("Knowledge base"))
    for act, sentence, tone, detail in (
        ("article.begin", _("Article begun"), "go", None),
        ("article.publish", _("Version approved and in force"), "done", state_change(ArticleState)),
        ("article.confirm", _("Looked at again: still right"), "done", None),
        ("article.retire", _("Article retired"), "idle", None),
        ("article.own", _("Given to another owner"), "go", None),
        ("article.rate", _("Article rated"), "idle", None),
        ("draft.save", _("Draft kept"), "go", None),
        ("draft.restore", _("Older version taken up as a draft"), "go", None),
        ("draft.submit", _("Handed in for review"), "wait", None),
        ("draft.take_back", _("Taken back from review"), "go", None),
        ("draft.return", _("Draft returned"), "late", None),
        ("draft.discard", _("Draft discarded"), "idle", None),
        ("file.add", _("File added"), "go", None),
        ("file.remove", _("File left out"), "idle", None),
        ("gap.settle", _("Said what is done about a gap"), "done", None),
        ("category.keep", _("Category kept"), "go", None),
        ("words.keep", _("Words that mean the same kept"), "go", None),
        ("list.export", _("Articles exported"), "idle", None),
        ("list.import", _("Articles brought in from a workbook"), "go", None),
    ):
        register_label(f"knowledge.{act}", sentence, tone=tone, detail=detail)
    register_words({"edition": _("Version"), "fields": _("Fields"), "helpful": _("Helpful")})


def _name_notices() -> None:
    from foundation.notifications.kinds import register_kind

    for kind, sentence in (
        ("submitted", _("Article %(number)s “%(title)s” waits for your review.")),
        ("returned", _("The draft of article %(number)s “%(title)s” was returned to you.")),
        ("published", _("Article %(number)s “%(title)s” is in force.")),
        ("owned", _("You see to article %(number)s “%(title)s” from now on.")),
        ("rated", _("Article %(number)s “%(title)s” did not help a reader.")),
        ("due", _("Article %(number)s “%(title)s” is to be looked at again by %(due)s.")),
        ("late", _("Article %(number)s “%(title)s” was to be looked at again by %(due)s.")),
    ):
        register_kind(f"knowledge.article.{kind}", sentence)
