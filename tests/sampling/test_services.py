"""A draw's acts: in order, by the right people, once."""

import hashlib
import threading

import pytest
from django.db import IntegrityError, connection, transaction

from foundation.audit.models import AuditEvent
from foundation.common.errors import Conflict, Invalid, NotAllowed
from foundation.common.files import path_of
from organization.enums import Role
from organization.models import RoleAssignment
from organization.worklist import work_waiting_for
from sampling.enums import DrawState
from sampling.models import Draw, DrawnItem, Nonce
from sampling.selectors import ready_draws
from sampling.services import add_nonce, carry_out_draw, commit_draw, freeze_draw_frame, make_proof
from tests.sampling.conftest import PAIRS, RESERVES, SIZES


def freeze(draw: Draw, actor, **more) -> Draw:
    return freeze_draw_frame(draw=draw, actor=actor, **{"pairs": PAIRS, "sizes": SIZES, "reserves": RESERVES, **more})


# commit


def test_commit_publishes_the_digest_of_a_secret_that_is_kept_encrypted(cast, committed):
    assert committed.commitment == hashlib.sha256(bytes.fromhex(committed.secret)).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM sampling_draw")
        kept = cursor.fetchone()[0]
    assert kept.startswith("v1:") and committed.secret not in kept
    assert AuditEvent.objects.get(action="sampling.draw.commit").details["commitment"] == committed.commitment


def test_commit_makes_another_secret_each_time(cast, committed):
    assert commit_draw(title="again", actor=cast.li).commitment != committed.commitment


@pytest.mark.parametrize("who", ["zhou", "qian", "lin", "feng"])
def test_commit_is_for_leads(cast, who):
    with pytest.raises(NotAllowed):
        commit_draw(title="x", actor=getattr(cast, who))


# freeze


def test_freeze_keeps_the_frame_as_one_file_with_its_digest(cast, frozen):
    assert (frozen.state, frozen.frame_counts) == (DrawState.FROZEN, {"online": 10, "phone": 30})
    assert frozen.frame_digest == hashlib.sha256("".join(sorted(f"{s}\t{k}\n" for s, k in PAIRS)).encode()).hexdigest()
    assert AuditEvent.objects.get(action="sampling.draw.freeze").details["frame"] == frozen.frame_digest


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"pairs": []}, "The sampling frame holds no item."),
        (
            {"pairs": [("phone", "calls:13912345678")]},
            "An item's key looks like a mobile number. A sampling frame holds no personal data.",
        ),
        ({"pairs": [("phone", "calls:1"), ("phone", "calls:1")]}, "An item is in the sampling frame twice."),
        ({"sizes": {"phone": 31}}, "More items are wanted than there are."),
        ({"sizes": {"email": 1}}, "More items are wanted than there are."),
        ({"sizes": {}}, "The sample has no items."),
    ],
)
def test_freeze_refuses_what_the_rule_does_not_allow(cast, committed, more, sentence):
    with pytest.raises(Invalid) as refusal:
        freeze(committed, cast.li, **more)
    assert refusal.value.messages == [sentence]
    committed.refresh_from_db()
    assert committed.state == DrawState.COMMITTED


def test_freeze_twice_is_refused(cast, frozen):
    with pytest.raises(Conflict):
        freeze(frozen, cast.li)


def test_freeze_is_for_leads(cast, committed):
    with pytest.raises(NotAllowed):
        freeze(committed, cast.qian)


# nonces


def test_nonce_of_lead_and_supervisor_are_kept_in_their_order(cast, ready):
    assert list(ready.nonces.values_list("position", "role", "person__name")) == [
        (1, "lead", "李文"),
        (2, "supervisor", "钱莉"),
    ]


def test_nonce_of_the_same_role_is_taken_once(cast, frozen):
    RoleAssignment.objects.create(person=cast.guo, role=Role.LEAD, unit=cast.retail)
    add_nonce(draw=frozen, person=cast.li, value="first come")
    with pytest.raises(Conflict):
        add_nonce(draw=frozen, person=cast.guo, value="second lead")
    with pytest.raises(Conflict):
        add_nonce(draw=frozen, person=cast.li, value="once more")
    assert Nonce.objects.count() == 1


@pytest.mark.parametrize("who", ["zhou", "lin", "chen", "feng"])
def test_nonce_of_others_is_refused(cast, frozen, who):
    with pytest.raises(NotAllowed):
        add_nonce(draw=frozen, person=getattr(cast, who), value="let me too")


@pytest.mark.parametrize("value", ["", "short", "x" * 101, "with\x00zero bytes", "  seven  "])
def test_nonce_that_is_too_short_too_long_or_unseen_is_refused(cast, frozen, value):
    with pytest.raises(Invalid):
        add_nonce(draw=frozen, person=cast.li, value=value)


