"""The life of an article and of a draft, and where an answer comes from."""

from django.db import models
from django.utils.translation import pgettext_lazy

from foundation.common.states import State


class ArticleState(State):
    """An article is new until its first version is approved. One that was retired comes back by a new version."""

    NEW = "new", pgettext_lazy("article", "Not published yet")
    IN_FORCE = "in_force", pgettext_lazy("article", "In force")
    RETIRED = "retired", pgettext_lazy("article", "Retired")

    @classmethod
    def tones(cls):
        return {"new": "go", "in_force": "done", "retired": "idle"}

    @classmethod
    def transitions(cls):
        return {"new": ("in_force",), "in_force": ("retired", "in_force"), "retired": ("in_force",)}


class DraftState(State):
    DRAFT = "draft", pgettext_lazy("article", "Draft")
    REVIEW = "review", pgettext_lazy("article", "Waiting for review")

    @classmethod
    def tones(cls):
        return {"draft": "go", "review": "wait"}

    @classmethod
    def transitions(cls):
        return {"draft": ("review",), "review": ("draft",)}


class SourceKind(models.TextChoices):
    POLICY = "policy", pgettext_lazy("source", "Policy or rule")
    PRODUCT = "product", pgettext_lazy("source", "Product document")
    REGULATOR = "regulator", pgettext_lazy("source", "Regulator")
    PRACTICE = "practice", pgettext_lazy("source", "Our own practice")


class GapState(State):
    OPEN = "open", pgettext_lazy("gap", "Open")
    SETTLED = "settled", pgettext_lazy("gap", "Settled")

    @classmethod
    def tones(cls):
        return {"open": "wait", "settled": "done"}

    @classmethod
    def transitions(cls):
        return {"open": ("settled",), "settled": ("open",)}
