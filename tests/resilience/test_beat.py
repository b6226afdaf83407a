"""The scheduler killed, doubled or with a broken table: each effect once, nothing skipped."""

import pytest

REMIND = "rectification.remind_owners"
ONCE = {"reminders": 1, "told": 1, "audited": 1}


@pytest.fixture
def second_beat(stage):
    stage.start_beat("second-beat")
    yield
    stage.kill("second-beat")


def expect_reminded_once(stage, number) -> None:
    stage.until(lambda: stage.ask("reminders", number=number)["reminders"] > 0, "the owner is reminded")
    stage.wait_for_runs(REMIND, 4)
    assert stage.ask("reminders", number=number) == ONCE


def test_killed_beat_skips_nothing_that_came_due_without_it(stage):
    stage.wait_for_runs(REMIND, 1)
    stage.kill("beat")
    number = stage.ask("give_due_task")
    stage.start_beat()
    expect_reminded_once(stage, number)


def test_two_schedulers_remind_once(stage, second_beat):
    expect_reminded_once(stage, stage.ask("give_due_task"))


def test_two_schedulers_open_each_cycle_and_draw_each_spot_check_once(stage, second_beat):
    stage.ask("put_standard_in_force")
    stage.until(lambda: len(stage.ask("cycles")) == 2, "both cycles are opened")
    checks = stage.ask("bring_spot_checks_forward")
    stage.until(lambda: stage.ask("spot_checks")["drawn"] >= checks, "the spot checks are drawn")
    stage.wait_for_runs(REMIND, 4)
    opened = {"plans": ["BR-E", "BR-W"], "opened": 1, "checks": 3}
    assert stage.ask("cycles") == [
        {"code": "2026Q4", "state": "collecting", **opened},
        {"code": "2027Q1", "state": "preparing", **opened},
    ]
    assert stage.ask("spot_checks") == {"drawn": checks, "draws": checks, "sheets": checks, "audited": checks}


def test_beat_whose_table_is_broken_starts_anew(stage):
    stage.kill("beat")
    for file in stage.data.run.glob("beat-schedule*"):
        file.write_bytes(b"cut short by a crash")
    stage.start_beat()
    stage.wait_for_runs("jobs.sweep", 2)
