"""Forms of this room. What is right is decided by the services; a form only collects."""

from collections.abc import Callable

from django import forms

from foundation.common.errors import Invalid
from organization.forms.availability import AbsenceFilter, AbsenceForm, ExpertiseForm, NeedForm
from organization.forms.outside import OutsideForm, PeriodForm
from organization.forms.people import (
    AccessForm,
    ChangePersonForm,
    MoveForm,
    PasswordForm,
    PersonFilter,
    PersonForm,
    RoleForm,
)
from organization.forms.units import ChangeUnitForm, UnitForm, UnitSearchForm

__all__ = [
    "AbsenceFilter",
    "AbsenceForm",
    "AccessForm",
    "ChangePersonForm",
    "ChangeUnitForm",
    "ExpertiseForm",
    "MoveForm",
    "NeedForm",
    "OutsideForm",
    "PasswordForm",
    "PeriodForm",
    "PersonFilter",
    "PersonForm",
    "RoleForm",
    "UnitForm",
    "UnitSearchForm",
    "accepted",
]


def accepted(form: forms.Form, act: Callable[[dict], object]) -> object | None:
    """What `act` returns for the cleaned data; None when the form or the service refuses (the sentences are then beside the fields)."""
    if not form.is_valid():
        return None
    try:
        return act(form.cleaned_data)
    except Invalid as error:
        if hasattr(error, "error_dict"):
            for field, problems in error.error_dict.items():
                form.add_error(field if field in form.fields else None, problems)
        else:
            form.add_error(None, error)
        return None
