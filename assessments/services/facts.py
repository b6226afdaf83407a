"""Laying the facts of a visit before the unit's head: signed on the spot, or refused before a witness (R15)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assessments.enums import FactSheetOutcome, Method, SheetState
from assessments.models import FactSheet, ScoreSheet
from assessments.rules.sheets import can_score_sheet
from assessments.selectors.criteria import Criteria, criteria_of
from assessments.selectors.facts import content_of, digest_of_content
from assessments.services.facts_away import ShownFacts, in_words, places_that_differ
from assessments.services.marks import CONTROLS, Marks, carries_deduction, is_given
from assessments.services.signatures import Signature
from assessments.services.visits import Visit, visit_gaps, visit_of
from foundation.audit.models import AuditEvent
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.files import is_intact, store_bytes
from foundation.common.prepared import Prepared
from foundation.common.receipts import once, payload_digest
from foundation.common.texts import both
from foundation.notifications.services import notify
from organization.models import Person
from organization.names import is_same_name
from organization.selectors import answerable_for

LONGEST_NAME, LONGEST_TEXT = 60, 1000
CONFIRMED = "assessments.facts.confirm"


@dataclass(frozen=True)
class Confirmation:
    """What the head did. Signed: name, post, `signature`, perhaps objections in the head's own words. Refused: who, why, and before whom."""

    outcome: str
    name: str = ""
    post: str = ""
    objections: str = ""
    refusal: str = ""
    witness: str = ""
    signature: Signature | None = None


def found_in(criteria: Criteria, marks: Marks) -> dict[str, str]:
    """{code: what was found} of each mark that takes something off or triggers a red line, in the standard's order; a bonus is no fault."""
    return {
        code: (marks[code].get("reason") or "").strip()
        for code in criteria.indicators
        if is_given(marks.get(code))
        and not criteria.rules[code].is_optional
        and carries_deduction(criteria, code, marks[code])
    }


def present_content(sheet: ScoreSheet, marks: Marks | None = None, visit: Visit | None = None) -> dict:
    """What would be laid before the head now: of the saved draft, or of `marks` and `visit` where they are on their way to be sealed."""
    criteria = criteria_of(sheet.standard_version)
    visit = visit or visit_of(sheet)
    found = found_in(criteria, sheet.draft if marks is None else marks)
    return content_of(sheet, criteria, found, at=visit.at, place=visit.place.strip())


def obstacles(sheet: ScoreSheet, content: Mapping) -> list[str]:
    """What must be put right before the facts can be laid before anybody, in words."""
    sentences = list(visit_gaps(sheet, None).values())
    if mute := [fact["code"] for fact in content["facts"] if not fact["text"]]:
        codes = _(", ").join(mute)
        sentences.append(
            _("Say what was found at %(codes)s: nobody can confirm a fact without words.") % {"codes": codes}
        )
    return sentences


def confirm_facts(
    *,
    sheet: ScoreSheet,
    actor: Person,
    confirmation: Confirmation,
    digest: str = "",
    shown: ShownFacts | None = None,
    key: UUID,
) -> FactSheet:
    """Keep what the head did with the facts of the saved draft. The same key gives the same fact sheet.

    `digest`: of the facts that the page showed; `shown` instead: what a device without a network showed. Raises NotAllowed, Invalid ({field:
    sentence}, or sentences about the draft), Conflict where the facts are not those that were shown any more, or the sheet is sealed.
    """
    require(can_score_sheet, actor, sheet)
    if sheet.method != Method.ON_SITE:
        raise Conflict(_("Only a visit ends with a fact sheet."))
    if wrong := _problems_of(sheet, confirmation):
        raise Invalid(wrong)

    def act() -> dict:
        # Locked: neither a mark nor a file changes while the facts are read that are signed.
        present = (
            ScoreSheet.objects.select_for_update(of=("self",), no_key=True)
            .select_related("item", "unit", "standard_version")
            .get(pk=sheet.pk)
        )
        if present.state == SheetState.SUBMITTED:
            raise Conflict(_("This sheet is sealed; its facts are confirmed already."))
        content = present_content(present)
        _require_shown(content, digest, shown, actor)
        if sentences := obstacles(present, content):
            raise Invalid(sentences)
        row = _keep(present, actor, confirmation, content, shown.device_at if shown else None)
        more = {"device_at": _instant(row.device_at)} if row.device_at else {}
        record_event(
            actor=actor,
            action=CONFIRMED,
            target=sheet,
            after=row.seal,
            confirmation=row.outcome,
            facts=len(content["facts"]),
            **more,
        )
        _tell_unit(sheet, row)
        return {"fact_sheet": str(row.public_id)}

    signature = confirmation.signature
    payload = {
        "sheet": sheet.public_id,
        **({"shown": shown.payload()} if shown else {"digest": digest}),
        "signature": signature.digest if signature else "",
        **{
            name: getattr(confirmation, name)
            for name in ("outcome", "name", "post", "objections", "refusal", "witness")
        },
    }
    answer, _is_new = once(actor=actor.public_id, action=CONFIRMED, key=key, payload=payload, act=act)
    return FactSheet.objects.select_related("sheet", "signature").get(public_id=answer["fact_sheet"])


