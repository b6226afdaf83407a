"""Customers drawn from records, opting out, reminders, posters, and who answers."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.db.utils import IntegrityError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from feedback import services
from feedback.links import LinkRefused, LinkState, look_up
from feedback.models import Invitation, InvitationBatch, OptOut, Response
from feedback.nonresponse import difference
from feedback.response_rates import aspects_of
from foundation.audit.models import AuditEvent
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, NotAllowed
from records.models import ServiceRecord, Source
from sampling.models import Draw
from sampling.verification import verify_draws
from tests.feedback.conftest import GOOD
from tests.feedback.test_answers import in_parallel

EN = {"accept-language": "en"}
FIRST, LAST = date(2026, 1, 5), date(2026, 1, 9)


@pytest.fixture
def serve(cast):
    """`serve(3, touchpoint="phone")`: so many customers of East Branch on the first day, each with a number of their own."""
    source = Source.objects.create(name="call-centre")

    def make(count=1, *, unit=None, day=FIRST, hour=10, **more):
        start = ServiceRecord.objects.count()
        at = datetime.combine(day, datetime.min.time(), tzinfo=clock.organization_zone()) + timedelta(hours=hour)
        return ServiceRecord.objects.bulk_create(
            ServiceRecord(
                **{
                    "source": source,
                    "number": str(number),
                    "occurred_at": at,
                    "unit": unit or cast.east,
                    "touchpoint": "phone",
                    "phone_index": f"index-{number}",
                    **more,
                }
            )
            for number in range(start, start + count)
        )

    return make


@pytest.fixture
def draw(cast, questionnaire):
    def act(count, **more):
        wanted = {"unit": cast.east, "starts_on": FIRST, "ends_on": LAST, "actor": cast.li, "key": uuid4(), **more}
        return services.draw_invitees(questionnaire=questionnaire, count=count, **wanted)

    return act


def test_customers_are_drawn_by_a_draw_that_can_be_checked(serve, draw):
    serve(20)
    invited = draw(5)
    assert (len(invited.tokens), len(set(invited.records)), invited.batch.size) == (5, 5, 5)
    rows = Invitation.objects.select_related("record__source")
    assert {row.record.key for row in rows} == set(invited.records)
    assert Draw.objects.get().state == "drawn"
    assert verify_draws() == []
    assert look_up(invited.tokens[0]).invitation.record.key == invited.records[0]


def test_touchpoints_are_drawn_as_the_records_are(serve, draw):
    serve(30)
    serve(10, touchpoint="counter")
    draw(8)
    counts = {}
    for touchpoint in Invitation.objects.values_list("record__touchpoint", flat=True):
        counts[touchpoint] = counts.get(touchpoint, 0) + 1
    assert counts == {"phone": 6, "counter": 2}


def test_who_cannot_be_asked_is_not_drawn(cast, serve, draw):
    asked = serve(1)[0]
    serve(1, phone_index="")  # no number
    serve(1, unit=cast.west)  # another unit
    serve(1, day=FIRST - timedelta(days=1))
    serve(1, day=LAST + timedelta(days=1))
    serve(1, phone_index="stopped")
    OptOut.objects.create(contact_index="stopped")
    with pytest.raises(Invalid) as error:
        draw(2)
    assert list(error.value.message_dict) == ["count"]
    assert draw(1).records == [asked.key]


def test_customer_is_drawn_once_and_by_the_latest_record(serve, draw):
    serve(3, phone_index="same")
    latest = serve(1, phone_index="same", day=LAST)[0]
    assert draw(1).records == [latest.key]
    serve(1, phone_index="same", day=LAST)
    with pytest.raises(Invalid):
        draw(1)  # asked already


def test_outlets_below_the_unit_are_asked_for_their_own_unit(cast, serve, draw):
    serve(1, unit=cast.east_outlet)
    draw(1)
    assert Invitation.objects.get().unit == cast.east_outlet


def test_same_key_draws_once(serve, draw):
    serve(10)
    key = uuid4()
    first, again = draw(3, key=key), draw(3, key=key)
    assert (again.batch, again.tokens, Invitation.objects.count()) == (first.batch, [], 3)


def test_record_is_invited_once_even_past_the_service(questionnaire, serve, draw):
    serve(1)
    draw(1)
    row = Invitation.objects.get()
    with pytest.raises(IntegrityError):
        Invitation.objects.create(
            batch=row.batch,
            questionnaire=questionnaire,
            unit=row.unit,
            record=row.record,
            token_hash="0" * 64,
            expires_at=row.expires_at,
        )


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"count": 0}, "count"),
        ({"count": 2001}, "count"),
        ({"valid_days": 0}, "valid_days"),
        ({"ends_on": FIRST - timedelta(days=1)}, "ends_on"),
        ({"ends_on": FIRST + timedelta(days=366)}, "ends_on"),
        ({"starts_on": date(2099, 1, 1), "ends_on": date(2099, 1, 2)}, "ends_on"),
    ],
)
def test_wrong_wish_draws_nothing(serve, draw, wrong, field):
    serve(5)
    with pytest.raises(Invalid) as error:
        draw(**{"count": 1, **wrong})
    assert list(error.value.message_dict) == [field]
    assert not Draw.objects.exists()


@pytest.mark.parametrize("who", ["lin", "zhou", "chen", "wu", "qian", "feng"])
def test_customers_are_drawn_by_the_lead_only(cast, serve, draw, who):
    serve(5)
    with pytest.raises(NotAllowed):
        draw(1, actor=getattr(cast, who))


# --- No further questionnaires


@pytest.fixture
def token(serve, draw):
    serve(1)
    return draw(1).tokens[0]


def stop(token):
    return reverse("feedback:survey_stop", kwargs={"token": token})


def test_customer_opts_out_by_the_link_and_takes_it_back(client, token):
    survey = client.get(reverse("feedback:survey", kwargs={"token": token}), headers=EN).content.decode()
    assert stop(token) in survey and "Confidential" in survey
    for _look in range(2):
        assert client.get(stop(token), headers=EN).status_code == 200
    assert not OptOut.objects.exists()
    assert client.post(stop(token), {"act": "stop", "lang": "en"}).url == stop(token) + "?lang=en"
    assert list(OptOut.objects.values_list("contact_index", flat=True)) == ["index-0"]
    client.post(stop(token), {"act": "stop"})
    assert "no further questionnaires" in client.get(stop(token), headers=EN).content.decode()
    client.post(stop(token), {"act": "resume"})
    assert not OptOut.objects.exists()
    events = AuditEvent.objects.filter(action__startswith="feedback.contact").order_by("number")
    assert [(one.action, one.actor, one.address) for one in events] == [
        ("feedback.contact.stop", "", ""),
        ("feedback.contact.resume", "", ""),
    ]
    assert "index-0" not in str([one.details for one in events])


def test_saying_no_has_no_end(client, token):
    services.answer_invitation(token=token, answers=GOOD, key=uuid4())
    assert client.post(stop(token), {"act": "stop"}).status_code == 302
    assert OptOut.objects.count() == 1


def test_link_that_was_handed_out_stops_nobody(client, make_tokens):
    token = make_tokens()[0]
    assert "stop/" not in client.get(reverse("feedback:survey", kwargs={"token": token})).content.decode()
    assert client.get(stop(token)).status_code == client.post(stop(token)).status_code == 404
    assert client.get(stop("A" * 43)).status_code == 404
    assert not OptOut.objects.exists()


# --- Reminders


def test_reminder_gives_a_further_link_to_those_who_have_not_answered(cast, serve, draw):
    serve(4)
    invited = draw(4)
    services.answer_invitation(token=invited.tokens[0], answers=GOOD, key=uuid4())
    services.opt_out(token=invited.tokens[1])
    batch = InvitationBatch.objects.get()
    reminders = services.export_reminders(batch=batch, actor=cast.li)

    assert {one.record for one in reminders} == set(invited.records[2:])
    fresh = {one.record: one.link.rstrip("/").rpartition("/")[2] for one in reminders}
    again = fresh[invited.records[2]]
    assert look_up(again).invitation == look_up(invited.tokens[2]).invitation
    services.answer_invitation(token=again, answers=GOOD, key=uuid4())
    with pytest.raises(LinkRefused) as refusal:
        services.answer_invitation(token=invited.tokens[2], answers=GOOD, key=uuid4())
    assert (refusal.value.state, Response.objects.count()) == (LinkState.ANSWERED, 2)
    event = AuditEvent.objects.get(action="feedback.invitation.remind")
    assert event.details["count"] == 2


def test_reminders_are_exported_once_in_so_many_days(cast, settings, serve, draw):
    serve(2)
    draw(2)
    batch = InvitationBatch.objects.get()
    services.export_reminders(batch=batch, actor=cast.li)
    with pytest.raises(Conflict):
        services.export_reminders(batch=batch, actor=cast.li)
    with clock.travelling(clock.now() + timedelta(days=settings.SURVEY_REMINDER_DAYS, seconds=1)):
        assert len(services.export_reminders(batch=InvitationBatch.objects.get(), actor=cast.li)) == 2


def test_no_reminders_of_links_that_were_handed_out_or_are_over(cast, make_tokens, serve, draw):
    make_tokens(2)
    with pytest.raises(Conflict):
        services.export_reminders(batch=InvitationBatch.objects.get(), actor=cast.li)
    serve(1)
    drawn = draw(1).batch
    with pytest.raises(NotAllowed):
        services.export_reminders(batch=drawn, actor=cast.zhou)
    with clock.travelling(drawn.expires_at), pytest.raises(Conflict):
        services.export_reminders(batch=drawn, actor=cast.li)


# --- Who answers


def test_difference_is_pearsons():
    """30 of 100 against 50 of 100: χ² = 8.333, one degree of freedom."""
    assert difference([(30, 100), (50, 100)]).p == pytest.approx(0.003892, abs=1e-6)
    assert difference([(30, 100), (50, 100)]).differs
    assert not difference([(30, 100), (33, 100)]).differs


def test_difference_agrees_with_scipy():
    stats = pytest.importorskip("scipy.stats")
    table = [(12, 40), (30, 55), (21, 90), (8, 30)]
    found = stats.chi2_contingency([[hits, n - hits] for hits, n in table], correction=False)
    assert difference(table).p == pytest.approx(found.pvalue, abs=1e-12)


@pytest.mark.parametrize(
    "groups", [[], [(3, 9)], [(0, 9), (0, 9)], [(9, 9), (9, 9)], [(1, 4), (2, 4)], [(0, 0), (5, 9)]]
)
def test_too_little_tells_nothing(groups):
    assert not difference(groups).is_told


def test_answers_are_compared_by_touchpoint_and_hour(cast, questionnaire, serve, draw):
    serve(20, hour=9)
    serve(20, touchpoint="counter", hour=17)
    invited = draw(40)
    phone = set(ServiceRecord.objects.filter(touchpoint="phone").values_list("number", flat=True))
    for token, record in zip(invited.tokens, invited.records, strict=True):
        if record.partition(":")[2] in phone:
            services.answer_invitation(token=token, answers=GOOD, key=uuid4())
    from django.utils import translation

    with translation.override("en"):
        unit, touchpoint, hour = aspects_of(questionnaire, None)
        assert [(one.label, one.answered, one.silent) for one in touchpoint.groups] == [
            ("Phone", 20, 0),
            ("Face to face", 0, 20),
        ]
        assert touchpoint.sentence.startswith("They differ (χ², p < 0.001): Phone answers most, Face to face least")
        assert [one.label for one in hour.groups] == ["before 10:00", "from 16:00 on"]
        assert unit.sentence == "There is one group only: nothing to compare."
    assert aspects_of(questionnaire, {cast.west.pk}) == []


# --- Pages


def form_of(**more):
    return {"client_key": str(uuid4()), "valid_days": 30, **more}


def url(name, thing):
    return reverse(f"feedback:{name}", args=[thing.public_id])


def test_lead_draws_by_the_page_and_gets_the_list_once(client, cast, questionnaire, serve):
    serve(10)
    client.force_login(cast.li.user)
    form = form_of(unit=cast.east.pk, starts_on="2026-01-05", ends_on="2026-01-09", count=3)
    first = client.post(url("invitation_draw", questionnaire), form, headers=EN)
    again = client.post(url("invitation_draw", questionnaire), form, headers=EN)
    assert (first.context["count"], again.context["count"], Invitation.objects.count()) == (3, 0, 3)
    assert "data:text/csv;base64," in first.content.decode()
    import base64

    lines = base64.b64decode(first.context["file"].partition(",")[2]).decode("utf-8-sig").splitlines()
    assert lines[0] == "record,link" and lines[1].startswith("call-centre:") and "/feedback/s/" in lines[1]
    detail = client.get(questionnaire.get_absolute_url(), headers=EN).content.decode()
    assert "drawn from" in detail and "Reminders" in detail
    reminder = client.post(url("batch_remind", InvitationBatch.objects.get()))
    assert (
        reminder["Content-Type"].startswith("text/csv") and len(reminder.content.decode("utf-8-sig").splitlines()) == 4
    )
    assert client.post(url("batch_remind", InvitationBatch.objects.get())).status_code == 409
    assert "next list of reminders" in client.get(questionnaire.get_absolute_url(), headers=EN).content.decode()


def test_wish_that_cannot_be_met_comes_back_beside_its_field(client, cast, questionnaire, serve):
    serve(2)
    client.force_login(cast.li.user)
    form = form_of(unit=cast.east.pk, starts_on="2026-01-05", ends_on="2026-01-09", count=3)
    page = client.post(url("invitation_draw", questionnaire), form, headers=EN)
    assert list(page.context["form"].errors) == ["count"]
    assert "Only 2 customers" in page.content.decode()


def test_posters_are_made_once(client, cast, questionnaire):
    client.force_login(cast.li.user)
    form = form_of(units=[cast.east.pk, cast.west.pk], count=12)
    first = client.post(url("invitation_posters", questionnaire), form, headers=EN)
    assert (first["Content-Type"], first.content[:5]) == ("application/pdf", b"%PDF-")
    assert sorted(InvitationBatch.objects.values_list("unit__code", "size")) == [("BR-E", 12), ("BR-W", 12)]
    again = client.post(url("invitation_posters", questionnaire), form, headers=EN)
    assert "made already" in again.content.decode()
    assert Invitation.objects.count() == 24


@pytest.mark.parametrize("wrong", [{"units": []}, {"count": 13}, {"count": ""}, {"units": ["99999"]}])
def test_wrong_posters_are_not_made(client, cast, questionnaire, wrong):
    client.force_login(cast.li.user)
    page = client.post(url("invitation_posters", questionnaire), {**form_of(units=[cast.east.pk], count=6), **wrong})
    assert list(page.context["form"].errors) == list(wrong)
    assert not Invitation.objects.exists()


def test_codes_of_a_poster_lead_to_the_survey(cast, questionnaire):
    made = services.make_posters(
        questionnaire=questionnaire, units=[cast.east], count=2, valid_days=30, actor=cast.li, key=uuid4()
    )
    assert {look_up(token).state for token in made[0].tokens} == {LinkState.OPEN}


@pytest.mark.parametrize("count", [2, 12])
def test_response_page_needs_a_fixed_number_of_queries(client, cast, questionnaire, serve, draw, count):
    serve(count)
    draw(count)
    client.force_login(cast.li.user)
    client.get(url("questionnaire_response", questionnaire))
    with CaptureQueriesContext(connection) as queries:
        client.get(url("questionnaire_response", questionnaire))
    assert len([one for one in queries if "feedback_" in one["sql"]]) == 2


# --- Races


@pytest.fixture
def busy_bank(committed_cast):
    """Six customers of East Branch, and an open questionnaire."""
    source = Source.objects.create(name="call-centre")
    at = clock.at_local(FIRST, 10)
    ServiceRecord.objects.bulk_create(
        ServiceRecord(
            source=source, number=str(number), occurred_at=at, unit=committed_cast.east, phone_index=f"index-{number}"
        )
        for number in range(6)
    )
    questionnaire = services.create_questionnaire(actor=committed_cast.li)
    services.open_questionnaire(questionnaire=questionnaire, actor=committed_cast.li)

    def act(count):
        return services.draw_invitees(
            questionnaire=questionnaire,
            unit=committed_cast.east,
            starts_on=FIRST,
            ends_on=LAST,
            count=count,
            actor=committed_cast.li,
            key=uuid4(),
        )

    return act


@pytest.mark.race
def test_draws_at_once_ask_nobody_twice(busy_bank):
    results = in_parallel(4, lambda _number: busy_bank(2))
    made = [one for one in results if isinstance(one, services.Invited)]
    assert (len(made), [type(one) for one in results if one not in made]) == (3, [Invalid])
    assert len(set(Invitation.objects.values_list("record", flat=True))) == Invitation.objects.count() == 6


@pytest.mark.race
def test_reminders_at_once_are_one_list(committed_cast, busy_bank):
    batch = busy_bank(3).batch

    def remind(_number):
        return services.export_reminders(batch=InvitationBatch.objects.get(pk=batch.pk), actor=committed_cast.li)

    results = in_parallel(5, remind)
    assert sorted(type(one).__name__ for one in results) == ["Conflict"] * 4 + ["list"]
