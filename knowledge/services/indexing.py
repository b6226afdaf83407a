"""The table of terms: made anew with each version, empty for what is not in force."""

import math

from django.db import transaction

from knowledge.enums import ArticleState
from knowledge.models import Article, ArticleIndicator, ArticleVersion, Posting
from knowledge.terms import weights_of


def index_article(article: Article) -> None:
    """Make its postings and what it is about agree with the version in force. In the transaction of the act."""
    article.postings.all().delete()
    article.about.all().delete()
    length = 0.0
    if article.state == ArticleState.IN_FORCE and article.current is not None:
        length = _index([article.current])[article.pk]
    Article.objects.filter(pk=article.pk).update(length=length)
    article.length = length


def _index(versions: list[ArticleVersion]) -> dict[int, float]:
    postings, about, lengths = [], [], {}
    for version in versions:
        weights = weights_of(version)
        lengths[version.article_id] = math.fsum(weights.values())
        postings += [
            Posting(article_id=version.article_id, term=term, weight=weight) for term, weight in weights.items()
        ]
        about += [ArticleIndicator(article_id=version.article_id, code=code) for code in version.indicators]
    Posting.objects.bulk_create(postings, batch_size=1000)
    ArticleIndicator.objects.bulk_create(about, batch_size=1000)
    return lengths


@transaction.atomic
def rebuild_index() -> int:
    """All postings from nothing: after the way terms are made has changed. Returns how many articles were read."""
    Posting.objects.all().delete()
    ArticleIndicator.objects.all().delete()
    Article.objects.exclude(length=0).update(length=0)
    rows = list(Article.objects.filter(state=ArticleState.IN_FORCE).select_related("current"))
    lengths = _index([article.current for article in rows])
    for article in rows:
        article.length = lengths[article.pk]
    Article.objects.bulk_update(rows, ["length"], batch_size=500)
    return len(rows)
