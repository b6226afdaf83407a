"""How long to wait before something that was refused is tried again."""

from datetime import timedelta


def wait_after(attempts: int, longest: timedelta) -> timedelta:
    """1, 2, 4 … minutes after the first, second, third attempt, `longest` at most."""
    return min(timedelta(minutes=2 ** (attempts - 1)), longest)
