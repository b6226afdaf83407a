"""The proof page, its downloads, and adding one's own chance."""

import json
import re
import subprocess
import sys
import zipfile
from io import BytesIO

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sampling.models import Draw, Nonce
from sampling.rule_text import sections_of
from sampling.services import commit_draw


def url(name: str, draw: Draw) -> str:
    return reverse(f"sampling:{name}", kwargs={"public_id": draw.public_id})


@pytest.fixture
def as_person(client):
    def sign_in(person):
        client.force_login(person.user)
        return client

    return sign_in


def test_secret_is_on_no_page_before_the_draw(cast, ready, as_person):
    for person in (cast.li, cast.zhou, cast.qian):
        page = as_person(person).get(url("draw_detail", ready)).content.decode()
        assert ready.commitment in page and ready.frame_digest in page
        assert ready.secret not in page
        assert "three heads, two tails" not in page


def test_proof_is_not_there_before_the_draw(cast, ready, as_person):
    assert as_person(cast.li).get(url("draw_proof", ready)).status_code == 404


def test_page_after_the_draw_reveals_everything(cast, drawn, as_person):
    page = as_person(cast.qian).get(url("draw_detail", drawn)).content.decode()
    assert [
        text for text in (drawn.secret, drawn.seed, "three heads, two tails", "监督人员的随机码") if text not in page
    ] == []
    assert [item.key for item in drawn.items.all() if f"<code>{item.key}</code>" not in page] == []


