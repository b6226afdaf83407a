"""Articles that answer what customers ask, with all their versions (R51); the words by which they are found; what was looked for in vain."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.common import clock
from foundation.common.dates import is_late
from foundation.common.models import Entity, StoredFile, Versioned
from foundation.common.texts import localized
from knowledge.enums import ArticleState, DraftState, GapState, SourceKind
from organization.models import Person, Unit

LONGEST_TITLE, LONGEST_QUESTIONS, LONGEST_ANSWER, LONGEST_KEYWORDS, LONGEST_SOURCE = 80, 1_000, 8_000, 200, 200


class Category(Entity, Versioned):
    """Where an article stands. Nothing is deleted: what is not offered any more is retired and keeps its articles."""

    name_zh = models.CharField(_("name in Chinese"), max_length=40, unique=True)
    name_en = models.CharField(_("name in English"), max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(_("place in the list"), default=100)
    is_retired = models.BooleanField(_("not offered any more"), default=False)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return localized(self, "name")


class Content(models.Model):
    """What an article says. `questions`: one a line; `answer`: headings, lists, bold and links as in Markdown; `keywords`: separated by commas.

    `units`: public ids of the units whose people may read it, with those below; none: everybody. `indicators`: codes of the standards' indicators.
    `files`: public ids of `ArticleFile`, in their order.
    """

    title_zh = models.CharField(_("title in Chinese"), max_length=LONGEST_TITLE)
    title_en = models.CharField(_("title in English"), max_length=160, blank=True)
    questions_zh = models.TextField(_("how it is asked, in Chinese"), blank=True)
    questions_en = models.TextField(_("how it is asked, in English"), blank=True)
    answer_zh = models.TextField(_("answer in Chinese"))
    answer_en = models.TextField(_("answer in English"), blank=True)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+", verbose_name=_("category"))
    keywords = models.CharField(_("keywords"), max_length=LONGEST_KEYWORDS, blank=True)
    units = models.JSONField(default=list)
    indicators = models.JSONField(default=list)
    files = models.JSONField(default=list)
    source_kind = models.CharField(_("kind of source"), max_length=10, choices=SourceKind, default=SourceKind.POLICY)
    source = models.CharField(_("source"), max_length=LONGEST_SOURCE)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True, help_text="the last day")
    review_months = models.PositiveSmallIntegerField(_("looked at again every … months"), default=12)

    class Meta:
        abstract = True


CONTENT_FIELDS = tuple(field.name for field in Content._meta.local_fields)


class Article(Entity, Versioned):
    """One answer through all its versions. Title, category, validity and readers are those of the version in force, kept here for lists.

    Written only by the services; `length` is the sum of the weights in its postings.
    """

    States = ArticleState
    number = models.CharField(_("number"), max_length=10, unique=True)
    state = models.CharField(max_length=10, choices=ArticleState, default=ArticleState.NEW)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("owner"))
    current = models.ForeignKey("ArticleVersion", on_delete=models.PROTECT, null=True, related_name="+")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="articles")
    title_zh = models.CharField(max_length=LONGEST_TITLE)
    title_en = models.CharField(max_length=160, blank=True)
    is_internal = models.BooleanField(default=False, help_text="only for people of `units`, with those below")
    units = models.ManyToManyField(Unit, through="ArticleUnit", related_name="+")
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    review_due_on = models.DateField(_("to be looked at again by"), null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    helpful = models.PositiveIntegerField(default=0)
    not_helpful = models.PositiveIntegerField(default=0)
    length = models.FloatField(default=0)

    class Meta:
        ordering = ["-published_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "category"]),
            models.Index(fields=["state", "review_due_on"]),
            models.Index(fields=["owner", "state"]),
        ]

    def __str__(self) -> str:
        return f"{self.number} {localized(self, 'title')}"

    def get_absolute_url(self) -> str:
        return reverse("knowledge:article_detail", args=[self.public_id])

    @property
    def is_in_force(self) -> bool:
        return self.state == ArticleState.IN_FORCE

    @property
    def is_valid(self) -> bool:
        """In force, and today lies within its days."""
        today = clock.today()
        begun = self.valid_from is None or self.valid_from <= today
        return self.is_in_force and begun and (self.valid_until is None or today <= self.valid_until)

    @property
    def is_overdue(self) -> bool:
        return self.is_in_force and self.review_due_on is not None and is_late(self.review_due_on)

    @property
    def ratings(self) -> int:
        return self.helpful + self.not_helpful


class ArticleUnit(models.Model):
    """A unit whose people may read an internal article."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "knowledge_article_units"
        unique_together = [("article", "unit")]


