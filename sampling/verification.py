"""For `manage.py verify`: every draw again, from its file and its secret, and against what the audit trail says was published when."""

import gzip
import hashlib
import zlib

from foundation.audit.models import AuditEvent
from foundation.common.crypto import WrongKey
from foundation.common.files import read_bytes
from sampling.enums import DrawState
from sampling.models import Draw
from sampling.ordering import commitment_of, draw, form_seed, read_frame
from sampling.refusals import DrawRefused


def verify_draws() -> list[str]:
    """One sentence for each thing that does not hold. A draw that is only committed has nothing but its commitment."""
    published = _published()
    keys = list(Draw.objects.order_by("pk").values_list("pk", flat=True))
    return [problem for key in keys for problem in _problems_of(key, published)]


def _published() -> dict[tuple[str, str], str]:
    """{(draw's public id, "commitment" | "frame" | "seed"): value} as the audit trail has it."""
    found = {}
    actions = ("sampling.draw.commit", "sampling.draw.freeze", "sampling.draw.draw")
    for target, details in (
        AuditEvent.objects.filter(action__in=actions).order_by("-number").values_list("target", "details")
    ):
        for name in ("commitment", "frame", "seed"):
            if name in details:
                found[target, name] = details[name]
    return found


def _problems_of(key: int, published: dict[tuple[str, str], str]) -> list[str]:
    try:
        kept = Draw.objects.select_related("frame").prefetch_related("nonces", "items").get(pk=key)
    except WrongKey:
        row = Draw.objects.defer("secret").get(pk=key)
        return [f"Draw {row.title} ({row.public_id}): its secret does not open with this installation's keys."]
    name = f"Draw {kept.title} ({kept.public_id})"
    return [f"{name}: {problem}" for problem in [*_against_trail(kept, published), *_against_rule(kept)]]


def _against_trail(kept: Draw, published: dict[tuple[str, str], str]) -> list[str]:
    stated = {"commitment": kept.commitment}
    if kept.state != DrawState.COMMITTED:
        stated["frame"] = kept.frame_digest
    if kept.is_drawn:
        stated["seed"] = kept.seed
    names = {"commitment": "commitment", "frame": "frame digest", "seed": "seed"}
    return [
        f"its {names[what]} is not the one in the audit trail."
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
