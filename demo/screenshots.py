"""Pictures of the main pages of a running demo, as each role: `bin/screenshots` runs this.

A page is named by role and place; its file is `<page>-<language>-<theme>-<size>.png`.
"""

import argparse
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from demo.password import PASSWORD

SIZES = {"desktop": (1440, 900), "tablet": (820, 1180), "phone": (390, 844)}
LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]  # fmt: skip
# page: who signs in, the address, and the link to follow from there (a CSS selector; empty: none)
PAGES = {
    "sign-in": ("", "/accounts/login/", ""),
    "assessor-work": ("assessor", "/", ""),
    "assessor-sheet": ("assessor", "/assessments/sheet/next/", ""),
    "assessor-sheets": ("assessor", "/assessments/sheet/", ""),
    "lead-work": ("lead", "/", ""),
    "lead-cycle": ("lead", "/assessments/cycles/", "main td a[href*='/assessments/cycles/']"),
    "lead-year": ("lead", "/assessments/calendar/", ""),
    "lead-special": ("lead", "/assessments/cycles/special/", ""),
    "manager-decisions": ("manager", "/decisions/", ""),
    "manager-decision": ("manager", "/decisions/", "main a[href*='/decisions/0']"),
    "lead-plan": ("lead", "/assessments/cycles/", "main td a[href*='/assessments/cycles/'] >> main a[href*='/assessments/plans/']"),
    "lead-spot-checks": ("lead", "/assessments/spot-checks/", ""),
    "lead-board": ("lead", "/assessments/board/", ""),
    "lead-replacements": ("lead", "/assessments/replacements/", ""),
    "lead-records": ("lead", "/records/", ""),
    "lead-imports": ("lead", "/records/imports/", ""),
    "lead-findings": ("lead", "/rectification/finding/", ""),
    "lead-questionnaires": ("lead", "/feedback/questionnaire/", ""),
    "manager-quarter": ("manager", "/quarter/", ""),
    "manager-unit": ("manager", "/quarter/", "main a[href*='/analysis/unit']"),
    "manager-tasks": ("manager", "/rectification/task/", ""),
    "manager-standard": ("manager", "/standards/", "main a[href*='/standards/versions/']"),
    "manager-what-if": ("manager", "/standards/", "main a[href*='/standards/versions/'] >> main a[href*='/analysis/what-if/']"),
    "head-work": ("head", "/", ""),
    "owner-work": ("owner", "/", ""),
    "owner-task": ("owner", "/rectification/task/", "main a[href*='/rectification/task/0']"),
    "supervisor-trail": ("supervisor", "/audit/", ""),
    "supervisor-draw": (
        "supervisor",
        "/assessments/cycles/",
        "main td a[href*='/assessments/cycles/'] >> main a[href*='/assessments/plans/'] >> main a[href*='/sampling/draws/']",
    ),
    "staff-publications": ("staff", "/publication/publication/", ""),
    "staff-publication": ("staff", "/publication/publication/", "main a[href*='/publication/publication/0']"),
    "staff-working-days": ("staff", "/workdays/", ""),
    "admin-working-days": ("admin", "/workdays/2027/", ""),
    "admin-announcement": ("admin", "/workdays/2025/enter/public/", ""),
    "admin-people": ("admin", "/organization/people/", ""),
    "admin-units": ("admin", "/organization/units/", ""),
}  # fmt: skip


def main() -> int:
    options = read_options()
    options.out.mkdir(parents=True, exist_ok=True)
    unknown = set(options.pages) - set(PAGES)
    if unknown:
        print(f"No such page: {', '.join(sorted(unknown))}. There are: {', '.join(PAGES)}.", file=sys.stderr)
        return 2
    failed = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=options.chromium or None, args=FLAGS)
        for language in options.languages:
            for theme in options.themes:
                for size in options.sizes:
                    failed += take(browser, options, language, theme, size)
        browser.close()
    return 1 if failed else 0


def read_options() -> argparse.Namespace:
    def names(text: str) -> list[str]:
        return [name for name in text.split(",") if name]

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", required=True)
    parser.add_argument("--chromium", default="")
    parser.add_argument("--out", type=Path, default=Path("artifacts/screenshots"))
    parser.add_argument("--pages", type=names, default=list(PAGES))
    parser.add_argument("--sizes", type=names, default=list(SIZES))
    parser.add_argument("--languages", type=names, default=list(LANGUAGES))
    parser.add_argument("--themes", type=names, default=["light", "dark"])
    return parser.parse_args()


def take(browser: Browser, options, language: str, theme: str, size: str) -> int:
    """All wanted pages in one setting, role by role; returns how many could not be taken."""
    failed = 0
    by_role: dict[str, list[str]] = {}
    for page in options.pages:
        by_role.setdefault(PAGES[page][0], []).append(page)
    width, height = SIZES[size]
    for role, pages in by_role.items():
        context = browser.new_context(
            locale=LANGUAGES[language],
            color_scheme=theme,
            viewport={"width": width, "height": height},
            has_touch=size != "desktop",
        )
        tab = context.new_page()
        if role:
            sign_in(tab, options.url, role)
        for page in pages:
            target = options.out / f"{page}-{language}-{theme}-{size}.png"
            if visit(tab, options.url, page):
                tab.screenshot(path=target, full_page=True)
                print(target, flush=True)
            else:
                failed += 1
                print(f"{page} could not be reached as {role or 'a visitor'}.", file=sys.stderr)
        context.close()
    return failed


def sign_in(tab: Page, url: str, role: str) -> None:
    tab.goto(f"{url}/accounts/login/")
    tab.fill("input[name=login]", role)
    tab.fill("input[name=password]", PASSWORD)
    tab.press("input[name=password]", "Enter")
    tab.wait_for_url(f"{url}/")


def visit(tab: Page, url: str, page: str) -> bool:
    _role, address, links = PAGES[page]
    answer = tab.goto(url + address)
    for link in filter(None, links.split(" >> ")):
        found = tab.locator(link)
        if not found.count():
            return False
        answer = tab.goto(url + found.first.get_attribute("href"))
    tab.wait_for_load_state("networkidle")
    return answer is not None and answer.ok


if __name__ == "__main__":
    sys.exit(main())
