"""The pages of standards: reading, and the acts on them."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from standards.enums import VersionState
from standards.models import StandardVersion
from standards.services import approve_version, create_standard_from_preset, put_in_force, submit_version

LIST = reverse("standards:standard_list")
CREATE = reverse("standards:standard_create")


def url(name: str, version: StandardVersion) -> str:
    return reverse(f"standards:{name}", kwargs={"public_id": version.public_id})


@pytest.fixture
def as_person(client):
    def sign_in(person):
        client.force_login(person.user)
        return client

    return sign_in


def test_everybody_reads_the_standard_in_force(cast, in_force, as_person):
    for person in cast.everybody:
        assert as_person(person).get(url("version_detail", in_force)).status_code == 200


def test_draft_is_hidden_from_those_who_are_measured_by_it(cast, draft, as_person):
    assert as_person(cast.zhao).get(url("version_detail", draft)).status_code == 404
    assert as_person(cast.qian).get(url("version_detail", draft)).status_code == 200
    assert b"four-dimensions" not in as_person(cast.zhao).get(LIST).content


def test_table_of_the_standard_shows_every_indicator_and_level(cast, in_force, as_person):
    page = as_person(cast.lin).get(url("version_detail", in_force), headers={"accept-language": "en"}).content.decode()
    assert page.count('<tr id="indicator-') == 21
    assert page.count('<dl class="rubric">') == 12 + 3 + 3
    assert "Answered and greeted within 20 seconds, and taken up at once" in page
    assert "20 秒内应答" not in page


def test_table_shows_both_languages_on_demand(cast, in_force, as_person):
    page = as_person(cast.lin).get(
        url("version_detail", in_force) + "?languages=both", headers={"accept-language": "zh-hans"}
    )
    assert (
        '<small lang="en">Answered and greeted within 20 seconds, and taken up at once</small>' in page.content.decode()
    )


def test_create_makes_a_draft_once_for_a_double_submit(cast, as_person):
    client, data = as_person(cast.li), {"preset": "four-dimensions", "client_key": str(uuid4())}
    answers = [client.post(CREATE, data) for _twice in range(2)]
    version = StandardVersion.objects.get()
    assert [(answer.status_code, answer.url) for answer in answers] == [(302, url("version_edit", version))] * 2


def test_create_refuses_what_is_no_preset(cast, as_person):
    assert as_person(cast.li).post(CREATE, {"preset": "x", "client_key": str(uuid4())}).status_code == 400
    assert as_person(cast.li).post(CREATE, {"preset": "four-dimensions"}).status_code == 400
    assert (
        as_person(cast.zhou).post(CREATE, {"preset": "four-dimensions", "client_key": str(uuid4())}).status_code == 403
    )
    assert as_person(cast.zhou).get(CREATE).status_code == 403


def test_approve_and_put_in_force_by_the_page(cast, submitted, as_person):
    draft = submitted
    manager = as_person(cast.zhou)
    assert manager.post(url("version_approve", draft)).status_code == 302
    assert manager.post(url("version_approve", draft)).status_code == 409
    assert manager.post(url("version_put_in_force", draft)).status_code == 302
    draft.refresh_from_db()
    assert draft.state == VersionState.IN_FORCE


def test_approve_is_not_offered_to_the_lead_and_refused(cast, submitted, as_person):
    draft = submitted
    lead = as_person(cast.li)
    assert url("version_approve", draft) not in lead.get(url("version_detail", draft)).content.decode()
    assert lead.post(url("version_approve", draft)).status_code == 403
    assert lead.get(url("version_approve", draft)).status_code == 405


def test_list_needs_the_same_queries_for_one_and_three_versions(cast, in_force, as_person):
    client = as_person(cast.li)
    client.get(LIST)
    one = queries_of(client, LIST)
    for _more in range(2):
        version = create_standard_from_preset(preset="four-dimensions", author=cast.li)
        submit_version(version=version, actor=cast.li)
        put_in_force(version=approve_version(version=version, actor=cast.zhou), actor=cast.zhou)
    assert queries_of(client, LIST) == one


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
