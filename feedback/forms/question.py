"""One question of a draft, in one form for all kinds: scripts hide what the chosen kind has no use for, the service leaves it out."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext, gettext_lazy as _, pgettext

from feedback.building import LONGEST, LONGEST_OPTION
from feedback.conditions import earlier_than
from feedback.content import QuestionContent, option_texts
from feedback.enums import QuestionKind, ServqualDimension
from feedback.scales import MAX_OPTIONS, offered
from foundation.common.texts import localized


class OptionsWidget(forms.Widget):
    """A row in both languages for each answer to choose from. Value: [(Chinese, English)]."""

    template_name = "feedback/widgets/options.html"

    def value_from_datadict(self, data, files, name) -> list[tuple[str, str]]:
        return [
            (data.get(f"{name}_{place}_zh", ""), data.get(f"{name}_{place}_en", ""))
            for place in range(1, MAX_OPTIONS + 1)
        ]

    def value_omitted_from_data(self, data, files, name) -> bool:
        return False

    def get_context(self, name, value, attrs) -> dict:
        context = super().get_context(name, None, attrs)
        texts = [*(value or [])][:MAX_OPTIONS]
        used = max((place for place, pair in enumerate(texts, start=1) if any(pair)), default=0)
        texts += [("", "")] * (MAX_OPTIONS - len(texts))
        context["rows"] = [
            {"place": place, "zh": zh, "en": en, "spare": place > max(used + 1, 3)}
            for place, (zh, en) in enumerate(texts, start=1)
        ]
        return {**context, "longest": LONGEST_OPTION, "wrong": bool(context["widget"]["attrs"].get("aria-invalid"))}


class OptionsField(forms.Field):
    widget = OptionsWidget

    def has_changed(self, initial, data) -> bool:
        return list(initial or []) != [pair for pair in data if any(pair)]


@dataclass(frozen=True)
class AnswersOf:
    """The answers of an earlier question as boxes: [(value in the form, label, is ticked)]."""

    code: str
    label: str
    boxes: list[tuple[str, str, bool]]


class QuestionForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Kind of question"), choices=QuestionKind.choices)
    text_zh = forms.CharField(
        label=_("Question in Chinese"),
        max_length=LONGEST["text_zh"],
        widget=forms.Textarea(attrs={"rows": 2, "lang": "zh-Hans"}),
    )
    text_en = forms.CharField(
        label=_("Question in English"),
        max_length=LONGEST["text_en"],
        widget=forms.Textarea(attrs={"rows": 2, "lang": "en"}),
    )
    dimension = forms.ChoiceField(
        label=_("SERVQUAL dimension"),
        required=False,
        choices=[("", "–"), *ServqualDimension.choices],
        help_text=_("One statement; customers say what they expect and what they found, each from 1 to 7."),
    )
    options = OptionsField(
        label=_("Answers to choose from"), required=False, help_text=_("In both languages; empty rows are left out.")
    )
    required = forms.BooleanField(
        label=_("Must be answered"),
        required=False,
        initial=True,
        help_text=_("Only where it is shown. No answer is chosen beforehand."),
    )
    is_counted = forms.BooleanField(
        label=_("Counts in the measure of its kind"),
        required=False,
        help_text=_(
            "Satisfied customers, net promoter score, easy for the customer, need met (for yes or no): one question each, as a standard counts them."
        ),
    )
    condition_code = forms.ChoiceField(label=_("Shown"), required=False)
    condition_values = forms.MultipleChoiceField(label=_("if it was answered with"), required=False)

    def __init__(
        self, *args, questions: Sequence[QuestionContent], content: QuestionContent | None, version: int, **kwargs
    ):
        """`content`: the question as it is; None for a new one."""
        initial = {"version": version, "is_counted": False}
        if content is not None:
            initial |= {name: getattr(content, name) for name in content.__dataclass_fields__ if name != "code"}
            initial["condition_values"] = [f"{content.condition_code}:{value}" for value in content.condition_values]
        super().__init__(*args, initial={**initial, **(kwargs.pop("initial", None) or {})}, **kwargs)
        self.code = content.code if content is not None else ""
        self.numbers = {one.code: number for number, one in enumerate(questions, start=1)}
        self.sources = [one for one in earlier_than(questions, self.code) if QuestionKind(one.kind).can_be_condition]
        self.fields["condition_code"].choices = [
            ("", pgettext("question", "Always")),
            *(
                (one.code, gettext("Depending on “%(question)s”") % {"question": self._named(one)})
                for one in self.sources
            ),
        ]
        self.fields["condition_values"].choices = [
            (value, label) for group in self.condition_groups() for value, label, _ticked in group.boxes
        ]

    def _named(self, one: QuestionContent) -> str:
        return f"{self.numbers[one.code]}. {localized(one, 'text')}"

    def condition_groups(self) -> list[AnswersOf]:
        ticked = self["condition_values"].value() or []
        return [
            AnswersOf(
                one.code,
                self._named(one),
                [
                    (value := f"{one.code}:{answer.value}", answer.label, value in ticked)
                    for answer in offered(one, option_texts(one))
                ],
            )
            for one in self.sources
        ]

    def content(self) -> QuestionContent:
        """Of a valid form; of ticked answers those of the chosen question."""
        data = self.cleaned_data
        code = data["condition_code"]
        values = [one.partition(":") for one in data["condition_values"]]
        return QuestionContent(
            code=self.code,
            kind=data["kind"],
            text_zh=data["text_zh"],
            text_en=data["text_en"],
            required=data["required"],
            dimension=data["dimension"],
            options=tuple(data["options"]),
            condition_code=code,
            condition_values=tuple(int(value) for source, _colon, value in values if source == code),
            is_counted=data["is_counted"],
        )

    def typed(self) -> list[tuple[str, str]]:
        """What a page about a conflict keeps."""
        data = self.cleaned_data
        rows = [(str(self.fields[name].label), data[name]) for name in ("text_zh", "text_en")]
        options = "\n".join(f"{zh} · {en}" for zh, en in data["options"] if zh or en)
        return [*rows, *([(str(self.fields["options"].label), options)] if options else [])]
