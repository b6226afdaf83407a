"""A person at a desk: one browser context, signed in by the sign-in page."""

import re
from pathlib import Path

from django.urls import reverse
from playwright.sync_api import Browser, Locator, Page

from tests.cast import PASSWORD

# What a bank clerk would not expect on a Chinese page: three Latin words in a row outside data.
ENGLISH_SENTENCE = re.compile(r"\b[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}\b")


class Desk:
    def __init__(self, browser: Browser, url: str, person, *, locale: str, size: tuple[int, int], folder: Path):
        self.url, self.person, self.folder, self.complaints = url, person, folder, []
        self.locale = locale
        width, height = size
        # The worker beside the pages has journeys of its own (test_offline); elsewhere it would only load all scripts once more for each desk.
        self.context = browser.new_context(
            locale=locale,
            viewport={"width": width, "height": height},
            has_touch=width < 1000,
            service_workers="block",
        )
        self.context.set_default_timeout(20_000)
        self._shots = 0
        self.refusal = ""  # what the browser may say when this person is refused on purpose
        self.deaf = False  # while the accessibility checker tries what the content policy refuses
        self.take_new_page()

    def take_new_page(self) -> None:
        for old in self.context.pages:
            old.close()
        self.page: Page = self.context.new_page()
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))

    def _listen(self, message) -> None:
        expected = self.refusal and self.refusal in message.text
        if message.type == "error" and not self.deaf and not expected:
            self.complaints.append(f"{self.page.url}: {message.text} {message.location.get('url', '')}")

    def sign_in(self) -> "Desk":
        self.page.goto(self.url + reverse("account_login"))
        self.page.fill("input[name=login]", self.person.user.username)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.press("input[name=password]", "Enter")
        self.page.wait_for_url(self.url + "/")
        return self

    def open(self, name: str, query: str = "", **kwargs) -> Page:
        self.page.goto(self.url + reverse(name, kwargs=kwargs) + query)
        return self.page

    def press(self, selector: str) -> None:
        """Press a button that sends a form, agree if the page asks, and wait for the answer."""
        button = self.page.locator(selector).first
        with self.page.expect_navigation():
            button.click()
            asked = self.page.locator("dialog[open] [data-confirmed]")
            if asked.count():
                asked.click()

    def act(self, name: str, **kwargs) -> None:
        """Press the button of the form that posts to this URL."""
        self.press(f'form[action="{reverse(name, kwargs=kwargs)}"] button:not([type=button])')

    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    def shows(self, text: str) -> Locator:
        found = self.page.get_by_text(text).first
        found.wait_for()
        return found

    def refused(self, name: str, data: dict | None = None, **kwargs) -> int:
        """Send the request that the page does not offer; returns the status."""
        token = next(cookie["value"] for cookie in self.context.cookies() if cookie["name"] == "csrftoken")
        answer = self.context.request.post(
            self.url + reverse(name, kwargs=kwargs),
            form={"csrfmiddlewaretoken": token, **(data or {})},
            headers={"Referer": self.url + "/"},
            max_redirects=0,
        )
        return answer.status

    def shoot(self, name: str, *, shows_file: bool = False) -> None:
        """Keep a picture of the whole page, and look for a sentence in the wrong language (not where the page shows a foreign file)."""
        self._shots += 1
        self.folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(
            path=self.folder / f"{self.person.user.username}-{self._shots:02}-{name}.png", full_page=True
        )
        if self.locale.startswith("zh") and not shows_file:
            text = self.page.evaluate("document.querySelector('main, body').innerText")
            found = ENGLISH_SENTENCE.search(text)
            if found:
                self.complaints.append(f"An English sentence on a Chinese page ({name}): {found.group(0)!r}")

    def leave(self) -> None:
        self.context.close()
