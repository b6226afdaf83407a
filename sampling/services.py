"""The acts of a draw: commit → freeze → nonces → draw, which reveals; then replacements from the reserve list (R12, R13).

The rule is in docs/draw-rule.md, its arithmetic in `ordering`.
"""

import logging
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.engine import lock_for_transaction
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.states import advance
from organization.models import Person
from sampling.enums import DrawState, ReplacementReason
from sampling.frames import frame_lines, keep_frame, load_frame
from sampling.models import Draw, DrawnItem, Nonce, Replacement
from sampling.ordering import RULE, Drawn, commitment_of, draw as draw_items, form_seed, freeze_frame, new_secret
from sampling.proof import build_proof
from sampling.purposes import held_back, purposes
from sampling.refusals import DrawRefused
from sampling.rules import (
    NONCE_ROLES,
    can_carry_out_draw,
    can_make_draw,
    can_replace_item,
    is_ready,
    nonce_role_of,
)
from sampling.selectors import replacements_of

log = logging.getLogger(__name__)
SHORTEST_NONCE, LONGEST_NONCE = 8, 100
LONGEST_REASON = 300


@transaction.atomic
def commit_draw(*, title: str, actor: Person | None, nonces_wanted: int = 0) -> Draw:
    """Make a secret, keep it encrypted and publish its commitment. `actor` None: the system. Raises NotAllowed."""
    if actor is not None:
        require(can_make_draw, actor)
    if not 0 <= nonces_wanted <= len(NONCE_ROLES):
        raise ValueError(f"a draw has 0 to {len(NONCE_ROLES)} nonces")
    secret = new_secret()
    draw = Draw.objects.create(
        title=title,
        rule=RULE,
        commitment=commitment_of(secret),
        secret=secret.hex(),
        nonces_wanted=nonces_wanted,
        committed_by=actor,
    )
    record_event(
        actor=actor, action="sampling.draw.commit", target=draw, after=DrawState.COMMITTED, commitment=draw.commitment
    )
    return draw


@transaction.atomic
def freeze_draw_frame(
    *,
    draw: Draw,
    pairs: Iterable[tuple[str, str]],
    sizes: Mapping[str, int],
    reserves: Mapping[str, int],
    actor: Person | None,
) -> Draw:
    """Freeze the frame of (stratum, key) pairs, with how many are drawn and held in reserve per stratum.

    Raises Invalid where the frame is not allowed (empty, something that looks like personal data, a key twice) or a sample is larger
    than its stratum, Conflict where the frame is frozen already.
    """
    if actor is not None:
        require(can_make_draw, actor)
    try:
        frame = freeze_frame(pairs)
    except DrawRefused as refusal:
        raise Invalid(str(refusal.sentence)) from refusal
    sizes, reserves = dict(sizes), dict(reserves)
    if not any(sizes.values()) or any(size < 0 for size in (*sizes.values(), *reserves.values())):
        raise Invalid(_("The sample has no items."))
    if any(size > frame.counts.get(stratum, 0) for stratum, size in sizes.items()):
        raise Invalid(_("More items are wanted than there are."))
    advance(
        draw,
        DrawState.FROZEN,
        frame=keep_frame(frame, draw, actor),
        frame_digest=frame.digest,
        frame_counts=frame.counts,
        sizes=sizes,
        reserves=reserves,
        frozen_at=clock.now(),
    )
    record_event(
        actor=actor,
        action="sampling.draw.freeze",
        target=draw,
        before=DrawState.COMMITTED,
        after=DrawState.FROZEN,
        frame=frame.digest,
        counts=frame.counts,
        sizes=sizes,
        reserves=reserves,
    )
    return draw


def add_nonce(*, draw: Draw, person: Person, value: str) -> Nonce:
    """Add the person's own chance to a frozen draw. With the last one the draw is carried out at once, if it can be.

    Raises Invalid for a text that is too short, too long or not printable, NotAllowed for whoever has no nonce to give, Conflict where it
    is not frozen, or another of the same role was quicker. What fails after the nonce was taken can be done again; the nonce stays.
    """
    value = check_nonce(value)
    with transaction.atomic():
        lock_for_transaction(f"draw-{draw.pk}")
        draw = Draw.objects.prefetch_related("nonces").get(pk=draw.pk)
        require(lambda one, _draw: one.has_role(*NONCE_ROLES), person, draw)
        role = nonce_role_of(person, draw)
        if draw.state != DrawState.FROZEN or role is None:
            raise Conflict(_("This draw takes no more random characters from you."))
        nonce = Nonce.objects.create(
            draw=draw, person=person, role=role, position=len(draw.nonces.all()) + 1, value=value
        )
        record_event(actor=person, action="sampling.nonce.add", target=draw, position=nonce.position, role=role)
    fresh = Draw.objects.prefetch_related("nonces").get(pk=draw.pk)
    if is_ready(fresh):
        complete_draw(fresh, actor=None)
    return nonce


def check_nonce(value: str) -> str:
    """The nonce without blanks around it. Raises Invalid."""
    value = (value or "").strip()
    if not SHORTEST_NONCE <= len(value) <= LONGEST_NONCE:
        limits = {"low": SHORTEST_NONCE, "high": LONGEST_NONCE}
        raise Invalid({"value": _("Give %(low)d to %(high)d characters.") % limits})
    if not value.isprintable():
        raise Invalid({"value": _("Only characters that can be seen are taken.")})
    return value


def complete_draw(draw: Draw, actor: Person | None) -> bool:
    """Let the room that the draw is for make of it what it is for. False where it could not; the page then offers to try again."""
    try:
        for purpose in purposes:
            purpose.complete(draw, actor)
    except (Invalid, Conflict) as problem:
        log.warning("draw %s could not be completed: %s", draw.public_id, type(problem).__name__)
        return False
    return True


