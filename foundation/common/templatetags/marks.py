"""Small marks: state pills, icons, bilingual texts, the client key, the URL's state."""

from functools import lru_cache
from uuid import UUID, uuid4

from django import template
from django.http import QueryDict
from django.utils.html import conditional_escape, format_html
from django.utils.translation import get_language, gettext as _, pgettext

from foundation.common.states import TONES, State, state_of
from foundation.common.texts import current_suffix, localized_with_language

register = template.Library()


@register.filter
def bi(obj, field: str) -> str:
    """Text of data in the reader's language. A fallback is wrapped in `<span lang>`, so that font and voice are right."""
    if obj is None or obj == "":
        return ""
    wanted = "zh-Hans" if current_suffix() == "zh" else "en"
    if hasattr(obj, f"{field}_zh"):
        text, language = localized_with_language(obj, field)
    else:  # people: a Chinese `name` and perhaps `name_en`
        other = getattr(obj, f"{field}_en", "") if wanted == "en" else ""
        text, language = other or getattr(obj, field, ""), wanted
    if language == wanted or not text:
        return conditional_escape(text)
    return format_html('<span lang="{}">{}</span>', language, text)


@register.simple_tag
def pill(label: str, tone: str = "idle") -> str:
    """Colour, glyph (drawn by the style sheet) and word."""
    if tone not in TONES:
        raise ValueError(f"{tone!r} is none of the tones {TONES}.")
    return format_html('<span class="pill pill--{}">{}</span>', tone, label)


@register.simple_tag
def state_pill(obj, late: bool = False) -> str:
    """The pill of `obj.state`, or of a state member. `late` says that the deadline has passed while the thing is open."""
    if obj is None or obj == "":
        return ""
    if not isinstance(obj, State) and not hasattr(obj, "States"):  # anything with a label and a tone
        return pill(obj.label, "late" if late else obj.tone)
    state = obj if isinstance(obj, State) else state_of(obj)
    return _drawn_state(type(state), state.value, bool(late), get_language())


@lru_cache(maxsize=512)
def _drawn_state(states: type[State], value: str, late: bool, language: str) -> str:
    """Few states stand in many rows. Keyed by class and value: members of two classes with one value are equal."""
    state = states(value)
    if late and state.tone != "late":
        return pill(_("%(state)s, late") % {"state": state.label}, "late")
    return pill(state.label, state.tone)


@register.filter
def message_count(form) -> int:
    """How many sentences a form's summary of errors has: one field may have several. 0 where a page has rows, but no form."""
    errors = getattr(form, "errors", None) or {}
    return sum(len(sentences) for sentences in errors.values())


@register.simple_tag
def icon(name: str, label: str = "") -> str:
    """A bootstrap-icon; silent unless it has a label of its own."""
    if label:
        return format_html('<i class="bi bi-{}" role="img" aria-label="{}"></i>', name, label)
    return format_html('<i class="bi bi-{}" aria-hidden="true"></i>', name)


@register.simple_tag(takes_context=True)
def client_key(context) -> str:
    """A fresh key for each form that creates or submits. After an error the posted one stays: it is still the same act."""
    request = context.get("request")
    posted = request.POST.get("client_key", "") if request is not None and request.method == "POST" else ""
    try:
        key = UUID(posted)
    except ValueError:
        key = uuid4()
    return format_html('<input type="hidden" name="client_key" value="{}">', key)


@register.simple_tag(takes_context=True)
def query_string(context, **changes) -> str:
    """The present URL's query with these keys changed; None drops one. Whatever changes but the page goes back to the first page."""
    request = context.get("request")
    query = request.GET.copy() if request is not None else QueryDict(mutable=True)
    if "page" not in changes:
        query.pop("page", None)
    for key, value in changes.items():
        if value is None or value == "":
            query.pop(key, None)
        else:
            query[key] = value
    return "?" + query.urlencode()


@register.filter
def initial(person) -> str:
    """What stands in the round mark: the family name's character, or the Latin initials."""
    name = str(bi_plain(person)).strip()
    if not name:
        return "?"
    if ord(name[0]) > 0x2E7F:
        return name[0]
    words = name.split()
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def bi_plain(person) -> str:
    """The person's name in the reader's language, as text."""
    latin = getattr(person, "name_en", "") if current_suffix() == "en" else ""
    return latin or str(person)


@register.filter
def person_name(person) -> str:
    """A person's name: Latin letters for English readers where there are any."""
    return pgettext("nobody", "nobody") if person is None else bi_plain(person)
