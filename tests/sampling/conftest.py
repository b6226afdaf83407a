import pytest

from sampling.services import add_nonce, carry_out_draw, commit_draw, freeze_draw_frame

PAIRS = [("phone", f"calls:{number}") for number in range(1, 31)] + [
    ("online", f"chats:{number}") for number in range(1, 11)
]
SIZES, RESERVES = {"phone": 4, "online": 2}, {"phone": 3, "online": 3}


@pytest.fixture
def committed(cast):
    return commit_draw(title="2026Q4 BR-E", actor=cast.li, nonces_wanted=2)


@pytest.fixture
def frozen(cast, committed):
    return freeze_draw_frame(draw=committed, pairs=PAIRS, sizes=SIZES, reserves=RESERVES, actor=cast.li)


@pytest.fixture
def ready(cast, frozen):
    """Both nonces are there; no room above makes anything of it."""
    add_nonce(draw=frozen, person=cast.li, value="three heads, two tails")
    add_nonce(draw=frozen, person=cast.qian, value="监督人员的随机码")
    return frozen


@pytest.fixture
def drawn(ready):
    carry_out_draw(draw=ready, actor=None)
    ready.refresh_from_db()
    return ready
