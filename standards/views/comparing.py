"""Two versions side by side."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from standards import comparison, selectors
from standards.models import StandardVersion
from standards.reading import content_of
from standards.views.reading import find_version


@require_GET
def compare_versions(request: HttpRequest, public_id) -> HttpResponse:
    """This version against `with` (another's public id; without it the one it was made from, or the one before it)."""
    version = find_version(request, public_id)
    others = selectors.comparable_with(version, request.person)
    other = _chosen(request, version, others)
    difference = comparison.compare(content_of(other), content_of(version)) if other else None
    context = {
        "object": version,
        "other": other,
        "others": _grouped(version, others),
        "difference": difference,
        "everything": request.GET.get("show") == "all",
        "counts": {status: difference.count(status) for status in ("new", "gone", "changed", "same")}
        if difference
        else {},
    }
    return render(request, "standards/version_compare.html", context)


def _grouped(version: StandardVersion, others: list[StandardVersion]) -> list[tuple[str, list[StandardVersion]]]:
    """Its own versions first: comparing with another standard is the exception."""
    own = [one for one in others if one.standard_id == version.standard_id]
    foreign = [one for one in others if one.standard_id != version.standard_id]
    return [(label, rows) for label, rows in ((_("This standard"), own), (_("Other standards"), foreign)) if rows]


def _chosen(request: HttpRequest, version: StandardVersion, others: list[StandardVersion]) -> StandardVersion | None:
    asked = request.GET.get("with", "")
    if asked:
        try:
            key = UUID(asked)
        except ValueError:
            raise Http404 from None
        found = next((one for one in others if one.public_id == key), None)
        if found is None:
            raise Http404
        return found
    own = [one for one in others if one.standard_id == version.standard_id]
    made_from = next((one for one in own if one.pk == version.made_from_id), None)
    before = next((one for one in own if one.number < version.number), None)
    return made_from or before or (others[0] if others else None)
