"""For `manage.py verify`: versions say what they said when they were approved, and nobody approved their own."""

from django.db.models import F

from knowledge.enums import ArticleState
from knowledge.models import Article, ArticleVersion
from knowledge.services.content import digest_of


def verify_articles() -> list[str]:
    """One sentence for each thing that is wrong."""
    wrong = [
        f"Version {row.number} of article {row.article.number} does not say what was approved."
        for row in ArticleVersion.objects.select_related("article", "category").iterator(chunk_size=500)
        if digest_of(row) != row.digest
    ]
    own = ArticleVersion.objects.filter(author=F("approved_by")).select_related("article")
    wrong += [f"Version {row.number} of article {row.article.number} was approved by its author." for row in own]
    bare = Article.objects.filter(state=ArticleState.IN_FORCE, length=0)
    wrong += [f"Article {row.number} is in force and cannot be found." for row in bare]
    return wrong
