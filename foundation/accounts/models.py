"""The user who signs in, and nothing of the person behind."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.common import clock
from foundation.common.models import Entity


class UserManager(BaseUserManager):
    def create_user(self, username: str, email: str = "", password: str | None = None, **more) -> "User":
        user = self.model(username=username, email=self.normalize_email(email), **more)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(Entity, AbstractBaseUser):
    """Sign-in only. Rights follow from the person's role, unit and the state of things, never from a flag here."""

    class Theme(models.TextChoices):
        AUTO = "auto", _("As the device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    username = models.CharField(_("user name"), max_length=60, unique=True)
    email = models.EmailField(_("e-mail"), blank=True)
    is_active = models.BooleanField(default=True)
    language = models.CharField(_("language"), max_length=10, blank=True, help_text="empty: as the browser asks")
    theme = models.CharField(_("colours"), max_length=5, choices=Theme, default=Theme.AUTO)
    must_change_password = models.BooleanField(default=False, help_text="somebody else has set it")
    date_joined = models.DateTimeField(default=clock.now)

    objects = UserManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    # allauth and Django ask for these two; nobody has more rights by a flag.
    is_staff = False
    is_superuser = False

    def __str__(self) -> str:
        return self.username

    def get_full_name(self) -> str:
        return self.username
