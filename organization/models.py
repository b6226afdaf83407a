"""Units as a tree, the people in them and the roles they hold for a time."""

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from foundation.common import clock
from foundation.common.models import Entity
from foundation.common.texts import localized
from organization.enums import Role, UnitKind


class Unit(Entity):
    """A head office, department, branch or outlet. Ended by `valid_to`, never deleted."""

    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("belongs to"))
    code = models.CharField(_("code"), max_length=20, unique=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=UnitKind)
    peer_group = models.CharField(_("ranked among"), max_length=30, blank=True, help_text=_("Units with the same word are comparable."))
    is_assessed = models.BooleanField(_("assessed every quarter"), default=True)
    is_customer_service = models.BooleanField(_("customer service"), default=False)
    valid_from = models.DateField(_("valid from"), default=clock.today)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return localized(self, "name")


class Person(Entity):
    """A member of staff. May have no user: somebody who is named but never signs in."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="person")
    staff_number = models.CharField(_("staff number"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("name in Latin letters"), max_length=80, blank=True)
    sort_key = models.CharField(max_length=160, editable=False, help_text="pinyin, for sorting")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="people", verbose_name=_("unit"))
    left_on = models.DateField(_("left on"), null=True, blank=True)

    class Meta:
        ordering = ["sort_key", "staff_number"]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def assignments(self) -> list["RoleAssignment"]:
        """The roles held today, read once per loaded person (one query a request)."""
        day = clock.today()
        return [row for row in self.role_assignments.select_related("unit") if row.holds_on(day)]

    @cached_property
    def roles(self) -> frozenset[str]:
        return frozenset(row.role for row in self.assignments)

    def has_role(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)

    def units_as(self, *roles: str) -> set[int]:
        """Keys of the units for which one of the roles is held (without what lies below them)."""
        return {row.unit_id for row in self.assignments if row.role in roles}


class RoleAssignment(Entity):
    """A role for a unit from a date to a date. The owner of a task is a relation of the task, not a role."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="role_assignments")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="role_assignments", verbose_name=_("for the unit"))
    valid_from = models.DateField(_("from"), default=clock.today)
    valid_to = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        ordering = ["valid_from", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "role", "unit"], condition=models.Q(valid_to=None), name="role_held_once")
        ]

    def holds_on(self, day) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
