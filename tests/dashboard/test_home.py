"""The first screen: the finding, the tabs, the next thing, what happened lately."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.conf import settings
from django.utils import translation

from dashboard.greeting import duration, finding, greeting, outlook
from dashboard.selectors import Workload, current_cycle
from dashboard.views.home import GROUPS
from foundation.common import clock
from foundation.common.dates import since_text
from foundation.notifications.kinds import kinds, register_kind
from foundation.notifications.services import notify
from organization.worklist import WorkItem, work_providers
from tests.factories import make_scored_quarter

# A Wednesday, ten o'clock in Shanghai.
NOW = "2026-11-25T02:00:00Z"
TODAY = date(2026, 11, 25)


def item(title: str, group: str = "scoring", days: int | None = 0, **more) -> WorkItem:
    due = None if days is None else TODAY + timedelta(days=days)
    return WorkItem(title=title, url=f"/{title}/", group=group, due_on=due, **more)


@pytest.fixture
def waiting(monkeypatch):
    """What waits for everybody, instead of what the rooms enter."""
    items: list[WorkItem] = []
    monkeypatch.setattr(work_providers, "_entries", {"test": lambda person: list(items)})
    with time_machine.travel(NOW, tick=False):
        yield items


def open_home(client, person, query: str = ""):
    client.force_login(person.user)
    return client.get(f"/{query}")


def work(*items: WorkItem) -> Workload:
    return Workload(list(items), TODAY)


@pytest.mark.parametrize(
    ("hour", "text"),
    [
        (0, "It is late"),
        (5, "Good morning"),
        (10, "Good morning"),
        (11, "Good day"),
        (13, "Good afternoon"),
        (18, "Good evening"),
        (23, "It is late"),
    ],
)
def test_greeting_fits_the_hour(hour, text):
    assert greeting(clock.local(clock.now()).replace(hour=hour), "Lin Xiao") == f"{text}, Lin Xiao."


@pytest.mark.parametrize(
    ("items", "sentence"),
    [
        ([], "Nothing is waiting for you."),
        ([item("a", days=3)], "Nothing is due today."),
        ([item("a", days=None)], "Nothing is due today."),
        ([item("a")], "One thing is due today."),
        ([item("a"), item("b"), item("c"), item("d", days=1)], "3 things are due today."),
        ([item("a", days=-1)], "One thing is late."),
        ([item("a", days=-1), item("b", days=-9), item("c")], "2 things are late, one is due today."),
    ],
)
def test_finding_says_what_matters_today(items, sentence):
    assert finding(work(*items)) == sentence


def test_finding_in_chinese():
    with translation.override("zh-hans"):
        assert finding(work(item("a"), item("b"), item("c"))) == "今天有 3 件事到期"
        assert finding(work(item("a", days=-1), item("b"))) == "有 1 件事已逾期，另有 1 件今天到期"


@pytest.mark.parametrize(
    ("items", "pace", "sentence"),
    [
        ([], None, ""),
        ([item("a", days=20)], None, "One thing waits."),
        ([item("a", "plans", 2)], None, "One thing is due this week."),
        ([item("a", "plans", 2), item("b", "plans", -2)], None, "One thing is due this week."),
        ([item("a", "plans", -2)], None, "One thing waits."),
        ([item("a", days=2), item("b", days=4), item("c", days=5)], None, "2 score sheets this week."),
        ([item("a", days=2), item("b", days=4)], 420, "2 score sheets this week; at 7 minutes each, about 14 minutes."),
        ([item("a", days=-2)], 5, "One score sheet this week; at one minute each, about 1 minute."),
        ([item("a", days=2), item("b", days=4)], 5, "2 score sheets this week; at one minute each, about 2 minutes."),
    ],
)
def test_outlook_counts_the_week_at_ones_own_pace(items, pace, sentence):
    assert outlook(work(*items), pace) == sentence


@pytest.mark.parametrize(
    ("minutes", "text"), [(1, "1 minute"), (59, "59 minutes"), (60, "1 h 00 min"), (205, "3 h 25 min")]
)
def test_duration_is_read_at_a_glance(minutes, text):
    assert duration(minutes) == text


def test_work_is_listed_by_deadline_and_the_next_is_one_key_away(cast, client, waiting):
    waiting += [item("later", days=3), item("none", days=None), item("late", days=-1), item("today")]
    page = open_home(client, cast.lin)

    assert [found.title for found in page.context["items"]] == ["late", "today", "later", "none"]
    assert '<a class="btn btn-primary" href="/late/" data-next' in page.content.decode()


def test_what_has_no_deadline_stands_by_how_long_it_waits(cast, client, waiting):
    since = [TODAY - timedelta(days=days) for days in (1, 9)]
    waiting += [item("new", days=None, since=since[0]), item("old", days=None, since=since[1]), item("due", days=9)]
    page = open_home(client, cast.lin)

    assert [found.title for found in page.context["items"]] == ["due", "old", "new"]
    assert "waiting since Mon 16 Nov, 7 working days" in page.content.decode()


@pytest.mark.parametrize(
    ("days", "english", "chinese"),
    [
        (0, "waiting since today", "今天起待办"),
        (1, "waiting since Tue 24 Nov, 1 working day", "11月24日 周二起待办，已 1 个工作日"),
        (9, "waiting since Mon 16 Nov, 7 working days", "11月16日 周一起待办，已 7 个工作日"),
    ],
)
def test_since_says_how_long_in_working_days(db, waiting, days, english, chinese):
    assert since_text(TODAY - timedelta(days=days)) == english
    with translation.override("zh-hans"):
        assert since_text(TODAY - timedelta(days=days)) == chinese


def test_tabs_count_and_live_in_the_url(cast, client, waiting):
    waiting += [item("a"), item("b", days=2), item("c", "rectification", -1), item("d", "elsewhere", None)]
    page = open_home(client, cast.lin)

    assert [(tab["url"], str(tab["label"]), tab["count"], tab["current"]) for tab in page.context["tabs"]] == [
        ("?", "All", 4, True),
        ("?tab=today", "Today", 2, False),
        ("?tab=scoring", "Scoring", 2, False),
        ("?tab=rectification", "Rectification", 1, False),
        ("?tab=elsewhere", "elsewhere", 1, False),
    ]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("?tab=today", ["c", "a"]),
        ("?tab=scoring", ["a", "b"]),
        ("?tab=rectification", ["c"]),
        ("?tab=nothing", ["c", "a", "b"]),
        ("?tab=*", ["c", "a", "b"]),
    ],
)
def test_tab_shows_its_part(cast, client, waiting, query, titles):
    waiting += [item("a"), item("b", days=2), item("c", "rectification", -1)]
    assert [found.title for found in open_home(client, cast.lin, query).context["items"]] == titles


def test_the_overdue_tab_counts_what_the_headline_counts(cast, client, waiting):
    waiting += [
        item("own", "plans", -1),
        item("all", "overdue", -5),
        item("event", "events", None),
        item("next", "plans", 3),
    ]
    page = open_home(client, cast.zhou, "?tab=overdue")
    assert "2 things are late" in page.context["headline"]
    counts = {str(tab["label"]): tab["count"] for tab in page.context["tabs"]}
    assert (counts["Overdue"], counts["Plans"], counts["Critical events"]) == (2, 2, 1)
    assert [one.title for one in page.context["items"]] == ["all", "own"]


def test_nothing_to_do_says_what_will_come(cast, client, waiting):
    page = open_home(client, cast.lin)
    assert "As soon as a draw has given you score sheets they are listed here" in page.content.decode()
    assert "data-next" not in page.content.decode()


def test_counts_are_in_the_sidebar(cast, client, waiting):
    waiting += [item("a"), item("b"), item("c", "rectification")]
    page = open_home(client, cast.lin)
    counts = re.findall(r'>([^<>]+)<span class="side__count">(\d+)</span>', page.content.decode())
    assert counts == [("Work list", "3"), ("My score sheets", "2"), ("Rectification tasks", "1")]


def test_recent_tells_ones_own_notifications(cast, client, waiting):
    if "test.sheet" not in kinds:
        register_kind("test.sheet", "Sheet %(number)s is yours.")
    for person in (cast.lin, cast.guo):
        notify(
            users=[person.user],
            kind="test.sheet",
            dedupe=person.staff_number,
            params={"number": person.staff_number},
            url="/",
        )
    assert [entry["what"] for entry in open_home(client, cast.lin).context["recent"]] == ["Sheet 00101 is yours."]


def test_user_without_a_person_is_told_so(cast, client):
    from foundation.accounts.models import User

    client.force_login(User.objects.create_user("ghost"))
    page = client.get("/")
    assert page.status_code == 200
    assert "This account belongs to nobody yet" in page.content.decode()


def test_readers_see_the_latest_publications_first(cast, client):
    from tests.architecture.world import World

    world = World(cast)
    publication = world.publication

    assert open_home(client, cast.zhao).context["publications"] == [publication]
    assert open_home(client, cast.wu).context["publications"] == [publication]
    assert open_home(client, cast.lin).context["publications"] is None


def test_drafts_are_not_among_the_latest_publications(cast, client):
    from tests.architecture.world import World

    assert World(cast).draft_publication
    assert open_home(client, cast.zhao).context["publications"] == []


def test_present_cycle_is_in_the_top_bar(cast, client):
    assert current_cycle() is None
    make_scored_quarter(cast)
    mark = current_cycle()

    assert (mark.name_zh, mark.name_en) == ("2021年第一季度", "Q1 2021")
    page = open_home(client, cast.li).content.decode()
    assert "Q1 2021" in page
    assert f'href="{mark.get_absolute_url()}"' in page
    assert f'href="{mark.get_absolute_url()}"' not in open_home(client, cast.zhao).content.decode()


@pytest.mark.parametrize("who", ["lin", "li", "zhou", "chen", "qian", "zhao", "feng"])
def test_home_takes_the_same_queries_whatever_waits(cast, client, waiting, who, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    person = getattr(cast, who)
    waiting.append(item("a"))
    open_home(client, person)
    with CaptureQueriesContext(connection) as before:
        client.get("/")
    waiting += [item(f"x{number}", group) for number in range(9) for group in ("scoring", "plans", "rectification")]
    notify(users=[person.user] * 9, kind="test.sheet", dedupe="q", params={})
    with django_assert_num_queries(len(before)):
        client.get("/")


def test_every_kind_of_waiting_thing_has_a_name_for_its_tab():
    root = settings.BASE_DIR
    rooms = [path for path in root.glob("*/*.py") if path.parent.name not in ("tests", "demo", "qa_portal")]
    groups = {group for path in rooms for group in re.findall(r'group="([a-z-]+)"', path.read_text())}
    assert len(groups) > 10
    assert groups - set(GROUPS) == set()
