"""The editor of a draft: its settings, dimensions, scope and targets."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.common.errors import Conflict, Invalid, require
from organization.choosing import is_looking, unjudged
from standards import rules, selectors, services
from standards.baselines import periods
from standards.enums import VersionState
from standards.forms import DimensionForm, ScopeForm, SettingsForm, TargetFormSet
from standards.forms.indicator import row_problems
from standards.models import Dimension, StandardVersion
from standards.reading import DIMENSION, TARGET
from standards.validators import problems_of
from standards.views.reading import find_version


def find_draft(request: HttpRequest, public_id) -> StandardVersion:
    """The draft, if the person may edit it. 404 where they may not see it, 403 where they may not edit, 409 where it is no draft any more."""
    version = find_version(request, public_id)
    require(rules.can_create_standard, request.person)
    if version.state != VersionState.DRAFT:
        raise Conflict(
            _("This version is “%(state)s” now and cannot be changed. Make the next version of it instead.")
            % {"state": VersionState(version.state).label},
            title=_("This version can no longer be changed"),
            url=version.get_absolute_url(),
        )
    return version


def editor(version: StandardVersion, anchor: str = "") -> str:
    """The editor's address, at the place where the last act was."""
    return reverse("standards:version_edit", args=[version.public_id]) + (f"#{anchor}" if anchor else "")


def lock_of(request: HttpRequest) -> int | None:
    """What the page was loaded with. Raises Conflict where a page sends something else than a number."""
    text = request.POST.get("lock", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Conflict
    return int(text)


@require_GET
def edit(request: HttpRequest, public_id) -> HttpResponse:
    version = find_draft(request, public_id)
    groups = {row.dimension.pk: row for row in selectors.dimensions_of(version)}
    context = {
        "object": version,
        "groups": [groups.get(one.pk) or selectors.DimensionRows(one, ()) for one in version.dimensions.all()],
        "problems": problems_of(version),
        "targets": selectors.targets_of(version),
        "scope": selectors.scope_of(version),
        "weights": sum(one.weight for one in selectors.indicators_of(version)),
    }
    return render(request, "standards/version_edit.html", context)


@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest, public_id) -> HttpResponse:
    version = find_draft(request, public_id)
    form = SettingsForm(request.POST if request.method == "POST" else None, version=version)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_settings(version=version, actor=request.person, **form.cleaned_data)
        except Invalid as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The settings are saved."))
            return redirect(editor(version))
    return _form(request, version, form, heading=_("Settings of the version"))


@require_http_methods(["GET", "POST"])
def scope(request: HttpRequest, public_id) -> HttpResponse:
    version = find_draft(request, public_id)
    form = ScopeForm(request.POST if request.method == "POST" else None, version=version)
    looking = is_looking(request.POST)
    if looking:
        unjudged(form)
    elif request.method == "POST" and form.is_valid():
        try:
            services.save_scope(
                version=version, actor=request.person, scope=form.pairs(), lock=form.cleaned_data["lock"]
            )
        except Invalid as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The scope is saved."))
            return redirect(editor(version, "scope"))
    return _form(
        request,
        version,
        form,
        heading=_("Scope: whom and what the standard is for"),
        lead=_("Plans are drafted for these departments, and samples drawn from these touchpoints."),
        looking=looking,
    )


@require_http_methods(["GET", "POST"])
def targets(request: HttpRequest, public_id) -> HttpResponse:
    version = find_draft(request, public_id)
    rows = [{name: getattr(one, name) for name in TARGET} for one in selectors.targets_of(version)]
    posted = request.POST if request.method == "POST" else None
    # What is posted is compared with nothing: every row that is not empty counts, changed or not.
    formset = TargetFormSet(
        posted, initial=None if posted else rows, prefix="target", form_kwargs={"periods": periods()}
    )
    formset.extra = 0 if posted else 1
    wrong: list[str] = []
    if posted is not None and formset.is_valid():
        contents = _kept_rows(formset)
        try:
            services.save_targets(version=version, actor=request.person, targets=contents, lock=lock_of(request))
        except Invalid as error:
            wrong = error.messages
        else:
            messages.success(request, _("The targets are saved."))
            return redirect(editor(version, "targets"))
    problems = row_problems(formset) if formset.is_bound else []
    context = {
        "object": version,
        "formset": formset,
        "row_errors": [*(("", sentence) for sentence in wrong), *problems],
        "cancel_url": editor(version, "targets"),
    }
    return render(request, "standards/target_form.html", context, status=422 if formset.is_bound else 200)


@require_http_methods(["GET", "POST"])
def dimension(request: HttpRequest, public_id, code: str | None = None) -> HttpResponse:
    """Add one, or change the one with the code."""
    version = find_draft(request, public_id)
    initial: dict = {"lock": version.version}
    if code is not None:
        row = find_in(version.dimensions, code)
        initial |= {name: getattr(row, name) for name in DIMENSION}
    form = DimensionForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_dimension(
                version=version,
                actor=request.person,
                content=form.content(),
                lock=form.cleaned_data["lock"],
                before=code,
            )
        except Invalid as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The dimension is saved."))
            return redirect(editor(version, f"dimension-{form.cleaned_data['code']}"))
    heading = _("Add a dimension") if code is None else _("Dimension “%(name)s”") % {"name": row}
    return _form(request, version, form, heading=heading)


@require_http_methods(["GET", "POST"])
def remove_dimension(request: HttpRequest, public_id, code: str) -> HttpResponse:
    version = find_draft(request, public_id)
    row: Dimension = find_in(version.dimensions, code)
    if request.method == "POST":
        services.remove_dimension(version=version, actor=request.person, code=code, lock=lock_of(request))
        messages.success(request, _("“%(name)s” is taken out.") % {"name": row})
        return redirect(editor(version))
    names = [f"{one.code} {one}" for one in row.indicators.all()]
    return confirm_removal(request, version, str(row), names)


@require_POST
def move_dimension(request: HttpRequest, public_id, code: str) -> HttpResponse:
    version = find_draft(request, public_id)
    services.move_dimension(
        version=version,
        actor=request.person,
        code=code,
        down=request.POST.get("to") == "down",
        lock=lock_of(request),
    )
    return redirect(editor(version, f"dimension-{code}"))


def confirm_removal(request: HttpRequest, version: StandardVersion, name: str, with_it: list[str]) -> HttpResponse:
    """Asks before something is taken out of a draft, and names what goes with it."""
    context = {
        "object": version,
        "heading": _("Take “%(name)s” out of the draft?") % {"name": name},
        "lead": _("Versions that were approved keep it."),
        "consequences": with_it,
        "submit_label": _("Take it out"),
        "tone": "danger",
        "cancel_url": editor(version),
    }
    return render(request, "standards/remove.html", context)


def find_in(rows, code: str):
    """404 where the draft does not have it."""
    row = rows.filter(code=code).first()
    if row is None:
        raise Http404
    return row


def _kept_rows(formset) -> list:
    """A row whose code and names were emptied is taken out; every other one is kept, changed or not."""
    return [form.content() for form in formset if form.cleaned_data.get("code")]


def _form(
    request: HttpRequest, version: StandardVersion, form, *, heading: str, lead: str = "", looking: bool = False
) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "lead": lead,
        "submit_label": _("Save"),
        "cancel_url": editor(version),
        "back_url": editor(version),
        "back_label": f"{version.standard}",
    }
    return render(request, "generic/form.html", context, status=422 if form.is_bound and not looking else 200)
