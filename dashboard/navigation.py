"""The sidebar by role."""


def shell_context(request) -> dict:
    return {"navigation": [], "current_cycle": None}
