"""The unit sees what a mystery visitor recorded only through its appeal, and who rules on it sees it too (R15, R20)."""

from uuid import uuid4

import pytest

from appeals import services
from assessments.models import ScoreSheet
from assessments.selectors.evidence import evidence_visible_to
from tests.appeals.world import WISHES
from tests.assessments.files import png


@pytest.fixture
def covert(world):
    """Lin's sheet was a mystery visit, with a photo that was sealed with it."""
    ScoreSheet.objects.filter(pk=world.sheet.pk).update(method="mystery")
    world.sheet.refresh_from_db()
    evidence = world.sheet.evidence.create(file=_photo(world), added_by=world.cast.lin, caption="柜台")
    return evidence


def _photo(world):
    from foundation.common.files import store_bytes

    return store_bytes(data=png().read(), name="柜台.png", actor=world.cast.lin)


def seen(person, evidence) -> bool:
    return evidence_visible_to(person).filter(pk=evidence.pk).exists()


def test_evidence_follows_the_appeal(world, covert):
    cast = world.cast
    assert [seen(one, covert) for one in (cast.chen, cast.wu, cast.sun)] == [False, False, False]
    draft = world.drafted(WISHES)
    assert [seen(one, covert) for one in (cast.chen, cast.wu)] == [False, False]
    appeal = services.submit_appeal(appeal=draft, actor=cast.chen, version=draft.version, key=uuid4())
    assert [seen(one, covert) for one in (cast.chen, cast.wu, cast.zhao, cast.sun)] == [True, True, False, False]
    world.referred(cast.sun, appeal=world.heard(world.clarifying(appeal)))
    assert seen(cast.sun, covert)


def test_withdrawn_appeal_shows_nothing_any_more(world, covert):
    appeal = world.sent()
    assert seen(world.cast.chen, covert)
    services.withdraw_appeal(appeal=appeal, actor=world.cast.chen, reason="已当面说明", key=uuid4())
    assert not seen(world.cast.chen, covert)
