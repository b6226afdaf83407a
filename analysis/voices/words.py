"""Sentences of the page of free texts."""

from django.utils.translation import gettext as _, ngettext

from analysis.voices.figures import Line, Voices
from analysis.voices.models import VoiceList, VoiceText


def finding(found: Voices) -> str:
    """The page's heading: the word that has surely become more frequent, else the most frequent theme."""
    if not found.n:
        return _("Voices of customers")
    risen = [line for line in found.keywords if line.rises and line.is_sure]
    if risen:
        first = max(risen, key=lambda line: line.z)
        return _(
            "“%(word)s” is said more often: %(n)d texts in %(weeks)d weeks, %(before)d in the %(weeks)d before"
        ) % {
            "word": first.name,
            "n": first.n,
            "before": first.before,
            "weeks": found.asked.weeks,
        }
    themes: list[Line] = [line for line in found.themes if line.n]
    if themes:
        return _("Customers speak most of: %(theme)s") % {"theme": themes[0].name}
    return ngettext("%(n)d text of customers", "%(n)d texts of customers", found.n) % {"n": found.n}


def progress_of(themes: VoiceList | None) -> int | None:
    """How much of the texts is sorted by the list in force, in percent; None where all are. Two queries, while they are being sorted."""
    if themes is None or themes.sorted_at is not None:
        return None
    total = VoiceText.objects.count()
    return 100 * VoiceText.objects.filter(list_number=themes.number).count() // total if total else 100
