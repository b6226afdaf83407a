"""A finding and the knowledge base: what is linked, what is about its indicator, and what an article's page says of findings."""

from django.utils.translation import gettext as _

from foundation.common import clock
from knowledge.linking import Use, Uses
from knowledge.models import Article, ArticleVersion
from knowledge.panels import Panel, panel_for
from organization.models import Person
from rectification.models import Finding, FindingArticle
from rectification.selectors import findings_visible_to

SHOWN = 5


def linked_to(finding: Finding) -> list[ArticleVersion]:
    rows = finding.article_links.filter(taken_off_at=None).select_related("version__article")
    return [row.version for row in rows]


def panel_of(finding: Finding, reader: Person, words: str = "") -> Panel:
    """Without words, the articles about the indicator, and those that are like its name and guidance, or the name of a finding from complaints."""
    indicator, linked = finding.indicator, linked_to(finding)
    if indicator is None:
        return panel_for(reader, words=words, about=f"{finding.name_zh} {finding.name_en}", linked=linked)
    about = f"{indicator.name_zh} {indicator.name_en} {indicator.guidance_zh}"
    return panel_for(reader, words=words, about=about, codes=[indicator.code], linked=linked)


def uses_of(article: Article, reader: Person) -> Uses:
    rows = FindingArticle.objects.filter(article=article, taken_off_at=None)
    seen = rows.filter(finding__in=findings_visible_to(reader).order_by().values("pk"))
    seen = seen.select_related("finding__unit", "finding__indicator", "version").order_by("-linked_at")
    shown = [
        Use(
            title=str(row.finding),
            url=row.finding.get_absolute_url(),
            kind=_("finding"),
            version=row.version.number,
            on=clock.local(row.linked_at).date(),
        )
        for row in seen[:SHOWN]
    ]
    return Uses(rows.count(), shown)
