"""Keeping the list of themes and words: a draft is changed, then put in force, and all texts are sorted anew (R27)."""

from copy import deepcopy
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from analysis.enums import VoiceListState
from analysis.rules import can_check_themes, can_keep_themes
from analysis.voices.cutting import folded
from analysis.voices.models import ThemeCheck, VoiceList, VoiceText
from analysis.voices.passing import begin_list, begin_pass
from analysis.voices.presets import preset
from analysis.voices.sorting import Theme
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.engine import lock_for_transaction
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.receipts import once
from foundation.common.states import advance
from organization.models import Person

MOST_THEMES, MOST_WORDS, LONGEST_WORD = 60, 200, 24
MOST_LISTED = 2_000


def draft() -> VoiceList | None:
    return VoiceList.objects.filter(state=VoiceListState.DRAFT).first()


@transaction.atomic
def begin_draft(*, actor: Person) -> VoiceList:
    """A copy of the list in force; the draft there is, where there is one."""
    require(can_keep_themes, actor)
    lock_for_transaction("analysis.themes")
    found = draft()
    if found is None:
        base = begin_list()
        number = (VoiceList.objects.values_list("number", flat=True).first() or 0) + 1
        found = VoiceList.objects.create(number=number, content=deepcopy(base.content), made_by=actor)
        record_event(actor=actor, action="analysis.themes.draft", target=found, version=number)
    return found


def theme_of(themes: VoiceList, number: int) -> Theme | None:
    return next((Theme.of(entry) for entry in themes.content["themes"] if entry["number"] == number), None)


@transaction.atomic
def save_theme(
    *,
    themes: VoiceList,
    actor: Person,
    name_zh: str,
    name_en: str,
    words: list[str],
    version: int,
    number: int | None = None,
) -> VoiceList:
    """Change a theme of the draft, or add one (`number` None). Raises Invalid with {field: sentences}, Conflict where somebody was quicker."""
    wrong: dict[str, list[str]] = {}
    name_zh, name_en, words = " ".join(name_zh.split()), " ".join(name_en.split()), folded(words)
    others = [entry for entry in themes.content["themes"] if entry["number"] != number]
    if not name_zh:
        wrong["name_zh"] = [_("A theme needs a name.")]
    elif any(entry["zh"] == name_zh for entry in others):
        wrong["name_zh"] = [_("There is a theme of this name.")]
    if problem := _problem_of(words, MOST_WORDS) or ("" if words else _("A theme needs words by which it is found.")):
        wrong["words"] = [problem]
    if number is None and len(others) >= MOST_THEMES:
        wrong["name_zh"] = [_("There are already %(n)d themes: merge some first.") % {"n": MOST_THEMES}]
    if wrong:
        raise Invalid(wrong)
    content = deepcopy(themes.content)
    if number is None:
        content["themes"].append(Theme(content["next"], name_zh, name_en, tuple(words)).entry)
        content["next"] += 1
    else:
        entry = _entry(content, number)
        entry |= {"zh": name_zh, "en": name_en, "words": words}
    return _change(themes, actor, content, version, "add" if number is None else "change")


@transaction.atomic
def remove_theme(*, themes: VoiceList, actor: Person, number: int, version: int) -> VoiceList:
    content = deepcopy(themes.content)
    content["themes"].remove(_entry(content, number))
    return _change(themes, actor, content, version, "remove")


@transaction.atomic
def merge_themes(*, themes: VoiceList, actor: Person, number: int, into: int, version: int) -> VoiceList:
    """The words of one go to the other, which keeps its name and number."""
    if number == into:
        raise Invalid({"into": [_("Choose another theme.")]})
    content = deepcopy(themes.content)
    gone, kept = _entry(content, number), _entry(content, into)
    kept["words"] = folded([*kept["words"], *gone["words"]])
    content["themes"].remove(gone)
    return _change(themes, actor, content, version, "merge")


@transaction.atomic
def split_theme(
    *, themes: VoiceList, actor: Person, number: int, words: list[str], name_zh: str, name_en: str, version: int
) -> VoiceList:
    """The chosen words go to a theme of their own; at least one stays."""
    content = deepcopy(themes.content)
    entry = _entry(content, number)
    chosen = [word for word in entry["words"] if word in set(words)]
    name_zh = " ".join(name_zh.split())
    wrong: dict[str, list[str]] = {}
    if not chosen or len(chosen) == len(entry["words"]):
        wrong["words"] = [_("Choose some of the words: at least one goes, and at least one stays.")]
    if not name_zh or any(one["zh"] == name_zh for one in content["themes"]):
        wrong["name_zh"] = [_("The new theme needs a name of its own.")]
    if wrong:
        raise Invalid(wrong)
    entry["words"] = [word for word in entry["words"] if word not in chosen]
    content["themes"].append(Theme(content["next"], name_zh, " ".join(name_en.split()), tuple(chosen)).entry)
    content["next"] += 1
    return _change(themes, actor, content, version, "split")


