"""Told once, mailed in bundles, never lost with a mail server or a worker."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction

from foundation.common import clock
from foundation.notifications.kinds import kinds, register_kind, sentence_for
from foundation.notifications.mail import GAP, MAX_ATTEMPTS, deliver_mail
from foundation.notifications.models import Notification
from foundation.notifications.services import notify, withdraw_notices


@pytest.fixture(autouse=True)
def _kind():
    if "test.sheet" not in kinds:
        register_kind("test.sheet", "Sheet %(number)s is yours.")


@pytest.fixture(autouse=True)
def _kind_instead():
    if "test.sheet_gone" not in kinds:
        register_kind("test.sheet_gone", "Sheet %(number)s is not yours any more.")


class BrokenServer(EmailBackend):
    """Refuses everything."""

    def send_messages(self, messages):
        raise ConnectionRefusedError


def tell(*people, number="1", dedupe=None, url="/sheet/") -> None:
    notify(
        users=[person.user for person in people],
        kind="test.sheet",
        dedupe=dedupe or f"sheet:{number}",
        url=url,
        params={"number": number},
    )


def later(delta: timedelta):
    return time_machine.travel(clock.now() + delta, tick=True)


def test_same_thing_is_told_once(cast):
    for _ in range(2):
        tell(cast.lin, cast.lin, cast.guo)
    assert Notification.objects.count() == 2


def test_act_that_is_rolled_back_tells_nobody(cast):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        tell(cast.lin)
        raise ZeroDivisionError
    assert Notification.objects.count() == 0


def test_person_without_account_is_left_out(cast):
    notify(users=[None, cast.lin.user], kind="test.sheet", dedupe="x")
    assert Notification.objects.count() == 1


def test_mail_bundles_what_waits(cast):
    for number in ("1", "2", "3"):
        tell(cast.lin, number=number)
    tell(cast.guo, number="1")

    assert deliver_mail() == 2
    to_lin = next(message for message in mail.outbox if message.to == ["linxiao@bank.example"])
    to_guo = next(message for message in mail.outbox if message.to == ["guomin@bank.example"])
    assert to_guo.subject == "Sheet 1 is yours."
    assert to_lin.body.count("is yours.") == 3
    assert "http://127.0.0.1:8000/sheet/" in to_lin.body


def test_mail_goes_out_once(cast):
    tell(cast.lin)
    assert (deliver_mail(), deliver_mail(), len(mail.outbox)) == (1, 0, 1)


def test_mail_is_written_in_the_readers_language(cast):
    for person, language in ((cast.lin, "zh-hans"), (cast.guo, "en")):
        person.user.language = language
        person.user.save()
        for number in ("1", "2"):
            tell(person, number=number)
    deliver_mail()

    assert {message.to[0]: message.subject for message in mail.outbox} == {
        "linxiao@bank.example": "服务质量评估平台有 2 条新通知",
        "guomin@bank.example": "2 new notices from QA Portal",
    }


def test_never_a_flood(cast):
    tell(cast.lin, number="1")
    deliver_mail()
    for number in ("2", "3", "4"):
        tell(cast.lin, number=number)
        assert deliver_mail() == 0
    with later(GAP + timedelta(seconds=1)):
        assert deliver_mail() == 1
    assert mail.outbox[1].body.count("is yours.") == 3


@pytest.mark.parametrize("change", [{"email": ""}, {"is_active": False}])
def test_nobody_is_mailed_who_cannot_read_it(cast, change):
    for name, value in change.items():
        setattr(cast.lin.user, name, value)
    cast.lin.user.save()
    tell(cast.lin)
    assert deliver_mail() == 0


def test_mail_waits_for_a_server_that_refuses(cast, settings):
    settings.EMAIL_BACKEND = "tests.notifications.test_outbox.BrokenServer"
    tell(cast.lin)
    assert deliver_mail() == 0
    row = Notification.objects.get()
    assert (row.mailed_at, row.mail_attempts) == (None, 1)

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert deliver_mail() == 0
    with later(timedelta(minutes=2)):
        assert deliver_mail() == 1


def test_waits_grow_and_end(cast, settings):
    settings.EMAIL_BACKEND = "tests.notifications.test_outbox.BrokenServer"
    tell(cast.lin)
    start, tries = clock.now(), 0
    with time_machine.travel(start, tick=False) as traveller:
        for _ in range(MAX_ATTEMPTS + 3):
            deliver_mail()
            row = Notification.objects.get()
            tries += row.mail_attempts > tries
            traveller.move_to(row.mail_due_at)
        assert (tries, row.mail_attempts) == (MAX_ATTEMPTS, MAX_ATTEMPTS)
        assert row.mail_due_at - start > timedelta(days=1)


def test_what_a_dead_worker_held_is_sent_by_the_next(cast, monkeypatch):
    class Killed(BaseException):
        pass

    def die(self, fail_silently=False):
        raise Killed

    tell(cast.lin)
    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", die)
        with pytest.raises(Killed):
            deliver_mail()

    assert deliver_mail() == 0
    with later(timedelta(minutes=6)):
        assert deliver_mail() == 1


def test_second_mail_about_the_same_has_the_same_id(cast, monkeypatch):
    tell(cast.lin)
    deliver_mail()
    Notification.objects.update(mailed_at=None, mail_due_at=clock.now())
    deliver_mail()
    assert mail.outbox[0].extra_headers["Message-ID"] == mail.outbox[1].extra_headers["Message-ID"]


def test_line_break_in_a_name_makes_no_second_header(cast):
    tell(cast.lin, number="1\nBcc: everybody@bank.example")
    deliver_mail()
    assert "\n" not in mail.outbox[0].subject


@pytest.mark.parametrize(
    ("params", "sentence"),
    [({"number": "7"}, "Sheet 7 is yours."), ({}, "Sheet … is yours."), ({"other": 1}, "Sheet … is yours.")],
)
def test_old_notice_never_breaks_a_page(params, sentence):
    assert sentence_for("test.sheet", params) == sentence


def test_unknown_kind_is_shown_by_its_name():
    assert sentence_for("test.gone", {}) == "test.gone"


@pytest.mark.race
def test_two_deliverers_send_each_bundle_once(committed_cast):
    people = committed_cast.everybody
    for number in ("1", "2", "3"):
        tell(*people, number=number)
    sent, start = [], threading.Barrier(3)

    def deliver():
        try:
            start.wait()
            sent.append(deliver_mail())
        finally:
            connection.close()

    threads = [threading.Thread(target=deliver) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(sent) == len(people)
    assert sorted(message.to[0] for message in mail.outbox) == sorted(person.user.email for person in people)
    assert sum(message.body.count("is yours.") for message in mail.outbox) == 3 * len(people)


@pytest.mark.race
def test_two_tellers_tell_once(committed_cast):
    start = threading.Barrier(4)

    def tell_all():
        try:
            start.wait()
            tell(*committed_cast.everybody)
        finally:
            connection.close()

    threads = [threading.Thread(target=tell_all) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Notification.objects.count() == len(committed_cast.everybody)


def test_names_and_days_are_said_in_the_readers_language(cast):
    from django.utils import translation

    from foundation.common.texts import both

    if "test.unit" not in kinds:
        register_kind("test.unit", "%(unit)s, %(person)s: %(due)s")
    params = {"unit": both(cast.east, "name"), "person": both(cast.lin, "name"), "due": f"{clock.today().year}-11-27"}
    with translation.override("en"):
        english = sentence_for("test.unit", params)
    with translation.override("zh-hans"):
        chinese = sentence_for("test.unit", params)
    assert english.startswith("East Branch, Lin Xiao: ") and english.endswith(" 27 Nov")
    assert chinese.startswith("城东支行, 林晓: 11月27日")
    params["due"] = f"{clock.today().year}-11-27T22:03:56.716376+00:00"
    with translation.override("en"):
        assert sentence_for("test.unit", params).endswith(" 28 Nov 06:03"), "on the organization's wall"


def test_text_without_an_english_one_stays_chinese(cast):
    from foundation.common.texts import both

    cast.east.name_en = ""
    assert both(cast.east, "name") == {"zh": "城东支行", "en": "城东支行"}


# taken back


def withdraw() -> None:
    withdraw_notices(kind="test.sheet", dedupe="sheet:1", instead="test.sheet_gone")


def told_to(person) -> list[tuple[str, bool]]:
    rows = person.user.notifications.order_by("pk")
    return [(row.kind, row.read_at is not None) for row in rows]


def test_notice_that_nobody_saw_goes_away(cast):
    tell(cast.lin, cast.guo)
    tell(cast.lin, number="2")
    withdraw()
    assert (told_to(cast.lin), told_to(cast.guo)) == ([("test.sheet", False)], [])
    assert deliver_mail() == 1
    assert "Sheet 1" not in mail.outbox[0].body


def test_who_has_read_or_been_mailed_is_told_once_that_it_is_gone(cast):
    tell(cast.lin, cast.guo)
    cast.guo.user.notifications.update(read_at=clock.now())
    Notification.objects.filter(user=cast.lin.user).update(mailed_at=clock.now())
    for _twice in range(2):
        withdraw()
    expected = [("test.sheet", True), ("test.sheet_gone", False)]
    assert (told_to(cast.lin), told_to(cast.guo)) == (expected, expected)


def test_notice_that_is_being_mailed_counts_as_seen(cast):
    tell(cast.lin)
    Notification.objects.update(mail_due_at=clock.now() + timedelta(minutes=5))
    withdraw()
    assert told_to(cast.lin) == [("test.sheet", True), ("test.sheet_gone", False)]
