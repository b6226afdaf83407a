"""The draw: frame, commitment, seed and order. Rule 1 of docs/draw-rule.md, nothing else.

Pure functions: what is stored, who may do it and when the secret is revealed is decided elsewhere. docs/verify_draw.py follows the
same rule without this module, so a change here that changes one drawn item is a new rule with a new number.
"""

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from sampling.personal import PersonalKind, personal_kind
from sampling.refusals import DrawRefused, Fault

RULE = 1
STRATUM_LENGTH, KEY_LENGTH = 60, 120  # characters
SECRET_BYTES = 32
_SEED_LABEL = b"qa-portal draw 1"
_SHORTEST_SECRET = 16
_BLOCK = 64  # of SHA-256, in bytes
_PERSONAL_FAULTS = {kind: Fault(kind.value) for kind in PersonalKind}


@dataclass(frozen=True, slots=True)
class FrozenFrame:
    """A sampling frame as it is stored and published.

    `data`: UTF-8 lines `stratum<TAB>key<LF>`, ascending by bytes, none twice; `digest`: SHA-256 of `data` in lower-case hex;
    `counts`: items by stratum, strata ascending.
    """

    data: bytes
    digest: str
    counts: dict[str, int]

    def lines(self) -> Iterator[bytes]:
        """The lines of the frame, each with its line feed."""
        return iter(BytesIO(self.data))


@dataclass(frozen=True, slots=True)
class Drawn:
    """One drawn item. `position` counts from 1 within the stratum; reserves continue where the sample ends."""

    stratum: str
    key: str
    position: int
    is_reserve: bool


def freeze_frame(pairs: Iterable[tuple[str, str]]) -> FrozenFrame:
    """Make the frame of (stratum, key) pairs in any order.

    Raises DrawRefused where a name or key is malformed or looks like personal data, where a pair comes twice, where a key is in two
    strata (it would have two chances) and where there is nothing. Memory: about twice the frame.
    """
    strata: set[str] = set()
    lines = []
    for number, (stratum, key) in enumerate(pairs, start=1):
        if stratum not in strata:
            _require_stratum(stratum, number)
            strata.add(stratum)
        _require_key(key, number)
        lines.append(f"{stratum}\t{key}\n".encode())
    if not lines:
        raise DrawRefused(Fault.EMPTY)
    lines.sort()
    counts = _count(lines)
    if len(counts) > 1:
        _require_one_stratum_each(lines)
    data = b"".join(lines)
    return FrozenFrame(data=data, digest=hashlib.sha256(data).hexdigest(), counts=counts)


def read_frame(data: bytes) -> FrozenFrame:
    """Read a stored frame back. Raises DrawRefused where its lines are not such as `freeze_frame` writes."""
    if not data.endswith(b"\n"):
        raise DrawRefused(Fault.UNSORTED if data else Fault.EMPTY)
    lines = list(BytesIO(data))
    counts = _count(lines)
    if len(counts) > 1:
        _require_one_stratum_each(lines)
    return FrozenFrame(data=data, digest=hashlib.sha256(data).hexdigest(), counts=counts)


def new_secret() -> bytes:
    """A fresh secret for one draw."""
    return secrets.token_bytes(SECRET_BYTES)


def commitment_of(secret: bytes) -> str:
    """SHA-256 of the secret in hex, published before the frame is frozen. Raises ValueError for a secret that could be guessed."""
    if len(secret) < _SHORTEST_SECRET:
        raise ValueError(
            f"a secret needs {_SHORTEST_SECRET} bytes or more; a shorter one can be guessed from its commitment"
        )
    return hashlib.sha256(secret).hexdigest()


def form_seed(secret: bytes, frame_digest: str, nonces: Sequence[str]) -> bytes:
    """The seed (32 bytes) of secret, frame and the nonces in their order.

    SHA-256 over the parts label, secret, digest (64 characters), nonce, nonce, …, each after its length as 8 bytes, big-endian: no two
    lists of parts give the same bytes. Raises ValueError for a short secret, a digest that is none and an empty nonce.
    """
    commitment_of(secret)
    if len(frame_digest) != 64 or set(frame_digest) - set("0123456789abcdef"):
        raise ValueError("a frame digest is 64 lower-case hexadecimal digits")
    if isinstance(nonces, str) or not all(isinstance(nonce, str) and nonce for nonce in nonces):
        raise ValueError("nonces are a list of texts, none of them empty")
    hasher = hashlib.sha256()
    for part in (_SEED_LABEL, secret, frame_digest.encode(), *(nonce.encode() for nonce in nonces)):
        hasher.update(len(part).to_bytes(8, "big"))
        hasher.update(part)
    return hasher.digest()


