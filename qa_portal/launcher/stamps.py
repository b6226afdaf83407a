"""What has been done is not done again: a stamp is an empty file named after the work and the digest of its inputs."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest_files(paths: Iterable[Path], *words: str) -> str:
    """16 hex digits over names, contents and `words`; a file that is absent counts as absent, not as empty."""
    total = hashlib.sha256()
    for word in words:
        total.update(b"w" + word.encode() + b"\0")
    for path in sorted(paths):
        total.update(b"f" + str(path).encode() + b"\0")
        try:
            content = path.read_bytes()
        except OSError:
            total.update(b"absent")
            continue
        total.update(str(len(content)).encode() + b"\0" + content)
    return total.hexdigest()[:16]


class Stamps:
    """The stamps in one folder."""

    def __init__(self, folder: Path):
        self.folder = folder

    def path(self, name: str, digest: str) -> Path:
        return self.folder / f"{name}.{digest}"

    def holds(self, name: str, digest: str, *products: Path) -> bool:
        """Whether the work was done from these inputs and what it made is still there."""
        return self.path(name, digest).exists() and all(product.exists() for product in products)

    def mark(self, name: str, digest: str, text: str = "") -> None:
        """Note that it is done; older stamps of the same name go."""
        self.clear(name)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.path(name, digest).write_text(text, encoding="utf-8")

    def text(self, name: str, digest: str) -> str | None:
        try:
            return self.path(name, digest).read_text(encoding="utf-8")
        except OSError:
            return None

    def clear(self, name: str) -> None:
        for old in self.folder.glob(f"{name}.*"):
            old.unlink(missing_ok=True)
