"""docs/verify_draw.py as an outsider runs it: a process of its own that knows nothing of the portal."""

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from sampling.ordering import draw, form_seed, freeze_frame
from sampling.proof import build_proof

pytestmark = pytest.mark.once

SCRIPT = Path(__file__).resolve().parents[2] / "docs" / "verify_draw.py"
SECRET = bytes(range(32))
PAIRS = (
    [("城东支行", f"calls:{n}") for n in range(40)]
    + [("branch", f"visits:{n}") for n in range(9)]
    + [("online", "chats:1")]
)
SIZES, RESERVES = {"城东支行": 5, "branch": 2, "online": 1}, {"城东支行": 3, "branch": 2, "online": 2}
NONCES = ["lead: 7 dice", "监督"]
FRAME = freeze_frame(PAIRS)


def proof(pairs=PAIRS, secret=SECRET, nonces=NONCES, sizes=SIZES, reserves=RESERVES, replaced=()):
    frame = freeze_frame(pairs)
    drawn = draw(frame.lines(), form_seed(secret, frame.digest, nonces), sizes, reserves)
    return build_proof(
        frame=frame, secret=secret, nonces=nonces, sizes=sizes, reserves=reserves, drawn=drawn,
        replaced=replaced,
    )  # fmt: skip


def opened(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("frame.txt"), json.loads(archive.read("draw.json"))


def packed(frame, account):
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("frame.txt", frame)
        archive.writestr("draw.json", json.dumps(account))
    return output.getvalue()


@pytest.fixture
def verify(tmp_path):
    def run(data, *published):
        path = tmp_path / "proof.zip"
        path.write_bytes(data)
        # -I: no environment, no current directory on the path; nothing of the project can be imported.
        command = [sys.executable, "-I", "-X", "utf8", str(SCRIPT), str(path), *published]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=tmp_path)
        assert done.stderr == ""
        return done.returncode, done.stdout.splitlines()

    return run


def test_verify_draw_is_short_and_stands_alone():
    source = SCRIPT.read_text(encoding="utf-8")
    imports = {line.split()[1] for line in source.splitlines() if line.startswith(("import ", "from "))}
    assert len(source.splitlines()) < 60
    assert imports == {"hashlib", "hmac", "json", "sys", "zipfile"}


def test_verify_draw_says_equal(verify):
    assert verify(proof()) == (0, ["equal"])


@pytest.mark.parametrize(
    "change",
    [
        {"nonces": []},
        {"nonces": ["only one"]},
        {"secret": b"sixteen bytes!!!"},
        {"reserves": {}},
        {"sizes": {"branch": 0}, "reserves": {"online": 1}},
        {"sizes": {}, "reserves": {}},
        {"pairs": [("s", f"calls:{n}") for n in range(3000)], "sizes": {"s": 100}, "reserves": {"s": 50}},
    ],
)
def test_verify_draw_agrees_with_the_portal(verify, change):
    assert verify(proof(**change)) == (0, ["equal"])


def test_verify_draw_compares_with_what_was_published(verify):
    commitment = hashlib.sha256(SECRET).hexdigest()
    assert verify(proof(), commitment) == (0, ["equal"])
    assert verify(proof(), commitment.upper(), FRAME.digest) == (0, ["equal"])
    other = "0" * 64
    assert verify(proof(), other) == (1, [f"published commitment: stated {other}, computed {commitment}"])
    assert verify(proof(), commitment, other) == (
        1,
        [f"published frame digest: stated {other}, computed {FRAME.digest}"],
    )


def test_verify_draw_finds_a_draw_made_up_afterwards_by_its_commitment(verify):
    published = hashlib.sha256(SECRET).hexdigest()
    forged = proof(secret=b"another secret, chosen to please")
    assert verify(forged) == (0, ["equal"])
    assert verify(forged, published)[0] == 1


