"""The draw against an implementation of its own: slow, plain, and from docs/draw-rule.md alone."""

import hashlib
import hmac
from collections import Counter

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings, strategies as st

from sampling.ordering import Drawn, commitment_of, draw, form_seed, freeze_frame, new_secret, read_frame
from sampling.refusals import DrawRefused, Fault

pytestmark = pytest.mark.once

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

SECRET = bytes(range(32))
PAIRS = [("branch", f"calls:{n}") for n in range(1, 6)] + [("online", f"chats:{n}") for n in range(1, 4)]

names = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S"], exclude_characters="@"), min_size=1, max_size=8
)
numbers = st.integers(0, 10**9).map(str)
keys = st.builds("{}:{}".format, st.sampled_from(["calls", "chats", "工单", "visits"]), numbers)
frames = st.dictionaries(keys, st.sampled_from(["A", "B", "城东支行", "é", "z"]), min_size=1, max_size=40).map(
    lambda strata: [(stratum, key) for key, stratum in strata.items()]
)
seeds = st.binary(min_size=32, max_size=32)


def naive_frame(pairs):
    return "".join(
        sorted({f"{stratum}\t{key}\n" for stratum, key in pairs}, key=lambda line: line.encode("utf-8"))
    ).encode("utf-8")


def naive_seed(secret, digest, nonces):
    message = b""
    for part in [b"qa-portal draw 1", secret, digest.encode("ascii")] + [nonce.encode("utf-8") for nonce in nonces]:
        message += len(part).to_bytes(8, byteorder="big") + part
    return hashlib.sha256(message).digest()


def naive_draw(data, seed, sizes, reserves):
    pairs = [tuple(line.split("\t")) for line in data.decode("utf-8").split("\n")[:-1]]
    result = []
    for wanted in sorted(set(sizes) | set(reserves), key=lambda name: name.encode("utf-8")):
        ranked = sorted(
            (hmac.new(seed, f"{stratum}\t{key}".encode(), hashlib.sha256).hexdigest(), key.encode("utf-8"))
            for stratum, key in pairs
            if stratum == wanted
        )
        for index, (_, key) in enumerate(ranked):
            if index < sizes.get(wanted, 0) + reserves.get(wanted, 0):
                result.append(Drawn(wanted, key.decode("utf-8"), index + 1, index >= sizes.get(wanted, 0)))
    return result


def fault_of(act, *arguments):
    with pytest.raises(DrawRefused) as caught:
        act(*arguments)
    return caught.value.fault, caught.value.item


# --- frame


def test_freeze_frame_sorts_bytewise_and_counts():
    frame = freeze_frame([("b", "calls:2"), ("a", "calls:10"), ("a", "calls:9"), ("é", "calls:1"), ("Z", "calls:3")])
    assert frame.data == "Z\tcalls:3\na\tcalls:10\na\tcalls:9\nb\tcalls:2\né\tcalls:1\n".encode()
    assert frame.digest == hashlib.sha256(frame.data).hexdigest()
    assert frame.counts == {"Z": 1, "a": 2, "b": 1, "é": 1}
    assert list(frame.counts) == ["Z", "a", "b", "é"]
    assert list(frame.lines()) == frame.data.splitlines(keepends=True)


def test_freeze_frame_keeps_a_stratum_together_that_begins_like_another():
    frame = freeze_frame([("a b", "x:1"), ("a", "x:2"), ("a!", "x:3")])
    assert list(frame.counts) == ["a", "a b", "a!"]


@pytest.mark.parametrize(
    ("pairs", "fault", "item"),
    [
        ([], Fault.EMPTY, None),
        ([("a", "x:1"), ("", "x:2")], Fault.STRATUM, 2),
        ([("a\tb", "x:1")], Fault.STRATUM, 1),
        ([("a\n", "x:1")], Fault.STRATUM, 1),
        ([(" a", "x:1")], Fault.STRATUM, 1),
        ([("a\u202eb", "x:1")], Fault.STRATUM, 1),
        ([("a" * 61, "x:1")], Fault.STRATUM, 1),
        ([("a", "x")], Fault.KEY, 1),
        ([("a", ":1")], Fault.KEY, 1),
        ([("a", "x:")], Fault.KEY, 1),
        ([("a", "x:1 2")], Fault.KEY, 1),
        ([("a", "x:1\t2")], Fault.KEY, 1),
        ([("a", "x:1\n")], Fault.KEY, 1),
        ([("a", "x:1\u2028")], Fault.KEY, 1),
        ([("a", "x:1\u200b")], Fault.KEY, 1),
        ([("a", "x:" + "1" * 119)], Fault.KEY, 1),
        ([("a", "x:1"), ("a", "x:13812345678")], Fault.MOBILE, 2),
        ([("13812345678", "x:1")], Fault.MOBILE, 1),
        ([("a", "x:11010519491231002X")], Fault.ID_NUMBER, 1),
        ([("a", "x:6222020200112233445")], Fault.CARD, 1),
        ([("a", "x:wang@example.com")], Fault.EMAIL, 1),
        ([("a", "x:2"), ("a", "x:1"), ("a", "x:2")], Fault.TWICE, 3),
        ([("a", "x:1"), ("b", "x:1")], Fault.TWO_STRATA, 2),
    ],
)
def test_freeze_frame_refuses(pairs, fault, item):
    assert fault_of(freeze_frame, pairs) == (fault, item)


