"""A line of the log holds no secret that an address holds."""

import json
import logging
import sys

from foundation.common.logs import JsonFormatter

TOKEN = "Zq3x_-" * 7 + "A"
RESET = "3-cqk2x1-" + "0123456789abcdef" * 2
PUBLIC_ID = "0198a000-0000-7000-8000-000000000000"


def line(message: str, *args, **more) -> dict:
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, message, args, more.get("exc_info"))
    return json.loads(JsonFormatter().format(record))


def test_link_of_a_customer_is_not_written():
    assert line("%s: %s", "Unprocessable Entity", f"/feedback/s/{TOKEN}/stop/")["message"] == (
        "Unprocessable Entity: /feedback/s/…/stop/"
    )


def test_link_for_a_new_password_is_not_written():
    assert RESET not in line("Not Found: %s", f"/accounts/password/reset/key/{RESET}/")["message"]


def test_error_that_names_an_address_does_not_write_it_either():
    try:
        raise ValueError(f"https://qa.example/feedback/s/{TOKEN}/")
    except ValueError:
        assert TOKEN not in line("failed", exc_info=sys.exc_info())["error"]


def test_ids_by_which_something_is_found_again_stay():
    assert PUBLIC_ID in line("Not Found: %s", f"/records/imports/{PUBLIC_ID}/")["message"]
