"""What the libraries say in our forms is said in our words, in one place."""

import pytest
from allauth.account import adapter
from babel.messages.extract import extract_python
from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.password_validation import get_default_password_validators, validate_password
from django.core import validators
from django.core.exceptions import ValidationError
from django.forms import fields, models
from django.utils import translation

from foundation.common import catalogs
from foundation.common.sentences import COUNTED, SENTENCES
from organization.models import Unit


class Thing(forms.Form):
    number = forms.IntegerField(min_value=1, max_value=9)
    name = forms.CharField(min_length=2, max_length=4)
    colour = forms.ChoiceField(choices=[("red", "Red")])
    unit = forms.ModelChoiceField(queryset=Unit.objects.none())
    file = forms.FileField(required=False)


@pytest.fixture(autouse=True)
def _chinese():
    with translation.override("zh-hans"):
        yield


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("number", "", "请填写此项。"),
        ("number", "0", "请填写不小于 1 的数。"),
        ("number", "10", "请填写不大于 9 的数。"),
        ("number", "x", "请输入整数。"),
        ("name", "a", "请至少填写 2 个字，现有 1 个字。"),
        ("name", "abcde", "最多填写 4 个字，现有 5 个字。"),
        ("colour", "blue", "“blue”不是可选项，请重新选择。"),
        ("unit", "7", "所选内容不是可选项，请重新选择。"),
    ],
)
@pytest.mark.django_db
def test_forms_refuse_in_our_words(field, typed, sentence):
    assert Thing({field: typed}).errors[field] == [sentence]


@pytest.mark.django_db
def test_empty_choice_asks_to_choose():
    assert '<option value="" selected>请选择</option>' in str(Thing()["unit"])
    with translation.override("en"):
        assert '<option value="" selected>Choose</option>' in str(Thing()["unit"])
    assert "请选择" not in str(Thing()["colour"])


def test_password_rules_are_polite():
    assert [rule.get_help_text() for rule in get_default_password_validators()] == [
        "密码不能与您的其他个人信息过于相似。",
        "不能使用常见的密码。",
        "密码不能全为数字。",
        "密码至少包含 10 个字符。",
    ]
    with pytest.raises(ValidationError) as refused:
        validate_password("12345678")
    assert refused.value.messages == ["密码过于常见。", "密码不能全为数字。", "密码过短，至少需要 10 个字符。"]


def said_by_libraries() -> set[str]:
    found = set()
    for module in (validators, fields, models, password_validation, adapter):
        with open(module.__file__, "rb") as source:
            for _line, _function, message, _comments in extract_python(source, catalogs.KEYWORDS, [], {}):
                found.update([message] if isinstance(message, str) else filter(None, message))
    return found


@pytest.mark.parametrize("sentence", SENTENCES)
def test_sentence_is_one_that_a_library_says(sentence):
    """A library that worded it anew would be heard in its own words again."""
    assert sentence in said_by_libraries()


def test_counted_sentences_are_said_by_a_library():
    assert {lazy._kw["singular"] for lazy in COUNTED} <= said_by_libraries()
