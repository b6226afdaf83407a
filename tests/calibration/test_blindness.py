"""Before the scores are open nobody reads anybody's marks: by no page, list, export, search, trail or script."""

import json
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from calibration.models import SealedScore
from calibration.selectors.sessions import scores_of, scores_visible_to
from calibration.services.scoring import save_draft
from calibration.services.sessions import end_scoring
from foundation.audit.models import AuditEvent
from foundation.common.models import Receipt
from foundation.notifications.models import Notification
from tests.calibration import world
from tests.calibration.world import SECRET, hand_in, marks, sheet_of


@pytest.fixture
def half(cast, session):
    """Lin has handed in, Guo has a draft, Sun has not begun. Both texts would give the marks away."""
    hand_in(session, cast.lin, marks(3, 2))
    sheet = sheet_of(session, cast.guo)
    save_draft(sheet=sheet, actor=cast.guo, marks={"A1": {"level": 1, "reason": SECRET}}, version=sheet.version)
    return session


def everybody_but(cast, *known):
    return [person for person in cast.everybody if person not in known]


def test_selector_gives_each_assessor_their_own_and_nobody_another(cast, half):
    own = SealedScore.objects.get(sheet__assessor=cast.lin)
    assert list(scores_visible_to(cast.lin)) == [own]
    for person in everybody_but(cast, cast.lin):
        assert list(scores_visible_to(person)) == []
        assert scores_of(half, person) == []


PAGES = (
    "calibration:session_list",
    "dashboard:home",
    "notifications:list",
    "audit:event_list",
    "assessments:sheet_list",
)


def texts_seen(client, half) -> str:
    """All that a person gets from every page of the room and from those where such things turn up."""
    addresses = [reverse(name) for name in PAGES]
    addresses += [reverse("calibration:session_detail", args=[half.public_id])]
    addresses += [f"{reverse('dashboard:search')}?q={word}" for word in (half.number, SECRET[:6], "挂失")]
    addresses += [f"{reverse('audit:event_list')}?target={half.public_id}"]
    for sheet in half.sheets.all():
        addresses += [reverse(f"calibration:sheet_{page}", args=[sheet.public_id]) for page in ("detail", "score")]
    addresses += [reverse("calibration:session_export", args=[half.public_id])]
    return "".join(_text(client.get(address, follow=True)) for address in addresses)


def _text(answer) -> str:
    body = b"".join(answer) if answer.streaming else answer.content
    return body.decode(errors="replace")


def test_no_page_shows_a_mark_of_somebody_else(cast, half, client_of):
    """Lead, manager and supervisor among them; the reasons are unlike anything else on a page."""
    for person in everybody_but(cast, cast.lin, cast.guo):
        assert SECRET not in texts_seen(client_of(person), half), person
    own = texts_seen(client_of(cast.lin), half)
    assert own.count(SECRET) >= 1


def test_pages_of_another_assessors_sheet_are_not_there(cast, half, client_of):
    sheet = sheet_of(half, cast.lin)
    for person in everybody_but(cast, cast.lin):
        client = client_of(person)
        for page in ("detail", "score"):
            assert client.get(reverse(f"calibration:sheet_{page}", args=[sheet.public_id])).status_code == 404
        for act in ("save", "submit"):
            answer = client.post(reverse(f"calibration:sheet_{act}", args=[sheet.public_id]), {"client_key": uuid4()})
            assert answer.status_code == 404


def test_export_waits_for_the_scores(cast, half, client_of):
    for person in (cast.li, cast.qian, cast.zhou, cast.lin):
        assert client_of(person).get(reverse("calibration:session_export", args=[half.public_id])).status_code == 409
    assert client_of(cast.wu).get(reverse("calibration:session_export", args=[half.public_id])).status_code == 404


def test_nothing_can_be_agreed_before(cast, half, client_of):
    client = client_of(cast.li)
    for name, args in (("meeting_record", []), ("reference_agree", ["A1"])):
        assert client.get(reverse(f"calibration:{name}", args=[half.public_id, *args])).status_code == 409
    assert client.post(reverse("calibration:reference_adopt", args=[half.public_id])).status_code == 409
    assert client.post(reverse("calibration:session_close", args=[half.public_id])).status_code == 409


def test_neither_trail_nor_notices_nor_receipts_hold_a_mark(cast, half):
    kept = [
        *AuditEvent.objects.values_list("details", flat=True),
        *Notification.objects.values_list("params", flat=True),
        *Receipt.objects.values_list("answer", flat=True),
    ]
    text = json.dumps(kept, ensure_ascii=False)
    assert SECRET not in text
    assert "total" not in text
    assert '"level"' not in text


def test_the_digest_in_the_trail_cannot_be_tried_out(cast, half):
    """Two who give the same marks have nothing in common there."""
    hand_in(half, cast.guo, marks(3, 2))
    assert len(set(SealedScore.objects.values_list("digest", flat=True))) == 2


def test_what_differs_is_not_told_by_the_length_of_a_page(cast, half, client_of):
    """The lead's page is the same whatever was handed in."""
    other = world.call_session(cast, version=half.standard_version, title=half.title)
    hand_in(other, cast.lin, marks(5, 5, reason=""))
    sheet = sheet_of(other, cast.guo)
    save_draft(sheet=sheet, actor=cast.guo, marks={"R1": {"level": 5}}, version=sheet.version)
    one, two = (client_of(cast.qian).get(each.get_absolute_url()).context for each in (half, other))
    assert "comparison" not in one
    assert [(seat.assessor, seat.state) for seat in one["seats"]] == [
        (seat.assessor, seat.state) for seat in two["seats"]
    ]
    assert all("draft" in seat.get_deferred_fields() for seat in one["seats"])


def test_once_the_scores_are_open_all_of_the_session_read_them(cast, half, client_of):
    hand_in(half, cast.guo, marks(5, 5))
    end_scoring(session=half, actor=cast.li, reason="孙燕出差")
    for person in (cast.lin, cast.guo, cast.sun, cast.li, cast.zhou, cast.qian):
        assert SECRET in _text(client_of(person).get(half.get_absolute_url()))
    assert client_of(cast.chen).get(half.get_absolute_url()).status_code == 404


def test_called_off_session_stays_unread(cast, half, client_of):
    end_scoring(session=half, actor=cast.li, reason="取消")
    assert half.state == "called_off"
    for person in everybody_but(cast, cast.lin):
        assert scores_of(half, person) == []
    assert SECRET not in _text(client_of(cast.li).get(half.get_absolute_url()))
    assert SECRET in _text(client_of(cast.lin).get(sheet_of(half, cast.lin).get_absolute_url()))


def test_verify_finds_a_score_that_was_exchanged(cast, half):
    from calibration.verification import verify_calibration
    from foundation.common import engine, sealing

    assert verify_calibration() == []
    engine.unseal_table(SealedScore._meta.db_table)
    SealedScore.objects.update(marks=marks(5, 5, reason=""))
    sealing.make_triggers()
    found = verify_calibration()
    assert any("was changed after it was sealed" in sentence for sentence in found)
    assert any("its total does not follow" in sentence for sentence in found)
    with pytest.raises(CommandError):
        call_command("verify")
