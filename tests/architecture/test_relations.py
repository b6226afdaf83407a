"""What the import contracts cannot see: foreign keys by name, views and forms of other rooms, the order of rooms itself."""

import ast

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from tests.architecture.rooms import FLOOR, ORDER, contract, may_know, room_of, sources

pytestmark = pytest.mark.once

OWN = [model for model in apps.get_models(include_auto_created=True) if room_of(model.__module__)]


# The draw's own form stands on the page of the plan that is drawn for.
SHARED = {("assessments", "sampling.forms")}


def related(field: models.Field) -> type[models.Model] | None:
    return getattr(field, "related_model", None) if field.concrete else None


def test_rooms_are_those_of_the_import_contracts():
    above = [layer.replace(" ", "").split("|") for layer in reversed(contract("rooms", "layers"))]
    within = [layer.replace(" ", "").split("|") for layer in reversed(contract("foundation", "layers"))]
    expected = [tuple(f"foundation.{room}" for room in layer) for layer in within] + [
        tuple(layer) for layer in above if layer != ["foundation"]
    ]
    assert [set(layer) for layer in ORDER] == [set(layer) for layer in expected]


def test_every_installed_app_of_ours_is_a_room():
    ours = {app.name for app in apps.get_app_configs() if (settings.BASE_DIR / app.name.replace(".", "/")).exists()}
    assert ours == set(FLOOR) - {"qa_portal"}


@pytest.mark.parametrize("model", OWN, ids=lambda model: model._meta.label)
def test_foreign_keys_point_downwards(model):
    """`ForeignKey("other.Model")` is a string to the import contracts; here it is a relation."""
    targets = {field.name: room_of(related(field).__module__) for field in model._meta.get_fields() if related(field)}
    own = room_of(model.__module__)
    assert {name: room for name, room in targets.items() if room and not may_know(own, room)} == {}


@pytest.mark.parametrize("model", OWN, ids=lambda model: model._meta.label)
def test_nothing_is_deleted_with_something_of_another_room(model):
    """A row that goes may take its own parts with it, never what another room keeps; users are the one thing that is never deleted."""
    cascades = {
        field.name: related(field)._meta.label
        for field in model._meta.get_fields()
        if related(field) and getattr(field.remote_field, "on_delete", None) is models.CASCADE
    }
    own = room_of(model.__module__)
    foreign = {
        name
        for name, label in cascades.items()
        if room_of(apps.get_model(label).__module__) != own and label != "accounts.User"
    }
    assert foreign == set()


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_views_and_forms_are_private_to_their_room(path):
    own = room_of(".".join(path.relative_to(settings.BASE_DIR).with_suffix("").parts))
    strangers = []
    for node in ast.walk(ast.parse(path.read_text())):
        if (
            isinstance(node, ast.ImportFrom)
            and node.module
            and room_of(node.module) not in (None, own, "foundation.common")
        ):
            floor = node.module[len(room_of(node.module)) :].lstrip(".").partition(".")[0]
            if floor in ("views", "forms", "filters") and own != "qa_portal" and (own, node.module) not in SHARED:
                strangers.append(node.module)
    assert strangers == []
