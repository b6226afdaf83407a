"""Sending a suggestion, signed or without a name, and writing again with the code."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.engine import lock_for_transaction
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.receipts import once
from foundation.common.texts import checked_text
from organization.models import Person, Unit
from suggestions import codes, terms
from suggestions.enums import SuggestionState, Topic
from suggestions.mixing import mix
from suggestions.models import Suggestion, Word
from suggestions.people import tell
from suggestions.rules import can_say, is_staff
from suggestions.selectors import answering

CODE = "suggestion-code-digest"


def checked_content(said: Mapping) -> dict:
    """{"title", "text", "topic", "unit"}; `unit` may be empty. Raises Invalid ({field: sentence})."""
    found, wrong = {"topic": said.get("topic"), "unit": said.get("unit")}, {}
    for name, longest in (("title", terms.LONGEST_TITLE), ("text", terms.LONGEST_TEXT)):
        try:
            found[name] = checked_text(said.get(name) or "", name, longest=longest)
        except Invalid as refusal:
            wrong[name] = refusal.messages[0]
    if found["topic"] not in Topic.values:
        wrong["topic"] = _("Choose one.")
    if found["unit"] is not None and not isinstance(found["unit"], Unit):
        wrong["unit"] = _("There is no such unit.")
    if wrong:
        raise Invalid(wrong)
    return found


def send_signed(*, actor: Person, said: Mapping, key: UUID) -> Suggestion:
    """With one's name. The same key sends once. Raises NotAllowed, Invalid ({field: sentence})."""
    require(is_staff, actor)
    content = checked_content(said)

    def act() -> dict:
        suggestion = _put(content, author=actor)
        record_event(actor=actor, action="suggestions.suggestion.send", target=suggestion)
        return {"suggestion": str(suggestion.public_id)}

    payload = {**content, "unit": content["unit"].public_id if content["unit"] else None}
    answer, _is_new = once(
        actor=actor.public_id,
        action="suggestions.suggestion.send",
        # A receipt names its sender. The form's own key makes the code of what is sent without a name, and must not stand there.
        key=codes.receipt_key(key),
        payload=payload,
        act=act,
    )
    return Suggestion.objects.get(public_id=answer["suggestion"])


@transaction.atomic
def send_anonymously(*, said: Mapping, key: UUID) -> str:
    """Without a name: nobody is handed in, and nothing is kept but what was written, the day and the digest of the code that is returned.

    No event, no receipt. The same key returns the same code and keeps one. Raises Invalid ({field: sentence}), also where the day's box is full;
    Conflict where the key came with other words: they would be lost.
    """
    content = checked_content(said)
    code = codes.code_for(key)
    digest = codes.digest_of(code, CODE)
    lock_for_transaction("suggestion-box")
    first = Suggestion.objects.filter(code_digest=digest).select_related("unit").first()
    if first is not None:
        if any(getattr(first, name) != value for name, value in content.items()):
            raise Conflict(
                _("This form was already sent with other contents. Load the page again."),
                typed=[(_("What you wrote"), f"{content['title']}\n{content['text']}")],
            )
        return code
    if Suggestion.objects.filter(author=None, received_on=clock.today()).count() >= terms.MOST_A_DAY:
        raise Invalid(_("The box without names is full for today. Send it tomorrow, or with your name."))
    _put(content, code_digest=digest)
    return code


def _put(content: Mapping, **more) -> Suggestion:
    today = clock.today()
    suggestion = Suggestion(
        **content,
        **more,
        **terms.due_of(today),
        title_shown=content["title"],
        text_shown=content["text"],
        received_on=today,
    )
    suggestion.save(force_insert=True)
    mix(Suggestion.objects.filter(state=SuggestionState.RECEIVED), new=suggestion.pk)
    if suggestion.is_signed:
        tell(answering(suggestion), suggestion, "received")
    return suggestion


def found_by(code: str) -> Suggestion | None:
    """What was sent with this code, as it was typed."""
    code = codes.typed(code)
    if len(code) != codes.LENGTH:
        return None
    return Suggestion.objects.filter(code_digest=codes.digest_of(code, CODE)).first()


@transaction.atomic
def write_again(*, code: str, text: str) -> Word:
    """A further word without a name. Raises Invalid ({"code" or "text": sentence}). The same text right after itself is kept once."""
    suggestion = found_by(code)
    if suggestion is None:
        raise Invalid({"code": _("Nothing was sent with this code.")})
    text = checked_text(text, "text", longest=terms.LONGEST_WORD)
    _lock_words(suggestion)
    last = suggestion.words.last()
    if last is not None and last.by_sender and last.text == text:
        return last
    if suggestion.words.filter(by_sender=True, said_on=clock.today()).count() >= terms.MOST_WORDS_A_DAY:
        raise Invalid({"text": _("That was a lot for one day. Write the rest tomorrow.")})
    word = _say(suggestion, text, by_sender=True)
    mix(Word.objects.filter(by_sender=True), new=word.pk)
    return word


def _lock_words(suggestion: Suggestion) -> None:
    """One word at a time. Not by the suggestion's row: on PostgreSQL it would keep the number of the transaction that locked it."""
    lock_for_transaction(f"suggestion-words-{suggestion.pk}")


def say(*, suggestion: Suggestion, actor: Person, text: str, key: UUID) -> Word:
    """A word to the sender, or the signed sender's own. Raises NotAllowed, Invalid ({"text": sentence})."""
    require(can_say, actor, suggestion)
    text = checked_text(text, "text", longest=terms.LONGEST_WORD)

    def act() -> dict:
        present = (
            Suggestion.objects.select_for_update(of=("self",), no_key=True)
            .select_related("author")
            .get(pk=suggestion.pk)
        )
        require(can_say, actor, present)
        _lock_words(present)
        is_sender = present.author_id == actor.pk
        word = _say(present, text, by_sender=is_sender, person=actor)
        record_event(actor=actor, action="suggestions.suggestion.say", target=present)
        told = answering(present) if is_sender else [present.author] if present.author else []
        tell(told, present, "said", occasion=word.public_id)
        return {"word": str(word.public_id)}

    payload = {"suggestion": suggestion.public_id, "text": text}
    answer, _is_new = once(
        actor=actor.public_id, action="suggestions.suggestion.say", key=key, payload=payload, act=act
    )
    return Word.objects.get(public_id=answer["word"])


def _say(suggestion: Suggestion, text: str, **more) -> Word:
    number = suggestion.words.count() + 1
    word = Word(suggestion=suggestion, number=number, text=text, said_on=clock.today(), **more)
    word.save(force_insert=True)
    return word
