"""Progress of long work, polled by the page that waits for it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from foundation.jobs.models import Job


@require_GET
def progress(request: HttpRequest, public_id) -> HttpResponse:
    """The progress bar of one's own job. When it has ended, htmx is told to load the page anew."""
    job = get_object_or_404(Job, public_id=public_id)
    person = getattr(request, "person", None)
    if person is None or job.owner != str(person.public_id):
        raise Http404
    response = render(request, "includes/_progress.html", {"job": job})
    if job.state in ("done", "failed"):
        response["HX-Refresh"] = "true"
    return response
