"""Tasks: from giving to closing, and who may not."""

from datetime import date
from importlib import import_module
from io import BytesIO
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from foundation.audit.selectors import events_about
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, NotAllowed
from foundation.notifications.models import Notification
from foundation.notifications.services import deliver_mail
from rectification import services
from rectification.enums import FindingState, TaskState
from rectification.models import Finding, RectificationTask
from rectification.selectors import progress_of, tasks_visible_to
from tests.factories import make_scored_quarter

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64
FRIDAY = clock.at_local(date(2021, 4, 2), 10)


@pytest.fixture
def finding(cast):
    return services.find_weak_indicators(cycle=make_scored_quarter(cast), actor=cast.li)[0]


@pytest.fixture
def task(cast, finding):
    with clock.travelling(FRIDAY):
        return give(cast, finding)


def give(cast, finding, **changes) -> RectificationTask:
    values = {
        "finding": finding, "owner": cast.zhao, "title": "缩短补卡等待", "measure": "增设专窗", "working_days": 5, "actor": cast.li, "key": uuid4(),
    }  # fmt: skip
    return services.give_task(**{**values, **changes})


def add_photo(task, actor, key=None):
    return services.add_task_evidence(
        task=task, source=BytesIO(PNG), name="专窗.png", caption="新专窗", actor=actor, key=key or uuid4()
    )


def keyed(**fields) -> dict:
    """A form as the page sends it."""
    return {**fields, "client_key": str(uuid4())}


def report(task, cast):
    add_photo(task, cast.zhao)
    services.report_task(task=task, text="已增设专窗", actor=cast.zhao, key=uuid4())


def test_task_is_due_in_working_days_over_the_holiday(task):
    # Fri 2 April 2021 + 5 working days: Mon 5 April is Qingming.
    assert task.due_on == date(2021, 4, 12)


def test_task_number_counts_within_the_cycle(cast, finding, task):
    assert (task.number, give(cast, finding).number) == ("RT-2021Q1-001", "RT-2021Q1-002")


def test_giving_a_task_moves_the_finding_and_tells_the_owner(cast, finding, task):
    finding.refresh_from_db()
    assert finding.state == FindingState.TASKED
    assert list(Notification.objects.filter(user=cast.zhao.user).values_list("kind", flat=True)) == [
        "rectification.task.given"
    ]


def test_same_key_gives_the_first_task(cast, finding):
    key = uuid4()
    assert give(cast, finding, key=key) == give(cast, finding, key=key)
    assert RectificationTask.objects.count() == 1


def test_same_key_with_another_owner_is_refused(cast, finding):
    key = uuid4()
    give(cast, finding, key=key)
    with pytest.raises(Conflict):
        give(cast, finding, key=key, owner=cast.wu)


@pytest.mark.parametrize("who", ["lin", "zhou", "wu", "zhao", "sun", "qian", "feng"])
def test_task_is_given_by_lead_or_head_only(cast, finding, who):
    with pytest.raises(NotAllowed):
        give(cast, finding, actor=getattr(cast, who))


def test_head_of_the_unit_gives_a_task(cast, finding):
    assert give(cast, finding, actor=cast.chen).given_by == cast.chen


def test_owner_must_belong_to_the_unit(cast, finding):
    with pytest.raises(Invalid) as refused:
        give(cast, finding, owner=cast.sun)
    assert list(refused.value.message_dict) == ["owner"]


@pytest.mark.parametrize("days", [0, -1, 251])
def test_unreasonable_deadline_is_refused(cast, finding, days):
    with pytest.raises(Invalid):
        give(cast, finding, working_days=days)


def test_owner_takes_a_task_to_its_verification(cast, task):
    services.start_task(task=task, actor=cast.zhao)
    report(task, cast)
    services.verify_task(task=task, accepted=True, text="已现场查看", actor=cast.li)

    task.refresh_from_db()
    assert (task.state, task.verified_by, task.finding.state) == (TaskState.CLOSED, cast.li, FindingState.CLOSED)
    assert list(task.entries.values_list("act", flat=True)) == ["give", "start", "report", "accept"]


def test_report_needs_evidence(cast, task):
    with pytest.raises(Invalid):
        services.report_task(task=task, text="好了", actor=cast.zhao, key=uuid4())


