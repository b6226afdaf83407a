"""Keeping, changing, arranging and taking off templates for deduction reasons (R16). What is shared is in `sharing_comments`."""

import hashlib
import re
import unicodedata
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _
from pypinyin import Style, lazy_pinyin

from assessments.enums import CommentState
from assessments.models import CommentTemplate
from assessments.rules.comments import (
    can_arrange_comment,
    can_edit_comment,
    can_keep_comments,
    can_remove_comment,
)
from assessments.services.marks import CONTROLS
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.engine import lock_for_transaction
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.receipts import once
from foundation.common.states import swap
from organization.models import Person
from sampling.personal import personal_kind
from standards.models import Standard

BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s._()·\-]+(?=\d)")
LANDLINE = re.compile(r"(?<!\d)0[1-9]\d{8,10}(?!\d)", re.ASCII)

LONGEST_TEXT, MOST_OWN = 300, 300


def keep_comment(
    *, actor: Person, text: str, key: UUID, standard: Standard | None = None, code: str = ""
) -> tuple[CommentTemplate, bool]:
    """Keep a text as one's own: (the template, whether it is new). What one has for the same place already is not kept twice.

    The same key gets the first one again. Raises NotAllowed, Invalid ({"text" or "where": sentence}).
    """
    require(can_keep_comments, actor)
    text = check_text(text)
    check_place(standard, code)
    payload = {"text": text, "standard": standard and standard.code, "code": code}

    def act() -> dict:
        _lock_texts_of(actor)
        same = _same(actor, text, standard, code).first()
        if same is not None:
            return {"template": str(same.public_id), "is_new": False}
        _require_room(actor)
        made = CommentTemplate.objects.create(
            author=actor, text=text, initials=initials_of(text), standard=standard, code=code
        )
        record_event(actor=actor, action="assessments.comment.keep", target=made, after=digest_of(made))
        return {"template": str(made.public_id), "is_new": True}

    answer, _first = once(actor=actor.public_id, action="assessments.comment.keep", key=key, payload=payload, act=act)
    return CommentTemplate.objects.get(public_id=answer["template"]), answer["is_new"]


def _lock_texts_of(author: Person) -> None:
    """One text at a time: two requests under two keys must not keep the same one twice."""
    lock_for_transaction(f"comments-{author.pk}")


def _same(author: Person, text: str, standard: Standard | None, code: str) -> QuerySet[CommentTemplate]:
    return CommentTemplate.objects.filter(author=author, text=text, standard=standard, code=code, removed_at=None)


def _require_room(author: Person) -> None:
    own = CommentTemplate.objects.filter(author=author, state=CommentState.MINE, removed_at=None)
    if own.count() >= MOST_OWN:
        raise Invalid({"text": _("You have kept %(limit)d templates; take some off first.") % {"limit": MOST_OWN}})


@transaction.atomic
def edit_comment(
    *,
    comment: CommentTemplate,
    actor: Person,
    text: str,
    version: int,
    standard: Standard | None = None,
    code: str = "",
) -> CommentTemplate:
    """Put it otherwise, or for another place. Reasons that were written with it stay. Raises NotAllowed, Invalid, Conflict with what was typed."""
    require(can_edit_comment, actor, comment)
    text = check_text(text)
    check_place(standard, code)
    before = digest_of(comment)
    _lock_texts_of(comment.author)
    if _same(comment.author, text, standard, code).exclude(pk=comment.pk).exists():
        raise Invalid({"text": _("This text is kept for this place already.")})
    try:
        if comment.version != version:
            raise Conflict
        swap(
            comment,
            expected={"state": comment.state},
            text=text,
            initials=initials_of(text),
            standard=standard,
            code=code,
        )
    except Conflict as conflict:
        raise Conflict(conflict.message, typed=[(_("Text"), text)]) from None
    record_event(
        actor=actor, action="assessments.comment.edit", target=comment, before=before, after=digest_of(comment)
    )
    return comment


