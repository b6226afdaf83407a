"""Who sees which tickets, and that nobody has a part in what is about them (R26)."""

import pytest
from django.urls import reverse

from foundation.common import clock
from foundation.common.errors import Invalid, NotAllowed
from organization.enums import Role
from tests.cast import make_person
from tests.tickets import world
from tests.tickets.world import classify, given, held, receive
from tickets.models import Ticket
from tickets.selectors import visible_to
from tickets.services import dispatching, handling, revealing, reviewing
from tickets.services.surveying import hand_survey

pytestmark = pytest.mark.django_db


def seen(person) -> set[str]:
    return {ticket.number for ticket in visible_to(person)}


def test_who_sees_which(cast, agent):
    east, own = held(cast, agent), receive(agent, unit=cast.west)
    both = {east.number, own.number}
    for person in (agent, cast.li, cast.zhou, cast.qian):
        assert seen(person) == both, person
    for person in (cast.chen, cast.wu, cast.zhao):
        assert seen(person) == {east.number}, person
    assert seen(cast.sun) == {own.number}
    for person in (cast.lin, cast.guo, cast.feng, cast.he):
        assert seen(person) == set(), person


def test_front_line_staff_see_what_is_offered_to_their_unit(cast, agent):
    colleague = make_person("tianyu", "00304", "田雨", "Tian Yu", cast.east, Role.STAFF)
    ticket = dispatching.dispatch_ticket(**given(receive(agent), agent, unit=cast.east, text=""))
    assert seen(colleague) == {ticket.number}
    dispatching.take_over(**given(ticket, cast.zhao))
    assert seen(colleague) == set()


def test_whom_it_is_about_neither_sees_nor_handles_it(cast, agent, ticket):
    ticket = dispatching.name_people(**given(ticket, agent, people=[cast.chen, cast.zhao]))
    assert (ticket.holder, ticket.is_offered) == (agent, True)
    for person in (cast.chen, cast.zhao):
        assert seen(person) == set()
        with pytest.raises(NotAllowed):
            dispatching.take_over(**given(ticket, person))
    assert dispatching.take_over(**given(ticket, cast.wu)).holder == cast.wu


def test_nobody_names_themselves(cast, ticket):
    with pytest.raises(Invalid):
        dispatching.name_people(**given(ticket, cast.zhao, people=[cast.zhao]))


def test_manager_whom_it_is_about_does_not_see_it(cast, agent):
    ticket = receive(agent, unit=cast.bank)
    dispatching.name_people(**given(ticket, agent, people=[cast.zhou]))
    assert seen(cast.zhou) == set()
    assert seen(cast.li) == {ticket.number}


def test_contact_is_shown_to_whoever_needs_it_and_logged(client, cast, agent, ticket):
    url = reverse("tickets:ticket_detail", args=[ticket.public_id])
    client.force_login(cast.zhao.user)
    page = client.get(url).content.decode()
    assert "13812345678" not in page
    assert "138****5678" in page
    answer = client.post(reverse("tickets:ticket_reveal", args=[ticket.public_id]), {"reason": ""})
    assert answer.status_code == 422
    assert "13812345678" not in answer.content.decode()
    answer = client.post(
        reverse("tickets:ticket_reveal", args=[ticket.public_id]),
        {"reason": "回电", "client_key": "0193a7c8-0000-7000-8000-000000000001"},
    )
    assert "13812345678" in answer.content.decode()
    step = ticket.steps.last()
    assert (step.act, step.person, step.text) == ("revealed", cast.zhao, "回电")
    assert "13812345678" not in client.get(url).content.decode()
    for person in (cast.chen, cast.li, cast.qian):
        with pytest.raises(NotAllowed):
            revealing.reveal_contact(**given(ticket, person, reason="想看看"))


def test_supervisor_reads_and_does_nothing(cast, ticket):
    for act in (dispatching.take_over,):
        with pytest.raises(NotAllowed):
            act(**given(ticket, cast.qian))
    with pytest.raises(NotAllowed):
        handling.add_note(**given(ticket, cast.qian, text="x", is_remedy=False))


def test_customer_is_found_by_the_whole_number_only(client, cast, agent, ticket):
    client.force_login(agent.user)
    url = reverse("tickets:ticket_list")
    assert ticket.number in client.get(url, {"search": "13812345678"}).content.decode()
    assert ticket.number not in client.get(url, {"search": "1381234567"}).content.decode()
    assert ticket.number in client.get(url, {"search": ticket.number[-4:]}).content.decode()


def test_ticket_out_of_sight_is_not_there(client, cast, ticket):
    client.force_login(cast.sun.user)
    for name in ("ticket_detail", "ticket_note", "ticket_contact"):
        assert client.get(reverse(f"tickets:{name}", args=[ticket.public_id])).status_code == 404
    assert Ticket.objects.get().steps.count() == 4


def _acts_on(ticket, person):
    """Each act whose rule asks for the part that somebody has in customer service or in the unit."""
    return {
        "classify": lambda: classify(ticket, person),
        "dispatch": lambda: dispatching.dispatch_ticket(**given(ticket, person, unit=ticket.unit, text="")),
        "reveal": lambda: revealing.reveal_contact(**given(ticket, person, reason="回电")),
        "name people": lambda: dispatching.name_people(**given(ticket, person, people=[])),
        "ask for a review": lambda: reviewing.ask_review(**given(ticket, person, text="客户不认可")),
        "reopen": lambda: handling.reopen_ticket(**given(ticket, person, text="客户来电")),
        "hand the questionnaire over": lambda: hand_survey(**given(ticket, person)),
    }


@pytest.mark.parametrize("state", ["held", "answered", "closed"])
def test_service_desk_has_no_part_in_what_is_about_it_whatever_calls_the_service(cast, agent, state):
    """Gao is of the service desk, which sees and passes on everything; this one is about Gao, and the page is not asked."""
    head = make_person("qiulan", "00104", "邱岚", "Qiu Lan", cast.service_centre, Role.STAFF)
    make = {"held": lambda one: one, "answered": world.answered, "closed": world.closed}[state]
    ticket = held(cast, head)
    dispatching.name_people(**given(ticket, head, people=[agent]))
    ticket = make(Ticket.objects.get())
    steps = ticket.steps.count()
    for act in _acts_on(ticket, agent).values():
        with pytest.raises(NotAllowed):
            act()
    assert ticket.steps.count() == steps


def test_service_refuses_whoever_does_not_see_the_ticket(cast, agent):
    """Sun of West Branch receives customers too; a closed case of East Branch is none of his, even if the page were not asked."""
    ticket = world.closed(held(cast, agent))
    with pytest.raises(NotAllowed):
        handling.reopen_ticket(**given(ticket, cast.sun, text="客户来电"))
    assert handling.reopen_ticket(**given(ticket, agent, text="客户来电")).state == "investigated"


def test_numbers_go_on_beyond_a_million_and_sort_as_they_were_given(client, cast, agent):
    year = clock.today().year
    first = receive(agent)
    Ticket.objects.filter(pk=first.pk).update(number=f"T-{year}-999999")
    numbers = [first.refresh_from_db() or first.number, receive(agent).number, receive(agent).number]
    assert numbers == [f"T-{year}-999999", f"T-{year}-1000000", f"T-{year}-1000001"]
    client.force_login(agent.user)
    page = client.get(reverse("tickets:ticket_list"), {"sort": "-number"}).content.decode()
    assert [page.index(number) for number in reversed(numbers)] == sorted(page.index(number) for number in numbers)
