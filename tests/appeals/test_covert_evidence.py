"""The unit sees what a mystery visitor recorded only through its appeal, and who rules on it sees it too (R15, R20)."""

from uuid import uuid4

import pytest
from django.urls import reverse

from appeals import services
from assessments.models import ScoreSheet
from assessments.selectors.evidence import evidence_visible_to
from foundation.common import clock
from organization.models import Person
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


def test_outside_assessor_reads_nothing_of_the_appeal_on_the_page_of_their_sheet(client, world, covert):
    number = world.sent().number
    assert number in client_page(client, world)
    Person.objects.filter(pk=world.cast.lin.pk).update(
        firm="明察咨询", access_from=clock.today(), access_until=clock.today()
    )
    page = client_page(client, world)
    assert number not in page and world.sheet.number in page and "Appeal" not in page


def client_page(client, world) -> str:
    """Lin's sheet, as Lin reads it."""
    client.force_login(world.cast.lin.user)
    return client.get(reverse("assessments:sheet_detail", args=[world.sheet.public_id])).content.decode()


def test_withdrawn_appeal_shows_nothing_any_more(world, covert):
    appeal = world.sent()
    assert seen(world.cast.chen, covert)
    services.withdraw_appeal(appeal=appeal, actor=world.cast.chen, reason="已当面说明", key=uuid4())
    assert not seen(world.cast.chen, covert)
