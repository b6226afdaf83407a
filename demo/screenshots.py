"""Pictures of the main pages of a running demo, as each role: `bin/screenshots` runs this.

The pages stand in `demo/pages.py`; a file is called `<page>-<language>-<theme>-<size>.png`.
"""

import argparse
import sys
from pathlib import Path
from tempfile import gettempdir

from playwright.sync_api import Browser, Error, Page, sync_playwright

from demo.pages import PAGES
from demo.password import PASSWORD

SIZES = {"desktop": (1440, 900), "tablet": (820, 1180), "phone": (390, 844)}
LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}
THEMES = ("light", "dark")
PATIENCE = 120_000  # milliseconds: on a busy machine a page takes its time
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]  # fmt: skip


def main() -> int:
    options = read_options()
    unknown = {
        "page": set(options.pages) - set(PAGES),
        "role": set(options.roles) - {page.role for page in PAGES.values()},
        "size": set(options.sizes) - set(SIZES),
        "language": set(options.languages) - set(LANGUAGES),
        "theme": set(options.themes) - set(THEMES),
    }
    known = {"page": PAGES, "role": {page.role: "" for page in PAGES.values() if page.role}, "size": SIZES}
    known |= {"language": LANGUAGES, "theme": THEMES}
    for what, names in unknown.items():
        if names:
            print(f"No such {what}: {', '.join(sorted(names))}. There are: {', '.join(known[what])}.", file=sys.stderr)
            return 2
    if options.list:
        print("\n".join(f"{name:<26}{page.role or '–':<12}{', '.join(page.sizes)}" for name, page in PAGES.items()))
        return 0
    if not options.url:
        print("Give --url: the address of a running demo.", file=sys.stderr)
        return 2
    options.out.mkdir(parents=True, exist_ok=True)
    failed = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=options.chromium or None, args=FLAGS)
        for language in options.languages:
            for theme in options.themes:
                for size in SIZES:
                    failed += take(browser, options, language, theme, size)
        browser.close()
    return 1 if failed else 0


def read_options() -> argparse.Namespace:
    def names(text: str) -> list[str]:
        return [name for name in text.split(",") if name]

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url")
    parser.add_argument("--chromium", default="")
    parser.add_argument("--out", type=Path, default=Path(gettempdir()) / "qa-portal-screenshots")
    parser.add_argument("--list", action="store_true", help="name the pages and take none")
    parser.add_argument("--pages", type=names, default=[])
    parser.add_argument("--roles", type=names, default=[])
    parser.add_argument("--sizes", type=names, default=[], help="instead of those that a page is usually taken in")
    parser.add_argument("--languages", type=names, default=list(LANGUAGES))
    parser.add_argument("--themes", type=names, default=["light"])
    return parser.parse_args()


def wanted(options: argparse.Namespace, size: str) -> dict[str, list[str]]:
    """{role: pages} to be taken in the size."""
    by_role: dict[str, list[str]] = {}
    for name, page in PAGES.items():
        if options.pages and name not in options.pages or options.roles and page.role not in options.roles:
            continue
        if size in (options.sizes or page.sizes):
            by_role.setdefault(page.role, []).append(name)
    return by_role


def take(browser: Browser, options, language: str, theme: str, size: str) -> int:
    """All wanted pages in one setting, role by role; returns how many could not be taken: the others are, whatever becomes of one."""
    failed = 0
    width, height = SIZES[size]
    for role, pages in wanted(options, size).items():
        context = browser.new_context(
            locale=LANGUAGES[language],
            color_scheme=theme,
            viewport={"width": width, "height": height},
            has_touch=size != "desktop",
        )
        context.set_default_timeout(PATIENCE)
        tab = context.new_page()
        if role:
            sign_in(tab, options.url, role)
        for page in pages:
            target = options.out / f"{page}-{language}-{theme}-{size}.png"
            if problem := picture(tab, options.url, page, target):
                failed += 1
                print(f"{page} as {role or 'a visitor'}: {problem}", file=sys.stderr)
            else:
                print(target, flush=True)
        context.close()
    return failed


def sign_in(tab: Page, url: str, role: str) -> None:
    tab.goto(f"{url}/accounts/login/")
    tab.fill("input[name=login]", role)
    tab.fill("input[name=password]", PASSWORD)
    tab.press("input[name=password]", "Enter")
    tab.wait_for_url(lambda address: "/accounts/" not in address)


def picture(tab: Page, url: str, page: str, target: Path) -> str:
    """Follow the way to the page and keep its picture; what stood in the way, empty where nothing did."""
    try:
        answer = tab.goto(url + PAGES[page].address)
        for link in PAGES[page].links:
            found = tab.locator(link)
            if not found.count():
                return f"there is no link {link} on {tab.url}."
            answer = tab.goto(url + found.first.get_attribute("href"))
        tab.wait_for_load_state("networkidle")
        if answer is None or not answer.ok:
            return f"{tab.url} does not answer with a page."
        tab.screenshot(path=target, full_page=True)
    except Error as error:
        return error.message.splitlines()[0]
    return ""


if __name__ == "__main__":
    sys.exit(main())
