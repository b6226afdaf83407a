"""Finding articles: BM25 over the table of terms (Robertson, Zaragoza, The Probabilistic Relevance Framework, 2009), the same on both databases.

The score of an article for the terms t of a question is Σ idf(t) · w(t)(k + 1) / (w(t) + k(1 − b + b · length / mean length)), with w the weight of
the term in the article, idf(t) = ln(1 + (N − n(t) + 0.5) / (n(t) + 0.5)), N the articles in force and n(t) those that have the term.
Words that mean the same count as much as the one that was typed. An article is found if its terms carry half of what the question's do.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Avg, Count, QuerySet

from knowledge.models import Article, Posting, Synonyms
from knowledge.terms import asked_terms, plain, split

K, B = 1.2, 0.75
ENOUGH = 0.5
MOST_FOUND = 500
# Sums of logarithms are compared: a hair's breadth to the safe side.
CERTAIN = 1 - 1e-9
# Beyond so many keys a statement names them no more.
MOST_NAMED = 5_000


@dataclass(frozen=True)
class Found:
    """Keys of articles, best first, and the terms that were looked for (with those of synonyms), for marking them."""

    keys: list[int]
    terms: list[str]


def find(articles: QuerySet[Article], words: str, *, enough: float = ENOUGH) -> Found:
    """Those of the articles that answer the words. `enough`: the share of the question that an article has to carry.

    Five queries at most, however many articles; none where nothing was typed.
    """
    asked = asked_terms(words)
    if not asked:
        return Found([], [])
    also = [term for term in terms_meant(words) if term not in asked]
    terms = [*asked, *also]
    held = Article.objects.filter(length__gt=0).aggregate(n=Count("pk"), mean=Avg("length"))
    if not held["n"]:
        return Found([], terms)
    known = dict(Posting.objects.filter(term__in=terms).values_list("term").annotate(Count("pk")).order_by())
    # What no article has weighs like what one has: a word that nobody writes so must not outweigh all the others.
    held_by = {term: max(1, known.get(term, 0)) for term in terms}
    idf = {term: math.log(1 + (held["n"] - n + 0.5) / (n + 0.5)) for term, n in held_by.items()}
    needed = enough * math.fsum(idf[term] for term in asked)
    scores: dict[int, float] = {}
    carried: dict[int, float] = {}
    for key, term, weight, length in _postings(articles, idf, needed):
        norm = K * (1 - B + B * length / held["mean"])
        scores[key] = scores.get(key, 0) + idf[term] * weight * (K + 1) / (weight + norm)
        carried[key] = carried.get(key, 0) + idf[term]
    keys = sorted((key for key in scores if carried[key] >= needed), key=lambda key: (-scores[key], key))
    return Found(keys[:MOST_FOUND], terms)


def _postings(articles: QuerySet[Article], idf: dict[str, float], needed: float) -> list[tuple]:
    """(article, term, weight, length of the article) of all articles that can carry so much. Two queries at most.

    Terms that all together carry less than is needed find nothing by themselves; they are the common ones, whose postings are the most. So articles
    are found by the others, and the common terms are read of those alone.
    """
    common, carried = set(), 0.0
    for term in sorted(idf, key=lambda one: (idf[one], one)):
        carried += idf[term]
        if carried >= needed * CERTAIN:
            break
        common.add(term)
    columns = ("article", "term", "weight", "article__length")
    rows = Posting.objects.filter(article__in=articles.order_by().values("pk")).values_list(*columns)
    found = list(rows.filter(term__in=idf.keys() - common))
    if not common or not found:
        return found
    keys = {row[0] for row in found}
    if len(keys) > MOST_NAMED:
        return found + [row for row in rows.filter(term__in=common) if row[0] in keys]
    return found + list(Posting.objects.filter(term__in=common, article__in=keys).values_list(*columns))


def best(articles: QuerySet[Article], words: str, limit: int, *, enough: float = ENOUGH) -> list[Article]:
    """The rows themselves, best first. For panels beside what is being worked on."""
    return in_order(articles, find(articles, words, enough=enough).keys[:limit])


def in_order(articles: QuerySet[Article], keys: Iterable[int]) -> list[Article]:
    rows = {row.pk: row for row in articles.filter(pk__in=keys)}
    return [rows[key] for key in keys if key in rows]


def terms_meant(words: str) -> list[str]:
    """Terms of the words that mean the same as something typed."""
    typed = f" {plain(words)} "
    found: list[str] = []
    for group in Synonyms.objects.filter(is_retired=False).values_list("words", flat=True):
        same = split(group)
        if any(_stands_in(plain(word), typed) for word in same):
            found += [term for word in same for term in asked_terms(word)]
    return list(dict.fromkeys(found))


def _stands_in(word: str, typed: str) -> bool:
    return f" {word} " in typed if word.isascii() else word in typed
