"""The classifier of topics: its arithmetic by fractions, its honesty on texts it has not seen, and that nothing is proposed from too little."""

import csv
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, strategies

from tickets.learning import FEWEST, Learned, cross_checked, enough, terms_of

BANKING = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "D_banking77_train" / "train.csv"
SAMPLES = [
    ("年费为什么扣了两次", "fees"),
    ("退还年费", "fees"),
    ("利息算错了", "fees"),
    ("排队一小时", "waiting"),
    ("等了一小时没人理", "waiting"),
]


def exactly(samples, text, label) -> Fraction:
    """The same by the formula, in fractions and without logarithms."""
    terms = [term for text_, label_ in samples if label_ == label for term in terms_of(text_)]
    vocabulary = {term for text_, _label in samples for term in terms_of(text_)}
    score = Fraction(sum(label_ == label for _text, label_ in samples), len(samples))
    for term in terms_of(text) & vocabulary:
        score *= Fraction(terms.count(term) + 1, len(terms) + len(vocabulary))
    return score


@pytest.mark.parametrize("text", ["年费扣了", "等了半小时", "利息为什么", "排队等了", "年费排队"])
def test_guess_is_the_likeliest_by_the_formula(text):
    guess = Learned.of(SAMPLES).guess(text).label
    assert guess == max(("fees", "waiting"), key=lambda label: exactly(SAMPLES, text, label))


words = strategies.lists(
    strategies.sampled_from(["fee", "queue", "card", "loan", "app", "rude"]), min_size=1, max_size=5
)


@given(strategies.lists(strategies.tuples(words, strategies.sampled_from("abc")), min_size=2, max_size=12), words)
def test_equal_to_the_formula_on_generated_texts(samples, text):
    samples = [(" ".join(found), label) for found, label in samples]
    text = " ".join(text)
    guess = Learned.of(samples).guess(text)
    if guess is None:
        assert not terms_of(text) & {term for found, _label in samples for term in terms_of(found)}
        return
    scores = {label: exactly(samples, text, label) for _text, label in samples}
    assert scores[guess.label] == max(scores.values())


def test_terms_that_spoke_for_it_are_told():
    guess = Learned.of(SAMPLES).guess("年费扣了两次，等了很久")
    assert guess.label == "fees"
    assert "年费" in guess.terms


def test_text_of_which_nothing_is_known_gets_no_guess():
    assert Learned.of(SAMPLES).guess("xyz") is None
    assert Learned.of([]).guess("年费") is None


def test_chinese_pairs_and_latin_words():
    assert terms_of("ATM吞卡了, card lost") == {"atm", "card", "lost", "atm card", "card lost", "吞卡", "卡了"}
    assert terms_of("卡") == {"卡"}


def test_too_few_texts_are_not_learned_from():
    assert enough(SAMPLES) == []
    many = [("年费", "fees")] * FEWEST + [("排队", "waiting")] * FEWEST + [("贷款", "loan")]
    assert {label for _text, label in enough(many)} == {"fees", "waiting"}
    assert enough([("年费", "fees")] * 50) == []


def test_accuracy_is_that_on_texts_not_seen():
    # Each text stands once: whoever has seen it knows it, whoever has not cannot.
    told = cross_checked([(f"x{chr(97 + place)}q", "ab"[place % 2]) for place in range(20)])
    assert (told.n, told.right, told.balanced) == (20, 0, 0.0)
    told = cross_checked([("年费", "fees")] * 15 + [("排队", "waiting")] * 5)
    assert (told.right, told.balanced, told.commonest) == (20, 1.0, 0.75)


@pytest.mark.once
def test_customers_questions_of_a_real_bank():
    if not BANKING.exists():
        pytest.skip("the file of real questions is not on this machine")
    with BANKING.open(encoding="utf-8") as source:
        rows = [(row["text"], row["category"]) for row in csv.DictReader(source)]
    wanted = (
        "card_arrival",
        "cash_withdrawal_charge",
        "lost_or_stolen_card",
        "transfer_timing",
        "exchange_rate",
        "passcode_forgotten",
    )
    samples = sorted(row for row in rows if row[1] in wanted)
    samples = [samples[place] for place in sorted(range(len(samples)), key=lambda place: (place * 7919) % len(samples))]
    assert cross_checked(samples).balanced > 0.9
