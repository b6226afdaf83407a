"""The tokens hold WCAG AA in light and in dark, and no other sheet names a colour."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[2] / "static" / "css"
LIGHT, DARK, DEVICE_DARK = ":root", '[data-theme="dark"]', ":root:not([data-theme])"
STATES = ("idle", "go", "wait", "done", "late")
GROUNDS = ("paper", "surface", "raised", "hover", "inset", "brand-soft")
TEXTS = ("ink", "ink-2", "ink-3", "brand", "brand-2", "danger", *(f"s-{state}" for state in STATES))
TEXT_PAIRS = (
    *((text, ground) for text in TEXTS for ground in GROUNDS),
    *((text, f"s-{state}-g") for state in STATES for text in (f"s-{state}", "ink", "ink-2")),
    *((f"q{step}-i", f"q{step}") for step in range(1, 7)),
    ("on-brand", "brand"),
    ("on-brand", "brand-2"),
    ("on-danger", "danger"),
    ("on-danger", "danger-2"),
    ("on-tip", "tip"),
)
MARK_PAIRS = tuple(
    (mark, ground)
    for mark in ("field", "focus", "mark", *(f"c{n}" for n in range(1, 7)))
    for ground in ("paper", "surface", "inset")
)


def sheet(name: str) -> str:
    return re.sub(r"/\*.*?\*/", "", (CSS / name).read_text(), flags=re.DOTALL)


def block(selector: str) -> str:
    return re.search(re.escape(selector) + r"\s*\{(.*?)\}", sheet("tokens.css"), re.DOTALL).group(1)


def colours(selector: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})\b", block(selector)))


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Ratio as WCAG 2 defines it."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def weak_pairs(selector: str, pairs, least: float) -> list[str]:
    known = colours(selector)
    return [
        f"{one} on {other}: {ratio:.2f}"
        for one, other in pairs
        if (ratio := contrast(known[one], known[other])) < least
    ]


@pytest.mark.parametrize("selector", [LIGHT, DARK])
def test_texts_are_readable(selector):
    assert weak_pairs(selector, TEXT_PAIRS, 4.5) == []


@pytest.mark.parametrize("selector", [LIGHT, DARK])
def test_edges_and_marks_are_seen(selector):
    assert weak_pairs(selector, MARK_PAIRS, 3) == []


@pytest.mark.parametrize(("selector", "ever_darker"), [(LIGHT, True), (DARK, False)])
def test_score_scale_runs_by_lightness_alone(selector, ever_darker):
    known = colours(selector)
    steps = [luminance(known[f"q{step}"]) for step in range(1, 7)]
    assert steps == sorted(steps, reverse=ever_darker)


def test_device_dark_equals_chosen_dark():
    assert block(DEVICE_DARK).split() == block(DARK).split()


def test_dark_names_no_colour_that_light_has_not():
    assert set(colours(DARK)) - set(colours(LIGHT)) == set()


def test_no_other_sheet_names_a_colour():
    sheets = [path for path in CSS.rglob("*.css") if path.name != "tokens.css"]
    found = {
        path.name: re.findall(r"(?<![\w&-])#[0-9a-fA-F]{3,8}\b", sheet(str(path.relative_to(CSS)))) for path in sheets
    }
    assert {name: hits for name, hits in found.items() if hits} == {}


def test_every_component_sheet_is_linked():
    linked = set(re.findall(r'url\("components/([\w-]+\.css)"\)', sheet("app.css")))
    assert {path.name for path in (CSS / "components").glob("*.css")} == linked
