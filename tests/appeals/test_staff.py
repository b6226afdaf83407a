"""Front-line staff see and confirm the sheets about their own work, and nobody else's."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from appeals import services
from appeals.models import StaffSheet, StaffWord
from appeals.parts import show_staff_word
from appeals.selectors import staff_sheets_of
from appeals.services.staff import people_named
from appeals.services.verification import verify_appeals
from appeals.waiting import sheets_to_read
from assessments.enums import CycleState
from assessments.models import Cycle
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, NotAllowed
from foundation.notifications.models import Notification
from organization.enums import Role
from organization.models import Person
from tests.appeals.world import AFTER, make_appeal_world
from tests.assessments.sheet_world import make_record, make_sheet
from tests.cast import make_person

PEOPLE = ("lin", "guo", "li", "zhou", "chen", "wu", "sun", "qian", "feng", "he")


def say(world, stance="agrees", text="", **more) -> StaffWord:
    given = {
        "about": world.about,
        "stance": stance,
        "text": text,
        "revision": 1,
        "actor": world.cast.zhao,
        "key": uuid4(),
    }
    return services.say_word(**{**given, **more})


def page_of(person, name: str, **kwargs):
    client = Client()
    client.force_login(person.user)
    return client.get(reverse(f"appeals:{name}", kwargs=kwargs))


def test_with_the_gate_of_feedback_the_sheet_is_shown_to_whom_its_record_names(world):
    assert (world.about.person, world.about.sheet) == (world.cast.zhao, world.sheet)
    notice = Notification.objects.get(kind="appeals.staff_sheet.told")
    assert (notice.user, notice.params) == (world.cast.zhao.user, {"cycle": "2026Q4"})
    [item] = sheets_to_read(world.cast.zhao)
    assert (item.title, item.due_on) == ("Read a sheet about your work", world.window.due_on)


def test_before_the_gate_nobody_is_shown_anything(world):
    sheet = make_sheet(
        world.plan, world.cast.lin, record=make_record(world.cast.east, agent="00303"), state="submitted"
    )
    Cycle.objects.update(state=CycleState.APPROVAL)
    assert services.tell_staff() == 0
    assert not StaffSheet.objects.filter(sheet=sheet).exists()


def test_what_is_sealed_later_is_shown_by_beat_and_once(world):
    sheet = world.fresh_sheet()
    other = make_sheet(
        world.plan, world.cast.guo, record=make_record(world.cast.east, agent="赵磊"), state="submitted", revision=None
    )  # fmt: skip
    assert (services.tell_staff(), services.tell_staff()) == (1, 0)
    assert set(staff_sheets_of(world.cast.zhao).values_list("sheet", flat=True)) == {sheet.pk, other.pk}


def test_name_that_two_people_bear_names_nobody(world):
    make_person("zhaolei2", "00990", "赵磊", "Zhao Lei", world.cast.west, Role.STAFF)
    assert people_named({"赵磊", "00303", "00999"}) == {"00303": world.cast.zhao}


def test_who_has_left_or_cannot_sign_in_is_not_named(world):
    Person.objects.filter(pk=world.cast.zhao.pk).update(user=None)
    assert people_named({"赵磊", "00303"}) == {}


def test_nobody_else_sees_the_sheet_as_about_their_work_or_speaks_to_it(world):
    for who in PEOPLE:
        person = getattr(world.cast, who)
        assert not staff_sheets_of(person).exists()
        assert page_of(person, "staff_sheet_detail", public_id=world.about.public_id).status_code == 404
        with pytest.raises(NotAllowed):
            say(world, actor=person)
    assert not StaffWord.objects.exists()


def test_page_shows_marks_and_reasons_without_the_customer(world):
    page = page_of(world.cast.zhao, "staff_sheet_detail", public_id=world.about.public_id).content.decode()
    assert "语气生硬" in page
    for secret in ("王小明", "王", "13812345678", "5678", "138"):
        assert secret not in page.partition("<main")[2]


def test_staff_do_not_get_the_sheet_itself(world):
    client = Client()
    client.force_login(world.cast.zhao.user)
    assert client.get(reverse("assessments:sheet_detail", args=[world.sheet.public_id])).status_code == 404


def test_person_confirms_and_the_work_list_is_empty(world):
    word = say(world)
    assert (word.stance, word.revision) == ("agrees", world.fresh_sheet().revision)
    assert sheets_to_read(world.cast.zhao) == []
    assert verify_appeals() == []


def test_who_does_not_agree_says_why_and_the_head_hears_of_it(world):
    with pytest.raises(Invalid):
        say(world, "disagrees", "  ")
    say(world, "disagrees", "客户先挂断")
    told = Notification.objects.filter(kind="appeals.staff_sheet.disagrees").values_list("user__username", flat=True)
    assert set(told) == {"chenjie", "wudi"}


def test_word_is_changed_until_the_window_closes_and_the_earlier_one_stays(world):
    say(world, "disagrees", "客户先挂断")
    say(world, "agrees")
    assert list(StaffWord.objects.values_list("stance", flat=True)) == ["disagrees", "agrees"]
    with clock.travelling(AFTER), pytest.raises(Conflict) as refusal:
        say(world, "disagrees", "还是不同意")
    assert refusal.value.typed == [("What you wrote", "还是不同意")]


def test_after_the_window_one_can_still_say_that_one_has_read_it(world):
    with clock.travelling(AFTER):
        with pytest.raises(Conflict):
            say(world, "agrees")
        assert say(world, "read").stance == "read"
        with pytest.raises(Conflict):
            say(world, "read")


def test_same_form_twice_says_it_once(world):
    key = uuid4()
    assert say(world, key=key).pk == say(world, key=key).pk
    assert StaffWord.objects.count() == 1


def test_word_to_a_sheet_that_was_amended_meanwhile_is_refused(world):
    world.ruled(world.referred())
    with pytest.raises(Conflict):
        say(world, revision=1)
    assert say(world, revision=2).revision.number == 2


def test_word_stands_beside_the_score_for_assessor_lead_and_head_and_for_nobody_else(world):
    say(world, "disagrees", "客户先挂断")
    sheet = world.fresh_sheet()
    readers = {who for who in PEOPLE if show_staff_word(sheet, getattr(world.cast, who)) is not None}
    assert readers == {"lin", "li", "zhou", "chen", "wu", "qian"}
    client = Client()
    client.force_login(world.cast.lin.user)
    page = client.get(reverse("assessments:sheet_detail", args=[sheet.public_id])).content.decode()
    assert "客户先挂断" in page


def test_own_word_of_somebody_who_is_not_linked_is_not_made_up(cast, morning):
    world = make_appeal_world(cast, agent="外包坐席 7")
    assert not StaffSheet.objects.exists()
    assert show_staff_word(world.fresh_sheet(), cast.lin) is None
