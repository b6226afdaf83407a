"""Sealed sheets are reviewed by a lead: called by rule or lot, approved, returned, answered; two leads, one truth (R16, R19, R48)."""

import hashlib
import hmac
from uuid import uuid4

import pytest
from django.db import connection
from django.db.utils import DatabaseError
from django.urls import reverse

from assessments.enums import CycleState
from assessments.gates import what_blocks
from assessments.models import Cycle, ReviewLot, ReviewStep, ScoreSheet, SheetReview
from assessments.review_enums import ReviewCause, ReviewState
from assessments.review_waiting import returned_waiting_for, reviews_waiting_for
from assessments.selectors.reviews import returns_by_assessor, with_sheets
from assessments.services import reviews as services
from assessments.services.recusals import declare_recusal
from assessments.services.review_rules import set_review_rule, verify_reviews
from assessments.services.sheets import correct_sheet, submit_sheet
from foundation.audit.models import AuditEvent
from foundation.common.errors import Conflict, Invalid, NotAllowed
from foundation.notifications.models import Notification
from organization.enums import Role
from organization.models import RoleAssignment
from tests.assessments.sheet_world import full_marks, make_sheet, make_sheet_world
from tests.cast import EARLY
from tests.kept import kept

LOWER = {**full_marks(), "2.1": {"level": 4, "reason": "抢话一次"}}


def again(sheet) -> ScoreSheet:
    rows = ScoreSheet.objects.select_related("revision", "cycle", "unit", "record", "standard_version", "assessor")
    return rows.get(pk=sheet.pk)


def review_of(sheet) -> SheetReview:
    return with_sheets(SheetReview.objects.all()).select_related("sheet__standard_version").get(sheet=sheet)


def seal(sheet, actor) -> ScoreSheet:
    submit_sheet(sheet=again(sheet), actor=actor, marks=LOWER, version=sheet.version, key=uuid4())
    return again(sheet)


def rule(world, way="all", actor=None, **more) -> dict:
    given = {"cycle": world.cycle, "actor": actor or world.cast.li, "way": way, "reason": "本季抽查", "key": uuid4()}
    return set_review_rule(**{**given, **more})


def reviewed_world(cast):
    """All sheets of East Branch are reviewed; Lin's is sealed, Guo's is still open."""
    world = make_sheet_world(cast)
    rule(world)
    world.other = make_sheet(world.plan, cast.guo)
    seal(world.sheet, cast.lin)
    return world


@pytest.fixture
def world(cast):
    return kept(reviewed_world, cast)


def give_back(world, actor=None, **more) -> SheetReview:
    review = review_of(world.sheet)
    given = {"comments": {"2.1": "录音 01:12 处未见抢话"}, "version": review.version, "key": uuid4()}
    services.return_review(review=review, actor=actor or world.cast.li, **{**given, **more})
    return review_of(world.sheet)


def approve(world, actor=None, **more) -> SheetReview:
    review = review_of(world.sheet)
    given = {"version": review.version, "key": uuid4()}
    services.approve_review(review=review, actor=actor or world.cast.li, **{**given, **more})
    return review_of(world.sheet)


def correct(world, actor, marks=None) -> None:
    sheet = again(world.sheet)
    correct_sheet(
        sheet=sheet, actor=actor, marks=marks or full_marks(), reason="复听录音", version=sheet.version, key=uuid4()
    )


# -- How sheets come to the queue


def test_sheet_comes_to_the_queue_with_its_seal(world):
    review = review_of(world.sheet)
    assert (review.state, review.cause, SheetReview.objects.count()) == (ReviewState.WAITING, ReviewCause.ALL, 1)
    called = AuditEvent.objects.get(action="assessments.review.call")
    assert (called.target, called.details["cause"]) == (str(world.sheet.public_id), "all")


def test_without_a_rule_nothing_is_reviewed(sheets):
    seal(sheets.sheet, sheets.cast.lin)
    assert not SheetReview.objects.exists()


def test_rule_takes_in_what_is_sealed_already_and_once_for_its_key(sheets):
    seal(sheets.sheet, sheets.cast.lin)
    key = uuid4()
    assert rule(sheets, key=key)["called"] == 1
    assert rule(sheets, key=key)["called"] == 1
    assert SheetReview.objects.count() == 1


