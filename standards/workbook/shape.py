"""The shape of the workbook, said once for writing and for reading: its sheets, their columns, and what may stand in them."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _, override, pgettext_lazy

from standards import models
from standards.workbook.lists import LANGUAGES, normal

# 2: figures of break points in the unit of their measure, as people read them.
FORMAT = "qa-portal-standard 2"
LAST_ROW = 2_000
LAST_COLUMN = 60
MOST_LEVELS, MOST_STEPS, MOST_TARGETS = 10, 12, 40
LARGEST = 1_000_000


class Kind(Enum):
    """What stands in a cell. WEIGHT is in percent, FIGURE a number as it is shown, MEASURED one in
    its measure's unit, which may stand behind it, SHOWN for orientation only and never read."""

    TEXT = "text"
    NUMBER = "number"
    WEIGHT = "weight"
    FIGURE = "figure"
    MEASURED = "measured"
    WHOLE = "whole"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CODE = "code"
    SHOWN = "shown"


@dataclass(frozen=True)
class Column:
    """`name` is the field of the content; `choices` the list (or for CODE the sheet) that it is chosen from; `empty` what an empty cell means.
    A column that came `later` may be missing: workbooks that were taken out before are still read."""

    name: str
    title: Any
    kind: Kind = Kind.TEXT
    needed: bool = False
    width: int = 14
    hint: Any = ""
    choices: str = ""
    places: int = 4
    lowest: int = 0
    highest: int = LARGEST
    length: int | None = None
    empty: Any = None
    later: bool = False


@dataclass(frozen=True)
class Sheet:
    name: str
    title: Any
    columns: tuple[Column, ...] = ()

    def column(self, name: str) -> Column:
        return next(one for one in self.columns if one.name == name)


def _length(model: type[Model], name: str) -> int | None:
    return model._meta.get_field(name).max_length


def _names(model: type[Model]) -> tuple[Column, Column]:
    return (
        Column("name_zh", _("Name in Chinese"), needed=True, width=24, length=_length(model, "name_zh"), empty=""),
        Column("name_en", _("Name in English"), width=24, length=_length(model, "name_en"), empty=""),
    )


def _code(model: type[Model], hint: Any) -> Column:
    return Column("code", _("Code"), needed=True, width=12, hint=hint, length=_length(model, "code"))


def _points(name: str, title: Any, hint: Any = "", **more) -> Column:
    return Column(name, title, Kind.NUMBER, hint=hint, **more)


FROM_0_TO_100 = _("0 to 100 points.")
SAME_CODE = _("The same code in the next version means the same thing.")

