"""Three experts compare in pairs, one is sent back, the lead takes the weights over; a manager tries others before approving (R4, R5).

Li Wen leads; Chen Jie compares at her desk, Lin Xiao by keyboard, Zhou Hang on his phone.
"""

import pytest
from django.core.management import call_command

from foundation.audit.models import AuditEvent
from standards.models import Indicator, StandardVersion
from standards.models.study import ExpertSubmission, StudyExpert, WeightSetting, WeightStudy
from standards.services import create_standard_from_preset
from tests.factories import make_cycle, make_totals
from tests.standards.studying import CIRCULAR, CONSISTENT

pytestmark = pytest.mark.journey

DESK, PHONE = (1440, 900), (390, 844)


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"], ids=["Chinese", "English"])
def test_study_by_three_experts_from_asking_to_taking_over(committed_cast, desk, locale):
    cast = committed_cast
    draft = create_standard_from_preset(preset="four-dimensions", author=cast.li)
    lead = desk(cast.li, locale=locale).sign_in()

    study = ask(lead, draft, [cast.chen, cast.lin, cast.zhou])
    compare_with_contradiction(desk(cast.chen, locale=locale).sign_in(), study)
    compare_by_keyboard(desk(cast.lin, locale=locale).sign_in(), study)
    compare_on_a_phone(desk(cast.zhou, locale=locale, size=PHONE).sign_in(), study)
    look_before_and_after_closing(lead, study)
    take_over(lead, draft, study)
    call_command("verify")


def ask(lead, draft, people) -> WeightStudy:
    lead.open("standards:version_detail", public_id=draft.public_id)
    lead.shoot("draft")
    page = lead.open("standards:study_open", public_id=draft.public_id)
    page.check("input[name=level][value=dimensions]")
    for person in people:
        page.fill("input[name=find]", person.name)
        with page.expect_navigation():
            page.press("input[name=find]", "Enter")
        page.check(f"#expert-{person.public_id}")
    page.fill("input[name=due_on]", "2199-01-04")
    lead.shoot("asking")
    with page.expect_navigation():  # by its own button, not by the one that finds people
        page.press("input[name=due_on]", "Enter")
    study = WeightStudy.objects.get()
    assert set(study.experts.values_list("person", flat=True)) == {person.pk for person in people}
    # Only leads close, and nobody opens another's part.
    assert lead.refused("standards:study_answer", public_id=study.public_id) == 404
    return study


def choose(page, steps) -> None:
    """Click the step of each question of the first part."""
    questions = page.locator('[data-group="0"] .pair')
    for place, step in enumerate(steps):
        questions.nth(place).locator(f'input[value="{step}"]').check(force=True)


def compare_with_contradiction(expert, study) -> None:
    """Chen Jie's answers go round in a circle: the page says so at once, the server sends them back, she mends them."""
    page = expert.page
    page.locator("a", has_text=title(expert)).first.click()
    page.wait_for_url("**/compare/")
    assert page.locator("[data-check]").get_attribute("data-tone") == "wait"
    choose(page, CIRCULAR)
    assert page.locator("[data-check]").get_attribute("data-tone") == "late"
    assert page.locator(".pair.is-worst").get_attribute("data-place") == "0-1"
    by_script = page.locator("[data-check]").inner_text()
    expert.shoot("contradiction")
    expert.press("button[name=action][value=submit]")
    # The server says the same as the script did while she typed.
    assert page.locator("[data-check]").inner_text() == by_script
    assert "CR" in page.locator(".note--late").inner_text()
    expert.shoot("sent-back")
    row = StudyExpert.objects.get(study=study, person=expert.person)
    assert (row.sent_back, row.state, row.draft[""]["0-1"]) == (1, "asked", "9")
    choose(page, CONSISTENT)
    assert page.locator("[data-check]").get_attribute("data-tone") == "done"
    expert.press("button[name=action][value=submit]")
    assert ExpertSubmission.objects.get(expert=row).answers == {
        "": dict(zip(["0-1", "0-2", "0-3", "1-2", "1-3", "2-3"], CONSISTENT, strict=True))
    }
    expert.shoot("submitted")