def test_proof_is_accepted_by_the_script_that_knows_nothing_of_the_portal(cast, drawn, as_person, tmp_path):
    answer = as_person(cast.qian).get(url("draw_proof", drawn))
    proof = tmp_path / "proof.zip"
    proof.write_bytes(answer.content)
    script = settings.BASE_DIR / "docs" / "verify_draw.py"
    run = subprocess.run(
        [sys.executable, script, proof, drawn.commitment, drawn.frame_digest],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert (run.stdout.strip(), run.returncode) == ("equal", 0)


def test_script_refuses_a_proof_whose_items_were_exchanged(cast, drawn, as_person, tmp_path):
    archive = zipfile.ZipFile(BytesIO(as_person(cast.qian).get(url("draw_proof", drawn)).content))
    account = json.loads(archive.read("draw.json"))
    account["drawn"][0]["key"] = "chats:999"
    with zipfile.ZipFile(tmp_path / "proof.zip", "w") as spoilt:
        spoilt.writestr("frame.txt", archive.read("frame.txt"))
        spoilt.writestr("draw.json", json.dumps(account))
    script = settings.BASE_DIR / "docs" / "verify_draw.py"
    run = subprocess.run([sys.executable, script, tmp_path / "proof.zip"], capture_output=True, text=True, check=False)
    assert run.returncode == 1


def test_draw_is_hidden_from_those_who_do_not_plan_or_watch(cast, drawn, as_person):
    for person in (cast.lin, cast.chen, cast.wu, cast.zhao, cast.feng, cast.he):
        assert as_person(person).get(url("draw_detail", drawn)).status_code == 404
        assert as_person(person).get(url("draw_proof", drawn)).status_code == 404


def test_nonce_by_the_page_with_a_proposal_that_may_be_replaced(cast, frozen, as_person):
    supervisor = as_person(cast.qian)
    page = supervisor.get(url("draw_detail", frozen))
    assert len(page.context["form"]["value"].value()) == 20
    assert supervisor.post(url("nonce_add", frozen), {"value": "dice 6 6 1 3"}).status_code == 302
    assert supervisor.post(url("nonce_add", frozen), {"value": "dice 6 6 1 4"}).status_code == 409
    assert list(Nonce.objects.values_list("value", "role")) == [("dice 6 6 1 3", "supervisor")]


def test_nonce_that_is_refused_keeps_what_was_typed(cast, frozen, as_person):
    answer = as_person(cast.qian).post(url("nonce_add", frozen), {"value": "dice"})
    assert (answer.status_code, answer.context["form"]["value"].value()) == (422, "dice")


def test_nonce_by_others_is_refused(cast, frozen, as_person):
    assert as_person(cast.zhou).post(url("nonce_add", frozen), {"value": "dice 6 6 1 3"}).status_code == 403
    assert as_person(cast.lin).post(url("nonce_add", frozen), {"value": "dice 6 6 1 3"}).status_code == 404
    assert as_person(cast.qian).get(url("nonce_add", frozen)).status_code == 405


def test_completing_a_draw_that_is_not_ready_is_refused(cast, frozen, as_person):
    assert as_person(cast.qian).post(url("draw_complete", frozen)).status_code == 409
    assert as_person(cast.zhou).post(url("draw_complete", frozen)).status_code == 403


def test_rule_and_script_can_be_read_by_all_who_sign_in(cast, as_person):
    client = as_person(cast.zhao)
    script = b"".join(client.get(reverse("sampling:script")).streaming_content)
    assert script == (settings.BASE_DIR / "docs" / "verify_draw.py").read_bytes()
    for language, name, words in (("en", "draw-rule.md", "rule 1"), ("zh-hans", "draw-rule.zh.md", "第 1 版")):
        headers = {"accept-language": language}
        file = client.get(reverse("sampling:rule_file"), headers=headers)
        assert b"".join(file.streaming_content) == (settings.BASE_DIR / "docs" / name).read_bytes()
        assert name in file["Content-Disposition"]
        page = client.get(reverse("sampling:rule"), headers=headers)
        assert words in page.context["title"]


@pytest.mark.parametrize("name", ["draw-rule.md", "draw-rule.zh.md"])
def test_every_mark_of_the_rule_is_shown_as_it_is_meant(name):
    source = (settings.BASE_DIR / "docs" / name).read_text(encoding="utf-8")
    title, sections = sections_of(source)
    html = "".join(text for _heading, text in sections)
    words = re.sub(r"<code>.*?</code>", "", html)
    assert title and len(sections) == 1 + source.count("\n## ")
    assert [mark for mark in ("**", "](", "\n#", "|---", "`") if mark in words] == []
    blocks = source.split("\n\n")
    for mark, tag in (("1. ", "<ol>"), ("- ", "<ul>"), ("|", "<table")):
        assert html.count(tag) == sum(block.startswith(mark) for block in blocks) > 0


def test_rule_page_shows_nothing_but_its_own_marks():
    _title, [(_heading, html)] = sections_of("# T\n\n<script>alert(1)</script> [x](javascript:alert) `<b>` **a**")
    assert html == "<p>&lt;script&gt;alert(1)&lt;/script&gt; x <code>&lt;b&gt;</code> <strong>a</strong></p>"


def test_rule_leads_back_to_the_draw_it_was_opened_from(cast, drawn, as_person):
    address = f"{reverse('sampling:rule')}?draw={drawn.public_id}"
    assert as_person(cast.li).get(address).context["back_url"] == drawn.get_absolute_url()
    assert as_person(cast.zhao).get(address).context["back_url"] == ""
    assert as_person(cast.li).get(f"{reverse('sampling:rule')}?draw=x").context["back_url"] == ""


def test_page_needs_the_same_queries_for_a_large_and_a_small_sample(cast, drawn, as_person):
    from sampling.services import carry_out_draw, freeze_draw_frame

    small = commit_draw(title="small", actor=cast.li)
    freeze_draw_frame(draw=small, pairs=[("phone", "calls:1")], sizes={"phone": 1}, reserves={}, actor=cast.li)
    carry_out_draw(draw=small, actor=None)
    client, counts = as_person(cast.qian), []
    for draw in (drawn, small, drawn):
        with CaptureQueriesContext(connection) as captured:
            client.get(url("draw_detail", draw))
        counts.append(len(captured))
    # The small draw has no nonces, so no people to load.
    assert counts[2] - counts[1] in (0, 1)
