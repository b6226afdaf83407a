"""Scoring a sheet by keyboard alone."""

from playwright.sync_api import Page

from tests.journeys.people import Desk

PLACE = "营业厅"


def state_visit(page: Page) -> int:
    """It is now and here; the keyboard goes back to the row it was on. Returns the number of keys pressed."""
    page.locator("[data-now-button]").press("Enter")
    page.locator("#visit-place").press_sequentially(PLACE)
    page.locator("[data-now] input").first.focus()
    return 1 + len(PLACE)


def score_by_keyboard(desk: Desk, *, weak: str = "", most: int = 80) -> int:
    """Mark every row of the open sheet with keys and submit; returns the number of keys pressed.

    The best level everywhere, the second worst with a reason in dimensions whose code holds `weak`.
    """
    page, keys = desk.page, 0
    page.locator("[data-now]").wait_for()
    if page.locator("#visit-at").count():
        keys += state_visit(page)
    total = page.locator("[data-code]").count()
    for _ in range(total):
        row = page.locator("[data-now]")
        code, scale = row.get_attribute("data-code"), row.get_attribute("data-scale")
        is_weak = bool(weak) and weak in page.locator(f'section:has([data-code="{code}"])').first.get_attribute(
            "data-dimension"
        )
        if scale == "points":
            most_points = int(row.get_attribute("data-max")) // 10_000
            answer = [*str(most_points), "Enter"]
        else:
            values = [
                value
                for value in row.locator("input[type=radio]").evaluate_all("all => all.map(one => one.value)")
                if value.isdigit()
            ]
            levels = sorted(values, key=int)
            answer = (
                ["0"]
                if scale == "critical"
                else [levels[min(1, len(levels) - 1)] if is_weak and len(levels) > 2 else levels[-1]]
            )
        for key in answer:
            page.keyboard.press(key)
            keys += 1
        if page.evaluate("document.activeElement.tagName") == "TEXTAREA":
            page.keyboard.type("未告知工单号")
            page.keyboard.press("Enter")
            keys += 2
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    return keys + 1
