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


@dataclass(frozen=True)
class Found:
    """Keys of articles, best first, and the terms that were looked for (with those of synonyms), for marking them."""

    keys: list[int]
    terms: list[str]


def find(articles: QuerySet[Article], words: str, *, enough: float = ENOUGH) -> Found:
    """Those of the articles that answer the words. `enough`: the share of the question that an article has to carry.

    Four queries, however many articles; none where nothing was typed.
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
    rows = Posting.objects.filter(term__in=terms, article__in=articles.order_by().values("pk"))
    scores: dict[int, float] = {}
    carried: dict[int, float] = {}
    for key, term, weight, length in rows.values_list("article", "term", "weight", "article__length"):
        norm = K * (1 - B + B * length / held["mean"])
        scores[key] = scores.get(key, 0) + idf[term] * weight * (K + 1) / (weight + norm)
        carried[key] = carried.get(key, 0) + idf[term]
    needed = enough * math.fsum(idf[term] for term in asked)
    keys = sorted((key for key in scores if carried[key] >= needed), key=lambda key: (-scores[key], key))
    return Found(keys[:MOST_FOUND], terms)


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
