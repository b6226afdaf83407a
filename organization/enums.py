"""Kinds of units and roles, in the words of the field."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    HEAD_OFFICE = "head_office", _("Head office")
    DEPARTMENT = "department", _("Department")
    BRANCH = "branch", _("Branch")
    OUTLET = "outlet", _("Outlet")


class Role(models.TextChoices):
    ASSESSOR = "assessor", _("Assessor")
    LEAD = "lead", _("Assessment lead")
    MANAGER = "manager", _("Manager")
    HEAD = "head", _("Department head")
    LIAISON = "liaison", _("Liaison")
    SUPERVISOR = "supervisor", _("Supervisor")
    STAFF = "staff", _("Front-line staff")
    HR = "hr", _("HR")
    ADMINISTRATOR = "administrator", _("Administrator")
