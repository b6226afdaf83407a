"""`manage.py verify` draws every draw again and names what was tampered with."""

import gzip
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command

from foundation.common import engine
from foundation.common.files import path_of, read_bytes
from sampling.models import Draw, DrawnItem, Nonce
from sampling.services import commit_draw
from sampling.verification import verify_draws


@contextmanager
def unsealed(model):
    """As somebody with the keys of the database could do it."""
    engine.unseal_table(model._meta.db_table)
    try:
        yield
    finally:
        engine.seal_table(model._meta.db_table)


def named(draw: Draw, *problems: str) -> list[str]:
    return [f"Draw {draw.title} ({draw.public_id}): {problem}" for problem in problems]


def test_verify_holds_for_each_state_of_a_draw(cast, drawn):
    commit_draw(title="only committed", actor=cast.li)
    assert verify_draws() == []


def test_verify_names_an_exchanged_item(drawn, capsys):
    spare = "calls:99"
    with unsealed(DrawnItem):
        DrawnItem.objects.filter(stratum="phone", position=2).update(key=spare)
    assert verify_draws() == named(drawn, "these drawn items are not what the rule draws: phone 2.")
    with pytest.raises(CommandError):
        call_command("verify")
    assert "these drawn items are not what the rule draws: phone 2." in capsys.readouterr().out


def test_verify_names_an_item_that_was_promoted_from_the_reserve(drawn):
    with unsealed(DrawnItem):
        DrawnItem.objects.filter(stratum="online", position=3).update(is_reserve=False)
    assert verify_draws() == named(drawn, "these drawn items are not what the rule draws: online 3.")


def test_verify_names_a_frame_file_that_lost_a_line(drawn):
    lines = gzip.decompress(read_bytes(drawn.frame)).splitlines(keepends=True)
    path_of(drawn.frame).write_bytes(gzip.compress(b"".join(lines[1:]), mtime=0))
    assert verify_draws() == named(drawn, "its frame file was changed after it was frozen.")


def test_verify_names_a_frame_file_that_is_gone(drawn):
    path_of(drawn.frame).unlink()
    assert verify_draws() == named(drawn, "its frame file is missing or damaged.")


def test_verify_names_another_seed(drawn):
    Draw.objects.filter(pk=drawn.pk).update(seed="0" * 64)
    assert verify_draws() == named(
        drawn,
        "its seed is not the one in the audit trail.",
        "its seed does not follow from secret, frame and random characters.",
    )


def test_verify_names_another_secret(drawn):
    Draw.objects.filter(pk=drawn.pk).update(secret="ab" * 32)
    assert verify_draws() == named(drawn, "its secret is not the one it was committed to.")


def test_verify_names_a_secret_that_was_exchanged_with_its_commitment(drawn, cast):
    other = commit_draw(title="other", actor=cast.li)
    Draw.objects.filter(pk=drawn.pk).update(secret=other.secret, commitment=other.commitment)
    problems = verify_draws()
    assert problems[0] == named(drawn, "its commitment is not the one in the audit trail.")[0]


def test_verify_names_an_exchanged_nonce(drawn):
    with unsealed(Nonce):
        Nonce.objects.filter(position=2).update(value="something better")
    assert verify_draws()[0] == named(drawn, "its seed does not follow from secret, frame and random characters.")[0]


def test_verify_names_a_secret_that_does_not_open(drawn):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE sampling_draw SET secret = 'v1:none:AAAA'")
    assert verify_draws() == named(drawn, "its secret does not open with this installation's keys.")


def test_verify_names_other_sizes(drawn):
    Draw.objects.filter(pk=drawn.pk).update(sizes={"phone": 5, "online": 2})
    assert verify_draws() == named(
        drawn,
        "its sample size is not the one in the audit trail.",
        "these drawn items are not what the rule draws: phone 5, phone 8.",
    )
