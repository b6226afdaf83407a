import pytest

from standards.services import approve_version, create_standard_from_preset, put_in_force, submit_version
from tests.kept import kept


@pytest.fixture
def draft(cast):
    """Made by Li Wen, the lead."""
    return kept(four_dimensions, cast)


def four_dimensions(cast):
    return create_standard_from_preset(preset="four-dimensions", author=cast.li)


@pytest.fixture
def submitted(cast, draft):
    return submit_version(version=draft, actor=cast.li)


@pytest.fixture
def approved(cast, submitted):
    return approve_version(version=submitted, actor=cast.zhou)


@pytest.fixture
def in_force(cast, approved):
    return put_in_force(version=approved, actor=cast.li)
