"""A year of spot checks as beat runs it: the promise kept, the lot revealed and checked by the script, and seen by nobody before its time."""

import json
import subprocess
import sys
import zipfile
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from io import BytesIO

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction
from django.urls import reverse

from assessments.enums import SpotCheckGround, SpotCheckState
from assessments.models import Cycle, ScoreTotal, SpotCheck, SpotCheckLot
from assessments.selectors.risks import Risk, complaint_points, risks_of
from assessments.selectors.spot_checks import design_weights
from assessments.services.cycles import open_cycle
from assessments.services.spot_checks import draw_due_spot_checks
from assessments.services.spot_plans import reveal_spot_check_lots
from assessments.spot_lots import expected_checks
from foundation.audit.models import AuditEvent
from foundation.audit.verifiers import run_verifiers
from foundation.common import clock
from foundation.common.errors import Conflict
from foundation.notifications.models import Notification
from foundation.workdays.calendar import is_workday, on_or_after
from foundation.workdays.recounting import recount_due_dates
from organization.enums import UnitKind
from organization.models import Unit
from sampling.enums import DrawState
from sampling.services import complete_draw_now, make_proof
from tests.assessments.planning import NOON, open_quarter, records_for, standard_in_force
from tests.cast import make_unit
from tests.factories import make_cycle, make_version
from tests.workdays.announcing import announce

ENGLISH = {"accept-language": "en"}
SCRIPT = settings.BASE_DIR / "docs" / "verify_draw.py"


def at(day: date, hour: int = 8) -> datetime:
    return clock.at_local(day, hour)


def verdict(draw, tmp_path) -> str:
    """What docs/verify_draw.py says of the proof, given what was published."""
    path = tmp_path / "proof.zip"
    path.write_bytes(make_proof(draw))
    command = [sys.executable, str(SCRIPT), str(path), draw.commitment, draw.frame_digest]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def test_a_year_keeps_the_promise_and_every_lot_can_be_checked(cast, tmp_path):
    for number in range(1, 5):
        make_unit(
            f"BR-{number}",
            f"支行{number}",
            f"Branch {number}",
            UnitKind.BRANCH,
            cast.bank,
            is_assessed=True,
            peer_group="branch",
        )
    with clock.travelling(at(date(2025, 12, 20))):
        standard_in_force(cast)
    units = list(Unit.objects.filter(is_assessed=True))
    for start in (date(2026, 1, 1), date(2026, 4, 1), date(2026, 7, 1), date(2026, 10, 1)):
        with clock.travelling(at(start)):
            for unit in units:
                records_for(unit, 3, first=start.month * 100, day=start)
        with clock.travelling(at(start, 10)):
            cycle = open_cycle(start=start, actor=None)
        with clock.travelling(at(start + timedelta(days=40))):
            announce(cast.feng, f"{start + timedelta(days=47)}, off, 行庆日", year=2026, kind="own")
            recount_due_dates()
        while due := cycle.spot_checks.filter(state=SpotCheckState.PLANNED).order_by("due_at").first():
            with clock.travelling(due.due_at):
                assert is_workday(clock.local(due.due_at).date())
                draw_due_spot_checks()
        drawn = cycle.spot_checks.filter(state=SpotCheckState.DRAWN)
        assert set(drawn.filter(ground=SpotCheckGround.PROMISED).values_list("unit", flat=True)) == {
            u.pk for u in units
        }
        assert drawn.count() == 6 + 2
        with clock.travelling(at(cycle.end)):
            assert reveal_spot_check_lots() == 1
        lot = SpotCheckLot.objects.select_related("draw").get(cycle=cycle)
        assert verdict(lot.draw, tmp_path) == "equal"
    assert run_verifiers()["spot_checks"] == run_verifiers()["draws"] == []


# what the risk is made of


@pytest.mark.parametrize(
    ("share", "points"), [("0.01", 0), ("0.02", 0), ("0.021", 1), ("0.031", 2), ("0.041", 3), (None, 1)]
)
def test_complaints_weigh_by_how_far_they_lie_above_the_mean(share, points):
    assert complaint_points(None if share is None else Decimal(share), Decimal("0.02")) == points


def test_nothing_known_is_neither_good_nor_bad(cast, quarter):
    lot = quarter.spot_check_lot
    assert {(row["complaints"], row["result"], row["time"], row["lots"]) for row in lot.risks} == {(1, 1, 3, 6)}


