"""Pages of a table that may hold millions of rows: counting stops where nobody turns the pages any more."""

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

from foundation.common.pages import PAGE_SIZE

COUNTED = 10_000


class CappedPaginator(Paginator):
    """Counts up to COUNTED rows; `is_capped` says that there are more, which a filter brings into reach."""

    @cached_property
    def _counted(self) -> int:
        return self.object_list.order_by().values("pk")[: COUNTED + 1].count()

    @cached_property
    def count(self) -> int:
        return min(self._counted, COUNTED)

    @property
    def is_capped(self) -> bool:
        return self._counted > COUNTED


def paginate_many(request: HttpRequest, rows: QuerySet) -> Page:
    return CappedPaginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
