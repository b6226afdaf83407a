"""Taking away the order that a database keeps by itself.

On SQLite a row's place is its key, which is random. On PostgreSQL a new row lies behind those before it and names its transaction, whose number
counts upwards: a row without a name could be laid beside the signed one, the session or the event that were written right before it. So whoever
writes one writes all of its kind anew, in an order of chance, in the same transaction: place and transaction say nothing then of any of them. A row
to which a constraint points keeps that number as well, so what is written without a name points to units and suggestions without one.
"""

import secrets

from django.db import models, transaction
from django.db.models import F

from foundation.common.engine import lock_for_transaction

# So many are mixed at each writing; by night all are.
AT_ONCE = 300


def mix(rows: models.QuerySet, *, most: int | None = AT_ONCE, new: int | None = None) -> int:
    """Write the rows anew in an order of chance, `most` of them; the row with the key `new` is always one of them.

    In the transaction of the act; two that mix wait for each other. Returns how many.
    """
    with transaction.atomic():
        lock_for_transaction(f"mixing-{rows.model._meta.db_table}")
        keys = list(rows.order_by().values_list("pk", flat=True))
        secrets.SystemRandom().shuffle(keys)
        if most is not None and len(keys) > most:
            # What was just written would lie where it was written if chance left it out.
            if new in keys[most:]:
                keys.remove(new)
                keys.insert(secrets.randbelow(most), new)
            keys = keys[:most]
            rows = rows.model.objects.filter(pk__in=keys)
        # First all of them in the order of their keys, as others lock several; only then by chance.
        list(rows.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
        for key in keys:
            rows.model.objects.filter(pk=key).update(public_id=F("public_id"))
        return len(keys)
