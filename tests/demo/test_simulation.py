"""The simulated quarter: it leaves what people would have left, and all of it verifies."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from analysis.models import EnteredFigure
from assessments.enums import CycleState
from assessments.models import Cycle, ScoreSheet
from demo.organization import CAST, DESK
from feedback.models import Response
from organization.models import Person, Unit
from publication.models import Publication
from records.models import ServiceRecord


def simulate(**more) -> str:
    out = StringIO()
    call_command(
        "simulate_quarter", stdout=out, **{"departments": 4, "sheets": 2, "records": 8, "quarter": "2025-01-01", **more}
    )
    return out.getvalue()


@pytest.fixture
def played(db) -> str:
    return simulate()


def test_simulated_quarter_ends_published_and_verified(played):
    cycle = Cycle.objects.get()

    assert (cycle.code, cycle.state) == ("2025Q1", CycleState.PUBLISHED)
    assert Publication.objects.get(cycle=cycle).state == "published"
    assert played.rstrip().endswith("Everything holds.")


def test_simulated_quarter_has_what_was_asked_for(played):
    assert ServiceRecord.objects.count() == 32
    assert ScoreSheet.objects.exclude(plan=None).count() == 8
    assert EnteredFigure.objects.get().target == "industry-rank"
    assert ScoreSheet.objects.filter(state="submitted").count() == ScoreSheet.objects.count()
    assert Response.objects.count() > 0


def test_nobody_scored_their_own_department(played):
    own = [sheet.number for sheet in ScoreSheet.objects.all() if sheet.assessor.unit_id == sheet.unit_id]
    assert own == []


def test_database_in_use_is_refused(played):
    with pytest.raises(CommandError, match="in use"):
        simulate()


@pytest.mark.parametrize(
    "wrong", [{"departments": 3}, {"sheets": 1}, {"records": 7}, {"quarter": "soon"}, {"quarter": "2999-01-01"}]
)
def test_sizes_and_dates_that_cannot_be_simulated_are_refused(db, wrong):
    with pytest.raises(CommandError):
        simulate(**wrong)
    assert not Unit.objects.exists()


def test_demo_is_refused_in_production(db, settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError):
        call_command("load_demo")
    with pytest.raises(CommandError):
        simulate()


def test_demo_sign_ins_name_one_person_a_role(played):
    out = StringIO()
    call_command("demo_sign_ins", stdout=out)

    printed = [line for line in out.getvalue().splitlines() if line.strip()]
    present = [
        username for username, *_rest in (*CAST, DESK) if Person.objects.filter(user__username=username).exists()
    ]
    assert [username for username, line in zip(present, printed, strict=True) if username in line] == present
