"""What those who connect a system read: the operations made readable from the schema, and how to check what the portal sends."""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from django.views.decorators.http import require_GET

from connections import rules
from connections.api.reading import MOST_BYTES
from connections.api.site import PREFIX, schema
from connections.enums import NEEDS
from connections.papers import examples, operations_of, verification_recipe
from foundation.common.errors import require

TAGS = {
    "records": _("Service records"),
    "tickets": _("Tickets"),
    "figures": _("Figures"),
    "reference": pgettext_lazy("of the interface", "Reference"),
}


@require_GET
def show_papers(request: HttpRequest) -> HttpResponse:
    require(rules.can_see_connections, request.person)
    operations = operations_of(schema())
    context = {
        "groups": [(label, [one for one in operations if one.tag == tag]) for tag, label in TAGS.items()],
        "address": settings.SITE_URL.rstrip("/") + PREFIX,
        "examples": examples(settings.SITE_URL.rstrip("/") + PREFIX),
        "recipe": verification_recipe(),
        "events": [(kind.value, kind.label) for kind in NEEDS],
        "most": MOST_BYTES // 1024 // 1024,
    }
    return render(request, "connections/papers.html", context)


@require_GET
def openapi_file(request: HttpRequest) -> HttpResponse:
    require(rules.can_see_connections, request.person)
    response = HttpResponse(json.dumps(schema(), ensure_ascii=False, indent=1), content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="openapi.json"'
    return response
