"""Items of a plan that fall out: the team replaces them in its own draw, and the proof tells in which order."""

import subprocess
import sys

import pytest
from django.conf import settings

from foundation.audit.verifiers import run_verifiers
from foundation.common.errors import NotAllowed
from sampling.models import DrawnItem
from sampling.services import make_proof, replace_item
from tests.assessments.planning import drawn, open_quarter, plan_of, records_for


def replace(draw, actor, position: int) -> DrawnItem:
    item = DrawnItem.objects.get(draw=draw, stratum="phone", position=position)
    return replace_item(draw=draw, item=item, reason="unreadable", text="录音损坏", actor=actor)


@pytest.fixture
def two_plans(cast, in_quarter):
    """East is Lin's and Guo's, West is Lin's and Li's; both are drawn."""
    records_for(cast.east, 40)
    records_for(cast.west, 40)
    cycle = open_quarter(cast)
    return drawn(cast, plan_of(cycle, cast.east)), drawn(cast, plan_of(cycle, cast.west), team=[cast.lin, cast.li])


def test_the_team_replaces_in_its_own_draw(cast, two_plans):
    east, west = two_plans
    assert replace(east.draw, cast.guo, 1).is_reserve
    with pytest.raises(NotAllowed):
        replace(west.draw, cast.guo, 1)


@pytest.mark.parametrize("who", ["chen", "wu", "zhou", "qian"])
def test_neither_the_assessed_nor_those_who_watch_replace(cast, two_plans, who):
    with pytest.raises(NotAllowed):
        replace(two_plans[0].draw, getattr(cast, who), 1)


def test_the_proof_tells_the_replacements_and_can_be_checked(cast, two_plans, tmp_path):
    draw = two_plans[0].draw
    for position in (2, 1):
        replace(draw, cast.lin, position)
    path = tmp_path / "proof.zip"
    path.write_bytes(make_proof(draw))
    script = settings.BASE_DIR / "docs" / "verify_draw.py"
    command = [sys.executable, "-I", str(script), str(path), draw.commitment, draw.frame_digest]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "equal\n")
    assert run_verifiers()["draws"] == []
