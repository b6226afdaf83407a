"""The proof page of a draw: what was published when, in plain words, and how to draw again."""

from collections import Counter
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import Prefetch
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_GET, require_POST

from foundation.audit.selectors import timeline_of
from foundation.common.errors import Conflict, NotAllowed, require
from foundation.common.texts import current_suffix
from organization.models import Person
from sampling import rules, selectors, services
from sampling.enums import DrawState
from sampling.forms import NonceForm
from sampling.models import Draw, Nonce, Replacement
from sampling.purposes import concealed_strata, held_back, origin_of, stratum_label
from sampling.rule_text import sections_of


def _draw(request: HttpRequest, public_id) -> Draw:
    nonces = Prefetch("nonces", queryset=Nonce.objects.select_related("person"))
    return get_object_or_404(selectors.visible_to(request.person).prefetch_related(nonces), public_id=public_id)


@require_GET
def draw_detail(request: HttpRequest, public_id) -> HttpResponse:
    draw = _draw(request, public_id)
    form = NonceForm() if rules.can_add_nonce(request.person, draw) else None
    return render(request, "sampling/draw_detail.html", _context(request, draw, form))


def _context(request: HttpRequest, draw: Draw, form: NonceForm | None) -> dict:
    reason = "" if draw.is_drawn else held_back(draw)
    concealed = concealed_strata(draw, request.person)
    replaced = _replaced(draw, concealed) if draw.is_drawn else []
    return {
        "held_back": reason,
        "object": draw,
        "origin": origin_of(draw, request.person),
        "steps": _steps(draw),
        "strata": _strata(draw, concealed),
        "frame_size": sum(count for stratum, count in draw.frame_counts.items() if stratum not in concealed),
        "groups": _groups(draw, concealed) if draw.is_drawn else [],
        "may_prove": draw.is_drawn and not concealed,
        "replaced": replaced,
        "replaced_counts": _counts_by_person(replaced) if rules.sees_all_draws(request.person) else [],
        "missing": [rules.Role(role).label for role in rules.roles_without_nonce(draw)],
        "form": form,
        "may_complete": not reason and rules.is_ready(draw) and rules.can_carry_out_draw(request.person),
        # How often something fell out of what is concealed would show in it.
        "timeline": [] if concealed and draw.is_drawn else timeline_of(draw),
    }


def _steps(draw: Draw) -> list[dict]:
    """Commit, freeze, add chance, draw: with what is done and what comes next."""
    given, wanted = len(draw.nonces.all()), draw.nonces_wanted
    frozen = draw.state != DrawState.COMMITTED
    chance = ngettext("%(given)d of %(wanted)d", "%(given)d of %(wanted)d", wanted) % {"given": given, "wanted": wanted}
    steps = [
        {"label": _("Secret committed"), "when": draw.committed_at, "done": True},
        {"label": _("Sampling frame frozen"), "when": draw.frozen_at, "done": frozen},
        {
            "label": _("Random characters added"),
            "detail": chance if wanted else _("none needed"),
            "done": frozen and given >= wanted,
        },
        {"label": _("Drawn, secret revealed"), "when": draw.drawn_at, "done": draw.is_drawn},
    ]
    current = next((number for number, step in enumerate(steps) if not step["done"]), None)
    return [
        {
            **step,
            "tone": "done" if step["done"] else "wait" if number == current else "idle",
            "current": number == current,
        }
        for number, step in enumerate(steps)
    ]


def _strata(draw: Draw, concealed: frozenset[str]) -> list[dict]:
    return [
        {
            "name": stratum,
            "label": stratum_label(stratum),
            "items": count,
            "size": draw.sizes.get(stratum, 0),
            "reserve": draw.reserves.get(stratum, 0),
        }
        for stratum, count in sorted(draw.frame_counts.items())
        if stratum not in concealed
    ]


