"""What goes wrong ends as one line: the cause, then the remedy."""

from pathlib import Path


class Failure(Exception):
    """Stops the launcher. `cause` and `remedy` are sentences; `log` is the file that tells more, if there is one."""

    def __init__(self, cause: str, remedy: str, log: Path | None = None):
        super().__init__(cause)
        self.cause, self.remedy, self.log = cause, remedy, log

    def line(self) -> str:
        parts = [_sentence(self.cause), _sentence(self.remedy)]
        if self.log is not None:
            parts.append(f"More in {self.log}.")
        return " ".join(part for part in parts if part)


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    return text if not text or text.endswith((".", "!", "?")) else text + "."