@pytest.mark.parametrize("who", ["li", "chen", "wu", "sun"])
def test_task_is_worked_on_by_its_owner_only(cast, task, who):
    with pytest.raises(NotAllowed):
        services.start_task(task=task, actor=getattr(cast, who))
    with pytest.raises(NotAllowed):
        add_photo(task, getattr(cast, who))


@pytest.mark.parametrize("who", ["zhao", "chen", "wu", "lin", "qian"])
def test_task_is_verified_by_a_lead_or_manager_from_elsewhere(cast, task, who):
    report(task, cast)
    with pytest.raises(NotAllowed):
        services.verify_task(task=task, accepted=True, text="", actor=getattr(cast, who))


def test_task_sent_back_needs_a_reason_and_returns_to_its_owner(cast, task):
    report(task, cast)
    with pytest.raises(Invalid):
        services.verify_task(task=task, accepted=False, text=" ", actor=cast.zhou)
    services.verify_task(task=task, accepted=False, text="照片看不清", actor=cast.zhou)
    assert task.state == TaskState.IN_PROGRESS


def test_task_cannot_be_verified_twice(cast, task):
    report(task, cast)
    stale = RectificationTask.objects.get(pk=task.pk)
    services.verify_task(task=task, accepted=True, text="", actor=cast.li)
    with pytest.raises(Conflict):
        services.verify_task(task=stale, accepted=True, text="", actor=cast.zhou)


def test_reopened_task_is_the_owners_again(cast, task):
    report(task, cast)
    services.verify_task(task=task, accepted=True, text="", actor=cast.li)
    services.reopen_task(task=task, text="排队依旧", actor=cast.zhou)

    assert (task.state, Finding.objects.get().state) == (TaskState.IN_PROGRESS, FindingState.TASKED)


def test_html_is_refused_as_evidence(cast, task):
    with pytest.raises(Invalid):
        services.add_task_evidence(
            task=task, source=BytesIO(b"<html><script>"), name="x.png", caption="", actor=cast.zhao, key=uuid4()
        )


def test_task_is_seen_by_owner_unit_and_those_above(cast, task):
    seen_by = {person.user.username for person in cast.everybody if tasks_visible_to(person).exists()}
    assert seen_by == {"liwen", "zhouhang", "qianli", "chenjie", "wudi", "zhaolei"}


def test_evidence_is_served_to_those_who_see_the_task(client, cast, task):
    evidence = add_photo(task, cast.zhao)
    url = reverse("rectification:task_evidence_file", args=[task.public_id, evidence.public_id])
    client.force_login(cast.wu.user)
    response = client.get(url)
    assert (response.status_code, b"".join(response.streaming_content), response["Content-Security-Policy"]) == (
        200,
        PNG,
        "sandbox; default-src 'none'",
    )
    client.force_login(cast.sun.user)
    assert client.get(url).status_code == 404


def test_refused_report_keeps_what_was_typed(client, cast, task):
    client.force_login(cast.zhao.user)
    response = client.post(reverse("rectification:task_report", args=[task.public_id]), keyed(text="已增设两个专窗"))
    assert response.status_code == 422
    assert "已增设两个专窗" in response.content.decode()


def test_task_page_takes_the_owner_through(client, cast, task):
    client.force_login(cast.zhao.user)
    client.post(reverse("rectification:task_start", args=[task.public_id]))
    photo = SimpleUploadedFile("专窗.png", PNG)
    client.post(reverse("rectification:task_evidence", args=[task.public_id]), keyed(file=photo, caption="专窗"))
    client.post(reverse("rectification:task_report", args=[task.public_id]), keyed(text="已增设专窗"))

    task.refresh_from_db()
    assert (task.state, task.evidence.count()) == (TaskState.REPORTED, 1)


def test_evidence_sent_twice_under_one_key_is_kept_once(cast, task):
    key = uuid4()
    assert add_photo(task, cast.zhao, key) == add_photo(task, cast.zhao, key)
    assert task.evidence.count() == 1


