"""A new assessor qualifies on reference sheets, and what it means for who is assigned what."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from assessments.enums import Exclusion
from assessments.selectors.criteria import criteria_of
from assessments.selectors.exclusions import find_exclusions, pieces_of_sheets
from calibration.enums import AttemptState
from calibration.models import Attempt
from calibration.qualifying import Rule, judge
from calibration.selectors.qualification import checked_sheets, qualified, reference_sheets, unknown_to
from calibration.selectors.sessions import scores_visible_to
from calibration.services.policy import set_policy
from calibration.services.qualification import give_attempt, months_after, withdraw_attempt
from calibration.services.scoring import submit_blind
from calibration.verification import verify_calibration
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, NotAllowed
from foundation.workdays.calendar import add_workdays
from organization.enums import Role
from organization.worklist import work_waiting_for
from tests.architecture.world import World
from tests.calibration import world
from tests.calibration.world import SECRET, marks
from tests.cast import make_person
from tests.factories import make_version


@pytest.fixture
def version(cast):
    return make_version(author=cast.li, approved_by=cast.zhou, approved_at=clock.now())


@pytest.fixture
def references(cast, version):
    """Two closed sessions; the reference is A1 5, R1 3, X1 not triggered."""
    return [world.closed(cast, version=version) for _ in range(2)]


@pytest.fixture
def tan(cast):
    """Tan Yu of Retail Banking, new as an assessor."""
    return make_person("tanyu", "00103", "谭宇", "Tan Yu", cast.retail, Role.ASSESSOR)


def give(cast, person, version, references, **more):
    given = {"due_on": add_workdays(clock.today(), 5), "actor": cast.li, "key": uuid4(), **more}
    return give_attempt(person=person, version=version, sessions=references, **given)


def score(attempt, *given):
    rows = attempt.sheets.select_related("session__standard_version", "attempt", "assessor").order_by("session__number")
    for sheet, one in zip(rows, given, strict=True):
        submit_blind(sheet=sheet, actor=attempt.person, marks=one, version=sheet.version, key=uuid4())
    attempt.refresh_from_db()
    return attempt


@pytest.mark.parametrize(
    ("given", "within", "compared", "missed", "passed"),
    [
        ([marks(5, 3), marks(5, 3)], 4, 4, 0, True),
        ([marks(4, 2), marks(4, 4)], 4, 4, 0, True),  # a level is 25 points
        ([marks(5, 3), marks(3, 3)], 3, 4, 0, False),  # 75 % of 90 %
        ([marks(5, 3), marks(5, 3, triggered=True)], 4, 4, 1, False),
        ([{**marks(5, 3), "A1": {"na": True}}, marks(5, 3)], 3, 4, 0, False),
    ],
)
def test_rule_counts_what_is_near_enough_and_takes_red_lines_exactly(db, given, within, compared, missed, passed):
    criteria = criteria_of(make_version())
    found = judge(criteria, Rule(Decimal(25), Decimal(90)), [(one, marks(5, 3)) for one in given])
    assert (found.within, found.compared, found.red_lines_missed, found.passed) == (within, compared, missed, passed)


def test_candidate_passes_and_is_qualified_for_a_time(cast, version, references, tan):
    attempt = score(give(cast, tan, version, references), marks(5, 3), marks(4, 3))
    assert (attempt.state, attempt.within, attempt.compared) == (AttemptState.PASSED, 4, 4)
    assert attempt.valid_until == months_after(clock.today(), 12)
    assert qualified(version) == {tan.pk}
    assert qualified(version, attempt.valid_until + timedelta(days=1)) == set()
    assert verify_calibration() == []


def test_a_new_version_of_the_standard_is_to_be_qualified_for_anew(cast, version, references, tan):
    score(give(cast, tan, version, references), marks(5, 3), marks(5, 3))
    version.pk, version._state.adding, version.number, version.state = None, True, 2, "approved"
    version.public_id = uuid4()
    version.save()
    assert qualified(version) == set()


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 28), 12, date(2027, 11, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
    ],
)
def test_months_end_with_the_month(day, months, expected):
    assert months_after(day, months) == expected


def test_the_rule_is_kept_with_the_attempt(cast, version, references, tan):
    attempt = give(cast, tan, version, references)
    set_policy(
        standard=None, actor=cast.zhou, values={"tolerance": Decimal(0), "share_wanted": Decimal(100)}, version=0
    )
    assert score(attempt, marks(4, 2), marks(4, 2)).state == AttemptState.PASSED


def test_failed_attempt_shows_where_they_differed_and_another_takes_other_sheets(cast, version, references, tan):
    attempt = score(give(cast, tan, version, references), marks(2, 3), marks(5, 3))
    assert attempt.state == AttemptState.FAILED
    lines = [line for one in checked_sheets(attempt) for line in one.lines if not line.is_within]
    assert [(line.indicator.code, line.given, line.wanted, line.distance, line.why) for line in lines] == [
        ("A1", "2", "5", Decimal(-75), "录音第二分钟")
    ]
    with pytest.raises(Invalid) as refused:
        give(cast, tan, version, references)
    assert "sessions" in refused.value.message_dict
    more = [world.closed(cast, version=version) for _ in range(2)]
    assert give(cast, tan, version, more).number == 2


def test_attempts_are_limited(cast, version, references, tan):
    set_policy(standard=None, actor=cast.zhou, values={"attempts_allowed": 1, "sheets_wanted": 1}, version=0)
    score(give(cast, tan, version, references[:1]), marks(1, 1))
    with pytest.raises(Invalid) as refused:
        give(cast, tan, version, references[1:])
    assert "person" in refused.value.message_dict


def test_one_attempt_at_a_time(cast, version, references, tan):
    give(cast, tan, version, references)
    more = [world.closed(cast, version=version) for _ in range(2)]
    with pytest.raises(Conflict):
        give(cast, tan, version, more)


def test_the_same_key_gives_one_attempt(cast, version, references, tan):
    key = uuid4()
    assert give(cast, tan, version, references, key=key) == give(cast, tan, version, references, key=key)
    assert Attempt.objects.count() == 1


@pytest.mark.parametrize("who", ["li", "zhou", "qian", "zhao"])
def test_who_reads_the_references_or_scores_nothing_cannot_qualify(cast, version, references, who):
    with pytest.raises((Invalid, NotAllowed)):
        give(cast, getattr(cast, who), version, references)


def test_who_took_part_knows_the_sheet(cast, version, references, tan):
    assert unknown_to(cast.lin, reference_sheets(version)) == []
    assert len(unknown_to(tan, reference_sheets(version))) == 2
    # The records are of East Branch, whose head Chen is.
    assert unknown_to(cast.chen, reference_sheets(version)) == []


def test_session_without_a_reference_is_no_reference_sheet(cast, version, references, tan):
    session = world.opened(cast, version=version)
    with pytest.raises(Invalid) as refused:
        give(cast, tan, version, [references[0], session])
    assert "sessions" in refused.value.message_dict


def test_candidate_sees_nothing_of_the_sessions_before(cast, version, references, tan, client_of):
    """Neither the session nor its scores, comparison, reference, export or place in a list or search."""
    attempt = give(cast, tan, version, references)
    client, sheet = client_of(tan), attempt.sheets.first()
    for name in ("session_detail", "session_export"):
        assert client.get(reverse(f"calibration:{name}", args=[sheet.session.public_id])).status_code == 404
    assert list(scores_visible_to(tan)) == []
    pages = [
        client.get(reverse("calibration:session_list")),
        client.get(attempt.get_absolute_url()),
        client.get(reverse("calibration:sheet_score", args=[sheet.public_id])),
        client.get(f"{reverse('dashboard:search')}?q={sheet.session.number}"),
        client.get(reverse("calibration:my_agreement")),
    ]
    for page in pages:
        assert page.status_code == 200
        text = page.content.decode()
        assert SECRET not in text
        assert "录音第二分钟" not in text
        assert sheet.session.get_absolute_url() not in text
    assert checked_sheets(attempt) == []


def test_attempt_is_read_by_others_only_when_it_is_judged(cast, version, references, tan, client_of):
    attempt = give(cast, tan, version, references)
    first = attempt.sheets.order_by("session__number").first()
    submit_blind(sheet=first, actor=tan, marks=marks(5, 3, reason="谭宇的理由"), version=first.version, key=uuid4())
    for person in (cast.li, cast.qian, cast.zhou):
        assert not scores_visible_to(person).filter(sheet__attempt=attempt).exists()
        assert "谭宇的理由" not in client_of(person).get(attempt.get_absolute_url()).content.decode()
    for person in (cast.lin, cast.guo):
        assert client_of(person).get(attempt.get_absolute_url()).status_code == 404


def test_attempt_takes_no_part_in_the_session(cast, version, references, tan, client_of):
    before = client_of(cast.li).get(references[0].get_absolute_url()).context["comparison"]
    score(give(cast, tan, version, references), marks(1, 1), marks(1, 1))
    after = client_of(cast.li).get(references[0].get_absolute_url()).context["comparison"]
    assert after.people == before.people
    rows = client_of(cast.li).get(reverse("calibration:session_list")).context["page"]
    assert {(row.handed_in, row.named) for row in rows} == {(3, 3)}


def test_work_list_leads_to_each_reference_sheet(cast, version, references, tan):
    attempt = give(cast, tan, version, references)
    urls = [item.url for item in work_waiting_for(tan) if item.group == "calibration"]
    assert sorted(urls) == sorted(reverse("calibration:sheet_score", args=[sheet.public_id]) for sheet in attempt.sheets.all())  # fmt: skip
    score(attempt, marks(5, 3), marks(5, 3))
    assert [item for item in work_waiting_for(tan) if item.group == "calibration"] == []


def test_withdrawn_attempt_does_not_count_and_takes_nothing_more(cast, version, references, tan):
    attempt = give(cast, tan, version, references)
    with pytest.raises(Invalid):
        withdraw_attempt(attempt=attempt, actor=cast.li, reason="")
    with pytest.raises(NotAllowed):
        withdraw_attempt(attempt=attempt, actor=tan, reason="x")
    withdraw_attempt(attempt=attempt, actor=cast.li, reason="调岗")
    with pytest.raises(Conflict):
        score(attempt, marks(5, 3), marks(5, 3))
    assert attempt.state == AttemptState.WITHDRAWN


def reasons(sheet, *people) -> dict:
    piece = pieces_of_sheets([sheet])[sheet.pk]
    found = find_exclusions(people, [piece])[piece.key]
    return {person: found.get(person.pk) for person in people}


def test_demand_keeps_the_unqualified_from_being_assigned(cast, tan):
    sheet = World(cast).sheet
    assert reasons(sheet, tan, cast.guo) == {tan: None, cast.guo: None}
    set_policy(standard=None, actor=cast.zhou, values={"demands_qualification": True}, version=0)
    assert reasons(sheet, tan, cast.guo, cast.li) == {tan: Exclusion.UNQUALIFIED, cast.guo: Exclusion.UNQUALIFIED, cast.li: None}  # fmt: skip
    Attempt.objects.create(
        person=tan, standard_version=sheet.standard_version, number=1, state=AttemptState.PASSED, due_on=clock.today(), given_by=cast.li,
        tolerance=Decimal(25), share_wanted=Decimal(90), valid_months=12, valid_until=clock.today(),
    )  # fmt: skip
    assert reasons(sheet, tan, cast.guo) == {tan: None, cast.guo: Exclusion.UNQUALIFIED}
    own = sheet.standard_version.standard
    set_policy(standard=own, actor=cast.zhou, values={"demands_qualification": False}, version=0)
    assert reasons(sheet, cast.guo) == {cast.guo: None}


def test_who_knows_an_item_from_a_calibration_is_not_assigned_it(cast, tan):
    one = World(cast)
    session = world.call_session(cast, version=one.version, item=world.Item(one.record))
    assert session.record == one.record
    assert reasons(one.sheet, cast.guo, tan) == {cast.guo: Exclusion.KNOWN, tan: None}


def test_lead_gives_sheets_on_the_page(cast, version, references, tan, client_of):
    client, url = client_of(cast.li), reverse("calibration:attempt_give")
    assert client.get(url).status_code == 200
    chosen = f"{url}?person={tan.public_id}&standard={version.public_id}"
    page = client.get(chosen)
    assert page.context["enough"] is True
    due = add_workdays(clock.today(), 3).isoformat()
    data = {"sessions": [one.public_id for one in references], "due_on": due, "client_key": uuid4()}
    assert client.post(chosen, {**data, "sessions": [references[0].public_id]}).status_code == 422
    answer = client.post(chosen, data)
    attempt = Attempt.objects.get()
    assert (answer.status_code, answer.url, attempt.person) == (302, attempt.get_absolute_url(), tan)
    score(attempt, marks(5, 3), marks(2, 3))
    result = client_of(tan).get(attempt.get_absolute_url())
    assert len(result.context["checked"]) == 2
    assert "录音第二分钟" in result.content.decode()