def test_rule_of_a_unit_goes_before_the_cycle_s_until_it_follows_again(sheets):
    rule(sheets, "all")
    rule(sheets, "none", plan=sheets.plan)
    seal(sheets.sheet, sheets.cast.lin)
    assert not SheetReview.objects.exists()
    assert rule(sheets, "follow", plan=sheets.plan)["called"] == 1


def test_lot_can_be_done_again_from_secret_and_digest(sheets):
    for _number in range(30):
        make_sheet(sheets.plan, sheets.cast.lin)
    for sheet in ScoreSheet.objects.all():
        seal(sheet, sheets.cast.lin)
    rule(sheets, "share", share=40)
    lot = ReviewLot.objects.get()
    assert hashlib.sha256(bytes.fromhex(lot.secret)).hexdigest() == lot.commitment

    def lots() -> dict[str, float]:
        """As anybody computes them from what the page shows."""
        found = {}
        for sheet in ScoreSheet.objects.all():
            digest = sheet.revisions.get(number=1).digest
            mac = hmac.new(bytes.fromhex(lot.secret), digest.encode(), hashlib.sha256).digest()
            found[sheet.number] = int.from_bytes(mac[:8], "big") / 2**64
        return found

    def called() -> set[str]:
        return set(SheetReview.objects.values_list("sheet__number", flat=True))

    assert called() == {number for number, value in lots().items() if value < 0.4}
    rule(sheets, "share", share=80)  # a higher share draws the same and more
    assert called() == {number for number, value in lots().items() if value < 0.8}
    assert ReviewLot.objects.get() == lot
    assert verify_reviews() == []


@pytest.mark.parametrize(
    ("way", "more", "field"),
    [
        ("share", {"share": None}, "share"),
        ("share", {"share": 100}, "share"),
        ("follow", {}, "way"),
        ("x", {}, "way"),
        ("all", {"reason": " "}, "reason"),
    ],
)
def test_rule_that_says_nothing_is_refused_at_its_field(sheets, way, more, field):
    with pytest.raises(Invalid) as refused:
        rule(sheets, way, **more)
    assert list(refused.value.message_dict) == [field]


def test_only_a_lead_sets_the_rule_and_only_before_the_gate_is_passed(sheets):
    for person in (sheets.cast.lin, sheets.cast.zhou, sheets.cast.qian):
        with pytest.raises(NotAllowed):
            rule(sheets, actor=person)
    Cycle.objects.update(state=CycleState.APPROVAL)
    sheets.cycle.refresh_from_db()
    with pytest.raises(Conflict):
        rule(sheets)


# -- What a lead decides


def test_approved_sheet_stands_as_sealed_and_its_history_says_so(world):
    key = uuid4()
    review = approve(world, key=key, note="抽查无误")
    assert (review.state, review.decided_by) == (ReviewState.APPROVED, world.cast.li)
    assert services.approve_review(review=review, actor=world.cast.li, version=1, key=key, note="抽查无误")["sheet"]
    assert ReviewStep.objects.filter(act="approved").count() == 1
    assert AuditEvent.objects.filter(target=world.sheet.public_id).last().action == "assessments.review.approve"


def test_returned_sheet_waits_for_its_assessor_with_the_comments(world):
    review = give_back(world)
    assert (review.state, review.times_returned) == (ReviewState.RETURNED, 1)
    step = ReviewStep.objects.get(act="returned")
    assert (step.comments, step.revision) == ({"2.1": "录音 01:12 处未见抢话"}, again(world.sheet).revision)
    [row] = returned_waiting_for(world.cast.lin)
    assert row.url == reverse("assessments:review_answer", args=[world.sheet.public_id])
    assert Notification.objects.get(kind="assessments.review.returned").user == world.cast.lin.user


def test_nothing_is_returned_without_a_word(world):
    with pytest.raises(Invalid) as refused:
        give_back(world, comments={"2.1": " "})
    assert list(refused.value.message_dict) == ["note"]
    with pytest.raises(Invalid):
        give_back(world, comments={"9.9": "不存在"})
    assert review_of(world.sheet).state == ReviewState.WAITING


def test_nobody_reviews_what_they_had_a_hand_in_or_are_too_close_to(world):
    cast = world.cast
    for person in (cast.lin, cast.chen):  # her own sheet; head of the unit
        RoleAssignment.objects.create(person=person, role=Role.LEAD, unit=cast.bank, valid_from=EARLY)
    for person in (cast.lin, cast.chen, cast.guo, cast.qian):
        with pytest.raises(NotAllowed):
            approve(world, actor=person)
    declare_recusal(actor=cast.li, kind="relative", text="配偶在该支行工作", unit=cast.east, key=uuid4())
    with pytest.raises(NotAllowed):
        approve(world)
    assert approve(world, actor=cast.zhou).decided_by == cast.zhou  # a manager, where no lead is left


