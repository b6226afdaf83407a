"""Draw again from a proof and compare: python verify_draw.py PROOF.zip [PUBLISHED_COMMITMENT [PUBLISHED_FRAME_DIGEST]]

Needs Python 3.10 or later and nothing else; follows docs/draw-rule.md, rule 1. Prints "equal" (exit code 0) or where it differs (1).
Without the published commitment a proof can only be shown to agree with itself: a draw made up afterwards agrees with itself too."""

import hashlib
import hmac
import json
import sys
import zipfile


def differences(frame, draw, commitment=None, published=None):
    secret, digest = bytes.fromhex(draw["secret"]), hashlib.sha256(frame).hexdigest()
    claims = (
        ("rule", str(draw["rule"]), "1"),
        ("frame digest", draw["frame_digest"], digest),
        ("commitment", draw["commitment"], hashlib.sha256(secret).hexdigest()),
        ("published commitment", commitment or draw["commitment"], draw["commitment"]),
        ("published frame digest", published or draw["frame_digest"], draw["frame_digest"]),
    )
    found = [f"{what}: stated {given}, computed {true}" for what, given, true in claims if given.lower() != true]
    *lines, end = frame.split(b"\n")
    if end or any(low >= high for low, high in zip(lines, lines[1:], strict=False)):
        found.append("frame: lines are not ascending and different, each with its line feed")
    if any(line.count(b"\t") != 1 for line in lines) or len({line.split(b"\t")[-1] for line in lines}) != len(lines):
        found.append("frame: a line is not stratum, tab, key, or a key is there twice")
    parts = [b"qa-portal draw 1", secret, digest.encode(), *(nonce.encode() for nonce in draw["nonces"])]
    seed = hashlib.sha256(b"".join(len(part).to_bytes(8, "big") + part for part in parts)).digest()
    strata, expected, reserve, gone = {}, [], {}, set()
    for line in lines:
        strata.setdefault(line.split(b"\t")[0].decode(), []).append((hmac.new(seed, line, "sha256").digest(), line))
    for name in sorted({*draw["sizes"], *draw["reserves"]}, key=str.encode):
        size, spare, held = draw["sizes"].get(name, 0), draw["reserves"].get(name, 0), sorted(strata.get(name, []))
        if min(size, spare) < 0 or size > len(held):
            found.append(f"stratum {name}: {size} wanted of {len(held)}, {spare} in reserve")
        keys = [line.decode().split("\t")[1] for _, line in held[: size + spare]]
        expected += [(name, key, place, place > size) for place, key in enumerate(keys, 1)]
        reserve[name] = iter(range(size + 1, len(keys) + 1))
    drawn = [(item["stratum"], item["key"], item["position"], item["is_reserve"]) for item in draw["drawn"]]
    pairs = enumerate(zip(drawn, expected, strict=False), 1)
    found += [f"drawn {number}: stated {given}, computed {true}" for number, (given, true) in pairs if given != true]
    found += [f"drawn: stated {len(drawn)} items, computed {len(expected)}"] * (len(drawn) != len(expected))
    for name, fell, came in draw.get("replaced", []):  # in the order in which it was done
        if came != next(reserve[name], None) or not 0 < fell < came or (name, fell) in gone or gone.add((name, fell)):
            found.append(f"replaced: {name} {fell} by {came} is not by the next of the reserve list, or a second time")
    return found


proof_path, *published = sys.argv[1:] or sys.exit(print("Which proof?", __doc__.split("\n")[0]) or 1)
proof_path in ("-h", "--help") and sys.exit(print(__doc__))
try:
    with zipfile.ZipFile(proof_path) as proof:
        report = differences(proof.read("frame.txt"), json.loads(proof.read("draw.json")), *published[:2])
except Exception as problem:  # whatever is broken in a proof is a difference, never a traceback
    why = getattr(problem, "strerror", None) or (problem if isinstance(problem, zipfile.BadZipFile) else repr(problem))
    report = [f"the proof cannot be read: {why}" + "; give the zip (Safari unpacks it)" * isinstance(problem, OSError)]
sys.stdout.reconfigure(errors="backslashreplace")  # for a terminal that cannot show a name
sys.exit(print("\n".join(report) or "equal") or bool(report))