class ArticleDraft(Entity, Versioned, Content):
    """What is being written: at most one an article. `contributors`: public ids of all who have changed it; none of them approves it."""

    States = DraftState
    article = models.OneToOneField(Article, on_delete=models.PROTECT, related_name="draft")
    state = models.CharField(max_length=8, choices=DraftState, default=DraftState.DRAFT)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    contributors = models.JSONField(default=list)
    note = models.CharField(_("what has changed, and why"), max_length=300, blank=True)
    restored_from = models.PositiveIntegerField(null=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    returned_reason = models.CharField(max_length=300, blank=True)

    def get_absolute_url(self) -> str:
        return reverse("knowledge:draft_detail", args=[self.article.public_id])


class ArticleVersion(Entity, Content):
    """As it was approved. Insert-only."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(default=clock.now)
    note = models.CharField(max_length=300, blank=True)
    restored_from = models.PositiveIntegerField(null=True)
    digest = models.CharField(max_length=64, help_text="SHA-256 of what it says, as canonical JSON")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="article_version_once")]

    def get_absolute_url(self) -> str:
        return reverse("knowledge:article_version", args=[self.article.public_id, self.number])


class ArticleFile(Entity):
    """A form, a notice, a picture that belongs to an article. Insert-only: which versions show it stands in them."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="all_files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    caption = models.CharField(_("what it is"), max_length=80)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]


class ArticleIndicator(models.Model):
    """Which indicators of the standards the version in force is about, by their codes, which link the versions of a standard."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="about")
    code = models.CharField(max_length=20, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "code"], name="article_indicator_once")]


class Posting(models.Model):
    """How much a term weighs in an article (`terms.weights_of`). Made anew with each version; held for articles in force only."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="postings")
    term = models.CharField(max_length=40)
    weight = models.FloatField()

    class Meta:
        indexes = [models.Index(fields=["term", "article"], name="posting_by_term")]


class Rating(Entity):
    """Whether it helped, as one reader says; saying it again replaces it. The remark is for whoever sees to the article."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="all_ratings")
    version = models.ForeignKey(ArticleVersion, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    is_helpful = models.BooleanField()
    remark = models.CharField(_("remark"), max_length=300, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["article", "person"], name="rating_once")]


class Synonyms(Entity, Versioned):
    """Words that mean the same: whoever looks for one finds the others."""

    words = models.CharField(_("words"), max_length=200, help_text="separated by commas")
    is_retired = models.BooleanField(_("not used any more"), default=False)

    class Meta:
        ordering = ["words"]

    def __str__(self) -> str:
        return self.words


class Gap(Entity, Versioned):
    """Words that found nothing, how often and when; never who looked for them. Long numbers are left out of the words."""

    States = GapState
    words = models.CharField(max_length=100, unique=True)
    count = models.PositiveIntegerField(default=1)
    last_on = models.DateField()
    state = models.CharField(max_length=8, choices=GapState, default=GapState.OPEN)
    settled_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    settled_on = models.DateField(null=True)
    note = models.CharField(_("what is done about it"), max_length=200, blank=True)

    class Meta:
        ordering = ["-count", "words"]
        indexes = [models.Index(fields=["state", "count"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=GapState.OPEN) | Q(settled_by__isnull=False), name="gap_settled_by_somebody"
            )
        ]

    def __str__(self) -> str:
        return self.words
