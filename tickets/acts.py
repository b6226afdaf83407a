"""What can be done with a ticket, as the page offers it: one list, in the order of the work."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from organization.models import Person
from tickets import rules
from tickets.models import Ticket


@dataclass(frozen=True)
class Act:
    """`name` is the URL's; `leads`: it moves the case on, so that it is offered as the next thing to do."""

    name: str
    label: str
    rule: Callable[[Person, Ticket], bool]
    leads: bool = False
    at_once: bool = False

    @property
    def url_name(self) -> str:
        return f"tickets:ticket_{self.name}"


ACTS = (
    Act("take_over", _("Take it over"), rules.can_take_over, leads=True, at_once=True),
    Act("investigate", _("Note the investigation"), rules.can_investigate, leads=True),
    Act("answer", _("Note the answer"), rules.can_answer, leads=True),
    Act("confirm", _("Note what the customer says"), rules.can_confirm, leads=True),
    Act("close", pgettext_lazy("ticket", "Close it"), rules.can_close, leads=True),
    Act("evaluate", _("Evaluate the effect"), rules.can_evaluate, leads=True),
    Act("review_decide", _("Decide on the review"), rules.can_review, leads=True),
    Act("extension_decide", _("Decide on further days"), rules.can_decide_extension, leads=True),
    Act("tell", _("Note that the customer was told of them"), rules.can_tell, leads=True),
    Act("resume", _("Let the clock run again"), rules.can_resume, leads=True, at_once=True),
    Act("contact", _("Note a contact"), rules.can_contact),
    Act("attempt", _("Note a failed attempt"), rules.can_confirm),
    Act("classify", _("Classify"), rules.can_classify),
    Act("dispatch", _("Pass to a unit"), rules.can_dispatch),
    Act("return", _("Pass it back"), rules.can_return),
    Act("about", _("Whom it is about"), rules.can_name_people),
    Act("note", _("Add a note"), rules.can_handle),
    Act("pause", _("Stop the clock"), rules.can_pause),
    Act("extension_ask", _("Ask for further days"), rules.can_ask_extension),
    Act("withdraw", _("The customer withdraws it"), rules.can_withdraw),
    Act("review_ask", _("The customer asks for a review"), rules.can_ask_review),
    Act("survey", _("Give the customer the questionnaire"), rules.can_hand_survey),
    Act("reopen", _("Open it again"), rules.can_reopen),
)


def next_act(person: Person, ticket: Ticket) -> Act | None:
    """The first way on. For lists: it asks only as far as the first rule that holds."""
    return next((act for act in ACTS if _leads(act, ticket) and act.rule(person, ticket)), None)


def _leads(act: Act, ticket: Ticket) -> bool:
    """The first contact leads as long as there was none."""
    return act.leads or (act.name == "contact" and ticket.contacted_at is None)


def offered_acts(person: Person, ticket: Ticket) -> dict[str, list[Act]]:
    """{"next": the ways on, "more": the rest}."""
    found: dict[str, list[Act]] = {"next": [], "more": []}
    for act in ACTS:
        if act.rule(person, ticket):
            found["next" if _leads(act, ticket) else "more"].append(act)
    return found
