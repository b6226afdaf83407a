"""Kinds of units and roles, in the words of the field."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.common.states import State


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


# Who moves results, watches over them or gives rights: these sign in with a second factor, and no one person alone gives these roles.
PRIVILEGED = frozenset({Role.LEAD, Role.MANAGER, Role.SUPERVISOR, Role.ADMINISTRATOR})


class RoleRequestState(State):
    OPEN = "open", _("Waiting for a second administrator")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")

    @classmethod
    def tones(cls):
        return {"open": "wait", "approved": "done", "refused": "idle"}

    @classmethod
    def transitions(cls):
        return {"open": ("approved", "refused")}


class Half(models.TextChoices):
    """Half a working day; the values are in the order of the day."""

    MORNING = "am", _("morning")
    AFTERNOON = "pm", _("afternoon")


class RoleAct(models.TextChoices):
    GIVE = "give", _("Give the role")
    END = "end", _("End the role")