def test_lead_who_corrected_the_sheet_leaves_its_review_to_another(world):
    correct(world, world.cast.li)
    with pytest.raises(NotAllowed):
        approve(world)


def test_second_of_two_leads_is_told_who_was_quicker_and_keeps_what_was_typed(world):
    seen = review_of(world.sheet).version
    approve(world, actor=world.cast.zhou)
    with pytest.raises(Conflict) as late:
        give_back(world, version=seen)
    assert (str(world.cast.zhou) in late.value.message, late.value.typed) == (True, [("2.1", "录音 01:12 处未见抢话")])
    assert review_of(world.sheet).state == ReviewState.APPROVED


def test_what_was_corrected_after_it_was_opened_is_not_approved_unread(world):
    seen = review_of(world.sheet).version
    correct(world, world.cast.lin)
    with pytest.raises(Conflict):
        approve(world, version=seen)
    assert approve(world).state == ReviewState.APPROVED


def test_many_are_approved_at_once_and_what_moved_on_is_left(world):
    seal(world.other, world.cast.guo)
    rows = [(review_of(sheet), review_of(sheet).version) for sheet in (world.sheet, world.other)]
    give_back(world, actor=world.cast.zhou)
    key = uuid4()
    done = services.approve_reviews(seen=rows, actor=world.cast.li, key=key)
    assert done == {"approved": 1, "left": [world.sheet.number], "barred": []}
    assert services.approve_reviews(seen=rows, actor=world.cast.li, key=key) == done
    states = {review.sheet_id: review.state for review in SheetReview.objects.all()}
    assert states == {world.sheet.pk: ReviewState.RETURNED, world.other.pk: ReviewState.APPROVED}


# -- What the assessor answers


def test_correction_is_a_further_revision_and_comes_back_to_the_queue(world):
    give_back(world)
    correct(world, world.cast.lin)
    review = review_of(world.sheet)
    assert (review.state, again(world.sheet).revision.number) == (ReviewState.WAITING, 2)
    assert [step.act for step in review.steps.all()] == ["called", "returned", "corrected"]
    assert Notification.objects.filter(kind="assessments.review.corrected").get().user == world.cast.li.user
    approve(world)
    assert verify_reviews() == []


def test_it_stands_as_it_is_with_a_reason(world):
    review = give_back(world)
    with pytest.raises(NotAllowed):
        services.answer_review(review=review, actor=world.cast.guo, reason="不是我的", version=review.version)
    with pytest.raises(Invalid):
        services.answer_review(review=review, actor=world.cast.lin, reason=" ", version=review.version)
    services.answer_review(review=review, actor=world.cast.lin, reason="01:12 处两人同时说话", version=review.version)
    review = review_of(world.sheet)
    assert (review.state, review.steps.last().note) == (ReviewState.WAITING, "01:12 处两人同时说话")
    assert again(world.sheet).revision.number == 1


def test_approval_of_an_earlier_revision_does_not_cover_a_correction(world):
    approve(world)
    correct(world, world.cast.lin)
    assert review_of(world.sheet).state == ReviewState.WAITING


def test_a_lead_thinks_again(world):
    approve(world)
    with pytest.raises(Invalid):
        services.take_up_sheet(sheet=again(world.sheet), actor=world.cast.li, reason="")
    services.take_up_sheet(sheet=again(world.sheet), actor=world.cast.li, reason="客户另行投诉")
    assert review_of(world.sheet).state == ReviewState.WAITING
    with pytest.raises(Conflict):
        services.take_up_sheet(sheet=again(world.sheet), actor=world.cast.li, reason="再次")


# -- What it keeps from going on


def test_gate_waits_for_reviews_with_their_number_and_the_way_there(world):
    Cycle.objects.filter(pk=world.cycle.pk).update(state=CycleState.REVIEW)
    cycle = Cycle.objects.get(pk=world.cycle.pk)

    def told() -> list[tuple[str, str]]:
        return [(one.text, one.links[0].url) for one in what_blocks(cycle) if "review" in one.links[0].url]

    queue = reverse("assessments:review_list")
    assert told() == [("1 sheet waits for its review.", f"{queue}?view=waiting&cycle=2026Q4")]
    give_back(world)
    assert told() == [("1 returned sheet is not answered yet.", f"{queue}?view=returned&cycle=2026Q4")]
    correct(world, world.cast.lin)
    approve(world)
    assert told() == []


