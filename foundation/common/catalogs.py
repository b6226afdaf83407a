"""Translations without gettext's tools: Babel reads the sources of a room and keeps the room's catalog.

A room's messages come from its Python files and from `templates/<label>/`. What belongs to no single room (the base templates, `includes`,
`generic`, the error pages, `qa_portal`) is translated in `foundation.common`; sign-in pages in `foundation.accounts`.
"""

import ast
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po
from django.apps import apps
from django.conf import settings
from django.utils.translation.template import templatize

LANGUAGE = "zh_Hans"
KEYWORDS = {
    name + lazy: spec
    for name, spec in {
        "gettext": None,
        "ngettext": (1, 2),
        "pgettext": ((1, "c"), 2),
        "npgettext": ((1, "c"), 2, 3),
    }.items()
    for lazy in ("", "_lazy")
} | {"_": None, "gettext_noop": None}
COMMON, ACCOUNTS = "common", "accounts"
SIGN_IN_TEMPLATES = {"account", "mfa", "allauth", "usersessions"}
# A catalog changes when a translation does, not when somebody runs the command.
CATALOG_DATE = datetime(2026, 1, 1, tzinfo=UTC)


class BrokenCatalog(Exception):
    """A .po file that cannot be read; the text names the file and the place."""


@dataclass(frozen=True)
class Room:
    """One of the project's own apps. `label` is the last part of its name and the folder of its templates."""

    label: str
    path: Path

    @property
    def po(self) -> Path:
        return self.path / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def rooms() -> list[Room]:
    """The project's own apps, in the order of INSTALLED_APPS."""
    own = [config for config in apps.get_app_configs() if Path(config.path).is_relative_to(settings.BASE_DIR)]
    own = [config for config in own if "site-packages" not in Path(config.path).parts]
    return [Room(config.name.rpartition(".")[2], Path(config.path)) for config in own]


def extract(room: Room) -> Catalog:
    """Every message in the sources of the room, untranslated."""
    catalog = _empty_catalog()
    for path in _python_files(room):
        source = path.read_bytes()
        names = names_of_gettext(source)
        keywords = KEYWORDS | {alias: KEYWORDS[name] for alias, name in names.items()}
        found = extract_python(BytesIO(source), keywords, ["Translators"], {"encoding": "utf-8"})
        _add(catalog, path, found, names)
    for path in _template_files(room):
        _add(catalog, path, _template_messages(path))
    return catalog


def merge(room: Room) -> Catalog:
    """The room's messages with the translations that its catalog has already; what is no longer in the sources is gone."""
    merged, kept = extract(room), read_catalog(room)
    for message in merged:
        old = kept.get(message.id, message.context) if message.id else None
        if old is not None and _has_text(old):
            message.string = _in_the_form_of(message.id, old.string)
            message.flags |= old.flags & {"fuzzy"}
            message.user_comments = old.user_comments
    return merged


def _in_the_form_of(message_id: str | tuple, text: str | tuple) -> str | tuple:
    """Chinese has one form for all numbers, so a message that gained or lost its plural keeps its translation."""
    if isinstance(message_id, str):
        return text if isinstance(text, str) else text[0]
    return (text,) if isinstance(text, str) else text


def read_catalog(room: Room) -> Catalog:
    """The room's catalog; empty where there is none. Raises BrokenCatalog."""
    if not room.po.exists():
        return _empty_catalog()
    try:
        with room.po.open("rb") as file:
            return read_po(file, locale=LANGUAGE, abort_invalid=True)
    except (PoFileError, ValueError) as error:
        raise BrokenCatalog(f"{_short(room.po)}: {error}") from error


def write_catalog(room: Room, catalog: Catalog) -> bool:
    """Write the .po file if it says something new. Messages are sorted and carry no line numbers, so that two people's changes merge."""
    buffer = BytesIO()
    write_po(buffer, catalog, width=120, sort_output=True, include_lineno=False, ignore_obsolete=True)
    if room.po.exists() and room.po.read_bytes() == buffer.getvalue():
        return False
    _replace(room.po, buffer.getvalue())
    return True


def compile_catalog(room: Room) -> int:
    """Write the .mo file beside the .po; returns how many messages it holds. A fuzzy message is left out: English is shown instead."""
    catalog = read_catalog(room)
    buffer = BytesIO()
    write_mo(buffer, catalog, use_fuzzy=False)
    _replace(room.po.with_suffix(".mo"), buffer.getvalue())
    return sum(1 for message in catalog if message.id and _has_text(message) and not message.fuzzy)


