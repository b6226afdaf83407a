"""Outside assessors: what they may open. Everything else is not there for them, whatever their role would allow (decision 063)."""

from foundation.common.registries import Registry

# Rooms enter the names of the views that an outside assessor needs: their own sheets and what a sheet leads to. Denied is what nobody entered.
outside_pages: Registry[frozenset[str]] = Registry("pages of outside assessors")
# Where they are led from the first screen, which speaks of the whole house.
HOME = "assessments:sheet_list"
FIRST_SCREEN = "dashboard:home"
# Signing in and out, password and second factor, language, notices, what a device needs.
HOUSE = (
    "account_",
    "mfa_",
    "accounts:",
    "notifications:",
    "dashboard:worker",
    "dashboard:manifest",
    "dashboard:device",
)
HOUSE_EXACT = frozenset({"set_language", "health"})


def is_open_to_outside(view_name: str) -> bool:
    return view_name in HOUSE_EXACT or view_name.startswith(HOUSE) or any(view_name in names for names in outside_pages)