def draw(
    frame_lines: Iterable[bytes], seed: bytes, sizes: Mapping[str, int], reserves: Mapping[str, int]
) -> list[Drawn]:
    """Draw by stratum: the first `sizes[s]` in the order of the seed are the sample, the next `reserves[s]` the reserve list.

    `frame_lines`: the frame's lines as bytes, with or without line feed (an open binary file will do). One pass; memory for twice the
    items drawn. Strata that are not named are not drawn from; a reserve list ends where the stratum does. Returned by stratum
    (bytewise), then position. Raises DrawRefused where the frame is out of order, and where a sample is larger than its stratum.
    """
    for wanted in (*sizes.values(), *reserves.values()):
        if wanted < 0:
            raise ValueError("sizes and reserves are not negative")
    boxes = {
        stratum.encode(): _Box(sizes.get(stratum, 0) + reserves.get(stratum, 0))
        for stratum in sizes.keys() | reserves.keys()
    }
    _fill(boxes, frame_lines, seed)
    drawn = []
    for name in sorted(boxes):
        stratum, box = name.decode(), boxes[name]
        size = sizes.get(stratum, 0)
        if box.seen < size:
            raise DrawRefused(Fault.TOO_FEW, stratum=stratum)
        for position, (_, line) in enumerate(box.ordered(), start=1):
            key = line[len(name) + 1 :].decode()
            drawn.append(Drawn(stratum=stratum, key=key, position=position, is_reserve=position > size))
    return drawn


class _Box:
    """The `room` smallest (digest, line) pairs of one stratum."""

    def __init__(self, room: int):
        self.room, self.seen = room, 0
        self.kept: list[tuple[bytes, bytes]] = []
        self.cut: bytes | None = None  # no digest above it can be drawn any more

    def shrink(self) -> None:
        self.kept.sort()
        del self.kept[self.room :]
        self.cut = self.kept[-1][0]

    def ordered(self) -> list[tuple[bytes, bytes]]:
        return sorted(self.kept)[: self.room]


def _fill(boxes: Mapping[bytes, _Box], frame_lines: Iterable[bytes], seed: bytes) -> None:
    # HMAC-SHA256 written out: with the key's two blocks digested once, a line costs half of what hmac.digest takes.
    padded = seed.ljust(_BLOCK, b"\0") if len(seed) <= _BLOCK else hashlib.sha256(seed).digest().ljust(_BLOCK, b"\0")
    fresh_inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in padded)).copy
    fresh_outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in padded)).copy
    previous, prefix, box, cut = b"", None, None, None
    number = first = 0
    for number, raw in enumerate(frame_lines, start=1):
        line = raw.rstrip(b"\n")
        if line <= previous:
            raise DrawRefused(Fault.UNSORTED, item=number)
        previous = line
        if prefix is None or not line.startswith(prefix):
            name, tab, _ = line.partition(b"\t")
            if not tab:
                raise DrawRefused(Fault.UNSORTED, item=number)
            if box is not None:
                box.seen += number - first
            prefix, box, first = name + tab, boxes.get(name), number
            room, cut = (box.room, box.cut) if box is not None else (0, None)
        if not room:
            continue
        inner, outer = fresh_inner(), fresh_outer()
        inner.update(line)
        outer.update(inner.digest())
        digest = outer.digest()
        if cut is None or digest <= cut:
            box.kept.append((digest, line))
            if len(box.kept) >= 2 * room:
                box.shrink()
                cut = box.cut
    if box is not None:
        box.seen += number + 1 - first


def _require_stratum(stratum: str, number: int) -> None:
    printable = stratum.replace("\u3000", " ").isprintable()  # the ideographic space is part of Chinese names
    if not printable or stratum != stratum.strip() or not 0 < len(stratum) <= STRATUM_LENGTH:
        raise DrawRefused(Fault.STRATUM, item=number)
    _refuse_personal(stratum, number)


def _require_key(key: str, number: int) -> None:
    source, colon, rest = key.partition(":")
    if not (source and colon and rest) or len(key) > KEY_LENGTH or " " in key or not key.isprintable():
        raise DrawRefused(Fault.KEY, item=number)
    _refuse_personal(key, number)


def _refuse_personal(text: str, number: int) -> None:
    kind = personal_kind(text)
    if kind is not None:
        raise DrawRefused(_PERSONAL_FAULTS[kind], item=number)


def _count(lines: Sequence[bytes]) -> dict[str, int]:
    """Items by stratum of lines that must ascend."""
    counts: dict[bytes, int] = {}
    previous = b""
    for number, line in enumerate(lines, start=1):
        if line <= previous:
            raise DrawRefused(Fault.TWICE if line == previous else Fault.UNSORTED, item=number)
        previous = line
        name, tab, _ = line.partition(b"\t")
        if not tab:
            raise DrawRefused(Fault.UNSORTED, item=number)
        counts[name] = counts.get(name, 0) + 1
    return {name.decode(): count for name, count in counts.items()}


def _require_one_stratum_each(lines: Sequence[bytes]) -> None:
    # Eight bytes a key: a set of the keys themselves would double the memory of a frame of millions.
    import numpy as np

    marks = np.fromiter((hash(line.partition(b"\t")[2]) for line in lines), dtype=np.int64, count=len(lines))
    marks.sort()
    if not (marks[1:] == marks[:-1]).any():
        return
    seen: set[bytes] = set()
    for number, line in enumerate(lines, start=1):
        key = line.partition(b"\t")[2]
        if key in seen:
            raise DrawRefused(Fault.TWO_STRATA, item=number)
        seen.add(key)
