"""Units as a tree, the people in them and the roles they hold for a time."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from foundation.common import clock
from foundation.common.models import Entity, Versioned
from foundation.common.texts import localized
from organization.enums import Role, RoleAct, RoleRequestState, UnitKind


class Unit(Entity, Versioned):
    """A head office, department, branch or outlet. Ended by `valid_to`, never deleted."""

    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("belongs to")
    )
    code = models.CharField(_("code"), max_length=20, unique=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=UnitKind)
    peer_group = models.CharField(
        _("ranked among"), max_length=30, blank=True, help_text=_("Units with the same word are comparable.")
    )
    is_assessed = models.BooleanField(_("assessed every quarter"), default=True)
    is_customer_service = models.BooleanField(_("customer service"), default=False)
    valid_from = models.DateField(_("valid from"), default=clock.today)
    valid_to = models.DateField(
        _("valid until"), null=True, blank=True, help_text=_("The first day on which it is gone.")
    )

    class Meta:
        ordering = ["code"]
        verbose_name = _("unit")

    def __str__(self) -> str:
        return localized(self, "name")

    def get_absolute_url(self) -> str:
        return reverse("organization:unit_detail", args=[self.public_id])

    @property
    def is_retired(self) -> bool:
        return self.valid_to is not None and self.valid_to <= clock.today()


class Person(Entity, Versioned):
    """A member of staff. May have no user: somebody who is named but never signs in."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="person"
    )
    staff_number = models.CharField(_("staff number"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("name in Latin letters"), max_length=80, blank=True)
    sort_key = models.CharField(max_length=160, editable=False, help_text="pinyin, for sorting")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="people", verbose_name=_("unit"))
    left_on = models.DateField(_("left on"), null=True, blank=True)
    # Of an outside assessor, who is nobody's staff: the firm, and the days on which the account is valid, the last one with it.
    firm = models.CharField(_("outside firm"), max_length=80, blank=True)
    access_from = models.DateField(_("account valid from"), null=True, blank=True)
    access_until = models.DateField(_("account valid up to and with"), null=True, blank=True)

    class Meta:
        ordering = ["sort_key", "staff_number"]
        verbose_name = _("person")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(firm="") | models.Q(access_from__isnull=False, access_until__isnull=False),
                name="outside_account_has_an_end",
            )
        ]

    @property
    def written_names(self) -> list[str]:
        """How the name may be written under something: in either script, and in both beside each other."""
        return [name for name in (self.name, self.name_en, f"{self.name} {self.name_en}".strip()) if name]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organization:person_detail", args=[self.public_id])

    @property
    def is_outside(self) -> bool:
        """Comes from another firm: sees their own mystery visits and nothing else, and that for a time."""
        return bool(self.firm)

    @property
    def is_expired(self) -> bool:
        return self.is_outside and self.access_until < clock.today()

    @property
    def is_shut_out(self) -> bool:
        """Whether the account of an outside assessor is not valid today."""
        return self.is_outside and not self.access_from <= clock.today() <= self.access_until

    @cached_property
    def assignments(self) -> list["RoleAssignment"]:
        """The roles held today, read once per loaded person."""
        return self._held_today(self.role_assignments.all())

    def keep_assignments(self, rows: Iterable["RoleAssignment"]) -> None:
        """Use these rows, all that there are of the person, instead of asking the database."""
        self.assignments = self._held_today(rows)

    @staticmethod
    def _held_today(rows: Iterable["RoleAssignment"]) -> list["RoleAssignment"]:
        day = clock.today()
        return [row for row in rows if row.holds_on(day)]

    @cached_property
    def roles(self) -> frozenset[str]:
        return frozenset(row.role for row in self.assignments)

    def has_role(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)

    def forget_roles(self) -> None:
        """Read them anew when next asked; for the services that change them."""
        for cached in ("assignments", "roles"):
            self.__dict__.pop(cached, None)

    def units_as(self, *roles: str) -> set[int]:
        """Keys of the units for which one of the roles is held (without what lies below them)."""
        return {row.unit_id for row in self.assignments if row.role in roles}


class RoleAssignment(Entity):
    """A role for a unit in `[valid_from, valid_to)`. The owner of a task is a relation of the task, not a role."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="role_assignments")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="role_assignments", verbose_name=_("for the unit")
    )
    valid_from = models.DateField(_("from"), default=clock.today)
    valid_to = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The first day on which it is no longer held.")
    )

    class Meta:
        ordering = ["valid_from", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "unit"], condition=models.Q(valid_to=None), name="role_held_once"
            )
        ]

    def holds_on(self, day) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


class FormerUnit(models.Model):
    """Where a person worked before, in `[since, until)`: “own unit” also means the one at the time of service. Written by `move_person`."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="former_units")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    since = models.DateField(null=True, help_text="empty: as far as the portal knows, always")
    until = models.DateField()

    class Meta:
        ordering = ["until", "pk"]


class RoleRequest(Entity, Versioned):
    """A privileged role that one administrator wants to give or end, and another one decides."""

    States = RoleRequestState
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="role_requests")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("for the unit"))
    act = models.CharField(max_length=4, choices=RoleAct)
    until = models.DateField(_("until"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=RoleRequestState, default=RoleRequestState.OPEN)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("request for a role")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "unit", "act"],
                condition=models.Q(state=RoleRequestState.OPEN),
                name="role_asked_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_role_display()}"