def test_nonce_before_the_frame_and_after_the_draw_is_refused(cast, committed):
    with pytest.raises(Conflict):
        add_nonce(draw=committed, person=cast.li, value="too early")


def test_nonce_after_the_draw_is_refused(cast, drawn):
    with pytest.raises(Conflict):
        add_nonce(draw=drawn, person=cast.qian, value="too late now")


def test_nonces_and_items_cannot_be_changed(drawn):
    for model in (Nonce, DrawnItem):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.update(position=99)
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.filter(pk__gt=0)._raw_delete("default")


def test_work_list_asks_for_nonces_until_they_are_there(cast, frozen):
    def waiting(person):
        return [item.url for item in work_waiting_for(person) if item.group == "draws"]

    assert (waiting(cast.li), waiting(cast.qian), waiting(cast.zhou)) == (
        [frozen.get_absolute_url()],
        [frozen.get_absolute_url()],
        [],
    )
    add_nonce(draw=frozen, person=cast.li, value="three heads, two tails")
    assert (waiting(cast.li), waiting(cast.qian)) == ([], [frozen.get_absolute_url()])


# draw


def test_draw_takes_sample_and_reserve_from_each_stratum_and_reveals(ready):
    items = carry_out_draw(draw=ready, actor=None)
    ready.refresh_from_db()
    assert [(item.stratum, item.position, item.is_reserve) for item in items] == [
        *[("online", n, n > 2) for n in range(1, 6)], *[("phone", n, n > 4) for n in range(1, 8)],
    ]  # fmt: skip
    assert {(item.stratum, item.key) for item in items} <= set(PAIRS)
    assert (ready.state, len(ready.seed)) == (DrawState.DRAWN, 64)


def test_draw_without_all_nonces_is_refused(cast, frozen):
    add_nonce(draw=frozen, person=cast.li, value="three heads, two tails")
    with pytest.raises(Conflict):
        carry_out_draw(draw=frozen, actor=cast.li)
    assert DrawnItem.objects.count() == 0


def test_draw_twice_is_refused(cast, drawn):
    with pytest.raises(Conflict):
        carry_out_draw(draw=drawn, actor=cast.li)
    assert DrawnItem.objects.count() == 12


@pytest.mark.parametrize("who", ["zhou", "lin", "feng"])
def test_draw_is_for_leads_and_supervisors(cast, ready, who):
    with pytest.raises(NotAllowed):
        carry_out_draw(draw=ready, actor=getattr(cast, who))


def test_draw_from_a_frame_file_that_was_exchanged_is_refused(cast, ready):
    path_of(ready.frame).write_bytes(b"something else")
    with pytest.raises(Invalid, match="missing or damaged"):
        carry_out_draw(draw=ready, actor=cast.li)
    ready.refresh_from_db()
    assert (ready.state, DrawnItem.objects.count()) == (DrawState.FROZEN, 0)


def test_draws_that_are_ready_are_found(cast, frozen):
    assert list(ready_draws()) == []
    add_nonce(draw=frozen, person=cast.li, value="three heads, two tails")
    assert list(ready_draws()) == []
    add_nonce(draw=frozen, person=cast.qian, value="tails tails heads")
    assert list(ready_draws()) == [frozen]


def test_proof_before_the_draw_is_refused(ready):
    with pytest.raises(Conflict):
        make_proof(ready)


@pytest.mark.race
def test_two_who_draw_at_once_draw_once(committed_cast):
    draw = freeze(commit_draw(title="race", actor=committed_cast.li), committed_cast.li)
    answers = []

    def go():
        try:
            answers.append(len(carry_out_draw(draw=Draw.objects.get(pk=draw.pk), actor=None)))
        except Conflict:
            answers.append("conflict")
        finally:
            connection.close()

    threads = [threading.Thread(target=go) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sorted(map(str, answers)), DrawnItem.objects.count()) == (["12", "conflict", "conflict", "conflict"], 12)


@pytest.mark.race
def test_two_leads_at_once_leave_one_nonce(committed_cast):
    cast = committed_cast
    RoleAssignment.objects.create(person=cast.guo, role=Role.LEAD, unit=cast.retail)
    draw = freeze(commit_draw(title="race", actor=cast.li, nonces_wanted=2), cast.li)

    def go(person):
        try:
            add_nonce(draw=draw, person=person, value=f"by {person.staff_number}")
        except Conflict:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=[person]) for person in (cast.li, cast.guo, cast.li, cast.guo)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(Nonce.objects.values_list("role", "position")) == [("lead", 1)]
