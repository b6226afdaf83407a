"""Links: seen once, kept as digests, withdrawn when lost."""

from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from feedback import services
from feedback.links import LinkState, look_up
from feedback.models import Invitation, InvitationBatch
from feedback.selectors import answers_by_unit
from foundation.common.errors import Conflict, Invalid, NotAllowed
from foundation.common.models import Receipt
from tests.feedback.conftest import GOOD


def test_links_have_256_bits_each_of_its_own(make_tokens):
    tokens = make_tokens(20)
    assert len(set(tokens)) == 20
    assert {len(token) for token in tokens} == {43}


def test_database_knows_no_token(cast, questionnaire):
    invited = services.invite(questionnaire=questionnaire, unit=cast.east, count=1, actor=cast.li, key=uuid4())
    token = invited.tokens[0]
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            assert token not in str(cursor.fetchall())


def test_same_key_gives_the_first_batch_and_no_links(cast, questionnaire):
    key = uuid4()
    first = services.invite(questionnaire=questionnaire, unit=cast.east, count=3, actor=cast.li, key=key)
    again = services.invite(questionnaire=questionnaire, unit=cast.east, count=3, actor=cast.li, key=key)

    assert (len(first.tokens), again.tokens, again.batch) == (3, [], first.batch)
    assert Invitation.objects.count() == 3


def test_same_key_with_another_number_is_refused(cast, questionnaire):
    key = uuid4()
    services.invite(questionnaire=questionnaire, unit=cast.east, count=3, actor=cast.li, key=key)
    with pytest.raises(Conflict):
        services.invite(questionnaire=questionnaire, unit=cast.east, count=4, actor=cast.li, key=key)


@pytest.mark.parametrize("count", [0, -1, 301])
def test_number_of_links_has_bounds(cast, questionnaire, count):
    with pytest.raises(Invalid):
        services.invite(questionnaire=questionnaire, unit=cast.east, count=count, actor=cast.li, key=uuid4())
    assert Receipt.objects.filter(action="feedback.invitation.make").count() == 0


@pytest.mark.parametrize("who", ["lin", "zhou", "chen", "wu", "qian", "feng"])
def test_links_are_made_by_the_lead_only(cast, questionnaire, who):
    with pytest.raises(NotAllowed):
        services.invite(questionnaire=questionnaire, unit=cast.east, count=1, actor=getattr(cast, who), key=uuid4())


def test_no_links_for_a_draft(cast, draft):
    with pytest.raises(NotAllowed):
        services.invite(questionnaire=draft, unit=cast.east, count=1, actor=cast.li, key=uuid4())


def test_withdrawn_links_take_no_answer_and_answers_stay(cast, make_tokens):
    used, unused = make_tokens(2)
    services.answer_invitation(token=used, answers=GOOD, key=uuid4())
    batch = InvitationBatch.objects.get()

    assert services.withdraw_batch(batch=batch, actor=cast.li) == 1
    assert (look_up(used).state, look_up(unused).state) == (LinkState.ANSWERED, LinkState.EXPIRED)


def test_withdrawing_twice_is_a_conflict(cast, token):
    batch = InvitationBatch.objects.get()
    services.withdraw_batch(batch=batch, actor=cast.li)
    with pytest.raises(Conflict):
        services.withdraw_batch(batch=batch, actor=cast.li)


def test_withdrawn_links_leave_the_response_rate(cast, questionnaire, make_tokens):
    services.answer_invitation(token=make_tokens(2)[0], answers=GOOD, key=uuid4())
    make_tokens(8)
    services.withdraw_batch(batch=InvitationBatch.objects.order_by("pk").last(), actor=cast.li)
    rate = answers_by_unit(questionnaire, None)[0].rate
    assert (rate.value, rate.n) == (50, 2)


def test_links_that_nobody_has_answered_have_no_rate_yet(client, cast, questionnaire, make_tokens):
    tokens = make_tokens(3)
    rate = answers_by_unit(questionnaire, None)[0].rate
    assert (rate.value, rate.low, rate.high, rate.n, rate.small) == (None, None, None, 3, False)
    client.force_login(cast.li.user)
    page = client.get(questionnaire.get_absolute_url(), headers={"accept-language": "en"})
    assert page.context["finding"] == "3 links are out; nobody has answered yet."
    assert "0.0%" not in page.content.decode() and "n = 3" in page.content.decode()

    services.answer_invitation(token=tokens[0], answers=GOOD, key=uuid4())
    assert answers_by_unit(questionnaire, None)[0].rate.value is not None


def test_link_outlives_a_change_of_keys(settings, token):
    from foundation.common.keyring import Keyring

    old = settings.KEYRING
    settings.KEYRING = Keyring("k2", {**old.keys, "k2": b"2" * 32})
    assert look_up(token).state == LinkState.OPEN


# --- Pages


def post_form(client, cast, questionnaire, **more):
    form = {"unit": cast.east.pk, "count": 2, "valid_days": 30, "client_key": str(uuid4()), **more}
    url = reverse("feedback:invitation_create", kwargs={"public_id": questionnaire.public_id})
    return client.post(url, form), form


def test_page_shows_links_and_codes_once(client, cast, questionnaire):
    client.force_login(cast.li.user)
    first, form = post_form(client, cast, questionnaire)
    again, _form = post_form(client, cast, questionnaire, **form)

    assert len(first.context["links"]) == 2
    assert first.content.count(b"data:image/svg+xml") == 2
    assert again.context["links"] == []
    assert Invitation.objects.count() == 2


def test_code_leads_to_the_survey(client, cast, questionnaire):
    client.force_login(cast.li.user)
    answer, _form = post_form(client, cast, questionnaire, count=1)
    path = answer.context["links"][0]["url"].split("/", 3)[3]
    client.logout()
    assert client.get("/" + path).status_code == 200


@pytest.mark.parametrize(
    "wrong", [{"count": "many"}, {"count": "301"}, {"unit": "999999"}, {"valid_days": "0"}, {"client_key": "x"}]
)
def test_wrong_input_makes_nothing(client, cast, questionnaire, wrong):
    client.force_login(cast.li.user)
    answer, _form = post_form(client, cast, questionnaire, **wrong)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert Invitation.objects.count() == 0


def test_batch_is_withdrawn_by_post_of_the_lead(client, cast, token):
    batch = InvitationBatch.objects.get()
    url = reverse("feedback:batch_withdraw", kwargs={"public_id": batch.public_id})
    statuses = {}
    for person in (cast.zhao, cast.chen, cast.li):
        client.force_login(person.user)
        statuses[person.user.username] = (client.get(url).status_code, client.post(url).status_code)
    assert statuses == {"zhaolei": (405, 404), "chenjie": (405, 403), "liwen": (405, 302)}
