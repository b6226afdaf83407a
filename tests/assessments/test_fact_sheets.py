"""A visit ends with its fact sheet: read, signed or refused on the spot, and sealed with the sheet (R15)."""

import base64
import re
from io import BytesIO
from uuid import uuid4

import pytest
from PIL import Image, ImageDraw

from assessments.models import FactSheet, ScoreSheet, SheetReview
from assessments.selectors.facts import digest_of_content, fact_sheets_visible_to
from assessments.services.drafts import save_draft
from assessments.services.evidence import add_evidence
from assessments.services.facts import Confirmation, confirm_facts, obstacles, present_content, verify_fact_sheets
from assessments.services.sheets import correct_sheet, submit_sheet
from assessments.services.signatures import read_drawn, read_paper
from assessments.services.verification import verify_revisions
from foundation.audit.models import AuditEvent
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, NotAllowed
from foundation.common.files import path_of, read_bytes
from foundation.notifications.models import Notification
from tests.assessments.files import html, pdf, phone_photo, png
from tests.assessments.sheet_world import full_marks, make_visit
from tests.assessments.test_sheet_pages import JSON, again, fields, sign_in, url

FOUND = {"level": 3, "reason": "三号柜台十分钟无人应答"}
RED = {"triggered": True, "reason": "柜员与客户争吵"}


def signature(colour: str = "#12233a", *, strokes: bool = True) -> str:
    """As the page draws it: a transparent PNG, as data URL."""
    picture = Image.new("RGBA", (600, 180), (0, 0, 0, 0))
    if strokes:
        ImageDraw.Draw(picture).line([(40, 120), (150, 40), (240, 130), (380, 50), (520, 110)], fill=colour, width=6)
    sink = BytesIO()
    picture.save(sink, "PNG")
    return "data:image/png;base64," + base64.b64encode(sink.getvalue()).decode()


@pytest.fixture
def visit(sheets):
    """Lin's and Guo's; a fact at 2.1, the rest at its best."""
    sheet = make_visit(sheets.plan, sheets.cast.lin, sheets.cast.guo)
    save(sheet, {**full_marks(), "2.1": FOUND})
    return again(sheet)


def save(sheet, marks) -> None:
    save_draft(sheet=sheet, actor=sheet.assessor, marks=marks, version=sheet.version)


def digest_now(sheet) -> str:
    return digest_of_content(present_content(again(sheet)))


def signed(**more) -> Confirmation:
    said = {"outcome": "signed", "name": "陈洁", "post": "支行行长", "signature": read_drawn(signature())}
    return Confirmation(**{**said, **more})


def refused(**more) -> Confirmation:
    said = {"outcome": "refused", "name": "陈洁", "post": "支行行长", "refusal": "不认可叫号时间", "witness": "吴迪"}
    return Confirmation(**{**said, **more})


def confirm(sheet, confirmation=None, **more) -> FactSheet:
    given = {"sheet": again(sheet), "actor": sheet.assessor, "digest": digest_now(sheet), "key": uuid4()}
    return confirm_facts(**{**given, "confirmation": confirmation or signed(), **more})


def submit(sheet, marks=None) -> dict:
    present = again(sheet)
    return submit_sheet(
        sheet=present, actor=sheet.assessor, marks=marks or present.draft, version=present.version, key=uuid4()
    )


# -- What is laid before the head


def test_facts_are_what_takes_marks_off_with_words_and_evidence_and_without_marks(visit):
    for indicator in ("", "1.1", "2.1", "2.1"):
        add_evidence(sheet=visit, actor=visit.assessor, source=png(), name="柜台.png", key=uuid4(), indicator=indicator)
    save(again(visit), {**full_marks(), "2.1": FOUND, "4.R": RED, "1.1": {"level": 5, "reason": "值得推广"}})
    content = present_content(again(visit))
    assert [(one["code"], one["text"], one["red"], one["evidence"]) for one in content["facts"]] == [
        ("2.1", FOUND["reason"], False, [3, 4]),
        ("4.R", RED["reason"], True, []),
    ]
    assert [one[0] for one in content["evidence"]] == [3, 4]
    assert {key for fact in content["facts"] for key in fact} == {"code", "zh", "en", "red", "text", "evidence"}