@transaction.atomic
def save_words(*, themes: VoiceList, actor: Person, own: list[str], stop: list[str], version: int) -> VoiceList:
    """Words of the trade that are never cut in two, and words that say nothing."""
    own, stop = folded(own), folded(stop)
    wrong = {
        name: [text] for name, words in (("own", own), ("stop", stop)) if (text := _problem_of(words, MOST_LISTED))
    }
    if both := set(own) & set(stop):
        wrong["stop"] = [_("In both lists: %(words)s") % {"words": "、".join(sorted(both))}]
    if wrong:
        raise Invalid(wrong)
    return _change(themes, actor, {**themes.content, "own": own, "stop": stop}, version, "words")


def put_in_force(*, themes: VoiceList, actor: Person, version: int, key: UUID) -> VoiceList:
    """From now on texts are sorted by the draft; those that there are already follow in the background."""
    require(can_keep_themes, actor)
    once(
        actor=actor.public_id,
        action="analysis.themes.put_in_force",
        key=key,
        payload={"list": themes.public_id},
        act=lambda: _put_in_force(themes, actor, version),
    )
    return VoiceList.objects.get(pk=themes.pk)


def _put_in_force(themes: VoiceList, actor: Person, version: int) -> dict:
    lock_for_transaction("analysis.themes")
    _bump(themes, version)
    advance(begin_list(), VoiceListState.RETIRED)
    themes.refresh_from_db()
    advance(themes, VoiceListState.IN_FORCE, in_force_at=clock.now())
    record_event(actor=actor, action="analysis.themes.put_in_force", target=themes, version=themes.number)
    begin_pass(why=f"list:{themes.number}")
    return {"list": str(themes.public_id)}


@transaction.atomic
def discard_draft(*, themes: VoiceList, actor: Person, version: int) -> None:
    require(can_keep_themes, actor)
    _bump(themes, version)
    record_event(actor=actor, action="analysis.themes.discard", target=themes, version=themes.number)
    themes.delete()


@transaction.atomic
def take_presets(*, themes: VoiceList, actor: Person, version: int) -> VoiceList:
    """Themes of the presets that the draft does not have, by their names; nothing is overwritten."""
    content = deepcopy(themes.content)
    names = {entry["zh"] for entry in content["themes"]}
    for entry in preset()["themes"]:
        if entry["zh"] not in names and len(content["themes"]) < MOST_THEMES:
            content["themes"].append({**entry, "number": content["next"]})
            content["next"] += 1
    return _change(themes, actor, content, version, "presets")


@transaction.atomic
def check_theme(*, text: VoiceText, theme: int, is_right: bool, actor: Person) -> ThemeCheck:
    """Somebody has read it and says so; said again, the last word counts."""
    require(can_check_themes, actor)
    row, _made = ThemeCheck.objects.update_or_create(
        text=text, theme=theme, defaults={"is_right": is_right, "person": actor}
    )
    record_event(actor=actor, action="analysis.themes.check", target=row, right=is_right)
    return row


def _entry(content: dict, number: int) -> dict:
    found = next((entry for entry in content["themes"] if entry["number"] == number), None)
    if found is None:
        raise Conflict(_("This theme is not in the list any more."))
    return found


def _problem_of(words: list[str], most: int) -> str:
    if len(words) > most:
        return _("At most %(n)d words.") % {"n": most}
    long = [word for word in words if len(word) > LONGEST_WORD]
    if long:
        return _("Too long for a word: %(words)s") % {"words": "、".join(long[:3])}
    short = [word for word in words if len(word) < 2]
    return _("Too short to be found: %(words)s") % {"words": "、".join(short[:3])} if short else ""


def _change(themes: VoiceList, actor: Person, content: dict, version: int, what: str) -> VoiceList:
    require(can_keep_themes, actor)
    _bump(themes, version, content=content)
    record_event(
        actor=actor, action="analysis.themes.change", target=themes, step=f"theme_{what}", version=themes.number
    )
    themes.refresh_from_db()
    return themes


def _bump(themes: VoiceList, version: int, **changes) -> None:
    rows = VoiceList.objects.filter(pk=themes.pk, version=version, state=VoiceListState.DRAFT)
    if not rows.update(version=F("version") + 1, **changes):
        raise Conflict(_("Somebody else has changed the list meanwhile. Look at it again."))
