"""The standard on paper: what stands there, in which language, with which mark, on the page and as PDF."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from pypdf import PdfReader

from standards import services
from standards.content import DimensionContent, IndicatorContent, TargetContent
from standards.digest import digest_of_content
from standards.enums import Scale, TargetKind, TargetSense, TargetUnit, VersionState
from standards.models import StandardVersion
from standards.printing import document_of, pdf_of
from standards.selectors import indicators_of
from tests.standards.workbooks import FOUR


def url(name: str, version: StandardVersion, query: str = "") -> str:
    return reverse(f"standards:{name}", args=[version.public_id]) + query


def of(version: StandardVersion, language: str = "en", *, both: bool = False):
    with override(language):
        return document_of(version, both=both)


def pages_of(data: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(data)).pages]


@pytest.fixture
def every_scale(cast):
    """A draft with an indicator of each scale, targets of each kind and a scope."""
    common = {"weight": 0, "name_zh": "指标", "name_en": "One"}
    more = {
        Scale.MEASURED: {
            "measure": "records.resolved",
            "break_points": (("0.5", "0"), ("0.95", "100")),
            "weight": 5_000,
        },
        Scale.DEDUCTION: {"step": 2, "max_points": 10, "repeats_doubled": True},
        Scale.BONUS: {"max_points": 5},
        Scale.POINTS: {"max_points": 20, "weight": 5_000, "na_allowed": True, "element": "privacy"},
    }
    rows = tuple(
        IndicatorContent(code=f"1.{place}", scale=scale, **{**common, **more.get(scale, {})})
        for place, scale in enumerate(Scale.values)
        if scale not in Scale.with_levels()
    )
    target = {"name_zh": "目标", "sense": TargetSense.AT_LEAST, "unit": TargetUnit.PERCENT}
    targets = (
        TargetContent(code="a", name_en="Resolved", value=95, benchmark=90, **target),
        TargetContent(
            code="b",
            name_en="Waiting",
            value=-30,
            kind=TargetKind.CHANGE,
            baseline=40,
            baseline_source="2025",
            **target,
        ),
        TargetContent(code="c", name_en="Rank", value=3, kind=TargetKind.RANK, **target),
    )
    content = FOUR.__class__(
        "every", "每种", "Every <scale> #heading *bold* $x$", dimensions=(DimensionContent("d", "维度", "Dimension", None, rows),),
        targets=targets, scope=(("touchpoint", "phone"), ("region", "华东"), ("unit", cast.east.code)),
        critical_policy="cap", critical_cap=60,
    )  # fmt: skip
    return services.create_version(content=content, author=cast.li)


# what it says


def test_table_names_every_indicator_under_its_dimension_with_weights(draft):
    table = of(draft).standard
    first = [dict(row.cells[0])["en"] for row in table.rows]
    assert first[:3] == ["Response time", "1.1 First response", "1.2 Keeping the customer informed while waiting"]
    assert (len(first), first[-1]) == (4 + 21 + 1, "The whole")
    assert [dict(row.cells[3]).get("en") for row in table.rows if row.opens] == [
        "20%",
        "25%",
        "35%",
        "20%",
        "100%",
    ]


def test_rules_tell_the_points_of_each_level_the_best_first(draft):
    rule = of(draft).groups[0].rules[0]
    assert dict(rule.name)["en"] == "1.1 First response"
    assert [dict(points)["en"] for points, _given in rule.steps] == ["100", "80", "60", "40", "0"]
    assert dict(rule.steps[0][1])["en"] == "Answered and greeted within 20 seconds, and taken up at once"


def test_every_scale_is_put_into_words(every_scale):
    rules = [[dict(fact)["en"] for fact in rule.facts] for rule in of(every_scale).groups[0].rules]
    reason, doubled = (
        "Below full marks a deduction reason is required.",
        "From the second occurrence on each counts double.",
    )
    assert rules == [
        ["0 to 20 points.", "Consumer protection: Personal information protection.", reason, "May be not applicable."],
        ["2 points off for each occurrence, 10 at most.", doubled, "Taken from the sheet’s total.", reason],
        ["Up to 5 points on top of the sheet’s total."],
        ["Computed from all records of the unit; between the steps in proportion."],
        ["Red line. Triggered or not, never rated. A triggered one needs a reason."],
        ["Red line. An event of the whole unit: reported with its date and confirmed by a second person."],
    ]  # fmt: skip


def test_targets_scope_and_policies_are_said(every_scale, cast):
    document = of(every_scale)
    cells = [[dict(cell).get("en", "") for cell in row.cells] for row in document.targets.rows]
    assert cells == [
        ["Resolved", "≥ 95%", "≥ 90%"],
        ["Waiting", "−30% against a baseline of 40% (2025)", ""],
        ["Rank", "place 3 or better", ""],
    ]
    scope = [(dict(aspect)["en"], dict(values)["en"]) for aspect, values in document.scope.pairs]
    assert scope == [("Unit", cast.east.name_en), ("Touchpoint", "Phone"), ("Region", "华东")]
    assert ("the sheet's score is capped (60)") in [dict(value).get("en") for _name, value in document.scoring.pairs]


def test_both_languages_are_the_readers_first(draft):
    assert of(draft, "zh-hans", both=True).languages == ("zh-Hans", "en")
    name = of(draft, "en", both=True).groups[0].rules[0].name
    assert name == (("en", "1.1 First response"), ("zh-Hans", "首次应答"))
    weights = of(draft, "en", both=True).standard.rows[0].cells[3]
    assert weights == (("en", "20%"),)  # what is of no language is said once


def test_in_one_language_no_label_is_of_the_other(draft):
    document = of(draft, "zh-hans")
    labels = [
        *document.standard.head,
        document.rules_title,
        *(name for name, _value in (*document.facts.pairs, *document.scoring.pairs)),
    ]
    assert {language for label in labels for language, _text in label} == {"zh-Hans"}
    assert not any(text.isascii() for label in labels for _language, text in label)


@pytest.mark.parametrize(
    ("state", "mark"),
    [("draft", "Draft 草稿"), ("submitted", "Draft 草稿"), ("pilot", "Pilot 试点"), ("approved", ""), ("in_force", ""), ("retired", "")],
)  # fmt: skip
def test_mark_says_what_does_not_hold_yet(draft, state, mark):
    StandardVersion.objects.update(state=state)
    assert of(StandardVersion.objects.get()).mark == mark


def test_digest_on_paper_is_the_one_of_the_trail(cast, submitted):
    from foundation.audit.models import AuditEvent

    services.approve_version(version=submitted, actor=cast.zhou)
    known = AuditEvent.objects.get(action="standards.version.approve").details["content"]
    version = StandardVersion.objects.get()
    assert digest_of_content(version, indicators_of(version)) == known
    document = of(version)
    assert known in [dict(value).get("en") for _name, value in document.facts.pairs]
    assert known[:12] in document.running


# as PDF


def test_pdf_holds_what_the_page_holds_and_is_tagged(every_scale):
    data = pdf_of(of(every_scale))
    reader = PdfReader(BytesIO(data))
    text = " ".join("\n".join(pages_of(data)).split())
    assert reader.metadata.title == "Every <scale> #heading *bold* $x$, version 1"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"
    for words in (
        "Every <scale> #heading *bold* $x$",
        "place 3 or better",
        "Draft 草稿",
        "Page 1 of",
        "2 points off for each occurrence",
    ):
        assert words in text
    assert {font for page in reader.pages for font in fonts_of(page)} == {"NotoSansSC"}


def fonts_of(page) -> set[str]:
    found = (font.get_object() for font in page["/Resources"]["/Font"].values())
    return {font["/BaseFont"].rpartition("+")[2].partition("-")[0] for font in found}


def test_pdf_of_a_standard_that_holds_has_no_mark_and_names_its_state(in_force):
    pages = pages_of(pdf_of(of(StandardVersion.objects.get(), "zh-hans")))
    assert not any("草稿" in page for page in pages)
    with override("zh-hans"):
        state = str(VersionState.IN_FORCE.label)
    assert all(f"· {state} ·" in " ".join(page.split()) for page in pages)
    assert pages[0].count("首次应答") == 1


def test_rare_characters_of_names_are_drawn(every_scale):
    every_scale.standard.__class__.objects.update(name_zh="镕喆堃㼆")
    page = pages_of(pdf_of(of(StandardVersion.objects.get(), "zh-hans")))[0]
    assert "镕喆堃㼆" in page


def test_pages_in_both_languages_are_more(draft):
    one, both = (len(pages_of(pdf_of(of(draft, "en", both=both)))) for both in (False, True))
    assert both > one


# the pages


@pytest.mark.parametrize("name", ["version_print", "version_pdf"])
def test_paper_is_for_who_may_read_the_version(cast, draft, client, name):
    client.force_login(cast.zhao.user)
    assert client.get(url(name, draft)).status_code == 404
    client.force_login(cast.qian.user)
    assert client.get(url(name, draft)).status_code == 200
    assert client.post(url(name, draft)).status_code == 405


def test_pdf_is_a_sandboxed_download_that_nobody_keeps(cast, in_force, client):
    client.force_login(cast.lin.user)
    answer = client.get(url("version_pdf", in_force), headers={"accept-language": "zh-hans"})
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert answer["Content-Disposition"].startswith("attachment; filename*=UTF-8''%E5%AE%A2%E6%88%B7")
    assert (answer["Cache-Control"], answer["Content-Security-Policy"]) == (
        "private, no-store",
        "sandbox; default-src 'none'",
    )


def test_print_page_says_both_languages_on_demand(cast, in_force, client):
    client.force_login(cast.lin.user)
    english = {"accept-language": "en"}
    one = client.get(url("version_print", in_force), headers=english).content.decode()
    both = client.get(url("version_print", in_force, "?languages=both"), headers=english).content.decode()
    assert "首次应答" not in one and 'lang="zh-Hans">首次应答' in both
    assert url("version_pdf", in_force, "?languages=both") in both


def test_print_page_takes_the_same_queries_however_much_the_standard_says(cast, every_scale, client):
    client.force_login(cast.li.user)
    small = every_scale
    large = services.create_standard_from_preset(preset="four-dimensions", author=cast.li)
    counts = []
    for version in (small, small, large):
        with CaptureQueriesContext(connection) as taken:
            assert client.get(url("version_print", version)).status_code == 200
        counts.append(len(taken))
    assert counts[2] <= counts[1]


def test_missing_fonts_are_a_sentence(cast, in_force, client, settings, tmp_path):
    settings.FONTS_DIR = tmp_path
    client.force_login(cast.lin.user)
    answer = client.get(url("version_pdf", in_force), headers={"accept-language": "en"})
    assert answer.status_code == 400
    assert "The fonts for PDF files are not installed." in answer.content.decode()
