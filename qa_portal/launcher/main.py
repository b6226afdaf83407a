"""The launcher's commands. Every failure leaves as one line; a traceback goes to the log."""

import os
import signal
import sys
import traceback
from datetime import datetime

from .failure import Failure
from .places import Checkout


def main(words: list[str]) -> int:
    command, rest = (words[0], words[1:]) if words else ("", [])
    if command not in ("start", "test", "screenshots"):
        print("Usage: bin/start [options], bin/test [pytest options] or bin/screenshots [options]", file=sys.stderr)
        return 2
    checkout = Checkout()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        if command == "start":
            from .start import start as act
        elif command == "screenshots":
            from .screenshots import take_screenshots as act
        else:
            from .suite import run_suite as act
        return act(rest, checkout)
    except Failure as failure:
        return _tell(command, failure.line())
    except KeyboardInterrupt:
        return _tell(command, "Stopped before it was done; the next start goes on where this one ended.", 130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        log = _keep_traceback(checkout)
        where = f" More in {log}." if log else ""
        return _tell(
            command, f"Unexpected {type(error).__name__}: {error}. Start again; if it stays, report it.{where}"
        )


def _tell(command: str, line: str, code: int = 1) -> int:
    print(f"bin/{command}: {line}", file=sys.stderr, flush=True)
    return code


def _interrupt(number, frame) -> None:
    raise KeyboardInterrupt


def _keep_traceback(checkout: Checkout):
    log = checkout.setup / "launcher.log"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.write(f"{datetime.now().astimezone().isoformat(timespec='seconds')}\n{traceback.format_exc()}\n")
    except OSError:
        return None
    return log