def test_complaints_result_and_time_make_a_unit_riskier(cast):
    with clock.travelling(NOON):
        past = make_cycle(make_version(), "2026Q2", units=(cast.east, cast.west))
        for unit, points in ((cast.east, 83), (cast.west, 95)):
            ScoreTotal.objects.create(cycle=past, unit=unit, level="sheet", n=2, total=2 * points * 10_000, squares=0)
        SpotCheck.objects.create(
            cycle=past, ordinal=1, unit=cast.west, due_at=NOON - timedelta(days=50), state=SpotCheckState.DRAWN
        )
        for unit, complaints in ((cast.east, 6), (cast.west, 1)):
            records_for(unit, 20 - complaints, topic="账户查询")
            records_for(unit, complaints, first=90, topic="投诉：等候时间")
        cycle = make_cycle(past.standard_version, "2026Q4")
        risks = risks_of([cast.east, cast.west], cycle, NOON.date())
    # 6 of 20 against 7 of 40; 83 against a target of 90; never looked at.
    assert risks[cast.east.pk] == Risk(2, 2, 3, complaint_share="0.3000", gap="7.0", days=None)
    assert risks[cast.west.pk] == Risk(0, 0, 1, complaint_share="0.0500", gap="-5.0", days=50)
    assert [risks[unit.pk].lots for unit in (cast.east, cast.west)] == [8, 2]


def test_lots_are_those_of_the_frozen_frame(cast, quarter):
    lot = quarter.spot_check_lot
    assert lot.draw.frame_counts["lot"] == sum(lot.lots.values()) == 12
    assert lot.draw.sizes == {"turn": 2, "lot": 1, "moment": 3}
    assert sum(expected_checks(lot.lots, lot.promised, lot.further).values()) == 3


def test_checked_record_stands_for_those_of_its_unit(cast, quarter):
    assert design_weights(quarter) == {}
    SpotCheck.objects.update(due_at=NOON)
    draw_due_spot_checks()
    # Equal lots: each unit expects one and a half checks; 50 and 30 records.
    weights = {check.unit.code: design_weights(quarter)[check.pk] for check in quarter.spot_checks.all()}
    assert weights == {"BR-E": Fraction(100, 3), "BR-W": Fraction(20)}


def test_lot_can_be_neither_changed_nor_removed(cast, quarter):
    for act in (
        lambda: SpotCheckLot.objects.update(promised=9),
        lambda: SpotCheckLot.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_verifier_names_a_check_that_was_given_another_unit_or_moment(cast, quarter):
    first, second, _third = quarter.spot_checks.order_by("ordinal")
    other = {cast.east.pk: cast.west.pk, cast.west.pk: cast.east.pk}[first.unit_id]
    SpotCheck.objects.filter(pk=first.pk).update(unit=other)
    SpotCheck.objects.filter(pk=second.pk).update(due_at=second.due_at + timedelta(minutes=1))
    assert run_verifiers()["spot_checks"] == [
        "Spot checks of 2026Q4: check 1 is not about the unit that the lot gave it.",
        "Spot checks of 2026Q4: check 2 is not at the moment that the lot gave it.",
    ]


def test_more_can_be_promised(cast, settings):
    settings.SPOT_CHECKS_PROMISED = 2
    with clock.travelling(NOON):
        cycle = open_quarter(cast)
    promised = cycle.spot_checks.filter(ground=SpotCheckGround.PROMISED)
    assert sorted(promised.values_list("unit__code", flat=True)) == ["BR-E", "BR-E", "BR-W", "BR-W"]


# revealed when the quarter is over, and not before


def test_lot_stays_secret_until_the_quarter_is_over(cast, quarter):
    assert reveal_spot_check_lots() == 0
    with clock.travelling(at(on_or_after(quarter.end), 12)):
        assert reveal_spot_check_lots() == 0  # checks are still to come
        draw_due_spot_checks()
        while quarter.spot_checks.filter(state=SpotCheckState.PLANNED).exists():
            draw_due_spot_checks()
        assert (reveal_spot_check_lots(), reveal_spot_check_lots()) == (1, 0)


def test_nobody_reveals_a_lot_by_hand(client, cast, quarter):
    draw = quarter.spot_check_lot.draw
    for person in (cast.li, cast.qian):
        client.force_login(person.user)
        page = client.get(draw.get_absolute_url(), headers=ENGLISH)
        assert not page.context["may_complete"]
        assert client.post(reverse("sampling:draw_complete", args=[draw.public_id])).status_code == 409
        assert client.get(reverse("sampling:draw_proof", args=[draw.public_id])).status_code == 404
        with pytest.raises(Conflict):
            complete_draw_now(draw=draw, actor=person)
    draw.refresh_from_db()
    assert draw.state == DrawState.FROZEN


# seen by nobody beforehand


def pages_of(cycle: Cycle, unit: Unit) -> list[str]:
    check = cycle.spot_checks.get()
    addresses = [
        reverse(name)
        for name in (
            "dashboard:home", "dashboard:quarter", "dashboard:quarter_export", "assessments:cycle_list", "assessments:spot_check_list",
            "assessments:sheet_list", "assessments:sheet_export", "notifications:list", "audit:event_list", "audit:event_export",
            "organization:unit_list", "records:record_list",
        )
    ]  # fmt: skip
    plan = cycle.plans.get(unit=unit)
    return [
        *addresses,
        *(f"{reverse('dashboard:search')}?q={words}" for words in ("S01", unit.code, unit.name_zh, "spot", "抽查")),
        f"{reverse('audit:event_list')}?target={check.public_id}",
        f"{reverse('assessments:spot_check_list')}?cycle={cycle.code}",
        cycle.get_absolute_url(),
        plan.get_absolute_url(),
        check.draw.get_absolute_url(),
        cycle.spot_check_lot.draw.get_absolute_url(),
        reverse("organization:unit_detail", args=[unit.public_id]),
    ]


def text_of(answer) -> str:
    body = b"".join(answer) if answer.streaming else answer.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(body)) as book:
            body = b"".join(book.read(name) for name in book.namelist())
    return body.decode(errors="replace")


