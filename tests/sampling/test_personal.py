import pytest

from sampling.personal import PersonalKind, personal_kind

MOBILE, ID_NUMBER, CARD, EMAIL = PersonalKind.MOBILE, PersonalKind.ID_NUMBER, PersonalKind.CARD, PersonalKind.EMAIL


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("calls:13812345678", MOBILE),
        ("calls:19912345678", MOBILE),
        ("13812345678:1", MOBILE),
        ("calls:+8613812345678", MOBILE),
        ("calls:86-13812345678", MOBILE),
        ("calls:008613812345678", MOBILE),
        ("calls:138-1234-5678", MOBILE),
        ("calls:tel13812345678", MOBILE),
        ("calls:１３８１２３４５６７８", MOBILE),
        ("calls:2021-13812345678-01", MOBILE),
        # The example number of GB 11643 itself.
        ("visits:11010519491231002X", ID_NUMBER),
        ("visits:11010519491231002x", ID_NUMBER),
        ("visits:440524188001010014", ID_NUMBER),
        ("visits:１１０１０５１９４９１２３１００２Ｘ", ID_NUMBER),
        ("cards:4111111111111111", CARD),
        ("cards:5555555555554444", CARD),
        ("cards:6222020200112233445", CARD),
        ("cards:622202020011223344", CARD),
        ("cards:6222-0202-0011-2233", CARD),
        ("cards:6222-0202-0011-2233-445", CARD),
        ("cards:9558801234567890123", CARD),
        ("mail:zhang.wei@example.com", EMAIL),
        ("mail:zhang＠example.com", EMAIL),
    ],
)
def test_personal_kind_names_what_a_text_looks_like(text, kind):
    assert personal_kind(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "calls:ID0001",
        "calls:1",
        "calls:12345678901",  # 11 digits, but no mobile number begins with 12
        "calls:1381234567",
        "calls:138123456789",
        "calls:2021010100000001",  # 16 digits that begin with a date
        "calls:20210101000000012",
        "visits:110105194913310021",  # no thirteenth month
        "visits:160105194912310021",  # no province 16
        "calls:62220202001122334455",  # 20 digits
        "calls:622202020011223",  # 15 digits
        "calls:0b5f13812345678a",  # inside a run of hexadecimal digits
        "calls:018f3c1a-1381-7234-8678-138123456789",
        "calls:6222f0202-0011-2233",
        "城东支行",
    ],
)
def test_personal_kind_passes_a_sources_own_numbers(text):
    assert personal_kind(text) is None
