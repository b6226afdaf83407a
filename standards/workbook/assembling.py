"""Rows of the sheets → content; what does not fit together is told by the cell where it can be mended."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from foundation.common.errors import Invalid
from standards import figures
from standards.content import DimensionContent, IndicatorContent, LevelContent, StandardContent, TargetContent
from standards.enums import CriticalPolicy, Scale, ScopeAspect
from standards.validators import (
    Problem,
    problems_of_dimension,
    problems_of_indicator,
    problems_of_scope,
    problems_of_target,
)
from standards.workbook import lists, shape
from standards.workbook.lists import normal
from standards.workbook.tables import Row, Table

FULL = Decimal(100)


def barring_problems(content: StandardContent) -> list[Problem]:
    """What no editor of a draft would save. A draft may be unfinished: weights that do not add up yet are told, and let pass."""
    found = [problem for one in content.dimensions for problem in problems_of_dimension(one)]
    for one in content.indicators:
        found += [problem for problem in problems_of_indicator(one) if problem.field != "weight" or one.weight]
    found += [problem for one in content.targets for problem in problems_of_target(one)]
    if content.critical_policy == CriticalPolicy.CAP and content.critical_cap is None:
        found.append(Problem(_("Say how much a sheet can have at most."), field="critical_cap"))
    for field, points in (("critical_cap", content.critical_cap), ("target", content.target)):
        if points is not None and not 0 <= points <= 100:
            found.append(Problem(_("The cap and the target of the whole are from 0 to 100."), field=field))
    found += problems_of_scope(content.scope)
    for kind, rows in (
        ("dimension", content.dimensions),
        ("indicator", content.indicators),
        ("target", content.targets),
    ):
        codes = [one.code for one in rows]
        found += [
            Problem(_twice(code), kind=kind, field="code") for code in sorted({c for c in codes if codes.count(c) > 1})
        ]
    return found


def _twice(code: str) -> str:
    return _("The code %(code)s is there twice.") % {"code": code}


class Assembly:
    """Puts the tables together, adding faults to them. `content` can be relied on where no table has a fault."""

    def __init__(self, settings: tuple[Table, Row], tables: Mapping[str, Table], units: Mapping[str, str]):
        self.settings, self.setting = settings
        self.tables, self.units = tables, units
        self.dimensions = self._by_code(tables["dimensions"])
        self.indicators = self._by_code(tables["indicators"])
        self.targets = self._by_code(tables["targets"])
        self.levels = self._by_owner(tables["levels"], shape.MOST_LEVELS)
        self.steps = self._by_owner(tables["steps"], shape.MOST_STEPS)
        self.content = self._content()
        self._point_out(barring_problems(self.content))

    def _by_code(self, table: Table) -> dict[str, Row]:
        found: dict[str, Row] = {}
        for row in table.rows:
            code = row.values["code"]
            if code is None:
                continue
            if code in found:
                table.fault(
                    row.places["code"],
                    _("The code %(code)s stands in %(cell)s already.")
                    % {"code": code, "cell": found[code].places["code"]},
                )
            else:
                found[code] = row
        return found

    def _by_owner(self, table: Table, most: int) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in table.rows:
            code = row.values["indicator"]
            if code is None:
                continue
            if code not in self.indicators:
                table.fault(row.places["indicator"], _missing(code, self.tables["indicators"]))
                continue
            found.setdefault(code, []).append(row)
            if len(found[code]) == most + 1:
                table.fault(row.places["indicator"], _("An indicator has at most %(most)d of them.") % {"most": most})
            # What a level lacks would be told once more as the indicator's.
            self.indicators[code].is_spoiled |= row.is_spoiled
        return found

    def _content(self) -> StandardContent:
        homes: dict[str, list[IndicatorContent]] = {code: [] for code in self.dimensions}
        by_name = self._dimensions_by_name()
        for code, row in self.indicators.items():
            home = row.values["dimension"]
            if home is not None and home not in homes:
                home = by_name.get(normal(home), home)
            if home in homes:
                homes[home].append(self._indicator(code, row))
            elif home is not None:
                self.tables["indicators"].fault(row.places["dimension"], _missing(home, self.tables["dimensions"]))
        targets = [TargetContent(**row.values) for row in self.targets.values() if not row.is_spoiled]
        if len(self.targets) > shape.MOST_TARGETS:
            last = list(self.targets.values())[shape.MOST_TARGETS]
            self.tables["targets"].fault(
                last.places["code"], _("A standard has at most %(most)d targets.") % {"most": shape.MOST_TARGETS}
            )
        values = {name: value for name, value in self.setting.values.items() if name != "format"}
        for name in ("na_policy", "critical_policy"):
            values[name] = values[name] or StandardContent.__dataclass_fields__[name].default
        return StandardContent(
            **{**values, "code": values["code"] or "", "name_zh": values["name_zh"] or ""},
            dimensions=tuple(
                DimensionContent(**row.values, indicators=tuple(homes[code])) for code, row in self.dimensions.items()
            ),
            targets=tuple(targets),
            scope=tuple(self._scope()),
        )

    def _dimensions_by_name(self) -> dict[str, str]:
        """{name in either language, in normal form: code}, of names that only one dimension has."""
        named = [
            (normal(row.values[name]), code)
            for code, row in self.dimensions.items()
            for name in ("name_zh", "name_en")
            if row.values[name]
        ]
        homes: dict[str, set[str]] = {}
        for name, code in named:
            homes.setdefault(name, set()).add(code)
        return {name: min(codes) for name, codes in homes.items() if len(codes) == 1}

    def _indicator(self, code: str, row: Row) -> IndicatorContent:
        values = {name: value for name, value in row.values.items() if name != "dimension"}
        values["scale"] = values["scale"] or Scale.RATING
        whole = [one.values for one in self.levels.get(code, []) if not one.is_spoiled]
        levels = sorted((LevelContent(**_own(one)) for one in whole), key=lambda one: -one.level)
        if values["max_points"] is None:
            best = levels[0].points if levels and values["scale"] in Scale.with_levels() else FULL
            values["max_points"] = best
        steps = self.steps.get(code, [])
        if steps and values["scale"] != Scale.MEASURED:
            self.tables["steps"].fault(
                steps[0].places["indicator"],
                _("Only measured indicators have break points; %(code)s is not measured.") % {"code": code},
            )
        points = self._break_points(values["measure"], steps, row)
        return IndicatorContent(**values, levels=tuple(levels), break_points=points)

    def _break_points(self, measure: str, steps: list[Row], owner: Row) -> tuple[tuple[str, str], ...]:
        """As they are kept. A figure that its measure can never have is told at its own cell."""
        found = []
        for one in steps:
            if one.is_spoiled:
                continue
            try:
                figure = figures.read(measure, one.values["figure"])
            except Invalid as error:
                owner.is_spoiled = True
                self.tables["steps"].fault(one.places["figure"], error.messages[0])
            else:
                found.append((figures.kept(measure, figure), one.values["points"]))
        return tuple(found)

    def _scope(self) -> Iterator[tuple[str, str]]:
        touchpoints = lists.meanings("touchpoint")
        table, seen = self.tables["scope"], {}
        for row in table.rows:
            aspect, value = row.values["aspect"], row.values["value"]
            if row.is_spoiled:
                continue
            place = row.places["value"]
            if aspect == ScopeAspect.TOUCHPOINT and (found := touchpoints.get(normal(value))) is None:
                table.fault(place, _("“%(value)s” is no touchpoint.") % {"value": value})
                continue
            if aspect == ScopeAspect.UNIT and (found := self.units.get(normal(value))) is None:
                table.fault(place, _("There is no unit with the code or name “%(value)s”.") % {"value": value})
                continue
            pair = (aspect, found if aspect in (ScopeAspect.TOUCHPOINT, ScopeAspect.UNIT) else value)
            if pair in seen:
                table.fault(place, _("The same stands in %(cell)s already.") % {"cell": seen[pair]})
                continue
            seen[pair] = place
            yield pair

    def _point_out(self, problems: list[Problem]) -> None:
        """Each problem at its cell; what was told while reading the cells is not told again."""
        for problem in problems:
            if not problem.kind:
                if problem.field != "scope" and not self.setting.is_spoiled:
                    self.settings.fault(self.setting.places[problem.field], problem.sentence)
                continue
            row = getattr(self, f"{problem.kind}s").get(problem.of)
            if row is None or row.is_spoiled:
                continue
            table, place = self._place_of(problem, row)
            table.fault(place, str(problem))

    def _place_of(self, problem: Problem, row: Row) -> tuple[Table, str]:
        parts = {"levels": (self.levels, "points", "scale"), "break_points": (self.steps, "figure", "measure")}
        own = self.tables[f"{problem.kind}s"]
        if problem.field not in parts:
            # A column that came later may be missing.
            return own, row.places.get(problem.field) or row.places["code"]
        rows, part, otherwise = parts[problem.field]
        if not rows.get(problem.of):
            return own, row.places[otherwise]
        return self.tables["levels" if problem.field == "levels" else "steps"], rows[problem.of][0].places[part]


def _missing(code: str, table: Table) -> str:
    return _("The code %(code)s is not on the sheet “%(sheet)s”.") % {"code": code, "sheet": table.title}


def _own(values: dict) -> dict:
    return {name: value for name, value in values.items() if name != "indicator"}
