"""Search: every room finds only what the person may see; the page shows it by kind."""

import pytest

from organization.searching import Hit, search, search_providers


@pytest.fixture
def hits(monkeypatch):
    found: list[Hit] = []
    monkeypatch.setattr(
        search_providers, "_entries", {"test": lambda person, words: [hit for hit in found if words in hit.title]}
    )
    return found


def test_hits_are_grouped_by_kind(cast, client, hits):
    hits += [Hit("sheet 1", "/1/", "Sheet"), Hit("sheet unit", "/2/", "Unit", "BR-E"), Hit("sheet 2", "/3/", "Sheet")]
    client.force_login(cast.li.user)
    page = client.get("/search/?q=sheet")
    assert [(kind, [hit.title for hit in found]) for kind, found in page.context["groups"]] == [
        ("Sheet", ["sheet 1", "sheet 2"]),
        ("Unit", ["sheet unit"]),
    ]


@pytest.mark.parametrize("words", ["", " ", "a", "%20a%20"])
def test_too_little_is_not_searched_for(cast, client, hits, words):
    hits.append(Hit("a", "/1/", "Sheet"))
    client.force_login(cast.li.user)
    assert client.get(f"/search/?q={words}").context["count"] == 0


def test_words_are_shown_as_text(cast, client, hits):
    client.force_login(cast.li.user)
    page = client.get("/search/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_long_questions_are_cut(cast, client, hits):
    client.force_login(cast.li.user)
    assert len(client.get("/search/", {"q": "x" * 5000}).context["words"]) == 80


@pytest.mark.parametrize("words", ["%", "_", "'; DROP TABLE x; --", "林晓", "\\", "a" * 80])
def test_any_words_are_survived(cast, client, words):
    client.force_login(cast.li.user)
    assert client.get("/search/", {"q": words}).status_code == 200


def test_somebody_without_rights_finds_no_people(cast):
    assert [hit for hit in search(cast.zhao, "Lin Xiao") if hit.kind in ("Person", "Unit")] == []
