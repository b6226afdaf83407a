"""Categories, and words that mean the same."""

from uuid import UUID

from django.utils.translation import gettext as _

from foundation.audit.services import record_event
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.receipts import once
from foundation.common.states import swap
from foundation.common.texts import require_storable
from knowledge.models import Category, Synonyms
from knowledge.rules import can_keep_words
from knowledge.terms import plain, split
from organization.models import Person


def keep_category(
    *,
    actor: Person,
    name_zh: str,
    name_en: str,
    position: int,
    key: UUID,
    is_retired: bool = False,
    category: Category | None = None,
    version: int = 0,
) -> Category:
    """A new category, or this one anew. Raises NotAllowed, Invalid ({"name_zh": sentence}), Conflict."""
    require(can_keep_words, actor)
    said = {"name_zh": name_zh.strip(), "name_en": name_en.strip(), "position": position, "is_retired": is_retired}
    if not said["name_zh"] or len(said["name_zh"]) > 40:
        raise Invalid({"name_zh": _("Write up to %(limit)d characters.") % {"limit": 40}})
    others = Category.objects.exclude(pk=category.pk) if category else Category.objects
    if others.filter(name_zh=said["name_zh"]).exists():
        raise Invalid({"name_zh": _("There is a category of this name.")})
    return _keep(Category, category, "category", actor, said, version, key)


def keep_synonyms(
    *,
    actor: Person,
    words: str,
    key: UUID,
    is_retired: bool = False,
    synonyms: Synonyms | None = None,
    version: int = 0,
) -> Synonyms:
    """Words that mean the same, two to ten; a word stands in one list only. Raises NotAllowed, Invalid ({"words": sentence}), Conflict."""
    require(can_keep_words, actor)
    require_storable(words)
    same = split(words)
    if not 2 <= len(same) <= 10:
        raise Invalid({"words": _("Two to ten words, separated by commas.")})
    text = "，".join(same)
    if len(text) > 200:
        raise Invalid({"words": _("Write up to %(limit)d characters.") % {"limit": 200}})
    others = Synonyms.objects.filter(is_retired=False).exclude(pk=synonyms.pk if synonyms else None)
    taken = {plain(word): row for row in others for word in split(row.words)}
    for word in same:
        if not is_retired and plain(word) in taken:
            raise Invalid({"words": _("“%(word)s” stands in another list: add to that one.") % {"word": word}})
    return _keep(Synonyms, synonyms, "words", actor, {"words": text, "is_retired": is_retired}, version, key)


def _keep(model, row, noun: str, actor: Person, said: dict, version: int, key: UUID):
    def act() -> dict:
        if row is None:
            kept = model.objects.create(**said)
        else:
            kept = model.objects.select_for_update(of=("self",), no_key=True).get(pk=row.pk)
            if kept.version != version:
                raise Conflict()
            swap(kept, expected={"is_retired": kept.is_retired}, **said)
        record_event(actor=actor, action=f"knowledge.{noun}.keep", target=kept)
        return {"row": str(kept.public_id)}

    payload = {**said, "row": row.public_id if row else None, "version": version}
    answer, _is_new = once(actor=actor.public_id, action=f"knowledge.{noun}.keep", key=key, payload=payload, act=act)
    return model.objects.get(public_id=answer["row"])