def test_leads_have_one_row_for_all_that_waits(world):
    [row] = reviews_waiting_for(world.cast.li)
    assert (row.title, row.url) == ("Review 1 sealed sheet", reverse("assessments:review_list"))
    assert reviews_waiting_for(world.cast.lin) == []


def test_share_returned_has_its_interval(world):
    seal(world.other, world.cast.guo)
    give_back(world)
    services.approve_review(review=review_of(world.other), actor=world.cast.li, version=1, key=uuid4())
    tallies, overall = returns_by_assessor(SheetReview.objects.all())
    assert [(one.person.name_en, one.decided, one.returned) for one in tallies] == [
        (world.cast.lin.name_en, 1, 1),
        (world.cast.guo.name_en, 1, 0),
    ]
    assert (overall, round(tallies[0].low, 3), tallies[0].high) == (0.5, 0.207, 1.0)


def test_steps_cannot_be_changed_and_verify_sees_a_state_that_no_step_led_to(world):
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("UPDATE assessments_reviewstep SET note = 'x'")


def test_verify_names_a_review_that_was_moved_past_the_services(world):
    SheetReview.objects.update(state=ReviewState.APPROVED)
    assert verify_reviews() == [f"The review of sheet {world.sheet.number} does not stand where its steps have led it."]


# -- Pages


def test_lead_reads_returns_and_gets_the_next_sheet(world, client):
    seal(world.other, world.cast.guo)
    client.force_login(world.cast.li.user)
    page = client.get(reverse("assessments:review_list"), {"cycle": "2026Q4"}).content.decode()
    assert (world.sheet.number in page, world.other.number in page) == (True, True)
    url = reverse("assessments:review_read", args=[world.sheet.public_id])
    assert "Reason: 抢话一次" in client.get(url).content.decode()
    sent = {"version": "1", "client_key": str(uuid4()), "query": "cycle=2026Q4", "c.2.1": "重听", "note": ""}
    empty = {**sent, "c.2.1": ""}
    refused = client.post(reverse("assessments:review_return", args=[world.sheet.public_id]), empty)
    assert (refused.status_code, "Say at an indicator, or here" in refused.content.decode()) == (422, True)
    answer = client.post(reverse("assessments:review_return", args=[world.sheet.public_id]), sent)
    following = reverse("assessments:review_read", args=[world.other.public_id])
    assert (answer.status_code, answer.url) == (302, f"{following}?cycle=2026Q4")
    client.force_login(world.cast.lin.user)
    for name in ("review_answer", "sheet_correct", "sheet_detail"):
        assert "重听" in client.get(reverse(f"assessments:{name}", args=[world.sheet.public_id])).content.decode()
    stands = client.post(
        reverse("assessments:review_answer", args=[world.sheet.public_id]), {"reason": "已重听，无误", "version": "2"}
    )
    assert stands.status_code == 302
    assert client.get(reverse("assessments:review_answer", args=[world.sheet.public_id])).status_code == 302


def test_bulk_page_names_what_was_left(world, client):
    client.force_login(world.cast.li.user)
    ids = f"{review_of(world.sheet).public_id}:1"
    give_back(world, actor=world.cast.zhou)
    answer = client.post(
        reverse("assessments:review_approve_many"), {"ids": [ids], "client_key": str(uuid4())}, follow=True
    )
    assert world.sheet.number in answer.content.decode()
    strange = client.post(reverse("assessments:review_approve_many"), {"ids": ["x"], "client_key": str(uuid4())})
    assert strange.status_code == 404


def test_rule_page_shows_the_secret_only_when_the_gate_is_passed(world, client):
    rule(world, "share", share=50)
    client.force_login(world.cast.qian.user)
    url = reverse("assessments:review_rule", args=[world.cycle.public_id])
    lot = ReviewLot.objects.get()
    page = client.get(url).content.decode()
    assert (lot.commitment in page, lot.secret in page, "<textarea" in page) == (True, False, False)
    Cycle.objects.update(state=CycleState.APPROVAL)
    page = client.get(url).content.decode()
    assert (lot.secret in page, world.sheet.number in page) == (True, True)
