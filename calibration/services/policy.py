"""Setting the rules of calibration, of the organization or of one standard."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction

from calibration.models import CalibrationPolicy
from calibration.rules.policy import can_set_policy
from calibration.selectors.policy import own_policy
from foundation.audit.services import record_event
from foundation.common.errors import Conflict, require
from foundation.common.states import swap
from organization.models import Person
from standards.models import Standard


@transaction.atomic
def set_policy(*, standard: Standard | None, actor: Person, values: Mapping, version: int) -> CalibrationPolicy:
    """Set the rules ({name of the field: value}) of the organization (no standard) or of one standard. They hold from now on.

    `version` is the one of the page, 0 where there were no rules of its own. Raises NotAllowed, Invalid, Conflict.
    """
    require(can_set_policy, actor)
    policy = own_policy(standard)
    before = {name: str(getattr(policy, name)) for name in values}
    for name, value in values.items():
        setattr(policy, name, value)
    policy.full_clean(validate_unique=False, validate_constraints=False)
    if (policy.version if policy.pk else 0) != version:
        raise Conflict
    if policy.pk is None:
        try:
            with transaction.atomic():
                policy.save(force_insert=True)
        except IntegrityError:
            raise Conflict from None
    else:
        swap(policy, expected={}, **values)
    after = {name: str(value) for name, value in values.items()}
    record_event(actor=actor, action="calibration.policy.set", target=policy, before=before, after=after)
    return policy
