"""One line of the URL × role table."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Row:
    """`roles` maps usernames of the cast (and "anonymous") to the status they must get; "*" is everybody else.

    `kwargs` and `data` get the world. `works_for` names one person for whom it must answer below 400 (default: read from `roles`).
    """

    name: str
    roles: dict[str, int]
    kwargs: Callable = field(default=lambda world: {})
    method: str = "get"
    data: Callable = field(default=lambda world: {})
    query: str = ""
    variant: str = ""

    @property
    def label(self) -> str:
        return " ".join(filter(None, [self.method.upper(), self.name, self.variant]))

    def expected(self, who: str) -> int:
        if who == "anonymous":
            return self.roles.get("anonymous", 302)
        return self.roles.get(who, self.roles["*"])
