from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "foundation.accounts"
    label = "accounts"

    def ready(self) -> None:
        from foundation.accounts import signals  # noqa: F401  (connects its receivers)
