"""A process of the instance on trial that does what a test asks: one JSON line `[act, arguments]` in, one JSON line with the answer out.

Run as `python -m tests.resilience.console` in the instance's environment. It stands for web: it queues, acts and draws pages.
"""

import json
import sys
import traceback

import django

django.setup()

from tests.resilience import acts  # noqa: E402 - the apps come first


def main() -> None:
    for line in sys.stdin:
        name, arguments = json.loads(line)
        try:
            answer = {"answer": getattr(acts, name)(**arguments)}
        except Exception:
            answer = {"error": traceback.format_exc()}
        print(json.dumps(answer, default=str), flush=True)


if __name__ == "__main__":
    main()
