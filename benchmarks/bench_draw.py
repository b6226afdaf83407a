"""Drawing 500 from 5,000,000 keys in five strata, from the stored frame, against digesting every key once.

The floor reads the same lines from a plain file and takes the rule's HMAC-SHA256 of each in the fastest way known here (its two keyed blocks
digested once and copied). Ours is everything between the stored file and the drawn items: unpacking, the digest of the whole frame, the check of
its order, the draw. Goals: ≤ 1.5 × that, and memory that does not grow with the frame (beyond its compressed file).
"""

import gzip
import hashlib
import statistics
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.bench_import import Clock, Memory, ratio, seconds
from benchmarks.figure import Figure
from foundation.common.files import store_file
from sampling.models import Draw
from sampling.ordering import commitment_of
from sampling.services import recompute

ROWS = 5_000_000
STRATA = ("counter", "email", "online", "phone", "visit")
SAMPLE, RESERVE = 500, 250
GOAL, MOST_MEGABYTES = 1.5, 100
SECRET = bytes(range(32))


def write_frame(folder: Path, rows: int) -> tuple[Path, Path, str]:
    """(plain file, packed file, digest), in the order of a frame; nothing is held."""
    plain, packed, digest = folder / "frame.txt", folder / "frame.txt.gz", hashlib.sha256()
    with plain.open("wb") as one, packed.open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as two:
        for stratum in STRATA:
            for start in range(0, rows // len(STRATA), 10_000):
                end = min(start + 10_000, rows // len(STRATA))
                block = b"".join(b"%s\tcall-centre:%010d\n" % (stratum.encode(), n) for n in range(start, end))
                digest.update(block)
                one.write(block)
                two.write(block)
    return plain, packed, digest.hexdigest()


def frozen_draw(packed: Path, digest: str) -> Draw:
    with packed.open("rb") as source:
        file = store_file(source=source, name="frame.txt.gz", actor=None, max_bytes=1 << 33)
    return Draw.objects.create(
        title="benchmark", state="frozen", commitment=commitment_of(SECRET), secret=SECRET.hex(), frame=file, frame_digest=digest,
        sizes=dict.fromkeys(STRATA, SAMPLE // len(STRATA)), reserves=dict.fromkeys(STRATA, RESERVE // len(STRATA)),
    )  # fmt: skip


def digest_every_key(plain: Path) -> Clock:
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in SECRET.ljust(64, b"\0"))).copy
    outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in SECRET.ljust(64, b"\0"))).copy
    with Clock() as clock, plain.open("rb") as lines:
        for line in lines:
            within, around = inner(), outer()
            within.update(line)
            around.update(within.digest())
            around.digest()
    return clock


def measure(rows: int = ROWS, rounds: int = 3) -> list[Figure]:
    floors, draws, peaks = [], [], []
    with TemporaryDirectory() as folder:
        plain, packed, digest = write_frame(Path(folder), rows)
        draw = frozen_draw(packed, digest)
        for _round in range(rounds):
            floors.append(digest_every_key(plain))
            with Memory() as memory, Clock() as clock:
                _seed, items = recompute(draw)
            if len(items) != SAMPLE + RESERVE:
                raise SystemExit(f"{len(items)} items were drawn.")
            draws.append(clock)
            peaks.append(memory.peak - memory.start)
    base = f"every key digested once ({statistics.median(clock.wall for clock in floors):.2f} s)"
    return [
        Figure(f"draw of {SAMPLE} from {rows:,}", seconds(draws), ratio(draws, floors), GOAL, floor=base),
        Figure("memory of the draw", f"{max(peaks):.0f} MB", max(peaks), MOST_MEGABYTES, floor="MB"),
    ]