def test_freeze_frame_refusal_does_not_repeat_personal_data():
    with pytest.raises(DrawRefused) as caught:
        freeze_frame([("a", "x:13812345678")])
    assert str(caught.value) == "draw refused: mobile at item 1"


def test_freeze_frame_accepts_an_ideographic_space_in_a_stratum():
    assert freeze_frame([("总行　营业部", "x:1")]).counts == {"总行　营业部": 1}


def test_read_frame_returns_what_was_frozen():
    frame = freeze_frame(PAIRS)
    assert read_frame(frame.data) == frame


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", Fault.EMPTY),
        (b"a\tx:1", Fault.UNSORTED),
        (b"a\tx:2\na\tx:1\n", Fault.UNSORTED),
        (b"a\tx:1\na\tx:1\n", Fault.TWICE),
        (b"a\tx:1\nb\tx:1\n", Fault.TWO_STRATA),
        (b"a x:1\n", Fault.UNSORTED),
        (b"a\tx:1\n\n", Fault.UNSORTED),
    ],
)
def test_read_frame_refuses_what_is_no_frame(data, fault):
    assert fault_of(read_frame, data)[0] == fault


@unhurried
@given(frames, st.randoms(use_true_random=False))
def test_freeze_frame_is_the_same_for_any_order(pairs, random):
    shuffled = list(pairs)
    random.shuffle(shuffled)
    frame = freeze_frame(shuffled)
    assert frame.data == naive_frame(pairs)
    assert frame.counts == dict(Counter(stratum for stratum, _ in pairs))
    assert read_frame(frame.data) == frame


# --- commitment and seed


def test_commitment_is_the_published_digest():
    # FIPS 180: SHA-256 of the one-block message of 56 letters.
    secret = b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"
    assert commitment_of(secret) == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"


def test_commitment_refuses_a_secret_that_can_be_guessed():
    with pytest.raises(ValueError):
        commitment_of(b"fifteen bytes..")


def test_new_secret_is_new_each_time():
    secrets = {new_secret() for _ in range(50)}
    assert len(secrets) == 50
    assert {len(secret) for secret in secrets} == {32}


@pytest.mark.parametrize(
    ("digest", "nonces"),
    [
        ("", []),
        ("0" * 63, []),
        ("G" * 64, []),
        ("A" * 64, []),
        ("0" * 64, ["a", ""]),
        ("0" * 64, "ab"),
        ("0" * 64, [b"a"]),
    ],
)
def test_form_seed_refuses(digest, nonces):
    with pytest.raises(ValueError):
        form_seed(SECRET, digest, nonces)


@unhurried
@given(
    st.binary(min_size=16, max_size=80), frames, st.lists(st.text(st.characters(codec="utf-8"), min_size=1), max_size=4)
)
def test_form_seed_equals_the_naive_one(secret, pairs, nonces):
    digest = hashlib.sha256(naive_frame(pairs)).hexdigest()
    assert form_seed(secret, digest, nonces) == naive_seed(secret, digest, nonces)


def test_form_seed_tells_every_way_of_splitting_apart():
    digest = "0" * 64
    lists = [[], ["ab"], ["a", "b"], ["b", "a"], ["ab", "c"], ["a", "bc"], ["abc"], ["a", "b", "c"]]
    assert len({form_seed(SECRET, digest, nonces) for nonces in lists}) == len(lists)
    assert form_seed(SECRET + b"a", digest, []) != form_seed(SECRET, digest, ["a"])


# --- draw


def test_draw_gives_the_worked_example_of_the_rule():
    frame = freeze_frame(PAIRS)
    seed = form_seed(SECRET, frame.digest, ["lead", "监督"])
    assert commitment_of(SECRET) == "630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd710dd"
    assert frame.digest == "282888df32b52ae7b8215223f4d8dff3c67e7ec18cafb3ba09f53dd029e380f8"
    assert seed.hex() == "45eba0bb03bdac4308b547270e21d8eb85e34c680204a819994754b33d97dd62"
    assert draw(frame.lines(), seed, {"branch": 2, "online": 1}, {"branch": 2, "online": 5}) == [
        Drawn("branch", "calls:2", 1, False),
        Drawn("branch", "calls:1", 2, False),
        Drawn("branch", "calls:4", 3, True),
        Drawn("branch", "calls:5", 4, True),
        Drawn("online", "chats:3", 1, False),
        Drawn("online", "chats:2", 2, True),
        Drawn("online", "chats:1", 3, True),
    ]


