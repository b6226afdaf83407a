"""The standard on paper: a page to print, and the same as PDF."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from standards.printing import document_of, pdf_of
from standards.views.reading import find_version


@require_GET
def print_version(request: HttpRequest, public_id) -> HttpResponse:
    """`languages=both` adds the other language."""
    version = find_version(request, public_id)
    both = _both(request)
    context = {"object": version, "document": document_of(version, both=both), "both": both}
    return render(request, "standards/version_print.html", context)


@require_GET
def version_pdf(request: HttpRequest, public_id) -> HttpResponse:
    """Set anew for each request: a fifth of a second, and no copy that could outlive the right to read it."""
    version = find_version(request, public_id)
    document = document_of(version, both=_both(request))
    response = HttpResponse(pdf_of(document), content_type="application/pdf")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(document.plain_title)}.pdf"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _both(request: HttpRequest) -> bool:
    return request.GET.get("languages") == "both"
