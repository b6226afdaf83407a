"""The keys of this installation: one JSON file outside the database, made at first start.

The file holds a root key per key id; everything else (field encryption, blind index, audit HMAC, Django's secret) is derived from it
by HKDF with its own label, so that a leaked derived key opens nothing else.
"""

import base64
import json
import os
import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Keyring:
    """`keys` maps a key id to 32 root bytes; `current` is the id that new ciphertexts carry."""

    current: str
    keys: dict[str, bytes]

    def __hash__(self) -> int:
        return hash((self.current, tuple(self.keys)))

    def derive(self, label: str, key_id: str | None = None) -> bytes:
        """32 bytes for one purpose. Raises KeyError for an unknown key id."""
        return _derive(self.keys[key_id or self.current], label)


@lru_cache(maxsize=256)
def _derive(root: bytes, label: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=label.encode()).derive(root)


def load_keyring(path: Path) -> Keyring:
    """Read the key file, or make it (mode 600) where there is none; two processes that start at once end with the same file."""
    if not path.exists():
        _create(path)
    try:
        content = json.loads(path.read_text())
        return Keyring(content["current"], {name: base64.b64decode(key) for name, key in content["keys"].items()})
    except (ValueError, KeyError, TypeError) as error:
        raise ImproperlyConfigured(
            f"The key file {path} cannot be read ({error}): restore it from the backup."
        ) from error


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {"current": "k1", "keys": {"k1": base64.b64encode(secrets.token_bytes(32)).decode()}}
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    draft.write_text(json.dumps(content))
    draft.chmod(0o600)
    try:
        os.link(draft, path)  # fails where another process was first: its key wins
    except FileExistsError:
        pass
    finally:
        draft.unlink()
