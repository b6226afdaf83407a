"""Numbers with what belongs to them, and the plots that the server draws."""

import re
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils.translation import override

from foundation.common.templatetags.plots import Axis


def text_of(html: str) -> str:
    html = re.sub(r'<span class="visually-hidden">.*?</span>', "", html)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_figure_carries_what_belongs_to_it(render):
    source = "{% figure v half=h n=48 target=90 change=c %}"
    given = {"v": Decimal("86.4"), "h": Decimal("2.1"), "c": Decimal("1.3")}
    with override("en"):
        assert text_of(render(source, **given)) == "86.4 ±2.1 (n = 48) ▲ 1.3 target 90"
    with override("zh-hans"):
        assert text_of(render(source, **given)) == "86.4 ±2.1 （n = 48） ▲ 1.3 目标 90"


def test_figure_from_an_object_and_overridden(render, english):
    fact = SimpleNamespace(
        value=Decimal("22.5"), unit="seconds", target=30, better="low", n=None, change=Decimal("-2.5")
    )
    html = render("{% figure f small=True %}", f=fact)
    assert text_of(html) == "22.5 s small sample ▼ 2.5 target 30 s"
    assert 'class="change up"' in html  # fewer seconds are good


def test_figure_without_value_is_a_dash(render, english):
    assert render("{% figure None target=90 n=0 %}") == '<span class="number muted">–</span>'


def test_figure_change_within_chance_is_level(render, english):
    assert re.search(r"▬.*\+0\.4<", render("{% figure 90 change=0.4 significant=False %}"))
    assert re.search(r"▬.*\u22126\.3<", render("{% figure 90 change=-6.3 significant=False %}"))
    assert "▬" in render("{% figure 90 change=0.04 %}")


def test_figure_links_to_what_it_is_made_of(render, english):
    assert render('{% figure 90 url="/sheets/" %}') == '<span class="number"><a href="/sheets/"><b>90.0</b></a></span>'


def test_figure_refuses_a_misspelt_part(render, english):
    with pytest.raises(TypeError, match="no traget"):
        render("{% figure 90 traget=95 %}")


@pytest.mark.parametrize(
    ("value", "better", "met"), [(91, "high", True), (89, "high", False), (89, "low", True), (91, "low", False)]
)
def test_kpi_tells_whether_the_target_is_met(render, value, better, met, english):
    assert ("target 90 met ✓" in render('{% kpi "Score" v target=90 better=b %}', v=value, b=better)) == met


def test_kpi_bar_ends_at_the_edge(render, english):
    assert 'width="100.00%"' in render('{% kpi "Score" 130 target=90 %}')


# -- plots


def test_ranking_marks_ties_and_small_samples(render, english):
    rows = [
        {"rank": 1, "tied": True, "label": "A", "value": 92, "half": 2, "n": 60},
        {"rank": 3, "tied": False, "label": "B", "value": 80, "low": 74, "high": 83, "n": 9, "small": True},
    ]
    html = render("{% interval_plot rows target=90 %}", rows=rows)
    assert '<span class="rank__no">1=</span>' in html
    assert '<span class="rank__no">3</span>' in html
    assert "74.0–83.0" in html
    assert html.count("is-small") == 1


def test_axis_holds_all_it_shows():
    axis = Axis([Decimal("74.6"), Decimal("93.5")], "points")
    assert (axis.low, axis.high) == (70, 95)
    assert axis.at(Decimal("82.5")) == "50.00%"
    assert axis.at(None) is None


def test_axis_of_points_stays_within_the_scale():
    axis = Axis([Decimal(3), Decimal("99.9")], "points")
    assert (axis.low, axis.high) == (0, 100)
    assert len(axis.marks) <= 6


def test_empty_ranking_draws_nothing(render, english):
    assert render("{% interval_plot rows %}", rows=[]) == ""


@pytest.mark.parametrize(("value", "step"), [(74, 1), (75, 2), (84, 3), (89, 4), (90, 5), (95, 6), (100, 6)])
def test_heat_map_steps(render, value, step, english):
    html = render("{% heatmap t %}", t={"columns": ["Speed"], "rows": [{"label": "A", "cells": [{"value": value}]}]})
    assert f'<td class="q{step}"' in html


def test_heat_map_leaves_absent_cells_blank(render, english):
    assert "<td>–</td>" in render(
        "{% heatmap t %}", t={"columns": ["Speed"], "rows": [{"label": "A", "cells": [{"value": None}]}]}
    )


def test_bars_part_the_vital_few_from_the_rest(render, english):
    html = render(
        "{% bars rows %}",
        rows=[{"label": name, "value": value} for name, value in (("a", 38), ("b", 27), ("c", 18), ("d", 9), ("e", 7))],
    )
    assert html.count("is-tail") == 2
    assert "Σ 84%" in html


def test_chart_carries_its_figures_as_data_and_as_table(render, english):
    data = {
        "kind": "line",
        "title": "It </script> fell",
        "categories": ["Q1", "Q2"],
        "series": [
            {"name": "East", "values": [Decimal("84.1"), None], "low": [82, None], "high": [86, None], "n": [48, 0]}
        ],
    }
    html = render('{% chart "trend" d %}', d=data)
    assert '"values": [84.1, null]' in html
    assert "It </script>" not in html
    assert "84.1 <small" in html
    assert "(82.0 – 86.0)" in html


def test_chart_bounds_never_cut_off_what_is_drawn(render, english):
    data = {
        "kind": "line",
        "title": "High",
        "categories": ["Q1"],
        "series": [{"name": "East", "values": [96], "low": [94], "high": [98]}],
        "min": 90,
        "max": 95,
    }
    html = render('{% chart "trend" d %}', d=data)
    assert '"min": 90.0' in html
    assert '"max": 98.0' in html
