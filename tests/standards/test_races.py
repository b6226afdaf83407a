"""Several at once on one version, in real threads on a real database."""

from datetime import timedelta

import pytest

from foundation.audit.models import AuditEvent
from foundation.audit.verifiers import run_verifiers, verify_chain
from foundation.common import clock
from foundation.common.errors import Conflict
from standards import services
from standards.content import DimensionContent
from standards.enums import VersionState
from standards.models import Dimension, StandardVersion
from standards.selectors import version_in_force
from tests.assessments.test_races import at_once, conflicts

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def loaded(version: StandardVersion) -> StandardVersion:
    return StandardVersion.objects.select_related("standard").get(pk=version.pk)


@pytest.fixture
def committed_draft(committed_cast):
    return services.create_standard_from_preset(preset="four-dimensions", author=committed_cast.li)


@pytest.fixture
def committed_submitted(committed_cast, committed_draft):
    return services.submit_version(version=committed_draft, actor=committed_cast.li)


def test_ten_editors_with_the_same_page_one_is_first(committed_cast, committed_draft):
    lock = committed_draft.version

    def editing(number: int):
        own = loaded(committed_draft)
        content = DimensionContent(f"d{number}", f"维度{number}")
        return lambda: services.save_dimension(version=own, actor=committed_cast.li, content=content, lock=lock)

    answers = at_once(*(editing(number) for number in range(10)))
    assert len(conflicts(answers)) == 9
    assert Dimension.objects.filter(version=committed_draft).count() == 5
    assert AuditEvent.objects.filter(action="standards.version.edit").count() == 1
    assert verify_chain() == []


def test_an_edit_beside_the_sending_is_either_in_what_is_sent_or_refused(committed_cast, committed_draft):
    sending, editing = loaded(committed_draft), loaded(committed_draft)
    answers = at_once(
        lambda: services.submit_version(version=sending, actor=committed_cast.li),
        lambda: services.move_dimension(version=editing, actor=committed_cast.li, code="response", down=True),
    )
    assert len(conflicts(answers)) == 1
    state = loaded(committed_draft).state
    moved = Dimension.objects.get(version=committed_draft, code="response").order == 2
    assert (state == VersionState.SUBMITTED) != moved


def test_approving_and_returning_at_once_end_in_one_of_them(committed_cast, committed_submitted):
    approving, returning = loaded(committed_submitted), loaded(committed_submitted)
    answers = at_once(
        lambda: services.approve_version(version=approving, actor=committed_cast.zhou),
        lambda: services.return_version(version=returning, actor=committed_cast.zhou, reason="权重请再斟酌"),
    )
    assert len(conflicts(answers)) == 1
    assert loaded(committed_submitted).state in (VersionState.APPROVED, VersionState.DRAFT)


@pytest.mark.parametrize("decide", ["approve", "return"])
def test_taking_back_and_deciding_at_once_end_in_one_of_them(committed_cast, committed_submitted, decide):
    deciding, taking_back = loaded(committed_submitted), loaded(committed_submitted)
    answers = at_once(
        lambda: (
            services.approve_version(version=deciding, actor=committed_cast.zhou)
            if decide == "approve"
            else services.return_version(version=deciding, actor=committed_cast.zhou, reason="权重请再斟酌")
        ),
        lambda: services.take_back_version(version=taking_back, actor=committed_cast.li),
    )
    assert len(conflicts(answers)) == 1
    is_decided = isinstance(answers[1], Conflict)
    expected = VersionState.APPROVED if is_decided and decide == "approve" else VersionState.DRAFT
    assert loaded(committed_submitted).state == expected
    asked = committed_cast.zhou.user.notifications.filter(kind="standards.version.proposed")
    assert asked.exists() == is_decided
    assert verify_chain() == []


def test_two_schedulers_put_a_version_in_force_once(committed_cast, committed_submitted):
    version = services.approve_version(version=committed_submitted, actor=committed_cast.zhou)
    services.put_in_force(version=version, actor=committed_cast.zhou, on=clock.today() + timedelta(days=1))
    later = clock.now() + timedelta(days=2)

    def scheduler() -> int:
        with clock.travelling(later):
            return services.enforce_due_versions()

    assert sum(at_once(*([scheduler] * 4))) == 1
    assert version_in_force() == version
    assert AuditEvent.objects.filter(action="standards.version.put_in_force").count() == 1
    assert run_verifiers()["standards"] == []


def test_two_drafts_at_once_make_one(committed_cast):
    answers = at_once(
        *(
            lambda: services.create_standard_from_preset(preset="four-dimensions", author=committed_cast.li)
            for _twice in range(2)
        )
    )
    assert [type(answer) for answer in answers].count(Conflict) == 1
    assert StandardVersion.objects.count() == 1