def test_fact_without_words_or_visit_without_place_is_laid_before_nobody(visit):
    from standards.models import Indicator

    Indicator.objects.filter(code="2.2").update(reason_below_full=False)
    save(visit, {**full_marks(), "2.2": {"level": 2}})
    ScoreSheet.objects.filter(pk=visit.pk).update(place="")
    sentences = obstacles(again(visit), present_content(again(visit)))
    assert sentences == [
        "Enter the place of the visit.",
        "Say what was found at 2.2: nobody can confirm a fact without words.",
    ]
    with pytest.raises(Invalid):
        confirm(visit)


# -- Signed, refused


def test_signature_is_kept_black_on_white_with_its_digest_and_the_head_is_told(visit, sheets):
    row = confirm(visit, signed(objections="三号柜台当时系统故障"))
    assert (row.is_signed, row.name, row.post, row.objections, row.is_paper) == (
        True,
        "陈洁",
        "支行行长",
        "三号柜台当时系统故障",
        False,
    )
    with Image.open(BytesIO(read_bytes(row.signature))) as picture:
        assert (picture.mode, picture.getpixel((0, 0))) == ("L", 255)
    event = AuditEvent.objects.get(action="assessments.facts.confirm")
    assert (event.target, event.details["after"], event.details["confirmation"]) == (
        str(visit.public_id),
        row.seal,
        "signed",
    )
    assert "系统故障" not in str(event.details)
    told = Notification.objects.filter(kind="assessments.facts.signed").values_list("user", "url")
    assert set(told) == {(person.user_id, row.get_absolute_url()) for person in (sheets.cast.chen, sheets.cast.wu)}


def test_head_of_the_unit_above_is_told_where_a_unit_has_none(visit, sheets):
    ScoreSheet.objects.filter(pk=visit.pk).update(unit=sheets.cast.east_outlet)
    confirm(again(visit))
    told = Notification.objects.filter(kind="assessments.facts.signed").values_list("user", flat=True)
    assert sheets.cast.chen.user_id in told


def test_name_that_only_begins_as_an_assessors_does_signs(visit):
    assert confirm(visit, signed(name="林晓明")).name == "林晓明"


def test_signature_is_not_judged_by_what_was_typed_for_a_refusal(visit):
    row = confirm(visit, signed(witness="林晓", refusal="\x07"))
    assert (row.outcome, row.witness, row.refusal) == ("signed", "", "")


def test_page_of_the_facts_says_what_a_template_left_open(client, visit):
    person = visit.assessor
    page = sign_in(client, person).get(url("facts_show", visit)).content.decode()
    assert "A template has left places" not in page
    save(again(visit), {**full_marks(), "2.1": {"level": 3, "reason": "【分钟】分钟无人应答"}})
    page = sign_in(client, person).get(url("facts_show", visit)).content.decode()
    assert "A template has left places" in page
    assert "<b>【分钟】</b>" in page


