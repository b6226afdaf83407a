"""Parts of pages that have a template of their own in templates/includes."""

from django import template
from django.urls import reverse

register = template.Library()


@register.inclusion_tag("includes/_timeline.html")
def timeline(entries) -> dict:
    """Who did what when: `[{when, who, what, detail, url, tone}]`, newest first."""
    return {"entries": entries}


@register.inclusion_tag("includes/_steps.html")
def steps(items) -> dict:
    """Stages: `[{label, tone, detail, url, current}]`."""
    return {"items": items}


@register.inclusion_tag("includes/_facts.html")
def facts(pairs) -> dict:
    """A list of (label, value); a value of None is a dash."""
    return {"pairs": pairs}


@register.inclusion_tag("includes/_digest.html")
def digest(value) -> dict:
    return {"value": value}


@register.inclusion_tag("includes/_empty.html")
def empty(title, text="", url=None, label=None, icon="inbox", tone="") -> dict:
    return {"title": title, "text": text, "url": url, "label": label, "icon": icon, "tone": tone}


@register.inclusion_tag("includes/_back.html")
def back(url, label) -> dict:
    return {"url": url, "label": label}


@register.inclusion_tag("includes/_pager.html", takes_context=True)
def pager(context, page) -> dict:
    """The pages of a list; page numbers with gaps, the query kept."""
    return {
        "request": context.get("request"),
        "page": page,
        "numbers": list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)),
        "gap": page.paginator.ELLIPSIS,
    }


@register.inclusion_tag("includes/_progress.html")
def progress(job, url=None) -> dict:
    """A running job; asks again by itself until it has ended. `url` answers with the same part."""
    return {"job": job, "url": url or reverse("jobs:progress", args=[job.public_id])}


@register.inclusion_tag("includes/_sort_th.html", takes_context=True)
def sort_th(context, column, present: str) -> dict:
    """A column's head. `column` is {key, label, sortable, numeric}; a click sorts by it, another one turns round."""
    key = column["key"] if isinstance(column, dict) else column.key
    way = "descending" if present == f"-{key}" else "ascending" if present == key else ""
    return {
        "request": context.get("request"),
        "column": column,
        "way": way,
        "next": f"-{key}" if way == "ascending" else key,
    }


@register.filter
def field_kind(bound_field) -> str:
    """What a field's widget is: `select`, `checkbox`, `text`, …; filters are drawn by it."""
    widget = bound_field.field.widget
    return getattr(widget, "input_type", None) or type(widget).__name__.lower()


@register.filter
def is_set(bound_field) -> bool:
    """Whether a filter is in use."""
    value = bound_field.value()
    return value not in (None, "", [], False)


@register.filter
def has_any(form, names) -> bool:
    """Whether one of the filters with these names is in use."""
    return any(is_set(form[name]) for name in names if name in form.fields)


@register.filter
def as_filter(bound_field) -> str:
    """A filter's widget with our classes, marked when it is in use."""
    kinds = {"select": "form-select", "selectmultiple": "form-select", "checkbox": "form-check-input"}
    css = kinds.get(field_kind(bound_field), "form-control")
    return bound_field.as_widget(attrs={"class": css + (" is-set" if is_set(bound_field) else "")})
