"""Outside assessors: what they may open. Everything else is not there for them, whatever their role would allow (decision 063)."""

from foundation.common.registries import Registry

# Rooms enter the names of the views that an outside assessor needs: their own sheets and what a sheet leads to. Denied is what nobody entered.
outside_pages: Registry[frozenset[str]] = Registry("pages of outside assessors")
# Where they are led from the first screen, which speaks of the whole house.
HOME = "assessments:sheet_list"
FIRST_SCREEN = "dashboard:home"
# Signing in and out, password and second factor, language, notices, what a device needs. Each by its whole name: what is added beside them, by
# this portal or by a library that is upgraded, is closed too.
HOUSE = frozenset(
    {
        "health",
        "set_language",
        *(
            f"account_{one}"
            for one in ("login", "logout", "inactive", "reauthenticate", "change_password", "set_password")
        ),
        *(f"mfa_{one}" for one in ("index", "authenticate", "reauthenticate", "activate_totp", "deactivate_totp")),
        *(f"mfa_{one}_recovery_codes" for one in ("view", "generate", "download")),
        "accounts:set_theme",
        *(f"notifications:{one}" for one in ("list", "open", "read_all")),
        *(f"dashboard:{one}" for one in ("worker", "manifest", "device", "device_shell")),
    }
)


def is_open_to_outside(view_name: str) -> bool:
    return view_name in HOUSE or any(view_name in names for names in outside_pages)