def test_refusal_is_noted_with_reason_and_witness(visit):
    row = confirm(visit, refused())
    assert (row.outcome, row.refusal, row.witness, row.signature) == ("refused", "不认可叫号时间", "吴迪", None)
    submit(visit)
    assert again(visit).state == "submitted"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (lambda: signed(signature=None), "signature"),
        (lambda: signed(name=" "), "name"),
        (lambda: signed(post=""), "post"),
        # Who assesses does not sign for the unit, however the name is written.
        *(
            (lambda name=name: signed(name=name), "name")
            for name in ("林晓", "林 晓", "lin xiao", "ＸＩＡＯ, Lin", "林晓（代）")
        ),
        (lambda: signed(name="【林晓】"), "name"),
        (lambda: signed(name="林晓 Lin Xiao"), "name"),
        (lambda: signed(objections="x" * 1001), "objections"),
        (lambda: refused(refusal=""), "refusal"),
        (lambda: refused(witness=""), "witness"),
        (lambda: refused(witness="郭敏"), "witness"),
        (lambda: refused(witness="郭·敏 (witness)"), "witness"),
        (lambda: refused(witness="陈洁"), "witness"),
        (lambda: refused(witness="陈 洁（行长）"), "witness"),
        (lambda: Confirmation(outcome="perhaps"), "outcome"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(visit, said, field):
    with pytest.raises(Invalid) as refusal:
        confirm(visit, said())
    assert (list(refusal.value.message_dict), FactSheet.objects.count()) == ([field], 0)


@pytest.mark.parametrize(
    "text",
    [
        signature(strokes=False),
        "data:image/png;base64,AAAA",
        "data:image/svg+xml;base64,PHN2Zz4=",
        "data:image/png;base64," + "A" * 700_000,
    ],
    ids=["blank", "broken", "svg", "huge"],
)
def test_what_is_no_signature_is_refused(text):
    with pytest.raises(Invalid) as refusal:
        read_drawn(text)
    assert list(refusal.value.message_dict) == ["signature"]


def test_sheet_signed_on_paper_is_kept_without_place_and_camera(visit):
    assert b"Exif" not in read_paper(phone_photo()).data
    row = confirm(visit, signed(signature=read_paper(pdf())))
    assert (row.is_paper, row.signature.content_type) == (True, "application/pdf")
    with pytest.raises(Invalid) as refusal:
        read_paper(html())
    assert list(refusal.value.message_dict) == ["paper"]


def test_same_key_confirms_once_and_nobody_but_the_assessors_confirms(visit, sheets):
    key, said, digest = uuid4(), signed(), digest_now(visit)
    first, second = (confirm(visit, said, key=key, digest=digest) for _ in range(2))
    assert (first, FactSheet.objects.count()) == (second, 1)
    for person in (sheets.cast.li, sheets.cast.chen):
        with pytest.raises(NotAllowed):
            confirm(visit, actor=person)


def test_facts_that_changed_behind_the_page_are_not_signed(visit):
    digest = digest_now(visit)
    save(visit, {**full_marks(), "2.1": FOUND, "2.2": {"level": 4, "reason": "打断一次"}})
    with pytest.raises(Conflict, match="have changed since this page was loaded"):
        confirm(visit, digest=digest)
    assert not FactSheet.objects.exists()


# -- The seal


def test_visit_is_not_sealed_before_its_facts_are_confirmed(visit):
    with pytest.raises(Invalid) as refusal:
        submit(visit)
    assert list(refusal.value.message_dict) == ["facts"]
    confirm(visit)
    submit(visit)
    assert again(visit).state == "submitted"
    assert (verify_revisions(), verify_fact_sheets()) == ([], [])


@pytest.mark.parametrize(
    ("mark", "holds"),
    [
        ({"level": 2, "reason": FOUND["reason"]}, True),  # another mark for the same fact
        ({"level": 3, "reason": "三号柜台五分钟无人应答"}, False),
        ({"level": 5}, False),
    ],
    ids=["mark", "words", "gone"],
)
def test_signature_covers_the_facts_and_not_the_marks(visit, mark, holds):
    confirm(visit)
    marks = {**full_marks(), "2.1": mark}
    save(again(visit), marks)
    if holds:
        submit(visit)
    else:
        with pytest.raises(Invalid) as refusal:
            submit(visit)
        assert list(refusal.value.message_dict) == ["facts"]
        confirm(visit)  # asked for anew
        submit(visit)
    assert (again(visit).state, verify_revisions()) == ("submitted", [])


def test_evidence_that_joins_a_fact_needs_a_new_signature_and_other_evidence_none(visit):
    confirm(visit)
    add_evidence(sheet=visit, actor=visit.assessor, source=png(), name="大厅.png", key=uuid4())
    assert FactSheet.objects.get().digest == digest_now(visit)
    add_evidence(sheet=visit, actor=visit.assessor, source=png(), name="柜台.png", key=uuid4(), indicator="2.1")
    assert FactSheet.objects.get().digest != digest_now(visit)


def test_page_that_came_too_late_is_told_that_and_not_about_the_facts(visit, sheets, client):
    confirm(visit)
    submit(visit)
    late = sign_in(client, sheets.cast.guo)
    answer = late.post(url("sheet_submit", visit), fields(full_marks(), version=visit.version), headers=JSON)
    assert answer.status_code == 409
    with pytest.raises(Conflict):
        confirm(visit)


def test_fact_sheet_that_was_tampered_with_is_found(visit):
    row = confirm(visit)
    path = path_of(row.signature)
    path.write_bytes(png().read())
    assert verify_fact_sheets() == [f"Fact sheet 1 of {visit.number}: its signature is gone or not what was stored."]


# -- The pages


def test_page_lists_the_facts_and_keeps_what_was_typed_and_drawn(visit, sheets, client):
    lin = sign_in(client, sheets.cast.lin)
    page = lin.get(url("facts_show", visit)).content.decode()
    assert (FOUND["reason"] in page, 'value="陈洁"' in page) == (True, True)
    drawn = signature()
    data = {
        "client_key": str(uuid4()),
        "outcome": "signed",
        "name": "陈洁",
        "post": "",
        "signature": drawn,
        "digest": digest_now(visit),
    }
    answer = lin.post(url("facts_confirm", visit), {**data, "objections": "当时停电"})
    page = answer.content.decode()
    assert (answer.status_code, "Enter the position." in page, "当时停电" in page, drawn in page) == (
        422,
        True,
        True,
        True,
    )
    assert lin.post(url("facts_confirm", visit), {**data, "post": "支行行长"}).status_code == 302
    scoring = lin.get(url("sheet_score", visit)).content.decode()
    scoring = scoring.split('id="fact-sheet"')[1].split("</section>")[0]
    assert ("A fact that changes needs a new signature." in scoring, "To be confirmed" in scoring) == (True, False)


def test_head_and_liaison_read_and_print_it_at_once_and_nobody_elses_head(visit, sheets, client):
    row, cast = confirm(visit), sheets.cast
    for person, status in (
        (cast.chen, 200),
        (cast.wu, 200),
        (cast.qian, 200),
        (cast.guo, 200),
        (cast.sun, 404),
        (cast.zhao, 404),
    ):
        reader = sign_in(client, person)
        assert reader.get(row.get_absolute_url()).status_code == status
        assert reader.get(f"{row.get_absolute_url()}signature/").status_code == status
    assert not fact_sheets_visible_to(None).exists()
    head = sign_in(client, cast.chen)
    page = head.get(row.get_absolute_url()).content.decode()
    assert (FOUND["reason"] in page, "Confirmation by the unit" in page) == (True, True)
    printed = head.get(f"{row.get_absolute_url()}pdf/")
    assert (printed["Content-Type"], printed.content[:5]) == ("application/pdf", b"%PDF-")


def test_fact_sheet_of_a_corrected_sheet_says_that_it_is_of_then(visit, sheets, client):
    row = confirm(visit)
    submit(visit)
    sheet = again(visit)
    marks = {**full_marks(), "2.1": FOUND, "2.3": {"level": 4, "reason": "未安抚"}}
    correct_sheet(sheet=sheet, actor=visit.assessor, marks=marks, reason="漏记一项", version=sheet.version, key=uuid4())
    page = sign_in(client, sheets.cast.li).get(row.get_absolute_url()).content.decode()
    assert "The score sheet was corrected after this was confirmed" in page
    assert verify_revisions() == []


def correct(sheet, **marks) -> None:
    present = again(sheet)
    given = {**full_marks(), "2.1": FOUND, **marks}
    correct_sheet(
        sheet=present, actor=sheet.assessor, marks=given, reason="漏记一项", version=present.version, key=uuid4()
    )


def test_fact_that_a_correction_adds_is_told_to_the_unit_and_shown_as_not_confirmed(visit, sheets, client):
    row, cast, kind = confirm(visit), sheets.cast, "assessments.facts.unconfirmed"
    submit(visit)
    correct(visit, **{"2.1": {"level": 2, "reason": FOUND["reason"]}})  # another mark for what was confirmed
    assert not Notification.objects.filter(kind=kind).exists()
    correct(visit, **{"2.3": {"level": 4, "reason": "未安抚"}})
    correct(visit, **{"2.3": {"level": 3, "reason": "未安抚"}})  # nothing new to be told
    told = Notification.objects.filter(kind=kind)
    assert {(one.user, one.url, one.params["codes"]) for one in told} == {
        (person.user, row.get_absolute_url(), "2.3") for person in (cast.chen, cast.wu)
    }
    SheetReview.objects.create(sheet=visit, state="waiting", waiting_since=clock.now())
    for person, address in (
        (cast.chen, row.get_absolute_url()),
        (cast.qian, url("sheet_detail", visit)),
        (cast.li, url("review_read", visit)),
    ):
        page = sign_in(client, person).get(address).content.decode()
        [part] = re.findall(r'id="unconfirmed">.*?</ol>', page, re.S)
        assert ("未安抚" in part, FOUND["reason"] in part, re.findall(r"<b>(\d\.\w)", part)) == (True, False, ["2.3"])
    correct(visit)
    assert 'id="unconfirmed"' not in sign_in(client, cast.li).get(url("sheet_detail", visit)).content.decode()
