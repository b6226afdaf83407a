"""The proof of a draw: what an outsider needs to draw again, as one download. Read by docs/verify_draw.py."""

import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from io import BytesIO

from sampling.ordering import RULE, Drawn, FrozenFrame, commitment_of

FRAME_NAME = "frame.txt"
DRAW_NAME = "draw.json"
# A fixed moment (the earliest a zip can state): the same draw gives the same bytes whenever it is downloaded.
_MOMENT = (1980, 1, 1, 0, 0, 0)


def build_proof(
    *,
    frame: FrozenFrame,
    secret: bytes,
    nonces: Sequence[str],
    sizes: Mapping[str, int],
    reserves: Mapping[str, int],
    drawn: Iterable[Drawn],
    replaced: Iterable[tuple[str, int, int]] = (),
) -> bytes:
    """Return a zip of `frame.txt` (the frame's bytes) and `draw.json`. It holds the secret: only for a draw that is revealed.

    `replaced`: (stratum, position that fell out, position that came in), in the order in which it was done.
    """
    account = {
        "rule": RULE,
        "commitment": commitment_of(secret),
        "secret": secret.hex(),
        "frame_digest": frame.digest,
        "nonces": list(nonces),
        "sizes": dict(sizes),
        "reserves": dict(reserves),
        "drawn": [asdict(item) for item in drawn],
        "replaced": [list(one) for one in replaced],
    }
    text = json.dumps(account, ensure_ascii=False, indent=1, sort_keys=True)
    output = BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name, content in ((FRAME_NAME, frame.data), (DRAW_NAME, text.encode())):
            archive.writestr(zipfile.ZipInfo(name, _MOMENT), content, compress_type=zipfile.ZIP_DEFLATED)
    return output.getvalue()
