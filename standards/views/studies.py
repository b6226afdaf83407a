"""Weight studies: a lead opens, changes, closes them. What an expert does is in `views.experts`."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.audit.selectors import timeline_of
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.receipts import once, parse_key
from organization.enums import Role
from organization.models import Person
from organization.selectors import matching, people_in_force, with_roles
from standards.models import StandardVersion
from standards.models.study import WeightStudy
from standards.rules import sees_drafts
from standards.selectors import visible_to
from standards.studies import services
from standards.studies.enums import StudyState
from standards.studies.forms import ChangeStudyForm, OpenStudyForm
from standards.studies.groups import count_answered, groups_of
from standards.studies.results import results_of, table_of
from standards.studies.rules import (
    can_be_expert,
    can_lead_study,
    can_weigh_version,
    is_open_for_weights,
    takes_comparisons,
    was_left,
)
from standards.studies.selectors import own_part, visible_studies, with_progress

OFFERED = 30
USUALLY_ASKED = (Role.LEAD, Role.MANAGER, Role.HEAD, Role.ASSESSOR, Role.HR)


def _version(request: HttpRequest, public_id) -> StandardVersion:
    version = get_object_or_404(visible_to(request.person), public_id=public_id)
    require(can_weigh_version, request.person, version)
    if not is_open_for_weights(version):
        raise Conflict(
            _("Only a draft's weights can be studied."),
            title=_("This version can no longer be changed"),
            url=version.get_absolute_url(),
        )
    return version


def _study(request: HttpRequest, public_id) -> WeightStudy:
    return get_object_or_404(with_progress(visible_studies(request.person)), public_id=public_id)


# a lead's acts


@require_http_methods(["GET", "POST"])
def open_study(request: HttpRequest, public_id) -> HttpResponse:
    version = _version(request, public_id)
    is_search = request.POST.get("action") == "find"
    form = OpenStudyForm(request.POST if request.method == "POST" else None, version=version)
    if request.method == "POST" and not is_search and form.is_valid():
        cleaned = {**form.cleaned_data, "experts": list(form.cleaned_data["experts"])}

        def act() -> dict:
            return {"study": str(services.open_study(version=version, actor=request.person, **cleaned).public_id)}

        try:
            answer, is_new = once(
                actor=request.person.public_id,
                action="standards.study.open",
                key=parse_key(request.POST.get("client_key")),
                payload=[str(version.public_id), *(sorted(request.POST.getlist(name)) for name in form.fields)],
                act=act,
            )
        except Invalid as error:
            form.add_error(None, error)
        else:
            if is_new:
                messages.success(request, _("The experts are asked; each finds it in the work list."))
            return redirect("standards:study_detail", public_id=answer["study"])
    if is_search:
        # Only the list of people has changed; nothing is judged yet.
        form = OpenStudyForm(initial={name: request.POST.get(name, "") for name in form.fields}, version=version)
    status = 422 if form.is_bound else 200
    context = {"version": version, "submit_label": _("Ask the experts"), **_choice(request, form)}
    return render(request, "standards/study_form.html", context, status=status)


def _choice(request: HttpRequest, form, chosen: set[str] | None = None) -> dict:
    """The form with the people it offers: those who are chosen, those who were looked for, and those who are usually asked."""
    if request.method == "POST":
        chosen = set(request.POST.getlist("experts"))
    chosen, words = chosen or set(), request.POST.get("find", "").strip()
    people = people_in_force().exclude(user=None)
    known = list(with_roles(Person.objects.filter(public_id__in=_ids(chosen))))
    if words:
        others = list(matching(people, words)[:OFFERED])
    else:
        others = list(people.filter(role_assignments__role__in=USUALLY_ASKED).distinct()[:OFFERED])
    offered = known + [one for one in others if one.pk not in {row.pk for row in known} and can_be_expert(one)]
    return {
        "form": form,
        "people": [(one, str(one.public_id) in chosen) for one in offered],
        "words": words,
        "found_nobody": bool(words) and not others,
    }


def _ids(values: set[str]) -> list[str]:
    found = []
    for value in values:
        try:
            found.append(str(UUID(value)))
        except ValueError:
            continue
    return found


@require_GET
def study_detail(request: HttpRequest, public_id) -> HttpResponse:
    """The study for those who lead or watch. Whoever is only asked to compare finds their own part instead."""
    if not sees_drafts(request.person) and own_part(request.person, public_id).exists():
        return redirect("standards:study_answer", public_id=public_id)
    study = _study(request, public_id)
    is_lead = can_lead_study(request.person, study)
    is_draft = is_open_for_weights(study.standard_version)
    is_open = takes_comparisons(study)
    experts = study.experts.select_related("person__unit", "submission", "study__standard_version")
    context = {
        "object": study,
        "version": study.standard_version,
        "table": table_of(study),
        "groups": groups_of(study),
        "experts": experts,
        "questions": count_answered(groups_of(study), {})[1],
        "results": results_of(study),
        "is_open": is_open,
        "is_left": was_left(study),
        "may_change": is_lead and is_open,
        "may_call_off": is_lead and is_open,
        # What is not adopted would wait in the leads' work lists for ever.
        "may_leave": is_lead and is_draft and study.state == StudyState.CLOSED,
        "may_adopt": is_lead and is_draft and study.state in (StudyState.CLOSED, StudyState.ADOPTED),
        "own": experts.filter(person=request.person).first(),
        "timeline": timeline_of(study),
    }
    return render(request, "standards/study_detail.html", context)


@require_http_methods(["GET", "POST"])
def change_study(request: HttpRequest, public_id) -> HttpResponse:
    study = _study(request, public_id)
    require(can_lead_study, request.person, study)
    if not takes_comparisons(study):
        raise Conflict
    present = {str(one) for one in study.experts.values_list("person__public_id", flat=True)}
    initial = {"due_on": study.due_on, "version": study.version}
    is_search = request.POST.get("action") == "find"
    form = ChangeStudyForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and not is_search and form.is_valid():
        cleaned = form.cleaned_data
        try:
            services.change_study(
                study=study,
                actor=request.person,
                experts=list(cleaned["experts"]),
                due_on=cleaned["due_on"],
                seen=cleaned["version"],
            )
        except Invalid as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The study is changed."))
            return redirect(study)
    if is_search:
        form = ChangeStudyForm(initial={name: request.POST.get(name, "") for name in form.fields})
    context = {"version": study.standard_version, "study": study, **_choice(request, form, present)}
    return render(request, "standards/study_form.html", context, status=422 if form.is_bound else 200)


@require_POST
def close_study(request: HttpRequest, public_id) -> HttpResponse:
    study = _study(request, public_id)
    try:
        services.close_study(study=study, actor=request.person)
    except Invalid as error:
        for sentence in error.messages:
            messages.error(request, sentence)
    else:
        messages.success(request, _("The study is closed. What the experts said is here to be looked at."))
    return redirect(study)


@require_POST
def call_off_study(request: HttpRequest, public_id) -> HttpResponse:
    study = _study(request, public_id)
    was_closed = study.state == StudyState.CLOSED
    services.call_off_study(study=study, actor=request.person)
    messages.success(request, _("The result is not used.") if was_closed else _("The study is called off."))
    return redirect(study)