def test_verify_draw_finds_an_exchanged_frame_by_its_published_digest(verify):
    commitment = hashlib.sha256(SECRET).hexdigest()
    exchanged = proof(pairs=[*PAIRS[:-1], ("online", "chats:2")])
    assert verify(exchanged) == (0, ["equal"])  # it agrees with itself: what was published has to be asked
    assert verify(exchanged, commitment, FRAME.digest)[0] == 1


def test_verify_draw_finds_a_frame_that_was_shortened_with_its_digest(verify):
    """The one who shortens it may fit the digest; then the secret's seed draws other items than those that were shown."""
    frame, account = opened(proof())
    lines = [line for line in frame.splitlines(keepends=True) if b"visits:" not in line]
    shorter = b"".join(lines)
    account["frame_digest"] = hashlib.sha256(shorter).hexdigest()
    code, said = verify(packed(shorter, account))
    assert (code, [line for line in said if line.startswith("stratum branch: 2 wanted of 0")] != []) == (1, True)


def swap_first_two(drawn):
    drawn[0]["key"], drawn[1]["key"] = drawn[1]["key"], drawn[0]["key"]


TAMPERINGS = {
    "a rule that is not known": (lambda a: a.update(rule=2), "rule: stated 2, computed 1"),
    "another secret": (lambda a: a.update(secret="ff" * 32), "commitment: stated"),
    "another commitment": (lambda a: a.update(commitment="0" * 64), "commitment: stated"),
    "another digest": (lambda a: a.update(frame_digest="0" * 64), "frame digest: stated"),
    "another nonce": (lambda a: a["nonces"].__setitem__(1, "x"), "drawn "),
    "nonces in another order": (lambda a: a["nonces"].reverse(), "drawn "),
    "a nonce more": (lambda a: a["nonces"].append("x"), "drawn "),
    "a nonce less": (lambda a: a["nonces"].pop(), "drawn "),
    "nonces run together": (lambda a: a.update(nonces=["".join(a["nonces"])]), "drawn "),
    "two items swapped": (lambda a: swap_first_two(a["drawn"]), "drawn 1: stated"),
    "two reserves swapped": (
        lambda a: a["drawn"].__setitem__(slice(2, 4), [a["drawn"][3], a["drawn"][2]]),
        "drawn 3: stated",
    ),
    "an item left out": (lambda a: a["drawn"].pop(), "drawn: stated 12 items, computed 13"),
    "an item added": (
        lambda a: a["drawn"].append(dict(a["drawn"][0], position=9)),
        "drawn: stated 14 items, computed 13",
    ),
    "an item replaced": (lambda a: a["drawn"][0].update(key="visits:99"), "drawn 1: stated"),
    "a reserve made a sample": (lambda a: a["drawn"][2].update(is_reserve=False), "drawn 3: stated"),
    "a position changed": (lambda a: a["drawn"][3].update(position=5), "drawn 4: stated"),
    "a stratum changed": (lambda a: a["drawn"][0].update(stratum="online"), "drawn 1: stated"),
    "a size changed": (lambda a: a["sizes"].update(branch=3), "drawn 3: stated"),
    "a size beyond the stratum": (
        lambda a: a["sizes"].update(branch=10),
        "stratum branch: 10 wanted of 9, 2 in reserve",
    ),
    "a replacement in a stratum that is not there": (
        lambda a: a.update(replaced=[["nowhere", 1, 2]]),
        "the proof cannot be read: KeyError('nowhere')",
    ),
    "a negative size": (lambda a: a["sizes"].update(branch=-1), "stratum branch: -1 wanted of 9, 2 in reserve"),
    "a longer reserve list": (lambda a: a["reserves"].update(branch=3), "drawn 5: stated"),
    "a stratum that is not there": (
        lambda a: a["sizes"].update(nowhere=1),
        "stratum nowhere: 1 wanted of 0, 0 in reserve",
    ),
    "a part missing": (lambda a: a.pop("nonces"), "the proof cannot be read: KeyError('nonces')"),
    "a secret that is no hexadecimal": (lambda a: a.update(secret="xyz"), "the proof cannot be read: ValueError("),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_verify_draw_finds_a_changed_account(verify, name):
    tamper, finding = TAMPERINGS[name]
    frame, account = opened(proof())
    tamper(account)
    code, said = verify(packed(frame, account))
    assert code == 1
    assert "equal" not in said
    assert [line for line in said if line.startswith(finding)], said


FRAME_TAMPERINGS = {
    "a line left out": lambda lines: lines.pop(),
    "a line added": lambda lines: lines.append("城东支行\tcalls:99\n".encode()),
    "a line changed": lambda lines: lines.__setitem__(0, b"branch\tvisits:77\n"),
    "a line moved to another stratum": lambda lines: lines.__setitem__(9, b"online\tvisits:3\n"),
    "a line twice": lambda lines: lines.insert(0, lines[0]),
    "lines in another order": lambda lines: lines.reverse(),
    "other line ends": lambda lines: lines.__setitem__(0, lines[0][:-1] + b"\r\n"),
    "no last line feed": lambda lines: lines.__setitem__(-1, lines[-1][:-1]),
    "a blank line": lambda lines: lines.append(b"\n"),
    "a third column": lambda lines: lines.__setitem__(0, b"branch\tvisits:0\tx\n"),
}


@pytest.mark.parametrize("name", FRAME_TAMPERINGS)
def test_verify_draw_finds_a_changed_frame(verify, name):
    frame, account = opened(proof())
    lines = frame.splitlines(keepends=True)
    FRAME_TAMPERINGS[name](lines)
    code, said = verify(packed(b"".join(lines), account))
    assert code == 1
    assert said[0].startswith("frame digest: stated ") or said[0].startswith("the proof cannot be read: ")


def redrawn(lines):
    """A frame with all that hangs on it made to fit, so that only what the frame may not be can give it away."""
    data = b"".join(lines)
    digest = hashlib.sha256(data).hexdigest()
    account = opened(proof())[1] | {"frame_digest": digest, "sizes": {}, "reserves": {}, "drawn": []}
    return packed(data, account)


@pytest.mark.parametrize(
    ("lines", "finding"),
    [
        ([b"a\tx:2\n", b"a\tx:1\n"], "frame: lines are not ascending and different, each with its line feed"),
        ([b"a\tx:1\n", b"a\tx:1\n"], "frame: lines are not ascending and different, each with its line feed"),
        ([b"a\tx:1"], "frame: lines are not ascending and different, each with its line feed"),
        ([b"a\tx:1\n", b"b\tx:1\n"], "frame: a line is not stratum, tab, key, or a key is there twice"),
        ([b"a\tx:1\t2\n"], "frame: a line is not stratum, tab, key, or a key is there twice"),
        ([b"ax:1\n"], "frame: a line is not stratum, tab, key, or a key is there twice"),
    ],
)
def test_verify_draw_finds_a_frame_against_the_rule(verify, lines, finding):
    code, said = verify(redrawn(lines))
    assert code == 1
    assert finding in said


# East: 5 in the sample and 6, 7, 8 in reserve; branch: 2, and 3, 4 in reserve.
IN_ORDER = [("城东支行", 4, 6), ("branch", 1, 3), ("城东支行", 6, 7), ("branch", 2, 4), ("城东支行", 1, 8)]


def test_verify_draw_goes_through_the_replacements(verify):
    assert verify(proof(replaced=IN_ORDER)) == (0, ["equal"])
    assert verify(proof(replaced=IN_ORDER[:2])) == (0, ["equal"])


@pytest.mark.parametrize(
    "wrong",
    [
        ("城东支行", 1, 7),  # the first of the list was passed over
        ("城东支行", 7, 6),  # one that never came in fell out
        ("城东支行", 0, 6),
        ("online", 1, 3),  # beyond the stratum's list
        ("branch", 1, 6),  # of another stratum's list
    ],
)
def test_verify_draw_finds_a_replacement_out_of_order(verify, wrong):
    name, fell, came = wrong
    code, said = verify(proof(replaced=[wrong]))
    assert (code, said) == (
        1,
        [f"replaced: {name} {fell} by {came} is not by the next of the reserve list, or a second time"],
    )


def test_verify_draw_finds_an_item_that_was_replaced_twice(verify):
    assert verify(proof(replaced=[("branch", 1, 3), ("branch", 1, 4)])) == (
        1,
        ["replaced: branch 1 by 4 is not by the next of the reserve list, or a second time"],
    )


def test_verify_draw_reads_a_proof_of_before_replacements_were_told(verify):
    frame, account = opened(proof())
    del account["replaced"]
    assert verify(packed(frame, account)) == (0, ["equal"])


def test_verify_draw_says_how_it_is_used():
    done = subprocess.run([sys.executable, "-I", str(SCRIPT), "--help"], capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")
    assert "python verify_draw.py PROOF.zip" in done.stdout


@pytest.mark.parametrize("data", [b"", b"no zip", packed(b"", {})[:-30], packed(b"", [])])
def test_verify_draw_says_that_it_cannot_read(verify, data):
    code, said = verify(data)
    assert code == 1
    assert said[0].startswith("the proof cannot be read: ")


def test_verify_draw_writes_to_a_terminal_that_knows_no_chinese(tmp_path):
    frame, account = opened(proof())
    account["drawn"][-1]["key"] = "calls:0"
    path = tmp_path / "proof.zip"
    path.write_bytes(packed(frame, account))
    environment = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(path)], capture_output=True, encoding="ascii", env=environment
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("drawn 13: stated ('\\u57ce\\u4e1c\\u652f\\u884c', 'calls:0'")


def said_of(*arguments) -> tuple[int, list[str], str]:
    done = subprocess.run([sys.executable, "-I", str(SCRIPT), *map(str, arguments)], capture_output=True, text=True)
    return done.returncode, done.stdout.splitlines(), done.stderr


def test_verify_draw_says_that_it_needs_a_proof():
    code, [line], errors = said_of()
    assert (code, errors) == (1, "")
    assert line.startswith("Which proof? ")
    assert "python verify_draw.py PROOF.zip" in line


def test_verify_draw_says_in_one_line_what_is_no_proof(tmp_path):
    page = tmp_path / "page.html"
    page.write_text("<p>no proof</p>")

    assert said_of(tmp_path) == (
        1,
        ["the proof cannot be read: Is a directory; give the zip (Safari unpacks it)"],
        "",
    )
    assert said_of(tmp_path / "none.zip") == (
        1,
        ["the proof cannot be read: No such file or directory; give the zip (Safari unpacks it)"],
        "",
    )
    assert said_of(page) == (1, ["the proof cannot be read: File is not a zip file"], "")


def test_build_proof_gives_the_same_bytes_each_time():
    assert proof() == proof()


def test_build_proof_states_everything_that_was_drawn():
    frame, account = opened(proof())
    assert frame == FRAME.data
    assert {
        name: account[name] for name in ("rule", "commitment", "secret", "frame_digest", "nonces", "sizes", "reserves")
    } == {
        "rule": 1,
        "commitment": hashlib.sha256(SECRET).hexdigest(),
        "secret": SECRET.hex(),
        "frame_digest": FRAME.digest,
        "nonces": NONCES,
        "sizes": SIZES,
        "reserves": RESERVES,
    }
    assert [(item["stratum"], item["position"], item["is_reserve"]) for item in account["drawn"]] == [
        *(("branch", n, n > 2) for n in range(1, 5)),
        ("online", 1, False),
        *(("城东支行", n, n > 5) for n in range(1, 9)),
    ]
