"""What becomes of a suggestion: looked at, taken up or not, done, merged; what must not be read is hidden."""

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.states import advance, swap
from foundation.common.texts import checked_text
from organization.models import Person
from suggestions import terms
from suggestions.enums import SuggestionState
from suggestions.models import Suggestion, Support
from suggestions.people import tell
from suggestions.rules import can_decide, can_finish, can_hide, can_look_at, can_merge, can_support


def _locked(suggestion: Suggestion, version: int, typed: str = "") -> Suggestion:
    rows = Suggestion.objects.select_for_update(of=("self",), no_key=True).select_related("author", "unit")
    present = rows.get(pk=suggestion.pk)
    if present.version != version:
        raise Conflict(typed=[(_("What you wrote"), typed)] if typed else [], url=present.get_absolute_url())
    return present


def _told(suggestion: Suggestion, actor: Person, what: str) -> None:
    if suggestion.author is not None and suggestion.author_id != actor.pk:
        tell([suggestion.author], suggestion, what)


@transaction.atomic
def look_at(*, suggestion: Suggestion, actor: Person, version: int) -> Suggestion:
    """Read and found fit for everybody to read: from now on they do. Raises NotAllowed, Conflict."""
    present = _locked(suggestion, version)
    require(can_look_at, actor, present)
    advance(present, SuggestionState.LOOKED_AT, looked_on=clock.today())
    record_event(actor=actor, action="suggestions.suggestion.look_at", target=present)
    _told(present, actor, "looked_at")
    return present


@transaction.atomic
def decide(*, suggestion: Suggestion, actor: Person, taken_up: bool, answer: str, version: int) -> Suggestion:
    """The public answer, with its reason where it is not taken up. Raises NotAllowed, Invalid ({"answer": sentence}), Conflict."""
    answer = checked_text(answer, "answer", longest=terms.LONGEST_TEXT)
    present = _locked(suggestion, version, answer)
    require(can_decide, actor, present)
    before, after = present.state, SuggestionState.TAKEN_UP if taken_up else SuggestionState.NOT_TAKEN_UP
    said = {"answer": answer, "answered_by": actor, "answered_on": present.answered_on or clock.today()}
    if before == after:
        swap(present, expected={"state": before}, **said)
    else:
        advance(present, after, **said)
    record_event(actor=actor, action="suggestions.suggestion.answer", target=present, before=before, after=after)
    _told(present, actor, "answered")
    return present


@transaction.atomic
def finish(*, suggestion: Suggestion, actor: Person, answer: str, version: int) -> Suggestion:
    """What was taken up is there; `answer` says what and where, in place of the promise. Raises NotAllowed, Invalid, Conflict."""
    answer = checked_text(answer, "answer", longest=terms.LONGEST_TEXT)
    present = _locked(suggestion, version, answer)
    require(can_finish, actor, present)
    advance(present, SuggestionState.DONE, answer=answer, answered_by=actor, done_on=clock.today())
    record_event(actor=actor, action="suggestions.suggestion.finish", target=present)
    _told(present, actor, "done")
    return present


@transaction.atomic
def merge(*, suggestion: Suggestion, into: Suggestion, actor: Person, version: int) -> Suggestion:
    """Two that ask for the same: one answer, and its voices together. Raises NotAllowed, Invalid ({"into": sentence}), Conflict."""
    # In the order of their keys, so that two that are merged into each other do not wait for each other.
    list(
        Suggestion.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=(suggestion.pk, into.pk))
        .order_by("pk")
    )
    present = _locked(suggestion, version)
    require(can_merge, actor, present)
    target = Suggestion.objects.get(pk=into.pk)
    if target.pk == present.pk or target.state in (SuggestionState.MERGED, SuggestionState.RECEIVED):
        raise Invalid({"into": _("Choose another one that everybody reads.")})
    if present.merged.exists():
        raise Invalid({"into": _("Others were merged into this one: merge the other way round.")})
    had = set(target.voices.values_list("person", flat=True))
    voices = [voice.person_id for voice in present.voices.all() if voice.person_id not in had]
    Support.objects.bulk_create(
        Support(suggestion=target, person_id=person) for person in voices if person != target.author_id
    )
    advance(present, SuggestionState.MERGED, merged_into=target)
    Suggestion.objects.filter(pk=target.pk).update(supporters=target.voices.count())
    record_event(actor=actor, action="suggestions.suggestion.merge", target=present, into=str(target.public_id))
    _told(present, actor, "merged")
    return present


@transaction.atomic
def hide(*, suggestion: Suggestion, actor: Person, words: str, reason: str, version: int) -> Suggestion:
    """Names and attacks are not read by everybody: each of the `words` (one a line) is marked where it stands. Without words all is shown again.

    Those who see everything still read it. Raises NotAllowed, Invalid ({"words" or "reason": sentence}), Conflict.
    """
    hidden = [line.strip() for line in (words or "").splitlines() if line.strip()]
    reason = checked_text(reason, "reason", longest=terms.LONGEST_REASON, required=bool(hidden))
    present = _locked(suggestion, version)
    require(can_hide, actor, present)
    title, text = present.title, present.text
    for part in sorted(hidden, key=len, reverse=True):
        if part not in present.title and part not in present.text:
            raise Invalid({"words": _("“%(words)s” does not stand in it.") % {"words": part[:40]}})
        title, text = title.replace(part, terms.MARK), text.replace(part, terms.MARK)
    swap(
        present,
        expected={"state": present.state},
        title_shown=title[: terms.LONGEST_TITLE],
        text_shown=text[: terms.LONGEST_TEXT],
        hidden_reason=reason if hidden else "",
    )
    record_event(actor=actor, action="suggestions.suggestion.hide", target=present, count=len(hidden))
    return present


@transaction.atomic
def support(*, suggestion: Suggestion, actor: Person, wanted: bool) -> int:
    """Add one's voice or take it back; doing it again changes nothing. Returns how many there are. Raises NotAllowed."""
    present = Suggestion.objects.select_for_update(of=("self",), no_key=True).get(pk=suggestion.pk)
    require(can_support, actor, present)
    mine = present.voices.filter(person=actor)
    if wanted != mine.exists():
        if wanted:
            Support.objects.create(suggestion=present, person=actor)
        else:
            mine.delete()
        record_event(actor=actor, action="suggestions.suggestion.support", target=present, wanted=wanted)
    count = present.voices.count()
    # The version stays: a voice must not take the answer from under somebody's hands.
    Suggestion.objects.filter(pk=present.pk).update(supporters=count)
    return count
