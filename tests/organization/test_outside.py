"""Outside assessors: an account with an end, and nothing to see but what they need (R15)."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from foundation.audit.models import AuditEvent
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, NotAllowed
from foundation.notifications.mail import deliver_mail
from foundation.notifications.services import notify
from organization import services
from organization.enums import Role
from organization.models import Person
from organization.outside import is_open_to_outside
from tests.architecture.test_access import url_names
from tests.assessments.planning import NOON
from tests.organization.outsiders import FIRST, LAST, SECRET, engage, ready


@pytest.fixture(autouse=True)
def at_noon():
    """Noon on Monday, 23 November 2026."""
    with clock.travelling(NOON):
        yield


def test_outside_assessor_gets_a_number_a_role_and_days(cast):
    shen, next_one = engage(cast), engage(cast, username="second")
    assert (shen.staff_number, next_one.staff_number) == ("EXT-0001", "EXT-0002")
    assert (shen.firm, shen.access_from, shen.access_until, shen.is_outside) == ("明察咨询", FIRST, LAST, True)
    assert shen.roles == {Role.ASSESSOR}
    event = AuditEvent.objects.filter(action="organization.outsider.create").first()
    assert event.details == {"starts_on": "2026-11-23", "until": "2027-01-29"}


@pytest.mark.parametrize(
    ("more", "field", "sentence"),
    [
        ({"last_day": FIRST - timedelta(days=1)}, "last_day", "This is before the first day."),
        ({"first_day": date(2026, 1, 1), "last_day": date(2026, 11, 22)}, "last_day", "This day has passed."),
        ({"last_day": date(2027, 11, 25)}, "last_day", "An account lasts for a year at most"),
        ({"firm": "  "}, "firm", ""),
    ],
    ids=["backwards", "past", "long", "no firm"],
)
def test_what_is_wrong_is_said_beside_the_field(cast, more, field, sentence):
    with pytest.raises(Invalid) as refusal:
        engage(cast, **more)
    assert refusal.value.message_dict[field][0].startswith(sentence)
    assert not Person.objects.exclude(firm="").exists()


@pytest.mark.parametrize("who", ["li", "zhou", "qian", "he", "lin"])
def test_only_administrators_add_them_and_change_their_days(client, cast, who):
    shen = engage(cast)
    actor = getattr(cast, who)
    with pytest.raises(NotAllowed):
        engage(cast, actor=actor, username="other")
    with pytest.raises(NotAllowed):
        services.set_access_period(person=shen, first_day=FIRST, last_day=LAST, version=shen.version, actor=actor)
    client.force_login(actor.user)
    assert client.get(reverse("organization:outside_create")).status_code == 403


def test_account_is_prolonged_and_the_trail_says_so(client, cast):
    shen = engage(cast)
    client.force_login(cast.feng.user)
    page = client.get(shen.get_absolute_url()).content.decode()
    assert "明察咨询" in page and "23 Nov 2026 – 29 Jan 2027, the last day included" in page
    answer = client.post(
        reverse("organization:outside_period", args=[shen.public_id]),
        {"first_day": "2026-11-23", "last_day": "2027-03-31", "version": shen.version},
    )
    shen.refresh_from_db()
    assert (answer.status_code, shen.access_until) == (302, date(2027, 3, 31))
    event = AuditEvent.objects.filter(action="organization.outsider.set_period").first()
    assert (event.details["before"], event.details["after"]) == ("2027-01-29", "2027-03-31")


def test_two_administrators_who_change_the_days_do_not_overwrite_each_other(cast):
    shen = engage(cast)
    seen = shen.version
    services.set_access_period(person=shen, first_day=FIRST, last_day=date(2027, 2, 26), version=seen, actor=cast.feng)
    with pytest.raises(Conflict):
        services.set_access_period(person=shen, first_day=FIRST, last_day=LAST, version=seen, actor=cast.feng)


def test_staff_have_no_last_day(cast):
    with pytest.raises(Invalid, match="Only the account of an outside assessor"):
        services.set_access_period(
            person=cast.lin, first_day=FIRST, last_day=LAST, version=cast.lin.version, actor=cast.feng
        )


def test_outside_assessor_holds_no_other_role(cast):
    with pytest.raises(Invalid, match="holds no other role"):
        services.assign_role(person=engage(cast), role=Role.LEAD, unit=cast.quality_office, actor=cast.feng)


def test_only_the_role_that_can_be_given_is_offered(client, cast):
    shen = engage(cast)
    client.force_login(cast.feng.user)
    page = client.get(shen.get_absolute_url()).content.decode()
    offered = page[page.index('name="role"') :].partition("</select>")[0]
    assert re.findall(r'<option value="(\w*)"', offered) == ["assessor"]
    give = reverse("organization:role_give", args=[shen.public_id])
    answer = client.post(give, {"role": "lead", "unit": cast.quality_office.public_id})
    assert (answer.status_code, "holds no other role" in answer.content.decode()) == (422, True)
    page = client.get(cast.lin.get_absolute_url()).content.decode()
    assert '<option value="lead"' in page


# -- Signing in


def sign_in(client, username="shenzhiqiu"):
    return client.post(reverse("account_login"), {"login": username, "password": SECRET})


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2027, 1, 30), "Your account was valid up to and with 29 Jan 2027."),
        (date(2026, 11, 22), "Your account is valid from 23 Nov 2026 on."),
    ],
    ids=["after", "before"],
)
def test_sign_in_outside_the_days_is_refused_in_words(client, cast, day, sentence):
    ready(engage(cast))
    with clock.travelling(clock.at_local(day, 9)):
        answer = sign_in(client)
        assert answer.status_code == 403 and sentence in answer.content.decode()
        assert client.get(reverse("assessments:sheet_list")).status_code == 302
    assert AuditEvent.objects.filter(action="accounts.session.refuse").exists()


def test_last_day_is_within(client, cast):
    ready(engage(cast))
    with clock.travelling(clock.at_local(LAST, 23)):
        assert sign_in(client).status_code == 302
        assert client.get(reverse("assessments:sheet_list")).status_code == 200


def test_open_session_ends_with_the_last_day(client, cast):
    client.force_login(ready(engage(cast)).user)
    assert client.get(reverse("assessments:sheet_list")).status_code == 200
    Person.objects.exclude(firm="").update(access_until=date(2026, 11, 22))
    answer = client.get(reverse("assessments:sheet_list"))
    assert answer.status_code == 302 and answer["Location"].startswith(reverse("account_login"))


def test_wrong_password_tells_nothing_of_the_days(client, cast):
    ready(engage(cast))
    with clock.travelling(clock.at_local(date(2027, 2, 1), 9)):
        answer = client.post(reverse("account_login"), {"login": "shenzhiqiu", "password": "wrong-horse-7"})
    assert "valid" not in answer.content.decode().replace("novalidate", "").replace("is-invalid", "").replace(
        "invalid", ""
    )


# -- What they find


@pytest.mark.parametrize(
    "name",
    ["dashboard:search", "assessments:calendar", "assessments:cycle_list", "standards:standard_list",
     "publication:publication_list", "rectification:task_list", "organization:absence_list", "workdays:this_year",
     "calibration:session_list", "decisions:decision_list", "appeals:appeal_list", "assessments:recusal_list"],
)  # fmt: skip
def test_rest_of_the_house_is_not_there(client, cast, name):
    client.force_login(ready(engage(cast)).user)
    assert client.get(reverse(name)).status_code == 404


@pytest.mark.parametrize(
    "name", ["account_added_tomorrow", "mfa_keys", "accounts:people", "notifications:all", "dashboard:devices"]
)
def test_what_is_named_like_a_page_of_the_house_is_closed(name):
    assert not is_open_to_outside(name)


def test_first_screen_leads_to_their_sheets_and_offers_nothing_else(client, cast):
    client.force_login(ready(engage(cast)).user)
    answer = client.get("/", follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [(reverse("assessments:sheet_list"), 302)]
    assert "My score sheets" in page and "Waiting to be sent" in page
    for other in ("Publications", "Calibration", "Search", "Standards", "Appeals", "The year"):
        assert f">{other}<" not in page and f'aria-label="{other}"' not in page


def test_these_places_and_no_others_are_open_to_them():
    """Whatever is added to the portal is closed to outside assessors until it is entered for them."""
    opened = {name for name in url_names() if is_open_to_outside(name)}
    assert opened == {
        *(f"account_{one}" for one in ("login", "logout", "inactive", "reauthenticate", "change_password", "set_password")),
        *(f"mfa_{one}" for one in ("index", "authenticate", "reauthenticate", "activate_totp", "deactivate_totp")),
        *(f"mfa_{one}_recovery_codes" for one in ("view", "generate", "download")),
        "accounts:set_theme", "notifications:list", "notifications:open", "notifications:read_all",
        "health", "set_language", "dashboard:worker", "dashboard:manifest", "dashboard:device", "dashboard:device_shell",
        "standards:version_detail",
        *(f"assessments:sheet_{one}" for one in ("list", "export", "next", "detail", "score", "save", "submit", "correct", "take")),
        *(f"assessments:sheet_{one}" for one in ("recuse", "replace")),
        *(f"assessments:evidence_{one}" for one in ("add", "file", "thumbnail", "remove", "restore")),
        *(f"assessments:comment_{one}" for one in ("list", "new", "edit", "act", "choices", "keep")),
        "assessments:comments_used",
    }  # fmt: skip


@pytest.mark.parametrize(("day", "mails"), [(22, 0), (23, 1)])
def test_account_that_is_not_valid_gets_no_mail(cast, mailoutbox, day, mails):
    """What it is told stays from it with the last day, and is mailed on the first one."""
    with clock.travelling(clock.at_local(date(2026, 11, day), 9)):
        shen = ready(engage(cast, first_day=date(2026, 11, 23)))
        shen.user.email = "shen@example.com"
        shen.user.save()
        for person in (shen, cast.lin):
            notify(
                users=[person.user], kind="assessments.sheet.blocked", params={"number": "1"}, dedupe=f"x:{person.pk}"
            )
    with clock.travelling(clock.at_local(date(2026, 11, day), 10)):
        deliver_mail()
    assert sum("shen@example.com" in mail.to for mail in mailoutbox) == mails
    assert sum("shen@example.com" not in mail.to for mail in mailoutbox) == 1


def test_account_that_has_ended_gets_no_mail(cast, mailoutbox):
    shen = ready(engage(cast))
    shen.user.email = "shen@example.com"
    shen.user.save()
    with clock.travelling(clock.at_local(LAST, 9)):
        notify(users=[shen.user], kind="assessments.sheet.blocked", params={"number": "1"}, dedupe="x")
    with clock.travelling(clock.at_local(LAST + timedelta(days=1), 9)):
        assert (deliver_mail(), len(mailoutbox)) == (0, 0)