@transaction.atomic
def remove_comment(*, comment: CommentTemplate, actor: Person) -> None:
    """Take one's own off; it can be put back. Twice is once."""
    require(can_remove_comment, actor, comment)
    if comment.removed_at is None:
        swap(comment, expected={"state": CommentState.MINE}, removed_at=clock.now(), place=None)
        record_event(actor=actor, action="assessments.comment.remove", target=comment)


@transaction.atomic
def restore_comment(*, comment: CommentTemplate, actor: Person) -> None:
    """Put it back. Raises Conflict where the same text was kept anew meanwhile, Invalid where there are too many."""
    require(can_remove_comment, actor, comment)
    if comment.removed_at is not None:
        _lock_texts_of(comment.author)
        if _same(comment.author, comment.text, comment.standard, comment.code).exists():
            raise Conflict(_("This text is kept for this place already."))
        _require_room(comment.author)
        swap(comment, expected={"state": CommentState.MINE}, removed_at=None)
        record_event(actor=actor, action="assessments.comment.restore", target=comment)


@transaction.atomic
def arrange_comment(*, comment: CommentTemplate, actor: Person, way: str) -> None:
    """`top`: on top of one's own; `up`, `down`: among those that are there; `free`: ordered by use again. No event: it judges nothing."""
    require(can_arrange_comment, actor, comment)
    own = CommentTemplate.objects.select_for_update(no_key=True).filter(author=actor, removed_at=None)
    placed = list(own.exclude(place=None).order_by("place", "pk"))
    here = next((number for number, one in enumerate(placed) if one.pk == comment.pk), None)
    if way == "top" and here is None:
        last = own.aggregate(last=Max("place"))["last"]
        CommentTemplate.objects.filter(pk=comment.pk).update(place=(last or 0) + 1)
    elif way == "free" and here is not None:
        CommentTemplate.objects.filter(pk=comment.pk).update(place=None)
    elif way in ("up", "down") and here is not None:
        there = here + (1 if way == "down" else -1)
        if 0 <= there < len(placed):
            placed[here], placed[there] = placed[there], placed[here]
            for number, one in enumerate(placed, start=1):
                CommentTemplate.objects.filter(pk=one.pk).update(place=number)


def check_text(text: str) -> str:
    """In one line, without blanks around it. Raises Invalid ({"text": sentence})."""
    text = " ".join(str(text or "").split())
    if not text:
        raise Invalid({"text": _("Write the text of the template.")})
    if len(text) > LONGEST_TEXT:
        raise Invalid({"text": _("A template has at most %(limit)d characters.") % {"limit": LONGEST_TEXT}})
    if CONTROLS.search(text):
        raise Invalid({"text": _("The text contains characters that cannot be kept.")})
    if looks_personal(text):
        raise Invalid(
            {"text": _("This looks like a telephone, card or identity number. A template holds nothing of a customer.")}
        )
    return text


def looks_personal(text: str) -> bool:
    """Whether it holds what looks like a customer's number, however its digits are set apart; a landline with its area code, too."""
    plain = unicodedata.normalize("NFKC", text)
    joined = BETWEEN_DIGITS.sub("", plain)
    return bool(personal_kind(plain) or personal_kind(joined) or LANDLINE.search(joined))


def check_place(standard: Standard | None, code: str) -> None:
    """The indicator must be one that the standard has or had. Raises Invalid ({"where": sentence})."""
    if code and (standard is None or not standard.versions.filter(indicators__code=code).exists()):
        raise Invalid({"where": _("The standard has no such indicator.")})


def initials_of(text: str) -> str:
    """First letters of the pinyin, other letters and digits as they are: “抢话一次” is found by “qhyc”."""
    parts = lazy_pinyin(text, style=Style.FIRST_LETTER)
    return "".join(letter for part in parts for letter in part.lower() if letter.isalnum())[:LONGEST_TEXT]


def digest_of(comment: CommentTemplate) -> str:
    """For the trail, which keeps no texts."""
    content = f"{comment.public_id}\n{comment.standard_id or ''}\n{comment.code}\n{comment.text}"
    return hashlib.sha256(content.encode()).hexdigest()
