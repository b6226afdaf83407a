"""What every page of the shell needs; filled by `dashboard.navigation`."""


def shell(request) -> dict:
    from dashboard.navigation import shell_context

    return shell_context(request)