def _replaced(draw: Draw, concealed: frozenset[str]) -> list[Replacement]:
    """With the stratum in the reader's words on each."""
    found = [one for one in selectors.replacements_of(draw) if one.fallen.stratum not in concealed]
    for one in found:
        one.stratum_label = stratum_label(one.fallen.stratum)
    return found


def _counts_by_person(replaced: list[Replacement]) -> list[tuple[Person, int]]:
    """Whose items were replaced how often, most first."""
    people = {one.asked_by_id: one.asked_by for one in replaced}
    counts = Counter(one.asked_by_id for one in replaced)
    return [(people[key], n) for key, n in counts.most_common()]


def _groups(draw: Draw, concealed: frozenset[str]) -> list[dict]:
    """Sample and reserve list by stratum."""
    groups: dict[str, dict] = {}
    for item in draw.items.exclude(stratum__in=concealed):
        group = groups.setdefault(item.stratum, {"label": stratum_label(item.stratum), "sample": [], "reserve": []})
        group["reserve" if item.is_reserve else "sample"].append(item)
    return list(groups.values())


@require_POST
def add_nonce(request: HttpRequest, public_id) -> HttpResponse:
    draw = _draw(request, public_id)
    if not request.person.has_role(*rules.NONCE_ROLES):
        raise NotAllowed(_("Random characters come from leads and supervisors."))
    form = NonceForm(request.POST)
    if not form.is_valid():
        return render(request, "sampling/draw_detail.html", _context(request, draw, form), status=422)
    services.add_nonce(draw=draw, person=request.person, value=form.cleaned_data["value"])
    draw.refresh_from_db()
    if draw.is_drawn:
        messages.success(request, _("Your random characters are in. The sample was drawn at once."))
    else:
        messages.success(request, _("Your random characters are in."))
    return redirect(draw)


@require_POST
def complete(request: HttpRequest, public_id) -> HttpResponse:
    """Try again to carry out a draw that has everything it needs."""
    draw = _draw(request, public_id)
    require(rules.can_carry_out_draw, request.person)
    if not rules.is_ready(draw):
        raise Conflict(_("This draw is not waiting to be carried out."))
    services.complete_draw_now(draw=draw, actor=request.person)
    messages.success(request, _("The sample is drawn."))
    return redirect(draw)


@require_GET
def download_proof(request: HttpRequest, public_id) -> HttpResponse:
    """The zip for docs/verify_draw.py. Before the draw there is none: 404."""
    draw = _draw(request, public_id)
    if not draw.is_drawn:
        raise Http404
    if concealed_strata(draw, request.person):
        raise NotAllowed(_("The proof can be downloaded once everything that was drawn has been done."))
    response = HttpResponse(services.make_proof(draw), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="draw-{draw.public_id}.zip"'
    return response


@require_GET
def download_script(request: HttpRequest) -> HttpResponse:
    """The script that draws again without the portal."""
    return FileResponse(
        (settings.BASE_DIR / "docs" / "verify_draw.py").open("rb"), as_attachment=True, content_type="text/x-python"
    )


@require_GET
def read_rule(request: HttpRequest) -> HttpResponse:
    """The rule in the reader's language as a page; `draw` in the address: the draw to go back to."""
    title, sections = sections_of(_rule_file().read_text(encoding="utf-8"))
    draw = selectors.visible_to(request.person).filter(public_id=parse_id(request.GET.get("draw"))).first()
    context = {"title": title, "sections": sections, "back_url": draw.get_absolute_url() if draw else ""}
    return render(request, "sampling/rule.html", context)


@require_GET
def download_rule(request: HttpRequest) -> HttpResponse:
    """The same as it is published, byte for byte."""
    path = _rule_file()
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=path.name, content_type="text/plain; charset=utf-8"
    )


def _rule_file() -> Path:
    return settings.BASE_DIR / "docs" / ("draw-rule.zh.md" if current_suffix() == "zh" else "draw-rule.md")


def parse_id(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
