"""For `manage.py verify`: every draw again, from its file and its secret, and against what the audit trail says was published when."""

import gzip
import hashlib
import zlib

from django.db.models import Prefetch

from foundation.audit.models import AuditEvent
from foundation.common.crypto import WrongKey
from foundation.common.files import read_bytes
from sampling.enums import DrawState
from sampling.models import Draw, Replacement
from sampling.ordering import commitment_of, draw, form_seed, read_frame
from sampling.refusals import DrawRefused

_REPLACED = Prefetch(
    "replacements", Replacement.objects.select_related("fallen", "taken", "asked_by").order_by("ordinal")
)

# What the trail says was published -> how a sentence calls it.
_STATED = {
    "commitment": "commitment",
    "frame": "frame digest",
    "seed": "seed",
    "sizes": "sample size",
    "reserves": "reserve list's length",
}


def verify_draws() -> list[str]:
    """One sentence for each thing that does not hold. A draw that is only committed has nothing but its commitment."""
    published = _published()
    keys = list(Draw.objects.order_by("pk").values_list("pk", flat=True))
    return [problem for key in keys for problem in _problems_of(key, published)]


def _published() -> dict[tuple[str, str], str]:
    """{(draw's public id, what): value} as the audit trail has it; of commitment, frame, seed, sizes and reserves."""
    found = {}
    actions = ("sampling.draw.commit", "sampling.draw.freeze", "sampling.draw.draw")
    for target, details in (
        AuditEvent.objects.filter(action__in=actions).order_by("-number").values_list("target", "details")
    ):
        for name in _STATED:
            if name in details:
                found[target, name] = details[name]
    return found


def _problems_of(key: int, published: dict[tuple[str, str], str]) -> list[str]:
    try:
        kept = Draw.objects.select_related("frame").prefetch_related("nonces", "items", _REPLACED).get(pk=key)
    except WrongKey:
        row = Draw.objects.defer("secret").get(pk=key)
        return [f"Draw {row.title} ({row.public_id}): its secret does not open with this installation's keys."]
    name = f"Draw {kept.title} ({kept.public_id})"
    return [
        f"{name}: {problem}"
        for problem in [*_against_trail(kept, published), *_against_rule(kept), *_replacements(kept)]
    ]


def _against_trail(kept: Draw, published: dict[tuple[str, str], str]) -> list[str]:
    stated = {"commitment": kept.commitment}
    if kept.state != DrawState.COMMITTED:
        stated |= {"frame": kept.frame_digest, "sizes": kept.sizes}
        if (str(kept.public_id), "reserves") in published:  # draws of before reserve lists were noted have none
            stated["reserves"] = kept.reserves
    if kept.is_drawn:
        stated["seed"] = kept.seed
    return [
        f"its {_STATED[what]} is not the one in the audit trail."
        for what, value in stated.items()
        if published.get((str(kept.public_id), what)) != value
    ]


def _against_rule(kept: Draw) -> list[str]:
    secret = bytes.fromhex(kept.secret)
    if commitment_of(secret) != kept.commitment:
        return ["its secret is not the one it was committed to."]
    if kept.state == DrawState.COMMITTED:
        return []
    try:
        data = gzip.decompress(read_bytes(kept.frame))
        frame = read_frame(data)
    except (OSError, EOFError, ValueError, zlib.error):
        return ["its frame file is missing or damaged."]
    if hashlib.sha256(data).hexdigest() != kept.frame_digest:
        return ["its frame file was changed after it was frozen."]
    if not kept.is_drawn:
        return []
    seed = form_seed(secret, frame.digest, [nonce.value for nonce in kept.nonces.all()])
    problems = [] if seed.hex() == kept.seed else ["its seed does not follow from secret, frame and random characters."]
    try:
        expected = [
            (item.stratum, item.position, item.key, item.is_reserve)
            for item in draw(frame.lines(), seed, kept.sizes, kept.reserves)
        ]
    except DrawRefused:
        return [*problems, "its sizes do not fit its frame."]
    # Sorted alike on both sides: databases order texts by their own collation.
    present = sorted((item.stratum, item.position, item.key, item.is_reserve) for item in kept.items.all())
    if present != sorted(expected):
        wrong = sorted({(row[0], row[1]) for row in {*present} ^ {*expected}})
        problems.append(
            "these drawn items are not what the rule draws: "
            + ", ".join(f"{stratum} {position}" for stratum, position in wrong)
            + "."
        )
    return problems


def _replacements(kept: Draw) -> list[str]:
    """Each came from the reserve list in its order, for something that was in the sample, and stands in the audit trail; none is missing."""
    made = list(kept.replacements.all())
    events = AuditEvent.objects.filter(action="sampling.item.replace", target=str(kept.public_id))
    trail = sorted(_stated(details) for details in events.values_list("details", flat=True))
    present = sorted(
        (one.fallen.stratum, one.fallen.position, one.taken.position, one.reason, str(one.asked_by.public_id))
        for one in made
    )
    problems = [] if present == trail else ["its replacements are not those in the audit trail."]
    used, fallen = dict(kept.sizes), set()
    for one in made:
        stratum, out, into = one.fallen.stratum, one.fallen.position, one.taken.position
        held = (one.fallen.draw_id, one.taken.draw_id, one.taken.stratum) == (kept.pk, kept.pk, stratum)
        expected = used.get(stratum, 0) + 1
        if not held or into != expected or out > used.get(stratum, 0) or (stratum, out) in fallen:
            problems.append(
                f"replacement {one.ordinal} is not by the next of the reserve list: {stratum} {out} by {into}."
            )
        used[stratum] = expected
        fallen.add((stratum, out))
    return problems


def _stated(details: dict) -> tuple[str, int, int, str, str]:
    return tuple(details.get(name, "") for name in ("stratum", "fallen", "taken", "reason", "asked_by"))
