"""A version in its pilot is tried by a special assessment: in the pilot's time and departments alone (R6)."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from assessments.models import Cycle
from assessments.services.special import open_special_cycle
from foundation.common import clock
from foundation.common.errors import Invalid
from standards.services import create_next_version, retire_version, start_pilot
from standards.trials import trials_of
from tests.assessments import planning
from tests.factories import make_totals

BEGIN, END = date(2026, 11, 24), date(2026, 12, 20)


@pytest.fixture
def tried(cast, in_quarter):
    """Version 2, tried in East Branch from 24 November to 20 December."""
    version = create_next_version(version=planning.standard_in_force(cast), author=cast.li)
    start_pilot(version=version, actor=cast.li, units=[cast.east], starts_on=BEGIN, ends_on=END, aim="档次是否清楚")
    return version


def open_trial(cast, version, **more) -> Cycle:
    values = {
        "title_zh": "第二版试点", "title_en": "Trial", "start": BEGIN, "end": END + timedelta(days=1), "units": [cast.east],
        "actor": cast.li, "key": uuid4(), "version": version,
    }  # fmt: skip
    return open_special_cycle(**{**values, **more})


def test_a_trial_is_scored_by_the_version_that_is_tried(cast, tried):
    cycle = open_trial(cast, tried)
    assert (cycle.standard_version, [plan.unit for plan in cycle.plans.all()]) == (tried, [cast.east])


@pytest.mark.parametrize(
    ("field", "make"),
    [
        ("start", lambda cast: {"start": BEGIN - timedelta(days=1)}),
        ("last_day", lambda cast: {"end": END + timedelta(days=2)}),
        ("units", lambda cast: {"units": [cast.east, cast.west]}),
    ],
)
def test_a_trial_stays_within_its_pilot(cast, tried, field, make):
    with pytest.raises(Invalid) as refusal:
        open_trial(cast, tried, **make(cast))
    assert list(refusal.value.message_dict) == [field]


def test_only_a_version_in_its_pilot_is_tried(cast, tried):
    retire_version(version=tried, actor=cast.li)
    with pytest.raises(Invalid) as refusal:
        open_trial(cast, tried)
    assert list(refusal.value.message_dict) == ["version"]


def test_the_version_says_how_its_trials_went(cast, tried, client):
    cycle = open_trial(cast, tried)
    make_totals(cycle, cast.east, sheet=["80", "90"])
    [trial] = trials_of(tried)
    assert (trial.url, trial.text) == (cycle.get_absolute_url(), "0 of 0 sheets are sealed, mean 85.0")
    client.force_login(cast.li.user)
    assert cycle.get_absolute_url() in client.get(tried.get_absolute_url()).content.decode()
    assert "mean 85.0" in client.get(tried.get_absolute_url(), headers={"accept-language": "en"}).content.decode()


def test_the_form_offers_what_is_being_tried(cast, tried, client):
    client.force_login(cast.li.user)
    page = client.get("/assessments/cycles/special/").content.decode()
    assert str(tried.public_id) in page
    data = {
        "title_zh": "第二版试点", "title_en": "", "start": BEGIN.isoformat(), "last_day": END.isoformat(), "units": [cast.east.code],
        "version": str(tried.public_id), "client_key": str(uuid4()),
    }  # fmt: skip
    with clock.travelling(planning.NOON):
        assert client.post("/assessments/cycles/special/", data).status_code == 302
    assert Cycle.objects.get().standard_version == tried
