"""Lists as pages: pagination, sorting that lives in the URL, htmx."""

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PAGE_SIZE = 50


def paginate(request: HttpRequest, rows: QuerySet | list, size: int = PAGE_SIZE) -> Page:
    """The page that `?page=` asks for; a number out of range gives the nearest."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def ordered(request: HttpRequest, rows: QuerySet, allowed: dict[str, str], default: str) -> QuerySet:
    """Order by `?sort=name` or `?sort=-name`; `allowed` maps public names to fields. The key comes last, so pages never overlap."""
    asked = request.GET.get("sort", "")
    field = allowed.get(asked.lstrip("-"))
    if field is None:
        asked, field = default, allowed[default.lstrip("-")]
    return rows.order_by(("-" if asked.startswith("-") else "") + field, "pk")


def is_htmx(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))
