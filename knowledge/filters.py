"""What is asked for on the first page: words, a category, and whose work is looked at. It lives in the URL."""

from dataclasses import dataclass

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from knowledge.enums import ArticleState, DraftState
from knowledge.models import Article, Category
from knowledge.ranking import find
from knowledge.rules import sees_editing
from knowledge.selectors import drafts_to_review, due, editable_by, in_force, visible_to
from organization.models import Person

VIEWS = ("mine", "review", "due", "retired")


class SearchForm(forms.Form):
    q = forms.CharField(
        label=_("What is asked"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    category = forms.ModelChoiceField(
        label=_("Category"),
        queryset=Category.objects.all(),
        to_field_name="public_id",
        required=False,
        empty_label=_("All categories"),
    )


@dataclass(frozen=True)
class Asked:
    """`rows`: in their order where `keys` is None; else `keys` are those found, best first."""

    form: SearchForm
    view: str
    words: str
    category: Category | None
    rows: QuerySet[Article]
    keys: list[int] | None
    terms: list[str]


def asked(person: Person, query: QueryDict) -> Asked:
    form = SearchForm(query)
    given = form.cleaned_data if form.is_valid() else {}
    words, category = (given.get("q") or "").strip(), given.get("category")
    view = query.get("view", "")
    view = view if view in VIEWS and sees_editing(person) else ""
    rows = _of_view(person, view)
    if category is not None:
        rows = rows.filter(category=category)
    if not words:
        return Asked(form, view, words, category, rows, None, [])
    found = find(rows, words)
    return Asked(form, view, words, category, rows, found.keys, found.terms)


def _of_view(person: Person, view: str) -> QuerySet[Article]:
    seen = visible_to(person)
    if view == "mine":
        return editable_by(person).filter(owner=person)
    if view == "review":
        waiting = [draft.article_id for draft in drafts_to_review(person)]
        own = editable_by(person).filter(draft__state=DraftState.REVIEW)
        return Article.objects.filter(pk__in=waiting) | own
    if view == "due":
        return due(seen).order_by("review_due_on", "pk")
    if view == "retired":
        return seen.filter(state=ArticleState.RETIRED)
    return in_force(seen)
