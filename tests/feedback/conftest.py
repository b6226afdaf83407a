"""An open questionnaire and links for East Branch."""

from uuid import uuid4

import pytest

from feedback import services

GOOD = {"satisfaction": "5", "need_met": "1", "recommend": "9", "text": "柜员很耐心。"}


@pytest.fixture
def draft(cast):
    return services.create_questionnaire(actor=cast.li)


@pytest.fixture
def questionnaire(cast, draft):
    return services.open_questionnaire(questionnaire=draft, actor=cast.li)


@pytest.fixture
def make_tokens(cast, questionnaire):
    """`make_tokens(3)`, `make_tokens(2, unit=cast.west)`"""

    def make(count=1, unit=None, **more):
        return services.invite(
            questionnaire=questionnaire, unit=unit or cast.east, count=count, actor=cast.li, key=uuid4(), **more
        ).tokens

    return make


@pytest.fixture
def token(make_tokens):
    return make_tokens()[0]


@pytest.fixture
def answer(make_tokens):
    """`answer(satisfaction="4")`: one more customer of East Branch."""

    def give(unit=None, **answers):
        return services.answer_invitation(token=make_tokens(unit=unit)[0], answers={**GOOD, **answers}, key=uuid4())

    return give
