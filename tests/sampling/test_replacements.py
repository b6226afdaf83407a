"""Items that fall out: replaced from the reserve list only, in its order, with reason, counted by whose item it was."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from foundation.audit.models import AuditEvent
from foundation.common.errors import Conflict, Invalid, NotAllowed
from sampling.enums import ReplacementReason
from sampling.models import Draw, DrawnItem, Replacement
from sampling.selectors import items_in_force, replacements_by_person
from sampling.services import add_nonce, carry_out_draw, commit_draw, freeze_draw_frame, replace_item
from sampling.verification import verify_draws
from tests.sampling.conftest import PAIRS, RESERVES, SIZES
from tests.sampling.test_verification import named, unsealed


def item(draw: Draw, stratum: str, position: int) -> DrawnItem:
    return DrawnItem.objects.get(draw=draw, stratum=stratum, position=position)


def replace(draw: Draw, actor, stratum: str, position: int, **more) -> DrawnItem:
    words = {"reason": ReplacementReason.MISSING, "text": "录音无法调取", **more}
    return replace_item(draw=draw, item=item(draw, stratum, position), actor=actor, **words)


def positions(draw: Draw, stratum: str) -> list[int]:
    return sorted(one.position for one in items_in_force(draw).filter(stratum=stratum))


def test_reserves_come_in_in_their_order(cast, drawn):
    came = [replace(drawn, cast.li, "phone", position).position for position in (3, 1)]
    assert came == [5, 6]
    assert positions(drawn, "phone") == [2, 4, 5, 6]
    assert positions(drawn, "online") == [1, 2]


def test_what_came_in_may_fall_out_again(cast, drawn):
    replace(drawn, cast.li, "phone", 2)
    assert replace(drawn, cast.li, "phone", 5).position == 6
    assert positions(drawn, "phone") == [1, 3, 4, 6]


def test_each_stratum_has_its_own_reserve_list(cast, drawn):
    assert [replace(drawn, cast.li, stratum, 1).position for stratum in ("phone", "online")] == [5, 3]


def test_a_list_that_is_used_up_is_said(cast, drawn):
    for position in (1, 2, 5):
        replace(drawn, cast.li, "phone", position)
    with pytest.raises(Invalid, match="reserve list is used up"):
        replace(drawn, cast.li, "phone", 3)
    assert Replacement.objects.count() == 3


@pytest.mark.parametrize("position", [5, 7])
def test_an_unused_reserve_cannot_fall_out(cast, drawn, position):
    with pytest.raises(Conflict, match="not in the sample"):
        replace(drawn, cast.li, "phone", position)


def test_an_item_falls_out_once(cast, drawn):
    replace(drawn, cast.li, "phone", 1)
    with pytest.raises(Conflict, match="replaced already"):
        replace(drawn, cast.li, "phone", 1)


def test_an_item_of_another_draw_is_refused(cast, drawn):
    other = commit_draw(title="other", actor=None)
    freeze_draw_frame(draw=other, pairs=PAIRS, sizes=SIZES, reserves=RESERVES, actor=None)
    carry_out_draw(draw=other, actor=None)
    with pytest.raises(Conflict):
        replace_item(
            draw=drawn, item=item(other, "phone", 1), reason=ReplacementReason.MISSING, text="x", actor=cast.li
        )


def test_nothing_is_replaced_before_the_draw(cast, drawn, frozen):
    Draw.objects.filter(pk=drawn.pk).update(state="frozen")
    with pytest.raises(Conflict):
        replace(drawn, cast.li, "phone", 1)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"reason": "did not like it"}, "reason"),
        ({"reason": ""}, "reason"),
        ({"reason": ReplacementReason.OTHER, "text": "  "}, "text"),
        ({"text": "x" * 301}, "text"),
    ],
)
def test_a_replacement_needs_a_reason_of_the_list_and_a_sentence(cast, drawn, words, field):
    with pytest.raises(Invalid) as refusal:
        replace(drawn, cast.li, "phone", 1, **words)
    assert list(refusal.value.message_dict) == [field]


@pytest.mark.parametrize("who", ["zhou", "qian", "lin", "chen", "wu", "feng"])
def test_replacing_is_for_the_lead_and_the_team(cast, drawn, who):
    with pytest.raises(NotAllowed):
        replace(drawn, getattr(cast, who), "phone", 1)


def test_replacements_are_counted_by_whose_item_it_was(cast, drawn):
    replace(drawn, cast.li, "phone", 1, asked_by=cast.lin)
    replace(drawn, cast.li, "phone", 2, asked_by=cast.lin)
    replace(drawn, cast.li, "online", 1)
    assert replacements_by_person(Draw.objects.all()) == {cast.lin.pk: 2, cast.li.pk: 1}


def test_the_trail_holds_positions_and_reason_and_not_what_was_written(cast, drawn):
    replace(drawn, cast.li, "phone", 3, asked_by=cast.lin, text="客户王女士拒绝")
    details = AuditEvent.objects.get(action="sampling.item.replace").details
    assert details == {
        "stratum": "phone",
        "fallen": 3,
        "taken": 5,
        "reason": "missing",
        "asked_by": str(cast.lin.public_id),
    }


def test_replacements_cannot_be_changed_or_taken_back(cast, drawn):
    replace(drawn, cast.li, "phone", 1)
    for act in (lambda: Replacement.objects.update(text="x"), lambda: Replacement.objects.all().delete()):
        with pytest.raises(Exception, match="insert-only"), transaction.atomic():
            act()


# verify


def test_verify_holds_after_replacements(cast, drawn):
    for stratum, position in (("phone", 1), ("phone", 5), ("online", 2)):
        replace(drawn, cast.li, stratum, position)
    assert verify_draws() == []


def test_verify_names_a_reserve_that_was_passed_over(cast, drawn):
    replace(drawn, cast.li, "phone", 1)
    with unsealed(Replacement):
        Replacement.objects.update(taken=item(drawn, "phone", 7))
    assert verify_draws() == named(
        drawn,
        "its replacements are not those in the audit trail.",
        "replacement 1 is not by the next of the reserve list: phone 1 by 7.",
    )


def test_verify_names_a_replacement_that_was_taken_away(cast, drawn):
    replace(drawn, cast.li, "phone", 1)
    with unsealed(Replacement):
        Replacement.objects.all().delete()
    assert verify_draws() == named(drawn, "its replacements are not those in the audit trail.")


def test_verify_names_sizes_that_were_changed_after_the_frame_was_frozen(drawn):
    Draw.objects.filter(pk=drawn.pk).update(sizes={"phone": 3, "online": 2}, reserves={"phone": 4, "online": 3})
    problems = verify_draws()
    assert problems[:2] == named(
        drawn,
        "its sample size is not the one in the audit trail.",
        "its reserve list's length is not the one in the audit trail.",
    )


# pages


def test_page_tells_what_was_replaced_and_counts_for_those_who_watch(cast, drawn, client):
    replace(drawn, cast.li, "phone", 1, asked_by=cast.lin)
    client.force_login(cast.qian.user)
    address = reverse("sampling:draw_detail", kwargs={"public_id": drawn.public_id})
    page = client.get(address, headers={"accept-language": "en"})
    assert "One item was replaced from the reserve list" in page.content.decode()
    assert page.context["replaced_counts"] == [(cast.lin, 1)]


# two at once


@pytest.mark.race
def test_two_replacements_at_once_take_two_reserves(committed_cast):
    cast = committed_cast
    draw = commit_draw(title="race", actor=cast.li, nonces_wanted=2)
    freeze_draw_frame(draw=draw, pairs=PAIRS, sizes=SIZES, reserves=RESERVES, actor=cast.li)
    add_nonce(draw=draw, person=cast.li, value="three heads, two tails")
    add_nonce(draw=draw, person=cast.qian, value="a red kite over the river")
    carry_out_draw(draw=draw, actor=None)
    draw.refresh_from_db()
    barrier, came, refused = threading.Barrier(4), [], []

    def work(position: int) -> None:
        barrier.wait()
        try:
            came.append(replace(draw, cast.li, "phone", position).position)
        except (Conflict, Invalid, IntegrityError) as problem:
            refused.append(type(problem))
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(position,)) for position in (1, 2, 3, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sorted(came), refused) == ([5, 6, 7], [Conflict])
    assert verify_draws() == []