@unhurried
@given(frames, st.binary(max_size=100), st.data())
def test_draw_equals_the_naive_one(pairs, seed, data):
    frame = freeze_frame(pairs)
    sizes = {name: data.draw(st.integers(0, count)) for name, count in frame.counts.items()}
    reserves = {name: data.draw(st.integers(0, count + 2)) for name, count in frame.counts.items()}
    if data.draw(st.booleans()):
        sizes.pop(min(sizes))
    assert draw(frame.lines(), seed, sizes, reserves) == naive_draw(frame.data, seed, sizes, reserves)


def test_draw_of_a_large_stratum_equals_the_naive_one():
    frame = freeze_frame((f"s{n % 3}", f"calls:{n}") for n in range(5000))
    sizes, reserves = {"s0": 7, "s1": 1, "s2": 300}, {"s0": 0, "s1": 1, "s2": 100}
    assert draw(frame.lines(), b"7" * 32, sizes, reserves) == naive_draw(frame.data, b"7" * 32, sizes, reserves)


def test_draw_keeps_few_lines_however_long_the_frame_is():
    held = []

    def lines():
        for number in range(30_000):
            line = TrackedLine(b"s\tcalls:%08d" % number)
            yield line
            del line
            held.append(TrackedLine.alive)

    assert len(draw(lines(), b"7" * 32, {"s": 5}, {"s": 5})) == 10
    assert max(held) <= 2 * 10 + 3


class TrackedLine(bytes):
    """A line that knows how many of its kind are held."""

    alive = 0

    def __init__(self, *_):
        TrackedLine.alive += 1

    def __del__(self):
        TrackedLine.alive -= 1

    def rstrip(self, *_):
        return self


def test_draw_takes_lines_with_and_without_line_feed():
    frame = freeze_frame(PAIRS)
    bare = [line.rstrip(b"\n") for line in frame.lines()]
    sizes = {"branch": 3, "online": 1}
    assert draw(bare, SECRET, sizes, {}) == draw(frame.lines(), SECRET, sizes, {})


def test_draw_of_nothing_is_empty():
    assert draw(freeze_frame(PAIRS).lines(), SECRET, {}, {}) == []
    assert draw(freeze_frame(PAIRS).lines(), SECRET, {"branch": 0}, {"online": 0}) == []


@pytest.mark.parametrize(
    ("lines", "sizes", "fault"),
    [
        ([b"a\tx:1", b"a\tx:2"], {"a": 3}, Fault.TOO_FEW),
        ([b"a\tx:1"], {"b": 1}, Fault.TOO_FEW),
        ([b"a\tx:2", b"a\tx:1"], {"a": 1}, Fault.UNSORTED),
        ([b"a\tx:1", b"a\tx:1"], {"a": 1}, Fault.UNSORTED),
        ([b"a\tx:2", b"a\tx:1"], {}, Fault.UNSORTED),
        ([b"x:1"], {"a": 0}, Fault.UNSORTED),
    ],
)
def test_draw_refuses(lines, sizes, fault):
    assert fault_of(draw, lines, SECRET, sizes, {})[0] == fault


@pytest.mark.parametrize(("sizes", "reserves"), [({"a": -1}, {}), ({"a": 1}, {"a": -1})])
def test_draw_refuses_negative_numbers(sizes, reserves):
    with pytest.raises(ValueError):
        draw([b"a\tx:1"], SECRET, sizes, reserves)


@unhurried
@given(frames, seeds)
def test_draw_of_a_larger_sample_begins_with_the_smaller(pairs, seed):
    frame = freeze_frame(pairs)
    whole = [(item.stratum, item.key) for item in draw(frame.lines(), seed, frame.counts, {})]
    halves = {name: count // 2 for name, count in frame.counts.items()}
    split = draw(frame.lines(), seed, halves, frame.counts)
    assert [(item.stratum, item.key) for item in split] == whole
    assert sorted(whole) == sorted(pairs)


def test_draw_gives_every_item_the_same_chance():
    frame = freeze_frame(("s", f"calls:{n}") for n in range(20))
    drawn = Counter()
    for trial in range(2000):
        drawn.update(item.key for item in draw(frame.lines(), trial.to_bytes(32, "big"), {"s": 5}, {}))
    # Each of 20 items is expected 500 times in 2,000 draws of 5; chi-squared with 19 degrees of freedom exceeds 43.8 once in 1,000.
    # A simple draw has variance 2000 * 1/4 * 3/4 a cell, so the statistic is scaled by 1 / (1 - 5/20) * 19/20.
    statistic = sum((count - 500) ** 2 / 500 for count in drawn.values()) / (1 - 5 / 20) * 19 / 20
    assert len(drawn) == 20
    assert statistic < 43.8


@pytest.mark.parametrize("fault", Fault)
def test_every_refusal_says_why_in_chinese_and_english(fault):
    refusal = DrawRefused(fault, item=1)
    with override("en"):
        english = str(refusal.sentence)
    with override("zh-hans"):
        chinese = str(refusal.sentence)
    assert english.endswith(".")
    assert chinese.endswith("。")
