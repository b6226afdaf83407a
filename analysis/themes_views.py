"""The list of themes and words: read by whoever reads voices, kept by leads; and saying whether a theme is right (R27)."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from analysis.enums import CountKind
from analysis.rules import can_check_themes, can_keep_themes, can_read_voices
from analysis.voices import lists
from analysis.voices.figures import FEWEST
from analysis.voices.forms import ListedWordsForm, MergeForm, SplitForm, ThemeForm
from analysis.voices.indexing import list_in_force
from analysis.voices.models import Mention, ThemeCheck, VoiceList
from analysis.voices.passages import Choice, passages_of, readable, to_check
from analysis.voices.presets import preset
from analysis.voices.sorting import Theme
from analysis.voices.words import progress_of
from feedback.figures import share_of
from foundation.audit.selectors import timeline_of
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.receipts import parse_key, required_version


def _draft_or_409() -> VoiceList:
    found = lists.draft()
    if found is None:
        raise Conflict(_("There is no draft any more."))
    return found


def _theme_or_404(themes: VoiceList, number: int) -> Theme:
    found = lists.theme_of(themes, number)
    if found is None:
        raise Http404
    return found


@require_GET
def themes(request: HttpRequest) -> HttpResponse:
    """The draft for whoever keeps the list, where there is one; else the list in force, or what it will begin with."""
    require(can_read_voices, request.person)
    may_keep = can_keep_themes(request.person)
    in_force = list_in_force()
    draft = lists.draft() if may_keep else None
    shown = draft or in_force
    content = shown.content if shown else preset()
    checked: dict[int, list[int]] = {}
    for theme, is_right in ThemeCheck.objects.order_by().values_list("theme", "is_right"):
        checked.setdefault(theme, [0, 0])[not is_right] += 1
    before = {entry["number"]: entry for entry in in_force.content["themes"]} if draft and in_force else {}
    context = {
        "shown": shown,
        "draft": draft,
        "rows": [
            {
                "theme": Theme.of(entry),
                "checked": share_of(
                    *(lambda right, wrong: (right, right + wrong))(*checked.get(entry["number"], (0, 0)))
                ),
                "is_changed": bool(draft) and before.get(entry["number"]) != entry,
            }
            for entry in content["themes"]
        ],
        "gone": [Theme.of(entry) for number, entry in before.items() if not lists.theme_of(draft, number)]
        if draft
        else [],
        "own": content["own"],
        "stop": content["stop"],
        "may_keep": may_keep,
        "may_check": can_check_themes(request.person),
        "progress": progress_of(in_force),
        "timeline": timeline_of(shown) if shown else [],
    }
    return render(request, "analysis/themes.html", context)


@require_POST
def themes_draft(request: HttpRequest) -> HttpResponse:
    require(can_keep_themes, request.person)
    lists.begin_draft(actor=request.person)
    return redirect("analysis:themes")


def _form_page(request: HttpRequest, form: Form, change: Callable[[dict, int], object], **context) -> HttpResponse:
    """A form on the draft: what is wrong is said beside its field, what was typed stays."""
    if request.method == "POST" and form.is_valid():
        try:
            change(form.cleaned_data, required_version(request.POST.get("version")))
        except Invalid as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Kept in the draft."))
            return redirect("analysis:themes")
    return render(request, "analysis/theme_form.html", {"form": form, **context}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def theme_edit(request: HttpRequest, number: int | None = None) -> HttpResponse:
    require(can_keep_themes, request.person)
    draft = _draft_or_409()
    theme = _theme_or_404(draft, number) if number is not None else None
    initial = {"name_zh": theme.name_zh, "name_en": theme.name_en, "words": list(theme.words)} if theme else None
    form = ThemeForm(request.POST if request.method == "POST" else None, initial=initial)

    def save(data: dict, version: int) -> None:
        lists.save_theme(themes=draft, actor=request.person, number=number, version=version, **data)

    return _form_page(request, form, save, draft=draft, theme=theme, act="edit" if theme else "add")


@require_http_methods(["GET", "POST"])
def theme_merge(request: HttpRequest, number: int) -> HttpResponse:
    require(can_keep_themes, request.person)
    draft = _draft_or_409()
    theme = _theme_or_404(draft, number)
    form = MergeForm(request.POST if request.method == "POST" else None, themes=draft, number=number)

    def merge(data: dict, version: int) -> None:
        lists.merge_themes(themes=draft, actor=request.person, number=number, into=data["into"], version=version)

    return _form_page(request, form, merge, draft=draft, theme=theme, act="merge")


@require_http_methods(["GET", "POST"])
def theme_split(request: HttpRequest, number: int) -> HttpResponse:
    require(can_keep_themes, request.person)
    draft = _draft_or_409()
    theme = _theme_or_404(draft, number)
    form = SplitForm(request.POST if request.method == "POST" else None, theme=theme)

    def split(data: dict, version: int) -> None:
        lists.split_theme(themes=draft, actor=request.person, number=number, version=version, **data)

    return _form_page(request, form, split, draft=draft, theme=theme, act="split")


@require_http_methods(["GET", "POST"])
def themes_words(request: HttpRequest) -> HttpResponse:
    require(can_keep_themes, request.person)
    draft = _draft_or_409()
    initial = {"own": draft.content["own"], "stop": draft.content["stop"]}
    form = ListedWordsForm(request.POST if request.method == "POST" else None, initial=initial)

    def save(data: dict, version: int) -> None:
        lists.save_words(themes=draft, actor=request.person, version=version, **data)

    return _form_page(request, form, save, draft=draft, theme=None, act="words")


@require_POST
def theme_remove(request: HttpRequest, number: int) -> HttpResponse:
    require(can_keep_themes, request.person)
    version = required_version(request.POST.get("version"))
    lists.remove_theme(themes=_draft_or_409(), actor=request.person, number=number, version=version)
    messages.success(request, _("Taken out of the draft."))
    return redirect("analysis:themes")


@require_POST
def themes_presets(request: HttpRequest) -> HttpResponse:
    require(can_keep_themes, request.person)
    version = required_version(request.POST.get("version"))
    lists.take_presets(themes=_draft_or_409(), actor=request.person, version=version)
    return redirect("analysis:themes")


@require_POST
def themes_put_in_force(request: HttpRequest) -> HttpResponse:
    require(can_keep_themes, request.person)
    key, version = parse_key(request.POST.get("client_key")), required_version(request.POST.get("version"))
    lists.put_in_force(themes=_draft_or_409(), actor=request.person, version=version, key=key)
    messages.success(request, _("In force. All texts are now being sorted anew."))
    return redirect("analysis:themes")


@require_POST
def themes_discard(request: HttpRequest) -> HttpResponse:
    require(can_keep_themes, request.person)
    version = required_version(request.POST.get("version"))
    lists.discard_draft(themes=_draft_or_409(), actor=request.person, version=version)
    messages.success(request, _("The draft is gone; the list in force stands as it was."))
    return redirect("analysis:themes")


@require_http_methods(["GET", "POST"])
def theme_check(request: HttpRequest, number: int) -> HttpResponse:
    """One text after the other, as they were drawn: is the theme right?"""
    require(can_check_themes, request.person)
    in_force = list_in_force()
    if in_force is None:
        raise Http404
    theme = _theme_or_404(in_force, number)
    if request.method == "POST":
        mentions = Mention.objects.filter(kind=CountKind.THEME, item=number)
        rows = readable(request.person).filter(pk__in=mentions.values("text"))
        row = get_object_or_404(rows, public_id=parse_key(request.POST.get("text")))
        if request.POST.get("right") not in ("yes", "no"):
            raise Invalid(_("Say whether the theme is right."))
        lists.check_theme(text=row, theme=number, is_right=request.POST["right"] == "yes", actor=request.person)
        return redirect("analysis:theme_check", number)
    row = to_check(request.person, number)
    right, n = (ThemeCheck.objects.filter(theme=number, **more).count() for more in ({"is_right": True}, {}))
    passages = passages_of([row], Choice(name=theme.name, theme=theme, marks=theme.words)) if row else []
    context = {
        "theme": theme,
        "passage": passages[0] if passages else None,
        "checked": share_of(right, n),
        "fewest": FEWEST,
    }
    return render(request, "analysis/theme_check.html", context)