def _require_shown(content: Mapping, digest: str, shown: ShownFacts | None, actor: Person) -> None:
    """Nobody has signed what they have not read: Conflict where the facts are other ones by now."""
    if shown is None:
        if digest_of_content(content) != digest:
            sentence = _(
                "The facts have changed since this page was loaded. Show them to the head again before they are signed."
            )
            raise Conflict(sentence)
    elif places := places_that_differ(shown, content, actor):
        sentence = _(
            "What was signed on this device is not what the sheet says now; it differs at: %(places)s. Have the facts signed again."
        )
        raise Conflict(sentence % {"places": in_words(places)})


def _keep(sheet: ScoreSheet, actor: Person, said: Confirmation, content: dict, device_at: datetime | None) -> FactSheet:
    is_signed = said.outcome == FactSheetOutcome.SIGNED
    file = None
    if is_signed:
        name = f"{sheet.number}-signature.{said.signature.extension}"
        file = store_bytes(data=said.signature.data, name=name, actor=actor)
    row = FactSheet(
        sheet=sheet,
        number=sheet.fact_sheets.count() + 1,
        content=content,
        digest=digest_of_content(content),
        outcome=said.outcome,
        name=said.name.strip(),
        post=said.post.strip(),
        objections=said.objections.strip() if is_signed else "",
        refusal="" if is_signed else said.refusal.strip(),
        witness="" if is_signed else said.witness.strip(),
        signature=file,
        is_paper=is_signed and said.signature.is_paper,
        recorded_by=actor,
        confirmed_at=clock.now(),
        device_at=device_at,
    )
    row.seal = seal_of(row)
    row.save(force_insert=True)
    return row


def _problems_of(sheet: ScoreSheet, said: Confirmation) -> dict[str, str]:
    wrong = {}
    if said.outcome not in FactSheetOutcome.values:
        return {"outcome": _("Say whether the facts were signed.")}
    is_signed = said.outcome == FactSheetOutcome.SIGNED
    wanted = {"name": _("Enter the name."), "post": _("Enter the position.")}
    if not is_signed:
        wanted |= {
            "refusal": _("Write down why it was not signed."),
            "witness": _("Enter who was present as witness."),
        }
    for field, sentence in wanted.items():
        if not getattr(said, field).strip():
            wrong[field] = sentence
    # What stands in the fields of the other outcome was typed before somebody changed their mind.
    asked = [*wanted, *(["objections"] if is_signed else [])]
    names = [field for field in asked if field not in ("objections", "refusal")]
    for field in names:
        if len(getattr(said, field).strip()) > LONGEST_NAME:
            wrong[field] = _("At most %(most)d characters.") % {"most": LONGEST_NAME}
    for field in [field for field in asked if field not in names]:
        if len(getattr(said, field).strip()) > LONGEST_TEXT:
            wrong[field] = _("At most %(most)d characters.") % {"most": LONGEST_TEXT}
    for field in asked:
        if CONTROLS.search(getattr(said, field).replace("\r\n", "\n")):
            wrong[field] = _("This contains characters that cannot be kept.")
    if is_signed and said.signature is None:
        wrong["signature"] = _("Have it signed here, or add the sheet that was signed on paper.")
    assessors = sheet.holders
    for field in [field for field in names if field != "post"]:
        if said_name := getattr(said, field).strip():
            if any(_is_named(said_name, one) for one in assessors):
                wrong.setdefault(field, _("Whoever assesses neither signs for the unit nor is the witness."))
    if not is_signed and is_same_name(said.witness, said.name):
        wrong.setdefault("witness", _("The witness is somebody else than who refuses."))
    return wrong


