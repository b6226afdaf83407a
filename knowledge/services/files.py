"""Files of an article. They belong to the draft that is being written; each version names those that it shows."""

from uuid import UUID

from django.utils.translation import gettext as _

from foundation.audit.services import record_event
from foundation.common.contents import PDF, PHOTOS, ZIP
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.files import content_digest, store_file
from foundation.common.receipts import once
from foundation.common.states import swap
from knowledge.enums import DraftState
from knowledge.models import ArticleDraft, ArticleFile
from knowledge.rules import can_edit_draft
from knowledge.services.drafting import checked_note
from organization.models import Person

# Office documents are ZIP archives by their bytes.
ALLOWED = PHOTOS | {PDF, ZIP}
MOST_FILES, MOST_BYTES = 8, 20 * 1024 * 1024


def add_file(*, draft: ArticleDraft, actor: Person, source, name: str, caption: str, key: UUID) -> ArticleFile:
    """Keep a file (a file object) with the draft. The same key gives the same file.

    Raises NotAllowed, Invalid ({"file" or "caption": sentence}), Conflict where the draft is not being written any more.
    """
    require(can_edit_draft, actor, draft)
    caption = checked_note(caption, "caption")
    if len(caption) > 80:
        raise Invalid({"caption": _("Write up to %(limit)d characters.") % {"limit": 80}})

    def act() -> dict:
        present = _locked(draft)
        if len(present.files) >= MOST_FILES:
            raise Invalid({"file": _("An article takes up to %(limit)d files.") % {"limit": MOST_FILES}})
        try:
            file = store_file(source=source, name=name, actor=actor, allowed=ALLOWED, max_bytes=MOST_BYTES)
        except Invalid as refusal:
            raise Invalid({"file": refusal.messages[0]}) from None
        row = ArticleFile.objects.create(article=present.article, file=file, caption=caption, added_by=actor)
        _set(present, actor, [*present.files, str(row.public_id)])
        record_event(actor=actor, action="knowledge.file.add", target=present.article, after=file.digest)
        return {"file": str(row.public_id)}

    payload = {"draft": draft.public_id, "caption": caption, "name": name, "digest": content_digest(source)}
    answer, _is_new = once(actor=actor.public_id, action="knowledge.file.add", key=key, payload=payload, act=act)
    return ArticleFile.objects.select_related("file", "article").get(public_id=answer["file"])


def remove_file(*, draft: ArticleDraft, file: ArticleFile, actor: Person, key: UUID) -> None:
    """Leave it out of the draft; versions that show it keep it. Raises NotAllowed, Conflict."""
    require(can_edit_draft, actor, draft)

    def act() -> dict:
        present = _locked(draft)
        _set(present, actor, [one for one in present.files if one != str(file.public_id)])
        record_event(actor=actor, action="knowledge.file.remove", target=present.article)
        return {}

    payload = {"draft": draft.public_id, "file": file.public_id}
    once(actor=actor.public_id, action="knowledge.file.remove", key=key, payload=payload, act=act)


def _locked(draft: ArticleDraft) -> ArticleDraft:
    rows = ArticleDraft.objects.select_related("article").select_for_update(of=("self",), no_key=True)
    present = rows.filter(pk=draft.pk, state=DraftState.DRAFT).first()
    if present is None:
        raise Conflict(url=draft.article.get_absolute_url())
    return present


def _set(draft: ArticleDraft, actor: Person, files: list[str]) -> None:
    contributors = list(dict.fromkeys([*draft.contributors, str(actor.public_id)]))
    swap(draft, expected={"state": DraftState.DRAFT}, files=files, author=actor, contributors=contributors)
