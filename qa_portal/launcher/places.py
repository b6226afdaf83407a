"""Where everything lies: the checkout with what set-up makes in it, and the data folder of one instance."""

import os
from dataclasses import dataclass
from pathlib import Path

from .failure import Failure

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Checkout:
    """The source tree; set-up writes only to `.venv`, `.setup`, `node_modules`, `static/vendor` and `staticfiles`."""

    root: Path = ROOT

    @property
    def python(self) -> Path:
        return self.root / ".venv" / "bin" / "python"

    @property
    def setup(self) -> Path:
        return self.root / ".setup"

    @property
    def setup_log(self) -> Path:
        return self.setup / "setup.log"

    @property
    def vendor(self) -> Path:
        return self.root / "static" / "vendor"

    @property
    def artifacts(self) -> Path:
        return self.root / "artifacts"


@dataclass(frozen=True)
class Data:
    """All that one instance keeps: database, files, keys, broker, mail, pid files and logs."""

    root: Path

    @property
    def run(self) -> Path:
        return self.root / "run"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def broker(self) -> Path:
        return self.root / "broker"

    @property
    def stamps(self) -> Path:
        return self.root / "stamps"

    @property
    def database(self) -> Path:
        return self.root / "qa_portal.sqlite3"

    def pid_file(self, part: str) -> Path:
        return self.run / f"{part}.pid"

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def make(self) -> None:
        """Create the folders, readable by their owner alone: keys and personal data lie here."""
        try:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            for folder in (self.run, self.logs, self.broker, self.stamps, self.root / "mail", self.root / "files"):
                folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise Failure(
                f"The data folder {self.root} cannot be made ({error.strerror})",
                "Name a folder that you may write to with --data DIR",
            ) from error
        if not os.access(self.root, os.W_OK | os.X_OK):
            raise Failure(f"The data folder {self.root} cannot be written to", "Name another with --data DIR")
