"""Several at once on one study or one draft's weights, in real threads: one truth and a clear message."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from foundation.audit.verifiers import run_verifiers, verify_chain
from foundation.common.errors import Conflict
from standards.models import Indicator, StandardVersion
from standards.models.study import ExpertSubmission, StudyExpert, WeightSetting, WeightStudy
from standards.services import approve_version, create_standard_from_preset, discard_version, submit_version
from standards.studies.enums import WeightSource
from standards.studies.services import close_study, open_study, save_answers, set_weights, submit_answers
from tests.standards.studying import CONSISTENT, FAR, answers, make_study, part_of, submit

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def at_once(*acts) -> list:
    """Runs the acts in threads that start together; what each returned, or the Conflict it got."""
    start = Barrier(len(acts))

    def run(act):
        try:
            start.wait(timeout=30)
            return act()
        except Conflict as conflict:
            return conflict
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def conflicts(found) -> int:
    return sum(isinstance(one, Conflict) for one in found)


@pytest.fixture
def draft(committed_cast):
    return create_standard_from_preset(preset="four-dimensions", author=committed_cast.li)


def anew(draft) -> StandardVersion:
    return StandardVersion.objects.select_related("standard").get(pk=draft.pk)


def weights(draft, by: int) -> dict[str, int]:
    found = dict(Indicator.objects.filter(version=draft).exclude(scale="critical").values_list("code", "weight"))
    return found | {"1.1": found["1.1"] + by, "2.1": found["2.1"] - by}


def test_two_leads_set_weights_one_is_told(committed_cast, draft):
    def setting(by):
        own, wanted = anew(draft), weights(draft, by)
        return lambda: set_weights(
            version=own, weights=wanted, actor=committed_cast.li, source=WeightSource.HAND, seen=own.version
        )

    found = at_once(*[setting(by) for by in (10, 20, 30, 40)])
    assert (conflicts(found), WeightSetting.objects.count()) == (3, 1)
    assert sum(weights(draft, 0).values()) == 10_000
    assert run_verifiers()["weights"] == verify_chain() == []


def test_weights_set_while_the_version_is_approved(committed_cast, draft):
    """Either the approval holds the new weights, or the weights come too late: never an approval of what is not there."""
    one, other, wanted = anew(draft), anew(draft), weights(draft, 50)
    at_once(
        lambda: set_weights(version=one, weights=wanted, actor=committed_cast.li, source=WeightSource.HAND),
        lambda: approve_version(version=submit_version(version=other, actor=other.author), actor=committed_cast.zhou),
    )
    assert run_verifiers()["standards"] == []


def test_submitting_twice_at_once_is_one_submission(committed_cast, draft):
    study = make_study(draft, committed_cast.li, [committed_cast.chen])
    save_answers(
        expert=part_of(study, committed_cast.chen), actor=committed_cast.chen, answers=answers(study, *CONSISTENT)
    )

    def submitting():
        own = part_of(study, committed_cast.chen)
        return lambda: submit_answers(expert=own, actor=committed_cast.chen)

    found = at_once(submitting(), submitting(), submitting())
    assert (conflicts(found), ExpertSubmission.objects.count()) == (2, 1)


def test_submission_beside_the_closing_counts_or_is_refused(committed_cast, draft):
    cast = committed_cast
    study = make_study(draft, cast.li, [cast.chen, cast.lin])
    submit(study, cast.lin)
    save_answers(expert=part_of(study, cast.chen), actor=cast.chen, answers=answers(study, *CONSISTENT))
    own, closing = part_of(study, cast.chen), WeightStudy.objects.get(pk=study.pk)
    found = at_once(
        lambda: submit_answers(expert=own, actor=cast.chen), lambda: close_study(study=closing, actor=cast.li)
    )
    row = StudyExpert.objects.get(pk=own.pk)
    assert (row.state == "submitted") == (not isinstance(found[0], Conflict))
    assert WeightStudy.objects.get(pk=study.pk).state == "closed"


def test_two_studies_opened_at_once_have_numbers_of_their_own(committed_cast, draft):
    def opening():
        own = anew(draft)
        return lambda: open_study(
            version=own, actor=committed_cast.li, level="dimensions", experts=[committed_cast.chen], due_on=FAR
        )

    at_once(opening(), opening(), opening())
    assert sorted(WeightStudy.objects.values_list("number", flat=True)) == [1, 2, 3]


def test_study_opened_while_its_draft_is_discarded(committed_cast, draft):
    own, other = anew(draft), anew(draft)
    found = at_once(
        lambda: make_study(own, committed_cast.li, [committed_cast.zhou]),
        lambda: discard_version(version=other, actor=committed_cast.li),
    )
    # Either the study was first, and the draft is kept with it, or there is nothing left to study.
    left = StandardVersion.objects.filter(pk=draft.pk).first()
    if left is None:
        assert isinstance(found[0], Conflict) and WeightStudy.objects.count() == 0
    else:
        assert not isinstance(found[0], Conflict) and WeightStudy.objects.get().standard_version == left
    assert verify_chain() == []
