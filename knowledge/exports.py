"""Articles as an Excel file: what the list shows, with the texts in both languages."""

from collections.abc import Iterable

from django.utils.translation import gettext as _, pgettext

from foundation.common import clock
from foundation.common.exports import workbook_response
from foundation.common.states import state_of
from foundation.common.texts import localized
from knowledge.models import Article

COLUMNS = (
    "title_zh", "title_en", "questions_zh", "questions_en", "answer_zh", "answer_en", "keywords", "source", "valid_from", "valid_until",
    "review_months",
)  # fmt: skip


def list_response(articles: Iterable[Article]):
    headers = [
        _("Number"), _("Category"), _("State"), _("Title in Chinese"), _("Title in English"), _("How it is asked, in Chinese"),
        _("How it is asked, in English"), _("Answer in Chinese"), _("Answer in English"), _("Keywords"), _("Source"),
        _("Valid from"),
        _("Valid until"), _("Months until it is looked at again"), _("Kind of source"),
        pgettext("that an article is about", "Indicators"), _("Owner"), _("Version"),
        _("To be looked at again by"),
        _("Helped"), _("Did not help"),
    ]  # fmt: skip
    rows = (_row(article) for article in articles)
    return workbook_response(
        name=f"{_('Knowledge base')} {clock.today()}", sheet=_("Knowledge base"), headers=headers, rows=rows
    )


def _row(article: Article) -> list:
    said = article.current
    texts = [getattr(said, name) for name in COLUMNS] if said else [article.title_zh, article.title_en, *[""] * 9]
    return [
        article.number, localized(article.category, "name"), str(state_of(article).label), *texts,
        said.get_source_kind_display() if said else "", "，".join(said.indicators) if said else "", article.owner.name, said.number if said else None,
        article.review_due_on, article.helpful, article.not_helpful,
    ]  # fmt: skip