def title(desk) -> str:
    return "比较哪些更重要" if desk.locale.startswith("zh") else "Compare what counts more"


def compare_by_keyboard(expert, study) -> None:
    """Arrows along the scale, Enter to the next question; a draft kept in between."""
    page = expert.open("standards:study_answer", public_id=study.public_id)
    page.locator(".pair").first.locator('input[value="1"]').focus()
    for _question in range(3):
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")  # one step towards the second thing: 2
        page.keyboard.press("Enter")
        page.locator("input:focus").evaluate(
            "(input) => input.closest('.pair').querySelector('input[value=\"1\"]').focus()"
        )
    # It saves itself; closing the window loses nothing.
    page.locator("[data-saved]", has_text=":").wait_for()
    page.reload()
    row = StudyExpert.objects.get(study=study, person=expert.person)
    assert row.draft == {"": {"0-1": "1/2", "0-2": "1/2", "0-3": "1/2"}}
    assert page.locator(".pair input:checked").count() == 3
    choose(page, ("1/2", "1/2", "1/2", "1", "1", "1"))
    same_weights(page)
    expert.press("button[name=action][value=submit]")


def same_weights(page) -> None:
    """What the script shows and what the server would (the button that is there without scripts)."""
    shown = page.locator("[data-weight]").all_inner_texts()
    with page.expect_navigation():
        page.evaluate("document.querySelector('[value=check]').click()")
    assert page.locator("[data-weight]").all_inner_texts() == shown


def compare_on_a_phone(expert, study) -> None:
    """One question at a time; a tap moves on, and back."""
    page = expert.open("standards:study_answer", public_id=study.public_id)
    assert page.locator(".pair:visible").count() == 1
    expert.shoot("phone")
    page.locator(".pair:visible .pair__step", has=page.locator('input[value="3"]')).tap()
    page.locator('.pair[data-place="0-2"]:visible').wait_for()
    page.locator(".compare-nav button").first.click()
    page.locator('.pair[data-place="0-1"]:visible').wait_for()
    for place, step in enumerate(("2", "1", "3", "1/2", "1", "2")):
        page.locator(".pair").nth(place).evaluate(
            "(pair, step) => { const input = pair.querySelector(`input[value='${step}']`); input.checked = true;"
            " input.dispatchEvent(new Event('change', {bubbles: true})); }",
            step,
        )
    assert page.locator("[data-check]").first.get_attribute("data-tone") == "done"
    expert.shoot("phone-done")
    expert.press("button[name=action][value=submit]")
    assert ExpertSubmission.objects.count() == 3
    # He may watch the study as a manager, but not close it.
    assert expert.refused("standards:study_close", public_id=study.public_id) == 403


def look_before_and_after_closing(lead, study) -> None:
    page = lead.open("standards:study_detail", public_id=study.public_id)
    assert page.locator("tfoot").count() == 0
    lead.shoot("done")
    lead.act("standards:study_close", public_id=study.public_id)
    assert page.locator("tfoot td").count() == 4
    page.locator("details summary").last.click()
    lead.shoot("closed")
    assert (
        list(AuditEvent.objects.filter(target=str(study.public_id)).values_list("action", flat=True)).count(
            "standards.study.send_back"
        )
        == 1
    )


