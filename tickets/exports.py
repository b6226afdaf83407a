"""The inbox as an Excel file: what the list shows, without what customers said and who they are."""

from django.utils.translation import gettext as _

from foundation.common import clock
from foundation.common.exports import workbook_response
from foundation.common.states import state_of
from foundation.common.texts import localized
from tickets.models import Ticket


def list_response(tickets):
    headers = [
        _("Number"), _("Kind"), _("Topic"), _("Channel"), _("Forwarded by"), _("Unit"), _("Held by"), _("State"), _("Urgency"), _("Complexity"),
        _("Received at"), _("Contacted at"), _("Answered at"), _("Closed at"), _("Last day by the regulator’s terms"), _("Justified"), _("Cause"),
        _("Satisfaction"),
    ]  # fmt: skip
    rows = (_row(ticket) for ticket in tickets.iterator(chunk_size=500))
    return workbook_response(name=f"{_('Tickets')} {clock.today()}", sheet=_("Tickets"), headers=headers, rows=rows)


def _row(ticket: Ticket) -> list:
    return [
        ticket.number, ticket.get_kind_display(), ticket.get_topic_display(), ticket.get_channel_display(), ticket.get_forwarded_by_display(),
        localized(ticket.unit, "name"), ticket.holder.name, str(state_of(ticket).label), ticket.get_urgency_display(),
        ticket.get_complexity_display(), ticket.received_at, ticket.contacted_at, ticket.answered_at, ticket.closed_at, ticket.legal_due_on,
        ticket.get_justified_display(), ticket.get_cause_display(), ticket.satisfaction,
    ]  # fmt: skip