def test_no_page_search_notice_or_export_tells_anybody_when_or_where(client, cast, quarter):
    quarter.spot_checks.exclude(unit=cast.west, ground=SpotCheckGround.PROMISED).delete()
    check = quarter.spot_checks.get()
    SpotCheck.objects.filter(pk=check.pk).update(due_at=clock.at_local(date(2026, 12, 22), 14, 37))
    seen = {}
    for person in cast.everybody:
        client.force_login(person.user)
        for address in pages_of(quarter, cast.west):
            answer = client.get(address, headers=ENGLISH)
            if answer.status_code == 200:
                text = text_of(answer)
                if "14:37" in text or "06:37" in text or "22 Dec" in text or "2026-12-22" in text:
                    seen[person.user.username, address] = True
                if person not in (cast.li,) and "Share of the lots" in text:
                    seen[person.user.username, address] = "risks"
    assert seen == {}
    with clock.travelling(clock.at_local(date(2026, 12, 22), 14, 40)):
        draw_due_spot_checks()
        client.force_login(cast.li.user)
        assert "14:37" in text_of(client.get(reverse("assessments:spot_check_list"), headers=ENGLISH))


def test_role_without_oversight_does_not_even_learn_how_many(client, cast, quarter):
    for person in cast.everybody:
        client.force_login(person.user)
        answer = client.get(reverse("assessments:spot_check_list"))
        assert answer.status_code == (200 if person in (cast.li, cast.zhou, cast.qian) else 403)


def test_trail_and_notices_of_planning_name_neither_unit_nor_moment(cast, quarter):
    noted = json.dumps([event.details for event in AuditEvent.objects.all()], ensure_ascii=False)
    for check in quarter.spot_checks.all():
        assert str(check.unit.public_id) not in noted
        assert clock.local(check.due_at).strftime("%Y-%m-%dT%H:%M") not in noted
        assert not AuditEvent.objects.filter(target=str(check.public_id)).exists()
    told = Notification.objects.filter(kind__startswith="assessments").values_list("kind", flat=True)
    assert set(told) == {"assessments.cycle.opened"}


def test_lead_sees_the_risks_at_once_and_the_others_once_the_lot_is_revealed(client, cast, quarter):
    def rows(person) -> int:
        client.force_login(person.user)
        address = f"{reverse('assessments:spot_check_list')}?cycle={quarter.code}"
        return len(client.get(address).context["risks"])

    assert [rows(person) for person in (cast.li, cast.zhou, cast.qian)] == [2, 0, 0]
    with clock.travelling(at(on_or_after(quarter.end), 12)):
        while quarter.spot_checks.filter(state=SpotCheckState.PLANNED).exists():
            draw_due_spot_checks()
        reveal_spot_check_lots()
    assert [rows(person) for person in (cast.li, cast.zhou, cast.qian)] == [2, 2, 2]


def test_page_sets_what_was_promised_against_what_was_done(client, cast, quarter):
    check = quarter.spot_checks.filter(unit=cast.east).first()
    SpotCheck.objects.filter(pk=check.pk).update(due_at=NOON)
    draw_due_spot_checks()
    client.force_login(cast.li.user)
    page = client.get(reverse("assessments:spot_check_list"), headers=ENGLISH)
    assert [(row.name_en, row.promised, row.done, row.is_kept) for row in page.context["promises"]] == [
        ("West Branch", 1, 0, False),
        ("East Branch", 1, 1, True),
    ]
    text = page.content.decode()
    assert "1 of 2 units have been looked at as often as promised" in text
    assert "Every unit has one lot, and up to three more for each of three reasons" in text


def test_cycle_that_does_not_exist_is_not_found(client, cast, quarter):
    client.force_login(cast.li.user)
    assert client.get(f"{reverse('assessments:spot_check_list')}?cycle=1999Q1").status_code == 404
