"""One article of Wu Di's in each of its states, made when it is asked for."""

from functools import cached_property
from io import BytesIO
from uuid import uuid4

from knowledge.models import Article, ArticleDraft, ArticleFile, Category, Gap, Synonyms
from knowledge.services import drafting, files, publishing
from knowledge.services.reading import note_gap
from knowledge.services.words import keep_synonyms
from tests.assessments.files import png
from tests.cast import Cast
from tests.knowledge import world


class States:
    def __init__(self, cast: Cast):
        self.cast = cast

    @cached_property
    def category(self) -> Category:
        return world.category()

    @cached_property
    def published(self) -> Article:
        return world.article(self.cast)

    @cached_property
    def replaced(self) -> Article:
        """With two versions."""
        draft = world.next_draft(self.published, self.cast.wu, answer_zh="致电 95500。")
        draft = drafting.submit_draft(draft=draft, actor=self.cast.wu, version=draft.version)
        world.approved(draft, self.cast.chen)
        return Article.objects.get(pk=self.published.pk)

    @cached_property
    def with_draft(self) -> Article:
        world.next_draft(self.published, self.cast.wu, answer_zh="致电 95500。")
        return self.published

    @cached_property
    def draft(self) -> ArticleDraft:
        return world.draft(self.cast.wu)

    @cached_property
    def file(self) -> ArticleFile:
        source = BytesIO(png().read())
        return files.add_file(
            draft=self.draft, actor=self.cast.wu, source=source, name="a.png", caption="挂失单", key=uuid4()
        )

    @cached_property
    def in_review(self) -> ArticleDraft:
        return world.submitted(self.cast.wu)

    @cached_property
    def retired(self) -> Article:
        one = self.published
        return publishing.retire_article(article=one, actor=self.cast.wu, reason="停售", version=one.version)

    @cached_property
    def gap(self) -> Gap:
        note_gap("数字人民币")
        return Gap.objects.get()

    @cached_property
    def synonyms(self) -> Synonyms:
        return keep_synonyms(actor=self.cast.li, words="按揭，房贷", key=uuid4())
