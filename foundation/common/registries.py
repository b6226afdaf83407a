"""Registries keep imports one-way: the lower room owns one, the upper room enters itself when its app is ready."""

from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Registry(Generic[T]):
    """Named entries in order of registration; another object under a taken name is a mistake."""

    def __init__(self, what: str):
        self.what = what
        self._entries: dict[str, T] = {}

    def register(self, name: str, entry: T) -> T:
        if self._entries.setdefault(name, entry) is not entry:
            raise ValueError(f"Two entries named {name!r} in the registry of {self.what}.")
        return entry

    def get(self, name: str) -> T | None:
        return self._entries.get(name)

    def items(self) -> list[tuple[str, T]]:
        return list(self._entries.items())

    def __iter__(self) -> Iterator[T]:
        return iter(list(self._entries.values()))

    def __contains__(self, name: str) -> bool:
        return name in self._entries