def complete_draw_now(*, draw: Draw, actor: Person | None) -> None:
    """The same by hand, so that whoever asks is told what stands in the way. A draw that is for no room is just carried out.

    Raises what `carry_out_draw` and the room above raise, Conflict where the room above holds it back.
    """
    if actor is not None:
        require(can_carry_out_draw, actor)
    if reason := held_back(draw):
        raise Conflict(reason)
    if not any(purpose.complete(draw, actor) for purpose in purposes):
        carry_out_draw(draw=draw, actor=actor)


@transaction.atomic
def carry_out_draw(*, draw: Draw, actor: Person | None) -> list[DrawnItem]:
    """Form the seed, draw, keep sample and reserve list, and reveal the secret. Returns the items by stratum and position.

    Raises NotAllowed, Conflict where nonces are missing or it is drawn already, Invalid where the frame's file is not what was frozen.
    """
    if actor is not None:
        require(can_carry_out_draw, actor)
    draw = Draw.objects.select_related("frame").prefetch_related("nonces").get(pk=draw.pk)
    if draw.state == DrawState.FROZEN and not is_ready(draw):
        raise Conflict(_("Not everybody has added their random characters yet."))
    seed, items = recompute(draw) if draw.state == DrawState.FROZEN else (b"", [])
    # The state first: a parallel twin waits here and then finds that it has come too late.
    advance(draw, DrawState.DRAWN, seed=seed.hex(), drawn_at=clock.now())
    rows = DrawnItem.objects.bulk_create(
        DrawnItem(draw=draw, stratum=item.stratum, position=item.position, key=item.key, is_reserve=item.is_reserve)
        for item in items
    )
    record_event(
        actor=actor,
        action="sampling.draw.draw",
        target=draw,
        before=DrawState.FROZEN,
        after=DrawState.DRAWN,
        seed=draw.seed,
        items=len(rows),
    )
    return rows


def recompute(draw: Draw) -> tuple[bytes, list[Drawn]]:
    """Seed and items as the rule makes them of what is kept. Raises Invalid where the frame's file is not what was frozen."""
    nonces = [nonce.value for nonce in draw.nonces.all()]
    seed = form_seed(bytes.fromhex(draw.secret), draw.frame_digest, nonces)
    return seed, draw_items(frame_lines(draw), seed, draw.sizes, draw.reserves)


def make_proof(draw: Draw) -> bytes:
    """The proof as a zip that docs/verify_draw.py reads. Raises Conflict before the draw: the secret is not shown until then."""
    if not draw.is_drawn:
        raise Conflict(_("There is no proof before the draw."))
    # Sorted here: databases order texts by their own collation.
    rows = sorted(draw.items.all(), key=lambda item: (item.stratum.encode(), item.position))
    items = (Drawn(item.stratum, item.key, item.position, item.is_reserve) for item in rows)
    return build_proof(
        frame=load_frame(draw),
        secret=bytes.fromhex(draw.secret),
        nonces=[nonce.value for nonce in draw.nonces.all()],
        sizes=draw.sizes,
        reserves=draw.reserves,
        drawn=items,
        replaced=[(one.fallen.stratum, one.fallen.position, one.taken.position) for one in replacements_of(draw)],
    )


@transaction.atomic
def replace_item(
    *, draw: Draw, item: DrawnItem, reason: str, text: str, actor: Person | None, asked_by: Person | None = None
) -> DrawnItem:
    """Let an item fall out and take the first unused one of its stratum's reserve list instead. Returns the one taken.

    `reason` is one of `ReplacementReason`, `text` what happened, needed with “another reason”; `asked_by` is whose item it was (unsaid: the
    actor's); `actor` None: the portal has found it.
    Raises NotAllowed, Invalid without a reason or where the reserve list is used up, Conflict where nothing is drawn yet, the item is not
    in the sample, or it was replaced already.
    """
    if actor is not None:
        require(can_replace_item, actor, draw)
    text = text.strip()
    if reason not in ReplacementReason.values:
        raise Invalid({"reason": _("Choose one of the reasons.")})
    if len(text) > LONGEST_REASON or (reason == ReplacementReason.OTHER and not text):
        raise Invalid({"text": _("Say in up to %(limit)d characters what happened.") % {"limit": LONGEST_REASON}})
    lock_for_transaction(f"draw-{draw.pk}")
    draw = Draw.objects.get(pk=draw.pk)
    made = list(replacements_of(draw))
    taken_before = {one.taken_id for one in made}
    if not draw.is_drawn or item.draw_id != draw.pk or (item.is_reserve and item.pk not in taken_before):
        raise Conflict(_("This item is not in the sample."))
    if any(one.fallen_id == item.pk for one in made):
        raise Conflict(_("This item was replaced already."))
    reserves = draw.items.filter(stratum=item.stratum, is_reserve=True).order_by("position")
    taken = next((one for one in reserves if one.pk not in taken_before), None)
    if taken is None:
        raise Invalid(_("The reserve list is used up: nothing can come in for this item."))
    Replacement.objects.create(
        draw=draw, ordinal=len(made) + 1, fallen=item, taken=taken, reason=reason, text=text,
        asked_by=asked_by or actor, decided_by=actor,
    )  # fmt: skip
    record_event(
        actor=actor,
        action="sampling.item.replace",
        target=draw,
        stratum=item.stratum,
        fallen=item.position,
        taken=taken.position,
        reason=reason,
        asked_by=(asked_by or actor).public_id,
    )
    return taken