def _is_named(said: str, person: Person) -> bool:
    """Whether the name is the person's, in either language or in both beside each other."""
    return any(is_same_name(said, name) for name in person.written_names)


def _tell_unit(sheet: ScoreSheet, row: FactSheet) -> None:
    """Who answers for the unit learns at once what was signed in its name: whoever held the pen was perhaps somebody else.

    Where the unit has no head of its own, those of the unit above do.
    """
    notify(
        users=[person.user for person in answerable_for(sheet.unit) if person.user_id],
        kind=f"assessments.facts.{row.outcome}",
        url=row.get_absolute_url(),
        params={"number": sheet.number, "unit": both(sheet.unit, "name"), "name": row.name},
        dedupe=f"assessments.facts:{row.public_id}",
    )


# -- The seal of the sheet


def _last_of(*, sheet: int) -> QuerySet:
    return FactSheet.objects.filter(sheet=sheet).order_by("-number").values_list("digest", "seal")[:1]


_last = Prepared(_last_of)


def seal_of_facts(sheet: ScoreSheet) -> str:
    """The seal of the sheet's latest fact sheet; empty where nothing is to be confirmed."""
    if sheet.method != Method.ON_SITE:
        return ""
    found = _last.first(sheet=sheet.pk)
    return found[1] if found else ""


def facts_gaps(sheet: ScoreSheet, marks: Marks, visit: Visit | None) -> Mapping[str, str]:
    """What keeps a visit from being sealed: {"facts": sentence}. What was signed is the facts; a mark may still change, a fact may not."""
    if sheet.method != Method.ON_SITE:
        return {}
    found = _last.first(sheet=sheet.pk)
    if not found:
        return {"facts": _("A visit ends with the fact sheet: have the facts signed by the head, or note the refusal.")}
    if found[0] != digest_of_content(present_content(sheet, marks, visit)):
        return {
            "facts": _("The facts are not those that were confirmed any more. Have the fact sheet confirmed again.")
        }
    return {}


def seal_of(row: FactSheet) -> str:
    """SHA-256 over the row; its random id is part of it, so that nobody can guess a text back."""
    on_device = {"device_at": _instant(row.device_at)} if row.device_at else {}
    return payload_digest(
        {
            **on_device,
            "fact_sheet": str(row.public_id),
            "sheet": str(row.sheet.public_id),
            "number": row.number,
            "digest": row.digest,
            "outcome": row.outcome,
            "name": row.name,
            "post": row.post,
            "objections": row.objections,
            "refusal": row.refusal,
            "witness": row.witness,
            "signature": row.signature.digest if row.signature_id else "",
            "paper": row.is_paper,
            "recorded_by": str(row.recorded_by.public_id),
            "at": _instant(row.confirmed_at),
        }
    )


def _instant(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="microseconds")


def verify_fact_sheets() -> list[str]:
    """One sentence for each fact sheet that is not what was confirmed, or whose signature is not on the disk as it was."""
    known = dict.fromkeys(
        (target, details.get("after", ""))
        for target, details in AuditEvent.objects.filter(action=CONFIRMED).values_list("target", "details").iterator()
    )
    wrong = []
    rows = FactSheet.objects.select_related("sheet", "signature", "recorded_by").order_by("pk")
    for row in rows.iterator(chunk_size=500):
        named = f"Fact sheet {row.number} of {row.sheet.number}"
        if digest_of_content(row.content) != row.digest or seal_of(row) != row.seal:
            wrong.append(f"{named} is not what was confirmed.")
        if (str(row.sheet.public_id), row.seal) not in known:
            wrong.append(f"The audit trail knows nothing of fact sheet {row.number} of {row.sheet.number} as it is.")
        if row.signature_id and not is_intact(row.signature):
            wrong.append(f"{named}: its signature is gone or not what was stored.")
    return wrong
