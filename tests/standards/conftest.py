import pytest

from standards.services import approve_version, create_standard_from_preset, put_in_force


@pytest.fixture
def draft(cast):
    """Made by Li Wen, the lead."""
    return create_standard_from_preset(preset="four-dimensions", author=cast.li)


@pytest.fixture
def approved(cast, draft):
    return approve_version(version=draft, actor=cast.zhou)


@pytest.fixture
def in_force(cast, approved):
    return put_in_force(version=approved, actor=cast.li)
