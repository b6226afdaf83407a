"""Search over all rooms; each finds only what the person may see."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from organization.searching import search

LONGEST = 80


@require_GET
def search_page(request: HttpRequest) -> HttpResponse:
    words = " ".join(request.GET.get("q", "").split())[:LONGEST]
    hits = search(request.person, words) if request.person is not None else []
    groups = [
        (kind, list(found)) for kind, found in groupby(sorted(hits, key=lambda hit: hit.kind), key=lambda hit: hit.kind)
    ]
    return render(
        request,
        "dashboard/search.html",
        {"words": words, "groups": groups, "count": len(hits), "too_short": len(words) == 1},
    )