def test_other_bytes_under_the_same_key_are_refused(cast, task):
    key = uuid4()
    add_photo(task, cast.zhao, key)
    with pytest.raises(Conflict):
        services.add_task_evidence(
            task=task, source=BytesIO(PNG + b"1"), name="专窗.png", caption="新专窗", actor=cast.zhao, key=key
        )


def test_evidence_added_by_mistake_is_taken_back_and_counts_no_more(client, cast, task):
    evidence = add_photo(task, cast.zhao)
    client.force_login(cast.zhao.user)
    url = reverse("rectification:task_evidence_remove", args=[task.public_id, evidence.public_id])
    assert [client.post(url).status_code for _ in range(2)] == [302, 302]
    page = client.get(task.get_absolute_url())
    assert list(page.context["evidence"]) == []
    with pytest.raises(Invalid):
        services.report_task(task=task, text="好了", actor=cast.zhao, key=uuid4())
    assert [event.action for event in events_about(task)].count("rectification.evidence.remove") == 1


def test_evidence_of_a_reported_task_stays(cast, task):
    evidence = add_photo(task, cast.zhao)
    services.report_task(task=task, text="好了", actor=cast.zhao, key=uuid4())
    evidence.refresh_from_db()
    with pytest.raises(NotAllowed):
        services.remove_task_evidence(evidence=evidence, actor=cast.zhao)


def test_report_without_evidence_says_so_on_top(client, cast, task):
    client.force_login(cast.zhao.user)
    url = reverse("rectification:task_report", args=[task.public_id])
    page = client.post(url, keyed(text="好了"), headers={"accept-language": "en"})
    assert page.status_code == 422
    assert 'role="alert"' in page.content.decode()
    assert "Add at least one piece of evidence before you report the task as done." in page.content.decode()


def test_report_takes_its_evidence_along(client, cast, task):
    client.force_login(cast.zhao.user)
    url = reverse("rectification:task_report", args=[task.public_id])
    photo = SimpleUploadedFile("专窗.png", PNG)
    assert client.post(url, keyed(text="好了", file=photo, caption="专窗")).status_code == 302
    task.refresh_from_db()
    assert (task.state, task.evidence.count()) == (TaskState.REPORTED, 1)


def test_report_that_was_begun_is_kept_while_evidence_is_added(client, cast, task):
    client.force_login(cast.zhao.user)
    photo = SimpleUploadedFile("专窗.png", PNG)
    url = reverse("rectification:task_evidence", args=[task.public_id])
    client.post(url, keyed(file=photo, caption="", text="已增设专窗，还差"))
    assert client.get(task.get_absolute_url()).context["report_form"]["text"].value() == "已增设专窗，还差"


def test_owner_reads_what_was_found_without_a_link_that_refuses(client, cast, task):
    client.force_login(cast.zhao.user)
    finding = task.finding.get_absolute_url()
    assert client.get(finding).status_code == 404
    assert finding not in client.get(task.get_absolute_url()).content.decode()
    client.force_login(cast.wu.user)
    assert finding in client.get(task.get_absolute_url()).content.decode()


def test_report_sent_twice_is_answered_twice_and_noted_once(client, cast, task):
    add_photo(task, cast.zhao)
    client.force_login(cast.zhao.user)
    form, url = keyed(text="已增设专窗"), reverse("rectification:task_report", args=[task.public_id])
    assert [client.post(url, form).status_code for _ in range(2)] == [302, 302]
    assert task.entries.filter(act="report").count() == 1
    assert client.post(url, keyed(text="再报一次")).status_code == 403


@pytest.mark.parametrize("decision", [{}, {"decision": ""}, {"decision": "close"}])
def test_without_a_decision_nothing_is_decided(client, cast, task, decision):
    report(task, cast)
    client.force_login(cast.li.user)
    url = reverse("rectification:task_verify", args=[task.public_id])
    assert client.post(url, {"text": "照片看不清", **decision}).status_code == 422
    task.refresh_from_db()
    assert task.state == TaskState.REPORTED


def test_ledger_has_the_tasks_of_the_list(client, cast, finding, task):
    import openpyxl

    give(cast, finding, title="=HYPERLINK(1)")
    client.force_login(cast.li.user)
    response = client.get(reverse("rectification:task_export") + "?search=HYPERLINK")
    book = openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content)))

    rows = list(book.active.iter_rows(min_row=2))
    assert [(row[0].value, row[7].value, row[7].data_type) for row in rows] == [("RT-2021Q1-002", "=HYPERLINK(1)", "s")]


