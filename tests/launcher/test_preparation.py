"""What set-up does to a data folder, with the management commands noted instead of run."""

import pytest

from qa_portal.launcher import preparation
from qa_portal.launcher.failure import Failure
from qa_portal.launcher.places import Checkout, Data
from qa_portal.launcher.python_environment import lock_entry


@pytest.fixture
def checkout(tmp_path):
    root = tmp_path / "checkout"
    (root / "records").mkdir(parents=True)
    (root / "requirements.txt").touch()
    (root / "records" / "models.py").write_text("one = 1")
    return Checkout(root)


@pytest.fixture
def data(tmp_path):
    folder = Data(tmp_path / "data")
    folder.make()
    return folder


@pytest.fixture
def said(monkeypatch, data):
    """The management commands in order; `migrate` makes the database, as the real one does."""
    words = []

    def manage(checkout, data, environment, *command, what, remedy=""):
        words.append(command[0])
        if command[0] == "migrate" and "DATABASE_URL" not in environment:
            data.database.touch()
        return ""

    monkeypatch.setattr(preparation, "manage", manage)
    return words


def test_first_start_migrates_and_loads_the_demo_and_the_second_does_neither(checkout, data, said):
    assert preparation.prepare_data(checkout, data, {}, demo=True) is True
    assert said == ["migrate", "createcachetable", "load_demo"]
    said.clear()
    assert preparation.prepare_data(checkout, data, {}, demo=True) is True
    assert said == []


def test_changed_source_migrates_again(checkout, data, said):
    preparation.prepare_data(checkout, data, {}, demo=False)
    said.clear()
    (checkout.root / "records" / "models.py").write_text("two = 2")
    preparation.prepare_data(checkout, data, {}, demo=False)
    assert said == ["migrate", "createcachetable"]


def test_named_database_is_migrated_at_every_start(checkout, data, said):
    environment = {"DATABASE_URL": "postgres://server/portal"}
    preparation.prepare_data(checkout, data, environment, demo=False)
    preparation.prepare_data(checkout, data, environment, demo=False)
    assert said == ["migrate", "createcachetable"] * 2


def test_folder_begun_without_the_demo_never_gets_it(checkout, data, said, capsys):
    preparation.prepare_data(checkout, data, {}, demo=False)
    assert preparation.prepare_data(checkout, data, {}, demo=True) is False
    assert "load_demo" not in said
    assert "was begun without the demo and stays so" in capsys.readouterr().out


def test_demo_is_not_poured_into_a_database_that_was_there_before(checkout, data, said):
    data.database.touch()
    assert preparation.prepare_data(checkout, data, {}, demo=True) is False
    assert "load_demo" not in said


def test_demo_cut_short_is_loaded_into_a_new_database(checkout, data, said, monkeypatch):
    working = preparation.manage

    def break_off(checkout, data, environment, *command, **more):
        if command[0] == "load_demo":
            raise KeyboardInterrupt
        return working(checkout, data, environment, *command, **more)

    monkeypatch.setattr(preparation, "manage", break_off)
    with pytest.raises(KeyboardInterrupt):
        preparation.prepare_data(checkout, data, {}, demo=True)
    data.database.write_text("half a demo")
    monkeypatch.setattr(preparation, "manage", working)
    said.clear()
    assert preparation.prepare_data(checkout, data, {}, demo=True) is True
    assert said == ["migrate", "createcachetable", "load_demo"]
    assert data.database.read_text() == ""


def test_lock_entry_is_one_package_with_its_hashes(tmp_path):
    lock = tmp_path / "lock.txt"
    lock.write_text(
        "a-b==1 \\\n    --hash=sha256:11 \\\n    --hash=sha256:22\n    # via x\na-b-c==2 \\\n    --hash=sha256:33\n"
    )
    assert lock_entry(lock, "a-b") == "a-b==1 \\\n    --hash=sha256:11 \\\n    --hash=sha256:22\n"
    with pytest.raises(Failure, match="c is not in lock.txt"):
        lock_entry(lock, "c")
