"""One indicator with its rubric levels or break points. Fields that its scale does not use are ignored, whatever was sent."""

import dataclasses
from decimal import Decimal

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext, gettext_lazy as _

from records.measures import measures
from standards import figures
from standards.content import IndicatorContent, LevelContent
from standards.enums import ProtectionElement, Scale
from standards.forms.deciding import longest
from standards.forms.editing import PointsInput
from standards.models import Indicator, RubricLevel, StandardVersion

MOST_LEVELS, MOST_STEPS = 10, 12
# Which fields a scale uses besides those that all have; the page shows only these.
USED = {
    "weight": (Scale.RATING, Scale.YES_NO, Scale.POINTS, Scale.MEASURED, Scale.DEDUCTION),
    "max_points": (Scale.POINTS, Scale.DEDUCTION, Scale.BONUS),
    "step": (Scale.DEDUCTION,),
    "repeats_doubled": (Scale.DEDUCTION,),
    "measure": (Scale.MEASURED,),
    "na_allowed": (Scale.RATING, Scale.YES_NO, Scale.POINTS, Scale.DEDUCTION),
    "reason_below_full": (Scale.RATING, Scale.YES_NO, Scale.POINTS, Scale.DEDUCTION, Scale.BONUS),
    "target": (Scale.RATING, Scale.YES_NO, Scale.POINTS, Scale.MEASURED, Scale.DEDUCTION),
    "benchmark": (Scale.RATING, Scale.YES_NO, Scale.POINTS, Scale.MEASURED, Scale.DEDUCTION),
}
# What stands in a field that the scale does not use.
UNUSED = {**{one.name: one.default for one in dataclasses.fields(IndicatorContent)}, "weight": 0}


