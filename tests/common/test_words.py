"""`translate`, `url` and `kept` say the same as Django's own, however often and in whichever language they are asked."""

from uuid import uuid4

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.urls import NoReverseMatch, reverse, set_script_prefix
from django.utils import translation

from foundation.common.addresses import address


def drawn(template: Template, language: str = "en", **values) -> str:
    with translation.override(language):
        return template.render(Context(values))


@pytest.fixture
def mounted_below():
    """The portal under /qa/ of a host."""
    set_script_prefix("/qa/")
    yield
    set_script_prefix("/")


def test_a_word_is_said_in_the_language_of_each_reader():
    template = Template('{% translate "Cancel" %}')
    assert [drawn(template, language) for language in ("en", "zh-hans", "en", "zh-hans")] == ["Cancel", "取消"] * 2


def test_a_word_can_be_named_and_used_below():
    template = Template('{% translate "Cancel" as word %}[{{ word }}]')
    assert [drawn(template, language) for language in ("zh-hans", "zh-hans", "en")] == ["[取消]", "[取消]", "[Cancel]"]


def test_a_word_is_escaped_as_the_page_is():
    assert [drawn(Template('{% translate "a & b" %}')) for _turn in range(2)] == ["a & b"] * 2
    template = Template("{% autoescape off %}{% translate word %}{% endautoescape %}|{% translate word %}")
    assert [drawn(template, word=word) for word in ("<b>", "<i>")] == ["<b>|&lt;b&gt;", "<i>|&lt;i&gt;"]


def test_what_is_no_word_of_the_template_is_translated_each_time():
    template = Template("{% translate word %}")
    assert [drawn(template, "zh-hans", word=word) for word in ("Cancel", "Close")] == ["取消", "关闭"]


def test_addresses_are_those_of_the_table():
    one, other = uuid4(), uuid4()
    template = Template('{% url "assessments:sheet_score" key %} {% url "assessments:sheet_list" %}')
    assert [drawn(template, key=key) for key in (one, other, one)] == [
        f"{reverse('assessments:sheet_score', args=[key])} {reverse('assessments:sheet_list')}"
        for key in (one, other, one)
    ]


def test_an_address_can_be_named_and_be_absent():
    template = Template(
        '{% url "assessments:sheet_list" as list_url %}{% url "no:such" as none %}[{{ list_url }}{{ none }}]'
    )
    assert [drawn(template) for _turn in range(2)] == [f"[{reverse('assessments:sheet_list')}]"] * 2
    for _turn in range(2):
        with pytest.raises(NoReverseMatch):
            drawn(Template('{% url "no:such" %}'))
        with pytest.raises(NoReverseMatch):
            drawn(Template('{% url "no:such" key %}'), key=uuid4())


def test_an_absent_address_by_key_is_empty_where_it_is_named():
    assert drawn(Template('{% url "no:such" key as none %}[{{ none }}]'), key=uuid4()) == "[]"


def test_keys_of_other_kinds_go_djangos_way():
    template = Template('{% url "records:record_detail" key %}')
    assert [drawn(template, key=key) for key in (7, 8)] == [
        reverse("records:record_detail", args=[key]) for key in (7, 8)
    ]


def test_a_portal_below_a_path_has_addresses_below_it(mounted_below):
    key = uuid4()
    assert address("assessments:sheet_score", key) == reverse("assessments:sheet_score", args=[key])
    set_script_prefix("/")
    assert address("assessments:sheet_score", key) == reverse("assessments:sheet_score", args=[key])


def test_a_part_is_drawn_once_for_each_language_and_value():
    asked = []

    class Counted:
        def __str__(self):
            asked.append(1)
            return "x"

    template = Template('{% kept mode %}{{ counted }} {% translate "Cancel" %} {{ mode }}{% endkept %}')
    seen = [
        drawn(template, language, mode=mode, counted=Counted())
        for language in ("en", "zh-hans")
        for mode in ("a", "b")
        for _turn in range(2)
    ]
    assert seen == ["x Cancel a"] * 2 + ["x Cancel b"] * 2 + ["x 取消 a"] * 2 + ["x 取消 b"] * 2
    assert len(asked) == 4


def test_a_part_must_end():
    with pytest.raises(TemplateSyntaxError):
        Template("{% kept %}for ever")


def test_what_is_kept_by_place_is_bounded(monkeypatch):
    from foundation.common import addresses

    monkeypatch.setattr(addresses, "KEEP_AT_MOST", 10)
    template = Template('{% url "assessments:sheet_list" %} {% url "assessments:sheet_score" key %}')
    for number in range(60):
        set_script_prefix(f"/{number}/")
        try:
            assert drawn(template, key=uuid4()).startswith(f"/{number}/")
        finally:
            set_script_prefix("/")
    assert len(addresses._written) <= 10
    assert all(len(node._kept) <= 20 for node in template.nodelist if hasattr(node, "_kept"))
