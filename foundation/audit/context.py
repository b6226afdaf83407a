"""Where an act comes from: the network address of the request that is being answered, as a keyed digest."""

from contextvars import ContextVar

address: ContextVar[str] = ContextVar("audit_address", default="")