class IndicatorForm(forms.Form):
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=longest(Indicator, "name_zh"))
    name_en = forms.CharField(label=_("Name in English"), max_length=longest(Indicator, "name_en"), required=False)
    code = forms.CharField(
        label=_("Code"),
        max_length=longest(Indicator, "code"),
        help_text=_("For example 1.1. The same code in the next version means the same indicator."),
    )
    dimension = forms.ChoiceField(label=_("Dimension"))
    guidance_zh = forms.CharField(
        label=_("What to look at, in Chinese"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    guidance_en = forms.CharField(
        label=_("What to look at, in English"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    scale = forms.ChoiceField(label=_("Scale"), choices=Scale.choices)
    weight = forms.DecimalField(
        label=_("Weight in percent"),
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=2,
        help_text=_("All weights together are 100. A deduction without a weight is taken from the sheet’s total."),
    )
    max_points = PointsInput(
        label=_("Full marks"),
        min_value=Decimal("0.0001"),
        help_text=_("For a deduction: what it can cost at most. For a bonus: what it can add at most."),
    )
    step = PointsInput(label=_("Points off for each occurrence"), min_value=Decimal("0.0001"))
    repeats_doubled = forms.BooleanField(
        label=_("Repeats count double"), required=False, help_text=_("From the second occurrence on.")
    )
    measure = forms.ChoiceField(label=_("Measure"), required=False)
    na_allowed = forms.BooleanField(label=_("May be not applicable"), required=False)
    reason_below_full = forms.BooleanField(
        label=_("Needs a reason"), required=False, help_text=_("Below full marks; for a bonus, where points are given.")
    )
    target = PointsInput(label=_("Internal target"), min_value=0, max_value=100, help_text=_("0 to 100 points."))
    benchmark = PointsInput(label=_("Industry benchmark"), min_value=0, max_value=100)
    element = forms.ChoiceField(
        label=_("Element of consumer protection"),
        required=False,
        choices=[("", _("none")), *ProtectionElement.choices],
        help_text=_("Which of the regulator’s seven elements it belongs to."),
    )
    lock = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, version: StandardVersion, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dimension"].choices = [(one.code, str(one)) for one in version.dimensions.all()]
        self.fields["measure"].choices = [
            ("", "–"),
            *((code, f"{one.label} ({figures.unit_of(code).label})") for code, one in measures.items()),
        ]

    def content(self, levels: BaseFormSet, steps: BaseFormSet) -> IndicatorContent:
        """What was sent, without what the scale does not use. Both formsets have been found valid."""
        values = {**self.cleaned_data}
        scale = Scale(values.pop("scale"))
        for name in ("dimension", "lock"):
            values.pop(name)
        values |= {name: UNUSED[name] for name, scales in USED.items() if scale not in scales}
        values["weight"] = int((values["weight"] or 0) * 100)
        own_levels = _levels(levels) if scale in Scale.with_levels() else ()
        if scale in Scale.with_levels():
            values["max_points"] = max((level.points for level in own_levels), default=Decimal(100))
        return IndicatorContent(
            **{**values, "max_points": values["max_points"] or Decimal(100)},
            scale=scale,
            levels=own_levels,
            break_points=_steps(steps) if scale == Scale.MEASURED else (),
        )


class RowForm(forms.Form):
    """One row of several; drawn by its own template, so the classes of its fields are given here."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"


class LevelForm(RowForm):
    """`scale` decides what an empty row is: the five usual steps stand on the form whichever scale is chosen."""

    level = forms.IntegerField(label=_("Level"), min_value=0, max_value=99)
    points = PointsInput(label=_("Points"), min_value=0, required=True)
    text_zh = forms.CharField(
        label=_("Description in Chinese"),
        max_length=longest(RubricLevel, "text_zh"),
        widget=forms.Textarea(attrs={"rows": 2, "lang": "zh-Hans"}),
    )
    text_en = forms.CharField(
        label=_("Description in English"),
        max_length=longest(RubricLevel, "text_en"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "lang": "en"}),
    )

    def __init__(self, *args, scale: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.scale = scale

    def has_changed(self) -> bool:
        """Of yes or no, a row that nobody has described is none: without the page's script the steps of a rating are still there."""
        if self.scale == Scale.YES_NO and not {"text_zh", "text_en"} & set(self.changed_data):
            return False
        return super().has_changed()


class BreakPointForm(RowForm):
    """`figure` is in the unit of the measure, whose code the form is given; `cleaned_data` has it as it is kept, as text."""

    figure = forms.CharField(
        label=_("From the figure"),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "data-figure": "", "autocomplete": "off"}),
    )
    points = PointsInput(label=_("Points"), min_value=0, max_value=100, required=True)

    def __init__(self, *args, measure: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.measure = measure
        unit = figures.unit_of(measure)
        # Beside the field; the page's script changes it with the measure.
        self.fields["figure"].unit = "" if unit is None else unit.label

    def clean_figure(self) -> str:
        return figures.kept(self.measure, figures.read(self.measure, self.cleaned_data["figure"]))


class OptionalRows(BaseFormSet):
    """Rows that are left empty are no rows; the others are whole."""

    def get_form_kwargs(self, index):
        return {**super().get_form_kwargs(index), "empty_permitted": True, "use_required_attribute": False}

    @property
    def rows(self) -> list[dict]:
        return [form.cleaned_data for form in self.forms if form.has_changed() and form.cleaned_data]


def row_problems(*formsets: BaseFormSet) -> list[tuple[str, str]]:
    """(id of the field, sentence) for everything that is wrong in rows, for the summary on top of the page."""
    found = [("", sentence) for rows in formsets for sentence in rows.non_form_errors()]
    for rows in formsets:
        for number, form in enumerate(rows.forms, start=1):
            for field in form.visible_fields():
                for sentence in field.errors:
                    words = {"number": number, "label": field.label, "problem": sentence}
                    found.append((field.id_for_label, gettext("Row %(number)d, %(label)s: %(problem)s") % words))
    return found


LevelFormSet = formset_factory(LevelForm, formset=OptionalRows, extra=0, max_num=MOST_LEVELS, absolute_max=MOST_LEVELS)
BreakPointFormSet = formset_factory(
    BreakPointForm, formset=OptionalRows, extra=0, max_num=MOST_STEPS, absolute_max=MOST_STEPS
)


def _levels(rows: OptionalRows) -> tuple[LevelContent, ...]:
    return tuple(sorted((LevelContent(**row) for row in rows.rows), key=lambda one: -one.level))


def _steps(rows: OptionalRows) -> tuple[tuple[str, str], ...]:
    pairs = sorted(((row["figure"], row["points"]) for row in rows.rows), key=lambda pair: Decimal(pair[0]))
    return tuple((figure, f"{points.normalize():f}") for figure, points in pairs)


def units_of_measures() -> dict[str, dict[str, str]]:
    """{code of a measure: {unit, limits}} in the reader's words, for the page's script."""
    return {
        code: {"unit": str(figures.unit_of(code).label), "limits": figures.limits_text(code)}
        for code, _measure in measures.items()
    }
