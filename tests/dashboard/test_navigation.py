"""The sidebar: every offer leads to a page that opens, the present one is marked, the shell stays cheap."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse

from dashboard.groups import GROUPS
from dashboard.navigation import groups_left_open, navigation_for
from dashboard.sidebar import COOKIE
from tests.cast import make_cast

NAMES = [item.name for group in GROUPS for item in group.items]


def offers(page) -> list[str]:
    """The addresses in the sidebar of a page."""
    side = page.content.decode().partition('<nav class="side"')[2].partition("</nav>")[0]
    return re.findall(r'class="side__link" href="([^"]+)"', side)


def marked(page) -> list[str]:
    side = page.content.decode().partition('<nav class="side"')[2].partition("</nav>")[0]
    return re.findall(r'href="([^"]+)" aria-current="page"', side)


@pytest.mark.parametrize("name", NAMES)
def test_every_place_has_a_page(name):
    assert resolve(reverse(name)).view_name == name


@pytest.mark.parametrize("who", ["lin", "guo", "li", "zhou", "chen", "wu", "zhao", "sun", "qian", "feng", "he"])
def test_every_offer_opens(cast, client, who):
    client.force_login(getattr(cast, who).user)
    urls = offers(client.get("/"))
    assert urls
    assert {url: client.get(url).status_code for url in urls} == dict.fromkeys(urls, 200)


@pytest.mark.parametrize(
    ("who", "offered"),
    [
        (
            "lin",
            [
                "Work list",
                "My score sheets",
                "Waiting to be sent",
                "The year",
                "Calibration",
                "Standards",
                "Group decisions",
                "Knowledge base",
                "Appeals",
                "Rectification tasks",
                "Suggestions",
                "Publications",
                "Absences",
                "Working days",
            ],
        ),
        (
            "zhao",
            [
                "Work list",
                "Sheets about my work",
                "Tickets",
                "Knowledge base",
                "Rectification tasks",
                "Suggestions",
                "Publications",
                "Working days",
            ],
        ),
        (
            "wu",
            [
                "Work list",
                "My department’s results",
                "The year",
                "Self-check",
                "Standards",
                "Tickets",
                "Voices of customers",
                "Knowledge base",
                "Measures of service",
                "Appeals",
                "Findings",
                "Rectification tasks",
                "Suggestions",
                "Publications",
                "Working days",
            ],
        ),
        (
            "feng",
            [
                "Work list",
                "Knowledge base",
                "Rectification tasks",
                "Suggestions",
                "Publications",
                "Absences",
                "Working days",
                "Retention",
                "Units",
                "People",
                "Connected systems",
                "Audit trail",
            ],
        ),
        (
            "he",
            [
                "Work list",
                "Group decisions",
                "Knowledge base",
                "Appeals",
                "Rectification tasks",
                "Suggestions",
                "Publications",
                "Working days",
                "Units",
                "People",
            ],
        ),
    ],
)
def test_each_role_is_offered_its_places(cast, who, offered):
    groups = navigation_for(getattr(cast, who).roles, "dashboard:home")
    assert [item["label"] for group in groups for item in group["items"]] == offered


@pytest.mark.parametrize(
    ("view_name", "label"),
    [
        ("dashboard:home", "Work list"),
        ("assessments:sheet_list", "My score sheets"),
        ("assessments:sheet_score", "My score sheets"),
        ("assessments:plan_detail", "Cycles and plans"),
        ("assessments:spot_check_list", "Spot checks"),
        ("assessments:event_report", "Critical events"),
        ("assessments:calendar", "The year"),
        ("assessments:cycle_group", "Cycles and plans"),
        ("decisions:decision_detail", "Group decisions"),
        ("sampling:draw_detail", "Cycles and plans"),
        ("rectification:task_detail", "Rectification tasks"),
        ("rectification:finding_detail", "Findings"),
        ("analysis:unit_detail", "The quarter"),
        ("analysis:area_detail", "The quarter"),
        ("analysis:year_detail", "The quarter"),
        ("analysis:leniency", "The quarter"),
        ("organization:person_move", "People"),
        ("organization:unit_detail", "Units"),
        ("workdays:days_enter", "Working days"),
        ("dashboard:search", None),
        ("account_login", None),
        ("", None),
    ],
)
def test_place_of_the_page_is_marked(cast, view_name, label):
    current = [
        item["label"]
        for group in navigation_for(cast.li.roles, view_name)
        for item in group["items"]
        if item["current"]
    ]
    assert current == ([label] if label else [])


def test_counts_stand_beside_the_places_of_the_work_list(cast):
    groups = navigation_for(cast.lin.roles, "dashboard:home", {"*": 9, "scoring": 6})
    counts = {item["label"]: item["count"] for group in groups for item in group["items"] if item["count"]}
    assert counts == {"Work list": 9, "My score sheets": 6}


def test_places_are_named_in_the_readers_language(cast):
    from django.utils import translation

    with translation.override("zh-hans"):
        labels = [item["label"] for group in navigation_for(cast.lin.roles, "") for item in group["items"]]
    assert labels == [
        "待办",
        "我的评分表",
        "待发送",
        "年度日历",
        "评分校准",
        "评估标准",
        "集体决定",
        "知识库",
        "申诉",
        "整改任务",
        "员工建议",
        "公示",
        "不在岗",
        "工作日",
    ]


def folded(groups) -> dict[str, bool]:
    """`{key: open}` of the groups that fold."""
    return {group["key"]: group["open"] for group in groups if group["folds"]}


def test_somebody_with_few_places_sees_them_all(cast):
    assert folded(navigation_for(cast.lin.roles, "dashboard:home")) == {}


def test_somebody_with_many_places_folds_what_is_not_used_daily(cast):
    assert folded(navigation_for(cast.li.roles, "dashboard:home")) == {
        "assessment": True,
        "yardstick": False,
        "customers": False,
        "improvement": True,
        "organization": False,
    }


def test_the_group_of_the_present_page_is_open(cast):
    groups = navigation_for(cast.li.roles, "records:record_list", opened=frozenset())
    assert [key for key, is_open in folded(groups).items() if is_open] == ["customers"]


def test_what_waits_in_a_folded_group_is_counted_at_its_name(cast):
    groups = navigation_for(cast.li.roles, "dashboard:home", {"*": 5, "decisions": 2, "import": 3}, frozenset())
    assert {group["key"]: group["count"] for group in groups if group["folds"]} == {
        "assessment": 0,
        "yardstick": 2,
        "customers": 3,
        "improvement": 0,
        "organization": 0,
    }


@pytest.mark.parametrize(
    ("remembered", "opened"),
    [
        (None, {"assessment", "improvement"}),
        ("", set()),
        ("customers.organization", {"customers", "organization"}),
        ("customers.<script>.x" + "." * 5000, {"customers"}),
    ],
)
def test_cookie_holds_keys_of_groups_and_nothing_else(remembered, opened):
    assert groups_left_open(remembered) == opened


def test_groups_left_open_are_drawn_open(cast, client):
    client.force_login(cast.li.user)
    client.cookies[COOKIE] = "customers"
    page = client.get("/search/").content.decode()
    assert re.findall(r'data-group="(\w+)" open', page) == ["customers"]


def test_shell_adds_two_queries_to_a_page(cast, client):
    """Session; user, person, unit and roles in one; then unread notifications and the present cycle, and nothing more."""
    client.force_login(cast.li.user)
    url = "/search/"
    for _time in range(3):
        client.get(url)
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    # What PostgreSQL has been asked often it keeps, and it is called by a name that ends with the table.
    wanted = re.compile(r'FROM "(\w+)"|EXECUTE "qa_\d+_(\w+)"')
    found = [match for query in asked.captured_queries if (match := wanted.search(query["sql"]))]
    assert sorted(match[1] or match[2] for match in found) == [
        "assessments_cycle",
        "django_session",
        "notifications_notification",
        "organization_roleassignment",
    ]


def test_part_of_a_page_pays_for_no_shell(cast, client):
    from foundation.jobs.services import enqueue

    job = enqueue(kind="jobs.ping", key="x", args={}, owner=cast.li)
    client.force_login(cast.li.user)
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/jobs/job/{job.public_id}/progress/")
    assert not [
        query
        for query in asked.captured_queries
        if "assessments_cycle" in query["sql"] or "notifications_" in query["sql"]
    ]


def test_sign_in_page_needs_no_person(client, db):
    assert client.get("/accounts/login/").status_code == 200


def test_error_pages_keep_the_shell(client, db):
    cast = make_cast()
    client.force_login(cast.zhao.user)
    assert client.get("/organization/units/").status_code == 403
    assert client.get("/nowhere/").status_code == 404


def test_sidebar_that_is_kept_is_that_of_the_roles_place_and_language(cast, client):
    pages = {}
    for person, language in ((cast.feng, "en"), (cast.lin, "en"), (cast.feng, "zh-hans"), (cast.feng, "en")):
        client.force_login(person.user)
        client.cookies["django_language"] = language
        for url in ("/organization/units/", "/rectification/task/", "/search/"):
            page = client.get(url)
            kept = pages.setdefault(
                (person.name, language, url), (offers(page), marked(page), "待办" in page.content.decode())
            )
            assert kept == (offers(page), marked(page), language == "zh-hans")
    assert pages[("冯博", "en", "/organization/units/")][1] == ["/organization/units/"]
    assert pages[("冯博", "en", "/search/")][1] == []
    assert "/organization/units/" not in pages[("林晓", "en", "/search/")][0]
