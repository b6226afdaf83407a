"""One page of A4 a unit, in both languages, with a QR code for each of its links."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import segno
from django.utils import translation
from django.utils.translation import gettext as _, ngettext

from feedback.models import Questionnaire
from feedback.scales import minutes_of
from feedback.services.invitations import Invited
from foundation.common import clock
from foundation.common.templatetags.dates import day
from foundation.common.typesetting import typeset
from organization.models import Unit

LAYOUT = Path(__file__).with_name("poster.typ")
LANGUAGES = {"zh": "zh-hans", "en": "en"}


def posters_pdf(questionnaire: Questionnaire, made: Sequence[Invited], sender: Unit | None) -> bytes:
    """Raises Invalid where the fonts are not installed. The codes lead to the links of `made`, which are seen here and never again."""
    minutes = minutes_of(questionnaire.questions.values_list("kind", flat=True))
    return typeset(
        LAYOUT,
        {
            "title": _("Posters: %(title)s") % {"title": questionnaire},
            "language": "zh" if translation.get_language().startswith("zh") else "en",
            "pages": [_page(questionnaire, one, sender, minutes) for one in made],
        },
    )


def _page(questionnaire: Questionnaire, invited: Invited, sender: Unit | None, minutes: int) -> dict:
    unit = invited.batch.unit
    until = clock.local(invited.batch.expires_at).date()
    texts = {}
    for suffix, language in LANGUAGES.items():
        with translation.override(language):
            texts[suffix] = {
                "sender": _named(sender, suffix) if sender else "",
                "unit": _named(unit, suffix),
                "heading": _("Tell us how we served you"),
                "how": ngettext(
                    "Tear off a code and scan it with your phone. About one minute, without your name; each code takes one answer.",
                    "Tear off a code and scan it with your phone. About %(n)d minutes, without your name; each code takes one answer.",
                    minutes,
                )
                % {"n": minutes},
                "until": _("Valid until %(day)s") % {"day": day(until)},
            }
    return {
        "texts": texts,
        "number": questionnaire.code,
        "codes": [
            {"svg": _svg(link), "label": f"{place}", "alt": _("QR code %(number)s") % {"number": place}}
            for place, link in enumerate(invited.links, start=1)
        ],
    }


def _named(unit: Unit, suffix: str) -> str:
    return getattr(unit, f"name_{suffix}") or unit.name_zh


def _svg(link: str) -> str:
    sink = BytesIO()
    segno.make(link, error="m").save(sink, kind="svg", border=2, xmldecl=False, scale=4)
    return sink.getvalue().decode()
