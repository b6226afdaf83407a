import pytest

from qa_portal.launcher.stamps import Stamps, digest_files


@pytest.fixture
def stamps(tmp_path):
    return Stamps(tmp_path / "stamps")


def test_digest_changes_with_content_name_presence_and_words(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("a")
    digests = {digest_files([one]), digest_files([one], "word"), digest_files([one, two])}
    two.write_text("")
    digests.add(digest_files([one, two]))
    digests.add(digest_files([two]))
    one.write_text("b")
    digests.add(digest_files([one]))
    assert len(digests) == 6


def test_digest_does_not_ask_for_the_order(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    assert digest_files([one, two]) == digest_files([two, one])


def test_stamp_holds_only_for_its_digest_and_while_its_products_exist(stamps, tmp_path):
    product = tmp_path / "product"
    product.touch()
    assert stamps.holds("work", "d1") is False
    stamps.mark("work", "d1")
    assert (stamps.holds("work", "d1", product), stamps.holds("work", "d2")) == (True, False)
    product.unlink()
    assert stamps.holds("work", "d1", product) is False


def test_marking_again_replaces_the_older_stamp_of_that_name_alone(stamps):
    stamps.mark("work", "d1")
    stamps.mark("work-dev", "d1")
    stamps.mark("work", "d2", "text")
    assert sorted(path.name for path in stamps.folder.iterdir()) == ["work-dev.d1", "work.d2"]
    assert (stamps.text("work", "d2"), stamps.text("work", "d1")) == ("text", None)
