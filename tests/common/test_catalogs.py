"""Translations kept and compiled without gettext's tools."""

import gettext

import pytest
from django.core.management import CommandError, call_command

from foundation.common import catalogs


@pytest.fixture
def room(tmp_path, settings, monkeypatch):
    """A checkout with one room, `shop`, that has a Python file and a template."""
    settings.BASE_DIR = tmp_path
    (tmp_path / "shop").mkdir()
    (tmp_path / "templates" / "shop").mkdir(parents=True)
    (tmp_path / "templates" / "includes").mkdir()
    (tmp_path / "qa_portal").mkdir()
    shop, common = catalogs.Room("shop", tmp_path / "shop"), catalogs.Room("common", tmp_path / "common")
    monkeypatch.setattr(catalogs, "rooms", lambda: [shop, common])
    (tmp_path / "shop" / "views.py").write_text('_("Open")\nngettext("%(n)d sheet", "%(n)d sheets", n)\n_(variable)\n')
    return shop


def write_template(room, text, name="shop/page.html"):
    path = room.path.parent / "templates" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def messages(catalog):
    return {(message.context, message.id): message.string or "" for message in catalog if message.id}


def translate(room, **texts):
    catalog = catalogs.merge(room)
    for message in catalog:
        key = message.id if isinstance(message.id, str) else message.id[0]
        if key in texts:
            message.string = (texts[key],) if isinstance(message.id, tuple) else texts[key]
    catalogs.write_catalog(room, catalog)


def test_extract_reads_python_and_every_form_of_template_message(room):
    write_template(
        room,
        """<div>\n   <p title="{% trans 'Old form' %}">don't {% translate "Close" context "button" %}</p>
        {% blocktranslate trimmed with name=person.name %}
            Dear {{ name }},
              welcome: 100%
        {% endblocktranslate %}
      {% blocktranslate count n=total %}one row{% plural %}{{ n }} rows{% endblocktranslate %}
   {% include "x.html" with title=_("In a tag") %} {{ value|default:_("In a filter") }} {{ _("In a variable") }}
   {# Translators: for the board #}
   {% translate "Minutes" %}</div>""",
    )
    assert set(messages(catalogs.extract(room))) == {
        (None, "Open"),
        (None, ("%(n)d sheet", "%(n)d sheets")),
        (None, "Old form"),
        ("button", "Close"),
        (None, "Dear %(name)s, welcome: 100%%"),
        (None, ("one row", "%(n)s rows")),
        (None, "In a tag"),
        (None, "In a filter"),
        (None, "In a variable"),
        (None, "Minutes"),
    }


def test_extract_knows_the_functions_by_whatever_name_a_file_gives_them(room):
    (room.path / "models.py").write_text(
        "from django.utils.translation import gettext as _text, ngettext as counted, pgettext_lazy as said\n"
        '_text("Weight study")\ncounted("%(n)d study", "%(n)d studies", n)\nsaid("a door", "Open")\nother("Not a message")\n'
    )
    assert set(messages(catalogs.extract(room))) == {
        (None, "Open"),
        (None, ("%(n)d sheet", "%(n)d sheets")),
        (None, "Weight study"),
        (None, ("%(n)d study", "%(n)d studies")),
        ("a door", "Open"),
    }


def test_templates_of_no_room_belong_to_common(room):
    write_template(room, '{% translate "Cancel" %}', "includes/_texts.html")
    write_template(room, '{% translate "Not found" %}', "404.html")
    _, common = catalogs.rooms()
    assert set(messages(catalogs.extract(common))) == {(None, "Cancel"), (None, "Not found")}


def test_merge_keeps_translations_and_drops_what_is_gone(room):
    translate(room, Open="打开")
    (room.path / "views.py").write_text('_("Open")\n_("New")\n')
    assert messages(catalogs.merge(room)) == {(None, "Open"): "打开", (None, "New"): ""}


def test_merge_keeps_the_translation_of_what_gained_or_lost_its_plural(room):
    views = room.path / "views.py"
    translate(room, Open="打开", **{"%(n)d sheet": "%(n)d 份"})
    views.write_text('ngettext("Open", "Open all", n)\n_("%(n)d sheet")\n')
    catalog = catalogs.merge(room)
    assert messages(catalog) == {(None, ("Open", "Open all")): ("打开",), (None, "%(n)d sheet"): "%(n)d 份"}
    assert catalogs.write_catalog(room, catalog)


def test_write_catalog_leaves_an_unchanged_file_alone(room):
    assert catalogs.write_catalog(room, catalogs.merge(room)) is True
    assert catalogs.write_catalog(room, catalogs.merge(room)) is False


def test_compile_translations_writes_what_gettext_reads(room):
    translate(room, Open="打开", **{"%(n)d sheet": "%(n)d 张评分表"})
    call_command("compile_translations", strict=True)
    with room.po.with_suffix(".mo").open("rb") as file:
        read = gettext.GNUTranslations(file)
    assert read.gettext("Open") == "打开"
    assert read.ngettext("%(n)d sheet", "%(n)d sheets", 5) == "%(n)d 张评分表"


@pytest.mark.parametrize(
    ("translation", "problem"),
    [("", "is not translated"), ("%(m)d 张", "has other placeholders than its translation: %(m)d")],
)
def test_strict_names_what_is_wrong(room, translation, problem):
    translate(room, Open="打开", **{"%(n)d sheet": translation})
    with pytest.raises(CommandError) as refused:
        call_command("compile_translations", strict=True)
    first = f"shop/locale/zh_Hans/LC_MESSAGES/django.po: “%(n)d sheet” {problem} (shop/views.py)"
    assert str(refused.value).splitlines() == [first, "1 problems in the translations."]


def test_strict_refuses_a_fuzzy_translation(room):
    translate(room, Open="打开", **{"%(n)d sheet": "%(n)d 张"})
    catalog = catalogs.merge(room)
    catalog.get("Open").flags.add("fuzzy")
    catalogs.write_catalog(room, catalog)
    assert catalogs.complaints(room) == [
        "shop/locale/zh_Hans/LC_MESSAGES/django.po: “Open” is marked fuzzy (shop/views.py)"
    ]


def test_strict_refuses_two_translations_of_one_message(room):
    _, common = catalogs.rooms()
    write_template(room, '{% translate "Open" %}', "404.html")
    translate(room, Open="打开", **{"%(n)d sheet": "%(n)d 张"})
    translate(common, Open="待处理")
    with pytest.raises(CommandError) as refused:
        call_command("compile_translations", strict=True)
    assert str(refused.value).splitlines()[0] == "“Open” is '打开' in shop and '待处理' in common"


def test_a_broken_catalog_is_named(room):
    room.po.parent.mkdir(parents=True)
    room.po.write_text("nonsense\n")
    with pytest.raises(CommandError, match="shop/locale/zh_Hans/LC_MESSAGES/django.po"):
        call_command("compile_translations")
