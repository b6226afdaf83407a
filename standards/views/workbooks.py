"""A standard out as a workbook and in again: upload, differences, confirmation."""

from dataclasses import replace
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.common.errors import Conflict, Invalid, require
from foundation.common.exports import CONTENT_TYPE
from foundation.common.files import content_digest
from foundation.common.receipts import once, parse_key, payload_digest
from standards import comparison, rules
from standards.content import StandardContent
from standards.forms.workbook import WorkbookForm
from standards.models import Standard, StandardVersion
from standards.reading import content_of
from standards.services import workbooks as services
from standards.validators import problems_of_content
from standards.views.editing import editor, find_draft, lock_of
from standards.views.reading import find_version
from standards.workbook import Reading, carry, read_workbook, tidy, unpack, write_workbook


@require_GET
def download(request: HttpRequest, public_id) -> HttpResponse:
    """Everybody who may read the version may have it as a workbook."""
    version = find_version(request, public_id)
    named = {"standard": version.standard, "number": version.number}
    return _workbook(content_of(version), _("%(standard)s, version %(number)s") % named)


@require_GET
def download_empty(request: HttpRequest) -> HttpResponse:
    require(rules.can_create_standard, request.person)
    return _workbook(StandardContent("", "", ""), _("Empty standard"))


@require_http_methods(["GET", "POST"])
def bring_in(request: HttpRequest, public_id) -> HttpResponse:
    """Read a workbook and show what it would change in the draft. Nothing is written here."""
    version = find_draft(request, public_id)
    form, reading = _read(request, version)
    context = {
        "object": version,
        "form": form,
        "reading": reading,
        "cancel_url": editor(version),
        "download_url": reverse("standards:version_workbook", args=[version.public_id]),
    }
    if reading is None or reading.content is None:
        return render(request, "standards/workbook_import.html", context, status=422 if form.is_bound else 200)
    now = tidy(content_of(version))
    difference = comparison.compare(now, reading.content)
    context |= {
        "difference": difference,
        "is_equal": now == replace(reading.content, name_zh=now.name_zh, name_en=now.name_en),
        "counts": {status: difference.count(status) for status in ("new", "gone", "changed")},
        "problems": problems_of_content(reading.content),
        "notes": [*reading.notes, *_note_on_names(reading.content, version.standard)],
        "carried": carry(reading.content, purpose=_purpose(version)),
        "again_url": request.path,
    }
    return render(request, "standards/workbook_preview.html", context)


@require_POST
def confirm(request: HttpRequest, public_id) -> HttpResponse:
    """Write what was previewed, exactly that, if the draft is still what it was compared with."""
    version = find_draft(request, public_id)
    carried, lock = request.POST.get("carried", ""), lock_of(request)
    content = unpack(carried, purpose=_purpose(version))
    if lock is None:
        raise Conflict
    _answer, is_new = once(
        actor=request.person.public_id,
        action="standards.version.workbook",
        key=parse_key(request.POST.get("client_key")),
        payload=[str(public_id), payload_digest(carried), lock],
        act=lambda: {
            "version": services.bring_in_workbook(
                version=version, actor=request.person, content=content, lock=lock
            ).version
        },
    )
    if is_new:
        messages.success(request, _("The draft says now what the workbook says."))
    return redirect(editor(version))


@require_http_methods(["GET", "POST"])
def make_from_workbook(request: HttpRequest) -> HttpResponse:
    """A new draft from a workbook."""
    require(rules.can_create_standard, request.person)
    form, reading = _read(request, None)
    if reading is not None and reading.content is not None:
        try:
            return _make(request, form, reading)
        except Invalid as error:
            form.add_error("workbook", error.messages)
        except Conflict as error:
            form.add_error("workbook", error.message)
    context = {
        "form": form,
        "reading": reading if reading is not None and reading.faults else None,
        "cancel_url": reverse("standards:standard_create"),
        "download_url": reverse("standards:standard_workbook_empty"),
    }
    return render(request, "standards/workbook_import.html", context, status=422 if form.is_bound else 200)


def _make(request: HttpRequest, form: WorkbookForm, reading: Reading) -> HttpResponse:
    answer, is_new = once(
        actor=request.person.public_id,
        action="standards.version.create",
        key=parse_key(request.POST.get("client_key")),
        payload=content_digest(form.cleaned_data["workbook"]),
        act=lambda: {
            "version": str(
                services.make_standard_from_workbook(content=reading.content, author=request.person).public_id
            )
        },
    )
    if is_new:
        messages.success(request, _("The draft is made. Change it as you need it and send it for approval."))
        existing = Standard.objects.filter(code=reading.content.code).first()
        for note in (*reading.notes, *_note_on_names(reading.content, existing)):
            messages.warning(request, note)
    return redirect("standards:version_edit", public_id=answer["version"])


def _read(request: HttpRequest, version: StandardVersion | None) -> tuple[WorkbookForm, Reading | None]:
    """The form and what was read; None where nothing was sent or the file as such was refused (the form says why)."""
    if request.method != "POST":
        return WorkbookForm(), None
    form = WorkbookForm(request.POST, request.FILES)
    if not form.is_valid():
        return form, None
    try:
        with form.on_disk() as path:
            reading = read_workbook(path, units=services.names_of_units())
        if reading.content is not None and (sentence := _wrong_standard(reading.content, version)):
            raise Invalid(f"{reading.places['code']}: {sentence}")
    except Invalid as error:
        form.add_error("workbook", error.messages)
        return form, None
    return form, reading


def _wrong_standard(content: StandardContent, version: StandardVersion | None) -> str:
    if version is None:
        return "" if services.CODE.fullmatch(content.code) else services.malformed_code()
    return "" if content.code == version.standard.code else services.other_standard(content, version)


def _note_on_names(content: StandardContent, standard: Standard | None) -> list[str]:
    """A version does not rename its standard."""
    if standard is None or (content.name_zh, content.name_en) == (standard.name_zh, standard.name_en):
        return []
    return [_("The names of the standard stay as they are: a version does not change them.")]


def _workbook(content: StandardContent, name: str) -> HttpResponse:
    response = HttpResponse(write_workbook(content), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    return response


def _purpose(version: StandardVersion) -> str:
    return str(version.public_id)
