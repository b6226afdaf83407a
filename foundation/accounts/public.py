"""The one list of views that answer without a sign-in. `tests/architecture/test_public_urls.py` compares it with every URL there is."""

PUBLIC = frozenset(
    {
        # signing in, in two steps; whoever is inactive is told so only after the right password
        "account_login",
        "account_inactive",
        "mfa_authenticate",
        # leaving: without a session it leads to the sign-in
        "account_logout",
        # a new password by mail, where there is a mail server
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        # before anybody has signed in
        "set_language",
        "health",
        # what a device keeps for everybody: the worker, the manifest, an empty page
        "dashboard:worker",
        "dashboard:manifest",
        "dashboard:device_shell",
        # customers answer by a link of their own
        "feedback:survey",
        "feedback:survey_stop",
        "feedback:survey_thanks",
        # and tell the firm what they like, where the form is switched on
        "tickets:online",
        "tickets:online_thanks",
        "tickets:online_progress",
        # other systems: a key is asked instead (connections.api.access)
        "api:records",
        "api:record",
        "api:tickets",
        "api:ticket",
        "api:units",
        "api:measures",
        "api:figures",
        "api:key",
        "api:openapi",
    }
)
