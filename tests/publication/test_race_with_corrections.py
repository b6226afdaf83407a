"""What is published is what is sealed: a correction is either among the published figures or refused."""

import threading
from uuid import uuid4

import pytest
from django.db import connection, transaction

from assessments.enums import CycleState
from assessments.models import Cycle, ScoreSheet, SheetRevision
from assessments.services.sheets import correct_sheet
from foundation.common.errors import Conflict, NotAllowed
from foundation.common.states import advance
from publication.services.editions import hold_still
from tests.architecture.world import World

pytestmark = pytest.mark.race


def test_correction_waits_for_the_release_and_is_then_refused(committed_cast):
    world = World(committed_cast)
    sheet = world.sealed_sheet
    Cycle.objects.filter(pk=world.cycle.pk).update(state=CycleState.FEEDBACK)
    outcome: list = []

    def correct() -> None:
        try:
            own = ScoreSheet.objects.select_related("cycle", "unit", "record", "standard_version").get(pk=sheet.pk)
            marks = {"A1": {"level": 1, "reason": "慢"}, "R1": {"level": 1, "reason": "慢"}, "X1": {"triggered": False}}
            correct_sheet(
                sheet=own, actor=committed_cast.lin, marks=marks, reason="复核", version=own.version, key=uuid4()
            )
            outcome.append("corrected")
        except (Conflict, NotAllowed) as refusal:
            outcome.append(type(refusal))
        finally:
            connection.close()

    corrector = threading.Thread(target=correct)
    with transaction.atomic():
        cycle = hold_still(world.cycle.pk)
        corrector.start()
        corrector.join(1)
        assert (corrector.is_alive(), outcome) == (True, [])
        advance(cycle, CycleState.PUBLISHED)
    corrector.join(30)
    assert outcome == [Conflict]
    assert SheetRevision.objects.filter(sheet=sheet).count() == 1
