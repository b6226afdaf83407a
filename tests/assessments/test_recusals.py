"""Recusal: on a sheet and in advance, seen by few, gone round at once, and withdrawn."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from assessments.enums import SheetState
from assessments.models import Assignment, Handover, Recusal, ScoreSheet
from assessments.rules.sheets import can_score_sheet, may_correct
from assessments.selectors.board import on_board, stuck_on
from assessments.selectors.recusals import recusals_visible_to
from assessments.selectors.sheets import next_due, to_score
from assessments.services.assignment_verification import verify_assignments
from assessments.services.drafts import save_draft
from assessments.services.recusals import NotConfirmed, declare_recusal, recuse_from_sheet, withdraw_recusal
from foundation.audit.models import AuditEvent
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, NotAllowed
from foundation.notifications.models import Notification
from organization.enums import Role
from organization.models import Person
from records.models import ServiceRecord
from tests.assessments.crew import again, give, mark
from tests.cast import make_person

ENGLISH = {"accept-language": "en"}
WORDS = "被评单位柜员是我的妹妹"


def recuse(sheet, person, **more) -> dict:
    return recuse_from_sheet(sheet=sheet, actor=person, key=uuid4(), **{"kind": "relative", "text": WORDS, **more})


def declare(person, **more) -> dict:
    return declare_recusal(actor=person, key=uuid4(), **{"kind": "relative", "text": WORDS, **more})


def nobody_but(crew, *people) -> None:
    """The other assessors have left."""
    left = Person.objects.filter(role_assignments__role__in=("assessor", "lead")).exclude(
        pk__in=[person.pk for person in people]
    )
    Person.objects.filter(pk__in=left.values("pk")).exclude(pk=crew.cast.li.pk).update(left_on=date(2026, 11, 1))
    # The lead, who would stand in, has declared to be too close.
    declare(crew.cast.li, unit=crew.cast.east)


def test_sheet_goes_to_somebody_else_by_chance_and_its_marks_are_put_aside(crew):
    sheet = crew.sheet_of(crew.cast.lin)
    draft = mark(sheet, crew.cast.lin)
    assert recuse(again(sheet), crew.cast.lin) == {"blocked": False}
    present, row = again(sheet), Handover.objects.get()
    assert (present.assessor, present.draft, present.is_blocked) == (crew.cast.guo, {}, False)
    assert (row.act, row.kind, row.draft, row.text) == ("recused", "relative", draft, "")
    assert Assignment.objects.get(number=1).cause == "recuse"
    assert verify_assignments() == []
    assert Notification.objects.filter(user=crew.cast.guo.user, kind="assessments.sheets.given").exists()


def test_words_are_encrypted_and_not_in_the_trail(crew):
    recuse(crew.sheet_of(crew.cast.lin), crew.cast.lin)
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM assessments_recusal")
        assert WORDS not in cursor.fetchone()[0]
    assert Recusal.objects.get().text == WORDS
    assert not [event for event in AuditEvent.objects.all() if WORDS in str(event.details)]
    event = AuditEvent.objects.get(action="assessments.recusal.declare")
    assert event.details["kind"] == "relative"


def test_nobody_else_recuses_somebody_from_a_sheet(crew):
    sheet = crew.sheet_of(crew.cast.lin)
    for person in (crew.cast.guo, crew.cast.li, crew.cast.qian):
        with pytest.raises(NotAllowed):
            recuse(sheet, person)


def test_sealed_sheet_stays(crew):
    sheet = crew.sheet_of(crew.cast.lin)
    page = again(sheet)
    ScoreSheet.objects.filter(pk=sheet.pk).update(state=SheetState.SUBMITTED)
    with pytest.raises(Conflict):
        recuse(page, crew.cast.lin)
    with pytest.raises(NotAllowed):
        recuse(again(sheet), crew.cast.lin)


@pytest.mark.parametrize("wrong", [{"text": " "}, {"kind": "mood"}])
def test_reason_is_needed(crew, wrong):
    with pytest.raises(Invalid):
        recuse(crew.sheet_of(crew.cast.lin), crew.cast.lin, **wrong)
    assert not Recusal.objects.exists()


def test_with_nobody_left_the_sheet_is_blocked_and_the_lead_is_told(crew):
    nobody_but(crew, crew.cast.lin)
    sheet = crew.sheet_of(crew.cast.lin)
    mark(sheet, crew.cast.lin)
    assert recuse(again(sheet), crew.cast.lin) == {"blocked": True}
    present = again(sheet)
    assert (present.is_blocked, present.assessor, present.draft) == (True, crew.cast.lin, {})
    with pytest.raises(NotAllowed):
        save_draft(sheet=present, actor=crew.cast.lin, marks={}, version=present.version)
    assert present not in to_score(crew.cast.lin)
    assert next_due(crew.cast.lin) != present
    assert Notification.objects.filter(user=crew.cast.li.user, kind="assessments.sheet.blocked").count() == 1


def test_blocked_sheet_goes_on_with_whom_the_lead_gives_it_to(crew):
    nobody_but(crew, crew.cast.lin)
    sheet = crew.sheet_of(crew.cast.lin)
    recuse(sheet, crew.cast.lin)
    Person.objects.filter(pk=crew.tang.pk).update(left_on=None)
    crew.tang.refresh_from_db()
    with pytest.raises(NotAllowed, match="you have recused yourself"):
        give(crew, [again(sheet)], to=crew.tang)
    other = make_person("hanmei", "00202", "韩梅", "Han Mei", crew.cast.quality_office, Role.LEAD)
    give(crew, [again(sheet)], to=crew.tang, actor=other)
    assert (again(sheet).assessor, again(sheet).is_blocked) == (crew.tang, False)
    with pytest.raises(Invalid, match="recused"):
        give(crew, [again(sheet)], to=crew.cast.lin, actor=other)


def test_in_advance_open_sheets_of_the_unit_go_at_once_and_others_stay(crew):
    mine = [one for one in crew.sheets if crew.cast.lin.pk in (one.assessor_id, one.co_assessor_id)]
    done = declare(crew.cast.lin, unit=crew.cast.bank)
    assert (done["sheets"], done["blocked"]) == (len(mine), 0)
    assert not any(crew.cast.lin.pk in (one.assessor_id, one.co_assessor_id) for one in crew.sheets)
    assert declare(crew.cast.guo, unit=crew.cast.west)["sheets"] == 0


def test_in_advance_for_a_later_time_touches_only_what_is_due_then(crew):
    first = crew.sheet_of(crew.cast.lin)
    ScoreSheet.objects.exclude(pk=first.pk).update(due_on=date(2026, 12, 1))
    done = declare(crew.cast.lin, unit=crew.cast.east, since=date(2026, 12, 10))
    assert (done["sheets"], again(first).assessor) == (1, crew.cast.guo)


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ({}, "Choose a unit or a person."),
        ({"unit": "east", "about": "zhao"}, "Choose a unit or a person."),
        ({"about": "lin"}, "Your own service never comes to you"),
        ({"unit": "east", "until": date(2026, 11, 23)}, "It would end before it begins."),
    ],
)
def test_in_advance_makes_sense_or_is_refused(crew, what, sentence):
    things = {name: getattr(crew.cast, value) if isinstance(value, str) else value for name, value in what.items()}
    with pytest.raises(Invalid, match=sentence):
        declare(crew.cast.lin, **things)


def test_recusal_that_found_the_sheet_with_its_person_keeps_them_from_it_and_the_board_says_so(crew):
    sheet, lin = crew.sheet_of(crew.cast.lin), crew.cast.lin
    assert can_score_sheet(lin, sheet)
    Recusal.objects.create(person=lin, unit=crew.cast.east, kind="relative", text=WORDS)
    assert not can_score_sheet(lin, sheet)
    mine = {one.number for one in crew.sheets if lin.pk in (one.assessor_id, one.co_assessor_id)}
    assert {one.number: why for one, why in stuck_on(on_board(ScoreSheet.objects.all()))} == dict.fromkeys(
        mine, "recused"
    )


@pytest.mark.parametrize(
    ("what", "keeps"),
    [
        ({"unit": "east"}, True),
        ({"unit": "bank"}, True),
        ({"unit": "west"}, False),
        ({"unit": "east", "until": date(2026, 11, 24)}, True),
        ({"about": "zhao"}, True),
        ({"about": "sun"}, False),
    ],
)
def test_recusal_keeps_from_scoring_and_correcting_what_it_is_about(crew, what, keeps):
    sheet, things = crew.sheet_of(crew.cast.lin), {}
    ServiceRecord.objects.filter(pk=sheet.record_id).update(agent=crew.cast.zhao.staff_number)
    for name, value in what.items():
        things[name] = getattr(crew.cast, value) if isinstance(value, str) else value
    for person in (crew.cast.lin, crew.cast.li):
        Recusal.objects.create(person=person, kind="relative", text=WORDS, **things)
    assert can_score_sheet(crew.cast.lin, again(sheet)) != keeps
    ScoreSheet.objects.filter(pk=sheet.pk).update(state=SheetState.SUBMITTED)
    for person in (crew.cast.lin, crew.cast.li):
        assert may_correct(person, again(sheet)) != keeps
    Recusal.objects.update(withdrawn_at=clock.now())
    assert may_correct(crew.cast.li, again(sheet))


def test_the_same_twice_is_refused(crew):
    declare(crew.cast.lin, unit=crew.cast.west)
    with pytest.raises(Invalid, match="already"):
        declare(crew.cast.lin, unit=crew.cast.west)
    declare(crew.cast.lin, about=crew.cast.sun)


@pytest.mark.parametrize("who", ["zhou", "qian", "feng", "wu", "zhao"])
def test_whoever_is_given_no_sheets_declares_nothing(crew, who):
    with pytest.raises(NotAllowed):
        declare(getattr(crew.cast, who), unit=crew.cast.west)


def test_withdrawn_recusal_keeps_nobody_away_and_gives_a_blocked_sheet_back(crew):
    nobody_but(crew, crew.cast.lin)
    sheet = crew.sheet_of(crew.cast.lin)
    recuse(sheet, crew.cast.lin)
    recusal = Recusal.objects.get(sheet=sheet)
    with pytest.raises(NotAllowed):
        withdraw_recusal(recusal=recusal, actor=crew.cast.li)
    withdraw_recusal(recusal=recusal, actor=crew.cast.lin)
    assert (again(sheet).is_blocked, again(sheet).assessor) == (False, crew.cast.lin)
    with pytest.raises(Conflict):
        withdraw_recusal(recusal=recusal, actor=crew.cast.lin)
    assert verify_assignments() == []


def test_recusals_are_read_by_who_declared_them_leads_and_supervisors(crew):
    recuse(crew.sheet_of(crew.cast.lin), crew.cast.lin)
    declare(crew.cast.guo, unit=crew.cast.west)
    seen = {
        who: recusals_visible_to(getattr(crew.cast, who)).count()
        for who in ("lin", "guo", "li", "qian", "zhou", "chen")
    }
    assert seen == {"lin": 1, "guo": 1, "li": 2, "qian": 2, "zhou": 0, "chen": 0}


def test_page_says_what_will_happen_and_does_it_once(crew, client):
    sheet = crew.sheet_of(crew.cast.lin)
    client.force_login(crew.cast.lin.user)
    url = reverse("assessments:sheet_recuse", args=[sheet.public_id])
    assert "you will not see it any more" in client.get(url).content.decode()
    bad = client.post(url, {"kind": "relative", "text": "", "client_key": str(uuid4())})
    assert (bad.status_code, Recusal.objects.count()) == (422, 0)
    data = {"kind": "relative", "text": WORDS, "client_key": str(uuid4())}
    assert client.post(url, data)["Location"] == reverse("assessments:sheet_list")
    assert client.post(url, data).status_code == 404
    assert Recusal.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("00303", ""),
        ("赵磊", ""),
        ("zhao", "There is no such person at work."),
        ("重名", "Several people have this name."),
    ],
)
def test_person_is_named_by_number_or_full_name_and_never_picked_from_a_list(crew, client, typed, sentence):
    Person.objects.filter(pk__in=[crew.cast.wu.pk, crew.cast.he.pk]).update(name="重名")
    client.force_login(crew.cast.lin.user)
    url = reverse("assessments:recusal_declare")
    assert "赵磊" not in client.get(url).content.decode()
    data = {"about": typed, "kind": "relative", "text": WORDS, "client_key": str(uuid4())}
    answer = client.post(url, data)
    if sentence:
        assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    else:
        assert client.post(url, data | shown_on(answer)).status_code == 302
        assert Recusal.objects.get().about == crew.cast.zhao


def shown_on(answer) -> dict:
    """What the page that asks sends besides what was typed."""
    return {"sheets": [one.sheet.number for one in answer.context["reach"]]}


def test_page_says_which_sheets_will_go_before_anything_is_kept(crew, client):
    first = crew.sheet_of(crew.cast.lin)
    mark(first, crew.cast.lin)
    client.force_login(crew.cast.lin.user)
    url, mine = reverse("assessments:recusal_declare"), numbers_of(crew, crew.cast.lin)
    data = {"unit": crew.cast.east.public_id, "kind": "relative", "text": WORDS, "client_key": str(uuid4())}
    asked = client.post(url, data, headers=ENGLISH)
    assert (asked.status_code, Recusal.objects.count(), numbers_of(crew, crew.cast.lin)) == (200, 0, mine)
    assert {one.sheet.number: (one.is_begun, one.has_taker) for one in asked.context["reach"]} == {
        number: (number == first.number, True) for number in mine
    }
    assert f"{len(mine)} open sheets leave you" in asked.content.decode()
    assert all(number in asked.content.decode() for number in mine)

    back = client.post(url, data | shown_on(asked) | {"change": "1"})
    assert (back.status_code, back.context["form"]["text"].value(), Recusal.objects.count()) == (200, WORDS, 0)

    done = client.post(url, data | shown_on(asked), follow=True, headers=ENGLISH)
    said = [str(message) for message in done.context["messages"]]
    assert said[1] == f"{len(mine)} sheets have gone to somebody else."
    assert (Recusal.objects.count(), numbers_of(crew, crew.cast.lin)) == (1, [])
    # The same key again, as by a double click: the same answer.
    assert client.post(url, data | shown_on(asked)).status_code == 302
    assert Recusal.objects.count() == 1


def test_page_asks_again_where_other_sheets_would_go_by_now(crew, client):
    client.force_login(crew.cast.lin.user)
    url = reverse("assessments:recusal_declare")
    data = {"unit": crew.cast.east.public_id, "kind": "relative", "text": WORDS, "client_key": str(uuid4())}
    asked = client.post(url, data)
    recuse(crew.sheet_of(crew.cast.lin), crew.cast.lin)
    again_asked = client.post(url, data | shown_on(asked))
    assert (again_asked.status_code, again_asked.context["is_again"]) == (200, True)
    assert len(again_asked.context["reach"]) == len(asked.context["reach"]) - 1
    assert not Recusal.objects.filter(unit=crew.cast.east).exists()
    assert client.post(url, data | shown_on(again_asked)).status_code == 302


def test_page_tells_which_sheets_nobody_else_may_take(crew, client):
    nobody_but(crew, crew.cast.lin)
    client.force_login(crew.cast.lin.user)
    url = reverse("assessments:recusal_declare")
    data = {"unit": crew.cast.east.public_id, "kind": "relative", "text": WORDS, "client_key": str(uuid4())}
    asked = client.post(url, data, headers=ENGLISH)
    assert [one.has_taker for one in asked.context["reach"]] == [False] * len(asked.context["reach"])
    done = client.post(url, data | shown_on(asked), follow=True, headers=ENGLISH)
    n = len(asked.context["reach"])
    assert str(list(done.context["messages"])[-1]) == (
        f"Nobody else may take {n} sheets: they stay under your name, nobody can score them, and the lead is told."
    )
    assert ScoreSheet.objects.filter(is_blocked=True).count() == n


def test_service_refuses_what_was_not_shown(crew):
    with pytest.raises(NotConfirmed):
        declare(crew.cast.lin, unit=crew.cast.east, confirmed=[])
    assert Recusal.objects.count() == 0


def numbers_of(crew, person) -> list[str]:
    return [one.number for one in crew.sheets if person.pk in (one.assessor_id, one.co_assessor_id)]


def test_list_tells_the_last_day_and_offers_an_act_to_whoever_declared_it(crew, client):
    declare(crew.cast.lin, unit=crew.cast.west, until=date(2027, 1, 1))
    url = reverse("assessments:recusal_list")
    client.force_login(crew.cast.lin.user)
    assert "Take back" in client.get(url).content.decode()
    client.force_login(crew.cast.li.user)
    page = client.get(url)
    assert "up to and with 31 Dec 2026" in page.content.decode()
    assert "act" not in [column["key"] for column in page.context["table"]["columns"]]


def test_day_that_is_typed_still_counts_and_is_the_day_that_the_list_tells(crew, client):
    client.force_login(crew.cast.lin.user)
    url = reverse("assessments:recusal_declare")
    data = {"unit": crew.cast.west.public_id, "kind": "relative", "text": WORDS, "client_key": str(uuid4())}
    late = client.post(url, data | {"since": "2026-12-31", "until": "2026-12-30"})
    assert (late.status_code, late.context["form"].errors["until"]) == (422, ["It would end before it begins."])
    assert client.post(url, data | {"since": "2026-12-31", "until": "2026-12-31"}).status_code == 302
    recusal = Recusal.objects.get()
    assert (recusal.last_day, recusal.until) == (date(2026, 12, 31), date(2027, 1, 1))
    day = date(2026, 12, 31)
    assert (recusal.holds_between(day, day), recusal.holds_between(recusal.until, recusal.until)) == (True, False)
    assert "31 Dec 2026 up to and with 31 Dec 2026" in client.get(reverse("assessments:recusal_list")).content.decode()


def test_page_in_advance_keeps_what_was_typed(crew, client):
    client.force_login(crew.cast.lin.user)
    url = reverse("assessments:recusal_declare")
    answer = client.post(url, {"kind": "relative", "text": WORDS, "client_key": str(uuid4())})
    assert answer.status_code == 422
    assert WORDS in answer.content.decode()
    data = {"unit": crew.cast.west.public_id, "kind": "relative", "text": WORDS, "client_key": str(uuid4())}
    assert client.post(url, data).status_code == 302
    assert client.post(url, data).status_code == 302
    assert Recusal.objects.count() == 1
    assert WORDS in client.get(reverse("assessments:recusal_list")).content.decode()