def take_over(lead, draft, study) -> None:
    page = lead.open("standards:weight_proposal", public_id=draft.public_id)
    lead.shoot("proposal")
    shown = page.locator("tbody tr:not(.proposal__dimension) td b").all_inner_texts()
    lead.press("form[method=post] button.btn-primary")
    setting = WeightSetting.objects.get()
    assert (setting.source, setting.study) == ("experts", study)
    rows = Indicator.objects.filter(version=draft).exclude(scale="critical").order_by("dimension__order", "order")
    weights = list(rows.values_list("weight", flat=True))
    assert [f"{weight / 100:.2f}" for weight in weights] == shown
    assert sum(weights) == 10_000
    lead.shoot("taken-over")
    page = lead.open("standards:version_weights", public_id=draft.public_id)
    page.locator("[data-weight]").first.fill("0.01")
    assert page.locator("[data-left]").get_attribute("data-tone") == "wait"
    lead.press(".page-foot button[value=save]")
    assert page.locator(".note--late").count() == 1
    lead.shoot("by-hand-refused")
    lead.press(".page-foot button[value=spread]")
    assert page.locator("[data-left]").get_attribute("data-tone") == "done"
    lead.press(".page-foot button[value=save]")
    assert WeightSetting.objects.count() == 2
    assert sum(rows.values_list("weight", flat=True)) == 10_000


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"], ids=["Chinese", "English"])
def test_manager_tries_weights_and_the_page_says_what_the_server_says(committed_cast, desk, locale):
    cast = committed_cast
    draft = create_standard_from_preset(preset="four-dimensions", author=cast.li)
    quarter_of(draft, cast)
    manager = desk(cast.zhou, locale=locale).sign_in()
    page = manager.open("analysis:what_if", public_id=draft.public_id)
    assert ranking(page) == by_script(page)
    manager.shoot("as-it-is")
    before = ranking(page)
    for name, text in (("1.1", "60"), ("2.1", "0.5"), ("3.2", "0"), ("4.1", "12.25")):
        field(page, draft, name).fill(text)
    live = ranking(page)
    assert live != before
    manager.shoot("typed")
    with page.expect_navigation():
        page.locator(".page-foot button[form=what-if-form]").click()
    # The same address computed by the server: drawn without the script, and with it.
    assert ranking(page) == live
    assert without_script(manager, page.url) == live
    manager.shoot("computed")
    field(page, draft, "1.1").fill("sixty")
    assert "is-invalid" in field(page, draft, "1.1").get_attribute("class")


def quarter_of(draft: StandardVersion, cast) -> None:
    """2021Q1 was scored by these indicators: six units, each better in something else, some with few sheets."""
    cycle = make_cycle(
        draft, units=(cast.east, cast.west, cast.retail, cast.service_centre, cast.audit_office, cast.quality_office)
    )
    codes = list(
        Indicator.objects.filter(version=draft)
        .exclude(scale__in=["critical", "measured"])
        .values_list("code", flat=True)
    )
    for number, plan in enumerate(cycle.plans.select_related("unit").order_by("unit__code")):
        type(plan.unit).objects.filter(pk=plan.unit_id).update(peer_group="all")
        sheets, wobble = 3 + 4 * number, [-6, 1, 5, 0, -3, 3, 2]
        totals: dict[str, list[str]] = {"sheet": [], **{code: [] for code in codes}}
        for sheet in range(sheets):
            own = {
                code: 60 + (7 * place + 11 * number) % 37 + wobble[(sheet + place) % 7] / 2
                for place, code in enumerate(codes)
            }
            for code, value in own.items():
                totals[code].append(f"{value:.1f}")
            totals["sheet"].append(f"{sum(own.values()) / len(own):.4f}")
        make_totals(cycle, plan.unit, **totals)


def field(page, draft, code: str):
    return page.locator(f"#weight-{Indicator.objects.get(version=draft, code=code).pk}")


def ranking(page) -> list[list[str]]:
    """Rank, unit, score, interval and move of each row, as they are shown."""
    return page.evaluate(
        """() => [...document.querySelectorAll('[data-unit]')].map((row) => ['[data-rank]', 'th', '[data-score]', '[data-half]', '[data-move]']
             .map((part) => row.querySelector(part).textContent.replace(/\\s+/g, ' ').trim()))"""
    )


def by_script(page) -> list[list[str]]:
    """After the script has drawn everything anew from the same weights."""
    page.locator("[data-weight]").first.dispatch_event("input")
    return ranking(page)


def without_script(manager, url: str) -> list[list[str]]:
    context = manager.context.browser.new_context(java_script_enabled=False, locale=manager.locale)
    context.add_cookies(manager.context.cookies())
    page = context.new_page()
    page.goto(url)
    rows = [
        [
            " ".join(row.locator(part).text_content().split())
            for part in ("[data-rank]", "th", "[data-score]", "[data-half]", "[data-move]")
        ]
        for row in page.locator("[data-unit]").all()
    ]
    context.close()
    return rows
