"""Model fields of the house."""

from decimal import Decimal, InvalidOperation
from uuid import UUID

import uuid_utils
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext_lazy as _

from foundation.common.crypto import open_bytes, seal_bytes
from foundation.common.numbers import from_units, round_points, to_units


def new_public_id() -> UUID:
    """A UUIDv7: ordered by time, so that indexes stay compact."""
    return UUID(bytes=uuid_utils.uuid7().bytes)


class PointsField(models.BigIntegerField):
    """Points as Decimal in Python, as an integer of 1/10,000 in the database (SQLite keeps decimals as floats)."""

    def from_db_value(self, value, expression, connection):
        return None if value is None else from_units(value)

    def to_python(self, value):
        if value is None or isinstance(value, Decimal):
            return value
        try:
            return Decimal(str(value))
        except InvalidOperation:
            raise ValidationError(_("Enter a number.")) from None

    def get_prep_value(self, value):
        if value is None:
            return None
        if isinstance(value, float):
            raise TypeError("Points are Decimal, never float.")
        return to_units(round_points(Decimal(value)))

    @property
    def validators(self):
        # The integer field's range check compares stored units; points are far below it.
        return []

    def formfield(self, **kwargs):
        return super(models.BigIntegerField, self).formfield(
            **{"form_class": forms.DecimalField, "max_digits": 12, "decimal_places": 4, **kwargs}
        )


class EncryptedTextField(models.TextField):
    """Text kept as an AES-256-GCM envelope; an empty text stays empty. Cannot be searched: add a blind index for that."""

    def _aad(self) -> str:
        return f"{self.model._meta.label_lower}.{self.attname}"

    def from_db_value(self, value, expression, connection):
        return value if not value else open_bytes(value, aad=self._aad()).decode()

    def get_prep_value(self, value):
        return value if not value else seal_bytes(str(value).encode(), aad=self._aad())

    def get_lookup(self, lookup_name):
        if lookup_name not in ("isnull",):
            raise TypeError("An encrypted text cannot be searched; use its blind index.")
        return super().get_lookup(lookup_name)


def holds_text(name: str) -> GreaterThan:
    """A condition for `filter`: the encrypted text is not empty. It can be asked although the text itself cannot be searched."""
    return GreaterThan(Length(name), 0)
