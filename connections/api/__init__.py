"""The interface for other systems: OpenAPI 3.1 under /api/v1/. Keys only, no sessions; every refusal is a problem (RFC 9457)."""
