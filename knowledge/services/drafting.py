"""Writing: a new article, the next version of one, an older version once more; handing in and taking back."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.engine import lock_for_transaction
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.receipts import once
from foundation.common.states import advance, swap
from foundation.common.texts import checked_text
from knowledge.enums import DraftState
from knowledge.models import Article, ArticleDraft, ArticleVersion
from knowledge.people import reviewers_of, tell
from knowledge.rules import can_edit_article, can_edit_draft, can_take_back, can_write
from knowledge.selectors import said_by
from knowledge.services.content import as_payload, checked_content, names_of_changed
from organization.models import Person

LONGEST_NOTE = 300


def checked_note(note: str, name: str = "note", *, required: bool = True) -> str:
    """In one line."""
    return checked_text(" ".join((note or "").split()), name, longest=LONGEST_NOTE, required=required)


def begin_article(*, actor: Person, said: Mapping, key: UUID) -> ArticleDraft:
    """A new article with its first draft, owned by whoever writes it. The same key begins it once. Raises NotAllowed, Invalid ({field: sentence})."""
    require(can_write, actor)
    content = checked_content(said)

    def act() -> dict:
        article = add_article(actor, content)
        record_event(actor=actor, action="knowledge.article.begin", target=article)
        return {"article": str(article.public_id)}

    answer, _is_new = once(
        actor=actor.public_id, action="knowledge.article.begin", key=key, payload=as_payload(content), act=act
    )
    return _draft_of(answer["article"])


def add_article(actor: Person, content: Mapping) -> Article:
    """The rows of a new article and its draft, of what `checked_content` gave. For services that write down the act themselves."""
    article = Article.objects.create(
        number=_next_number(),
        owner=actor,
        category=content["category"],
        title_zh=content["title_zh"],
        title_en=content["title_en"],
    )
    ArticleDraft.objects.create(article=article, author=actor, contributors=[str(actor.public_id)], **content)
    return article


def save_draft(*, article: Article, actor: Person, said: Mapping, note: str, version: int, key: UUID) -> ArticleDraft:
    """Keep what was written. Without a draft, one is begun from the version in force; `version` is that of the draft (0: there was none).

    Raises NotAllowed, Invalid ({field: sentence}), Conflict where somebody else was quicker, with what was typed.
    """
    require(can_edit_article, actor, article)
    content = checked_content(said)
    note = checked_note(note, required=article.current_id is not None)
    typed = [(_("Answer in Chinese"), content["answer_zh"]), (_("Answer in English"), content["answer_en"])]

    def act() -> dict:
        present = ArticleDraft.objects.select_for_update(of=("self",), no_key=True).filter(article=article).first()
        if (present.version if present else 0) != version or (present and present.state != DraftState.DRAFT):
            raise Conflict(
                _("Somebody else has changed this draft in the meantime."), typed=typed, url=article.get_absolute_url()
            )
        if present is None:
            present = _begin_from(article, actor, article.current)
        changed = names_of_changed(said_by(present), content)
        swap(
            present,
            expected={"state": DraftState.DRAFT},
            **content,
            note=note,
            author=actor,
            contributors=_with(present, actor),
        )
        record_event(actor=actor, action="knowledge.draft.save", target=article, fields=changed)
        return {"article": str(article.public_id)}

    payload = {**as_payload(content), "note": note, "version": version, "article": article.public_id}
    once(actor=actor.public_id, action="knowledge.draft.save", key=key, payload=payload, act=act)
    return _draft_of(article.public_id)


def restore_version(*, article: Article, number: int, actor: Person, key: UUID) -> ArticleDraft:
    """An older version as a new draft; it is reviewed like any other. Raises NotAllowed, Invalid, Conflict where there is a draft already."""
    require(can_edit_article, actor, article)
    version = article.versions.filter(number=number).first()
    if version is None:
        raise Invalid(_("There is no such version."))

    def act() -> dict:
        Article.objects.select_for_update(of=("self",), no_key=True).get(pk=article.pk)
        if ArticleDraft.objects.filter(article=article).exists():
            raise Conflict(_("There is a draft already. Finish or discard it first."), url=article.get_absolute_url())
        draft = _begin_from(article, actor, version)
        swap(
            draft,
            expected={"state": DraftState.DRAFT},
            restored_from=number,
            note=_("Version %(number)d once more") % {"number": number},
        )
        record_event(actor=actor, action="knowledge.draft.restore", target=article, edition=number)
        return {"article": str(article.public_id)}

    once(
        actor=actor.public_id,
        action="knowledge.draft.restore",
        key=key,
        payload={"article": article.public_id, "number": number},
        act=act,
    )
    return _draft_of(article.public_id)


@transaction.atomic
def submit_draft(*, draft: ArticleDraft, actor: Person, version: int) -> ArticleDraft:
    """Hand it in for review; those who may approve it are told. Raises NotAllowed, Invalid where nothing has changed, Conflict."""
    require(can_edit_draft, actor, draft)
    draft = _locked(draft, version)
    require(can_edit_draft, actor, draft)
    article = draft.article
    if article.current is not None and article.is_in_force and said_by(draft) == said_by(article.current):
        raise Invalid(_("Nothing has changed since the version in force."))
    advance(draft, DraftState.REVIEW, submitted_at=clock.now(), returned_by=None, returned_reason="")
    record_event(actor=actor, action="knowledge.draft.submit", target=article)
    tell(reviewers_of(draft), article, "submitted", occasion=f"{draft.pk}:{draft.version}")
    return draft


@transaction.atomic
def take_draft_back(*, draft: ArticleDraft, actor: Person, version: int) -> ArticleDraft:
    """Out of the review, to write on. Raises NotAllowed, Conflict."""
    require(can_take_back, actor, draft)
    draft = _locked(draft, version)
    advance(draft, DraftState.DRAFT, submitted_at=None)
    record_event(actor=actor, action="knowledge.draft.take_back", target=draft.article)
    return draft


@transaction.atomic
def discard_draft(*, draft: ArticleDraft, actor: Person, version: int) -> Article | None:
    """Drafts alone are deleted, and with the only draft of an article that was never published the article. Returns the article, if it stays.

    Raises NotAllowed, Conflict.
    """
    require(can_edit_draft, actor, draft)
    # The article first, as everywhere: it may go as well, when the trail is held already.
    list(Article.objects.select_for_update(of=("self",), no_key=True).filter(pk=draft.article_id))
    draft = _locked(draft, version)
    require(can_edit_draft, actor, draft)
    article = draft.article
    record_event(actor=actor, action="knowledge.draft.discard", target=article)
    draft.delete()
    # An article with files keeps its row: what was uploaded is never deleted, and says what it belonged to.
    if article.current_id is None and not article.all_files.exists():
        article.delete()
        return None
    return article


def _locked(draft: ArticleDraft, version: int) -> ArticleDraft:
    """The row as it stands. Raises Conflict where it is gone, or no longer what the page showed."""
    rows = ArticleDraft.objects.select_related("article__owner__unit", "article__current", "category")
    present = rows.select_for_update(of=("self",), no_key=True).filter(pk=draft.pk).first()
    if present is None or present.version != version:
        raise Conflict(url=draft.article.get_absolute_url())
    return present


def _begin_from(article: Article, actor: Person, version: ArticleVersion | None) -> ArticleDraft:
    if version is None:
        # The first draft was discarded: it is written from the beginning, under the same number.
        raise Conflict(_("There is no version to begin from. Write a new article."))
    return ArticleDraft.objects.create(
        article=article, author=actor, contributors=[str(actor.public_id)], **said_by(version)
    )


def _with(draft: ArticleDraft, actor: Person) -> list[str]:
    return list(dict.fromkeys([*draft.contributors, str(actor.public_id)]))


def _draft_of(article_id) -> ArticleDraft:
    rows = ArticleDraft.objects.select_related("article__owner__unit", "author", "category")
    found = rows.filter(article__public_id=article_id).first()
    if found is None:
        raise Conflict(_("This draft has been approved or discarded since."))
    return found


def _next_number() -> str:
    """KB-00001, numbered through."""
    lock_for_transaction("article-number")
    last = Article.objects.order_by("-number").values_list("number", flat=True).first()
    return f"KB-{int(last.rpartition('-')[2]) + 1 if last else 1:05}"