def test_task_without_words_of_its_own_is_told_from_its_indicator_in_each_language(client, cast, finding):
    task = give(cast, finding, title="  ")
    name = finding.indicator

    assert (task.title, task.heading) == ("", f"Improve “{name.name_en}”")
    with translation.override("zh-hans"):
        assert (task.heading, str(task)) == (f"提升“{name.name_zh}”", f"{task.number} 提升“{name.name_zh}”")
    notice = Notification.objects.get(kind="rectification.task.given")
    assert notice.params["title"] == {"zh": f"提升“{name.name_zh}”", "en": f"Improve “{name.name_en}”"}
    client.force_login(cast.li.user)
    for words in (name.name_en[:6], name.name_zh):
        page = client.get(reverse("rectification:task_list"), {"search": words}, headers={"accept-language": "zh-hans"})
        assert list(page.context["page"]) == [task]
        assert f"提升“{name.name_zh}”" in page.content.decode()


def test_page_says_what_an_empty_title_will_read(client, cast, finding):
    client.force_login(cast.li.user)
    url = reverse("rectification:task_give", args=[finding.public_id])
    told = f"Improve “{finding.indicator.name_en}”"
    assert f'placeholder="{told}"' in client.get(url).content.decode()

    answer = client.post(url, keyed(title="", measure="", owner=cast.zhao.pk, working_days=5))
    assert client.get(answer.url).context["object"].heading == told


def test_titles_that_were_made_are_told_anew_and_written_ones_stay(cast, finding, task):
    migration = import_module("rectification.migrations.0006_take_back_made_titles")
    made = give(cast, finding, title=f"提升“{finding.indicator.name_zh}”")
    written = give(cast, finding, title=f"提升“{finding.indicator.name_zh}”，增设专窗")

    def titles():
        return [RectificationTask.objects.get(pk=one.pk).title for one in (task, made, written)]

    before = titles()
    migration.take_back(apps, None)
    assert titles() == [before[0], "", before[2]]
    migration.write_out(apps, None)
    assert titles() == before


def test_reminder_goes_out_once_before_the_deadline(cast, task):
    with clock.travelling(clock.at_local(date(2021, 4, 8), 9)):
        assert [services.remind_owners(), services.remind_owners()] == [1, 0]
    assert Notification.objects.filter(kind="rectification.task.due_soon").count() == 1


def test_late_task_is_told_once_to_owner_head_and_liaison(cast, task):
    with clock.travelling(clock.at_local(date(2021, 4, 13), 9)):
        assert [services.remind_owners(), services.remind_owners()] == [3, 0]
    late = Notification.objects.filter(kind="rectification.task.late")
    assert set(late.values_list("user__username", flat=True)) == {"zhaolei", "chenjie", "wudi"}


def test_reported_task_is_not_late(cast, task):
    report(task, cast)
    with clock.travelling(clock.at_local(date(2021, 5, 13), 9)):
        assert (services.remind_owners(), task.is_late) == (0, False)


def test_reminders_are_bundled_in_one_mail(cast, finding, task, mailoutbox):
    give(cast, finding, title="第二项")
    deliver_mail()
    assert [message.to for message in mailoutbox] == [["zhaolei@bank.example"]]


def test_progress_counts_states_and_lateness(cast, finding, task):
    give(cast, finding)
    with clock.travelling(clock.at_local(date(2021, 4, 13), 9)):
        assert progress_of(RectificationTask.objects.all()) == {
            "assigned": 2,
            "in_progress": 0,
            "reported": 0,
            "closed": 0,
            "late": 1,
        }


@pytest.mark.parametrize("count", [1, 3])
def test_task_list_costs_the_same_for_one_and_three(client, cast, finding, count, django_assert_max_num_queries):
    for _ in range(count):
        give(cast, finding)
    client.force_login(cast.li.user)
    client.get(reverse("rectification:task_list"))
    with django_assert_max_num_queries(15):
        assert len(client.get(reverse("rectification:task_list")).context["page"]) == count
