"""Shen Zhiqiu of another firm, engaged by the quality office as a mystery visitor from 23 November 2026 to 29 January 2027."""

from datetime import date

from organization import services
from organization.models import Person

SECRET = "copper-meadow-19"
FIRST, LAST = date(2026, 11, 23), date(2027, 1, 29)


def engage(cast, **more) -> Person:
    given = {
        "name": "沈知秋", "name_en": "Shen Zhiqiu", "firm": "明察咨询", "unit": cast.quality_office, "first_day": FIRST,
        "last_day": LAST, "username": "shenzhiqiu", "password": SECRET, "actor": cast.feng,
    }  # fmt: skip
    return services.create_outside_assessor(**{**given, **more})


def ready(person: Person) -> Person:
    """The first password is changed."""
    person.user.must_change_password = False
    person.user.save()
    return person