GUIDE = Sheet("guide", _("How to fill it in"))
LISTS = Sheet("lists", _("Lists"))
SETTINGS = Sheet(
    "settings",
    _("Settings"),
    (
        Column("format", _("Format of this workbook"), needed=True, hint=_("Leave it as it is.")),
        Column(
            "code",
            _("Code"),
            needed=True,
            hint=_("Small letters, digits and hyphens, for example outlets-2027. It never changes."),
            length=_length(models.Standard, "code"),
        ),
        *_names(models.Standard),
        _points("target", _("Target of the whole"), FROM_0_TO_100, highest=100),
        Column("na_policy", _("What is not applicable"), Kind.CHOICE, needed=True, choices="na_policy"),
        Column(
            "critical_policy",
            _("When a critical indicator is triggered"),
            Kind.CHOICE,
            needed=True,
            choices="critical_policy",
        ),
        _points(
            "critical_cap",
            _("Cap"),
            _("Only where the score is capped: the most that a sheet with a triggered one can have."),
            highest=100,
        ),
    ),
)
DIMENSIONS = Sheet(
    "dimensions",
    _("Dimensions"),
    (
        _code(models.Dimension, SAME_CODE),
        *_names(models.Dimension),
        _points("target", _("Target"), FROM_0_TO_100, highest=100),
    ),
)
INDICATORS = Sheet(
    "indicators",
    pgettext_lazy("sheet of a workbook", "Indicators"),
    (
        _code(models.Indicator, SAME_CODE),
        Column(
            "dimension",
            _("Dimension"),
            Kind.CODE,
            needed=True,
            choices="dimensions",
            hint=_("The code or the name of a dimension."),
        ),
        *_names(models.Indicator),
        Column("scale", _("Scale"), Kind.CHOICE, needed=True, choices="scale", width=20),
        Column(
            "weight",
            _("Weight in percent"),
            Kind.WEIGHT,
            hint=_("5 and 5% mean the same: five of a hundred. All weights together are 100."),
            places=2,
            highest=100,
            empty=0,
        ),
        _points(
            "max_points",
            _("Full marks"),
            _(
                "For a deduction: what it can cost at most. For a bonus: what it can add at most. Empty: the best level, or 100."
            ),
        ),
        _points("step", _("Points off for each occurrence"), _("Only for a deduction.")),
        Column(
            "repeats_doubled",
            _("Repeats count double"),
            Kind.YES_NO,
            choices="yes_no",
            hint=_("Only for a deduction. Empty: no."),
            empty=False,
        ),
        Column(
            "na_allowed",
            _("May be not applicable"),
            Kind.YES_NO,
            choices="yes_no",
            hint=_("Empty: no."),
            empty=False,
        ),
        Column(
            "reason_below_full", _("Needs a reason"), Kind.YES_NO, choices="yes_no", hint=_("Empty: yes."), empty=True
        ),
        Column(
            "measure",
            _("Measure"),
            Kind.CHOICE,
            choices="measure",
            width=22,
            hint=_("Only where the scale is “measured”."),
            empty="",
        ),
        _points("target", _("Internal target"), FROM_0_TO_100, highest=100),
        _points("benchmark", _("Industry benchmark"), FROM_0_TO_100, highest=100),
        Column("element", _("Element of consumer protection"), Kind.CHOICE, choices="element", width=20, empty=""),
        Column("guidance_zh", _("What to look at, in Chinese"), width=40, empty=""),
        Column("guidance_en", _("What to look at, in English"), width=40, empty=""),
    ),
)
INDICATOR_CODE = Column(
    "indicator", _("Indicator"), Kind.CODE, needed=True, choices="indicators", hint=_("The code of an indicator.")
)
INDICATOR_NAME = Column("shown", _("Its name, for orientation only"), Kind.SHOWN, width=24)
LEVELS = Sheet(
    "levels",
    _("Rubric levels"),
    (
        INDICATOR_CODE,
        INDICATOR_NAME,
        Column(
            "level", _("Level"), Kind.WHOLE, needed=True, highest=99, hint=_("The best one has the highest number.")
        ),
        _points("points", _("Points"), _("The best level gives full marks."), needed=True),
        Column(
            "text_zh",
            _("Description in Chinese"),
            needed=True,
            width=50,
            length=_length(models.RubricLevel, "text_zh"),
        ),
        Column(
            "text_en", _("Description in English"), width=50, length=_length(models.RubricLevel, "text_en"), empty=""
        ),
    ),
)
STEPS = Sheet(
    "steps",
    _("Break points"),
    (
        INDICATOR_CODE,
        INDICATOR_NAME,
        Column(
            "figure",
            _("From the figure"),
            Kind.MEASURED,
            needed=True,
            hint=_(
                "In the unit of the measure, as the column beside it says: 95 for 95%. Between them the points are in proportion."
            ),
        ),
        Column("unit", _("In"), Kind.SHOWN),
        Column("points", _("Points"), Kind.FIGURE, needed=True, highest=100),
    ),
)
TARGETS = Sheet(
    "targets",
    _("Targets"),
    (
        _code(models.Target, SAME_CODE),
        *_names(models.Target),
        Column("kind", _("Kind"), Kind.CHOICE, needed=True, choices="kind", width=20),
        Column("sense", _("Direction"), Kind.CHOICE, needed=True, choices="sense"),
        _points(
            "value",
            _("Internal target"),
            _("A change is written in percent, for example −20."),
            needed=True,
            lowest=-LARGEST,
        ),
        Column("unit", _("In"), Kind.CHOICE, needed=True, choices="unit"),
        _points("benchmark", _("Industry benchmark"), lowest=-LARGEST),
        _points("baseline", _("Baseline"), lowest=-LARGEST),
        Column(
            "baseline_source",
            _("Source of the baseline"),
            width=24,
            hint=_("Where a stated figure is from, for example a report and its year."),
            length=_length(models.Target, "baseline_source"),
            empty="",
            later=True,
        ),
        Column(
            "baseline_cycle",
            _("Baseline period"),
            hint=_("The code of a past cycle instead of a figure; neither: the cycle before."),
            length=_length(models.Target, "baseline_cycle"),
            empty="",
            later=True,
        ),
        Column("measure", _("Measure"), Kind.CHOICE, choices="measure", width=22, empty=""),
    ),
)
SCOPE = Sheet(
    "scope",
    _("Scope"),
    (
        Column("aspect", _("Aspect"), Kind.CHOICE, needed=True, choices="aspect", width=18),
        Column(
            "value",
            _("Value"),
            needed=True,
            width=40,
            hint=_("A unit by its code or name, a touchpoint by its name, anything else in words. One a row."),
            length=_length(models.ScopeEntry, "value"),
        ),
    ),
)
TABLES = (DIMENSIONS, INDICATORS, LEVELS, STEPS, TARGETS, SCOPE)
SHEETS = (GUIDE, SETTINGS, *TABLES, LISTS)


def titles(title: Any) -> set[str]:
    """A title in both languages, in normal form."""
    found = set()
    for language in LANGUAGES:
        with override(language):
            found.add(normal(str(title)))
    return found
