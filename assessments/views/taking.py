"""A sheet's page for a device: the same page, with what it leads to while it is scored."""

import re

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from assessments.enums import Method
from assessments.selectors.criteria import criteria_of
from assessments.services.taking import take_sheet as hand_out
from assessments.views.callback_panel import callback_panel
from assessments.views.comment_choices import choices_for
from assessments.views.fact_standing import facts_for_scripts
from assessments.views.method_parts import part_of_method
from assessments.views.scoring import draw_sheet, sheet_to_write
from foundation.common.texts import localized

# The token of this session is of no use later: a page from the device takes the one of the session that it sends in.
TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*')


@require_POST
def take_sheet(request: HttpRequest, public_id) -> JsonResponse:
    """{sheet, number, method, unit, due, url, language, html, templates, files, more}: the page as it would be opened now, what its scripts would
    ask for, and the addresses that belong to it.

    Of a callback without the attempts: what a customer said is kept encrypted here, and would not be there.
    """
    sheet = sheet_to_write(request, public_id)
    on_site = sheet.method == Method.ON_SITE
    hand_out(sheet=sheet, actor=request.person)
    panel, part = callback_panel(sheet, for_device=True), part_of_method(request, sheet, for_device=True)
    page = draw_sheet(request, sheet, callback=panel, part=part)
    html = TOKEN.sub(r"\1", page.content.decode())
    return JsonResponse(
        {
            "sheet": str(sheet.public_id),
            "number": sheet.number,
            "method": sheet.get_method_display(),
            "unit": localized(sheet.unit, "name"),
            "due": sheet.due_on,
            "url": reverse("assessments:sheet_score", args=[sheet.public_id]),
            "language": get_language(),
            "html": html,
            "templates": choices_for(request.person, sheet.standard_version.standard),
            "files": facts_for_scripts(sheet, criteria_of(sheet.standard_version))["files"] if on_site else [],
            "more": [reverse("standards:version_detail", args=[sheet.standard_version.public_id])],
        }
    )