def complaints(room: Room) -> list[str]:
    """What keeps the room's translation from being complete: one sentence for each message."""
    kept, found = read_catalog(room), []
    for message in extract(room):
        if not message.id:
            continue
        translation = kept.get(message.id, message.context)
        if translation is None:
            found.append((message, "is not in the catalog"))
        elif translation.fuzzy:
            found.append((message, "is marked fuzzy"))
        elif not _has_text(translation):
            found.append((message, "is not translated"))
        elif wrong := _wrong_placeholders(translation):
            found.append((message, f"has other placeholders than its translation: {wrong}"))
    return [
        f"{_short(room.po)}: {_quoted(message)} {problem} ({message.locations[0][0]})" for message, problem in found
    ]


def disagreements() -> list[str]:
    """Messages that two rooms translate differently: only one of the two would ever be shown, and nobody knows which."""
    said: dict[tuple, tuple[Room, object]] = {}
    found = []
    for room in rooms():
        for message in read_catalog(room):
            if not message.id or not _has_text(message):
                continue
            first, text = said.setdefault((message.context, message.id), (room, message.string))
            if text != message.string:
                found.append(f"{_quoted(message)} is {text!r} in {first.label} and {message.string!r} in {room.label}")
    return found


def _empty_catalog() -> Catalog:
    return Catalog(
        locale=LANGUAGE,
        project="QA Portal",
        version="1",
        header_comment="",
        creation_date=CATALOG_DATE,
        revision_date=CATALOG_DATE,
        msgid_bugs_address="QA Portal",
        last_translator="QA Portal",
        language_team="Simplified Chinese",
        fuzzy=False,
    )


def _python_files(room: Room) -> list[Path]:
    files = [path for path in room.path.rglob("*.py") if "migrations" not in path.parts]
    if room.label == COMMON:
        files += (settings.BASE_DIR / "qa_portal").glob("*.py")
    return sorted(files)


def _template_files(room: Room) -> list[Path]:
    folder = settings.BASE_DIR / "templates"
    labels = {other.label for other in rooms()}
    own = [
        path
        for path in folder.rglob("*")
        if path.suffix in {".html", ".txt", ".svg"} and _owner(path.relative_to(folder), labels) == room.label
    ]
    return sorted([*own, *(room.path / "templates").rglob("*.html")])


def _owner(template: Path, labels: set[str]) -> str:
    first = template.parts[0]
    if first in SIGN_IN_TEMPLATES:
        return ACCOUNTS
    return first if first in labels else COMMON


def _template_messages(path: Path) -> Iterator[tuple]:
    """Django rewrites a template as calls of gettext; with the indentation gone Babel reads that as Python."""
    source = templatize(path.read_text(encoding="utf-8"), origin=_short(path))
    flat = "\n".join(line.lstrip() for line in source.split("\n"))
    return extract_python(BytesIO(flat.encode()), KEYWORDS, ["Translators"], {"encoding": "utf-8"})


def names_of_gettext(source: bytes) -> dict[str, str]:
    """{what a Python file calls a function of gettext: its own name}, so that a text marked by a name of somebody's choice is found too."""
    imports = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom))
    return {
        name.asname: name.name
        for node in imports
        if node.module == "django.utils.translation"
        for name in node.names
        if name.asname and name.name in KEYWORDS
    }


def _add(catalog: Catalog, path: Path, messages: Iterator[tuple], names: Mapping[str, str] | None = None) -> None:
    for line, alias, arguments, comments in messages:
        keyword = (names or {}).get(alias, alias)
        spec = KEYWORDS[keyword]
        texts = [arguments] if isinstance(arguments, str) else list(arguments or ())
        context = None
        if spec and isinstance(spec[0], tuple):
            context, texts = texts[0], texts[1:]
        wanted = 2 if keyword.removesuffix("_lazy") in ("ngettext", "npgettext") else 1
        texts = texts[:wanted]
        if len(texts) < wanted or not all(isinstance(text, str) and text for text in texts):
            continue  # a variable, not a message
        message_id = texts[0] if wanted == 1 else tuple(texts)
        catalog.add(message_id, locations=[(_short(path), line)], auto_comments=comments, context=context)


def _has_text(message: Message) -> bool:
    texts = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return bool(texts) and all(texts)


def _wrong_placeholders(message: Message) -> str:
    """The names that stand in one and not in the other. A plural form may leave out what another form says."""
    ids = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
    texts = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    offered = set().union(*(_placeholders(text) for text in ids))
    needed = offered if len(ids) == 1 else set()
    used = set().union(*(_placeholders(text) for text in texts))
    return ", ".join(sorted((used - offered) | (needed - used)))


def _placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}", text.replace("%%", "")))


def _quoted(message: Message) -> str:
    text = message.id if isinstance(message.id, str) else message.id[0]
    return f"“{text[:80]}”" + (f" ({message.context})" if message.context else "")


def _short(path: Path) -> str:
    return str(path.relative_to(settings.BASE_DIR)) if path.is_relative_to(settings.BASE_DIR) else str(path)


def _replace(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(path)
