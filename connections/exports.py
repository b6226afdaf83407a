"""The connected systems as an Excel file: what the list shows."""

from django.utils.translation import gettext as _

from foundation.common import clock
from foundation.common.exports import workbook_response
from foundation.common.states import state_of


def list_response(rows):
    headers = [
        _("System"),
        _("Code"),
        _("State"),
        _("May do"),
        _("Person in charge"),
        _("Last call"),
        _("Key valid until"),
    ]
    found = (
        [
            row.name,
            row.code,
            str(state_of(row).label),
            _(", ").join(row.scope_labels),
            row.contact.name,
            row.used_at,
            row.ends_at,
        ]
        for row in rows.iterator(chunk_size=500)
    )
    name = f"{_('Connected systems')} {clock.today()}"
    return workbook_response(name=name, sheet=_("Connected systems"), headers=headers, rows=found)
