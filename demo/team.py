"""What the leads and heads know of the assessors: who can do what, who is away, who steps back in advance."""

from datetime import date, timedelta

from assessments.enums import RecusalKind
from assessments.services.recusals import declare_recusal
from demo.keys import key_of
from demo.organization import Bank
from foundation.common import clock
from foundation.workdays.calendar import add_workdays
from organization.enums import Half
from organization.models import Person
from organization.services.absences import enter_absence, withdraw_absence
from organization.services.expertise import give_expertise, set_need

# unit, kind and value of what its assessors must know
NEEDS = (("WEA", "industry", "wealth"), ("BR4", "language", "english"))
# The places of those who know it in the list of assessors; chance finds enough of them in any team.
KNOWING = {"wealth": (0, 1, 3, 4, 6, 8, 9), "english": (0, 2, 3, 5, 7, 8, 10)}


def state_expertise(bank: Bank) -> None:
    """Two departments ask for knowledge; enough assessors have it, one of them has it for two years only, and one is limited to calls."""
    lead = bank.people["lead"]
    for code, kind, value in NEEDS:
        for place in KNOWING[value]:
            give_expertise(person=bank.assessors[place], kind=kind, value=value, actor=lead)
        set_need(unit=bank.units[code], kind=kind, value=value, actor=lead)
    until = clock.today() + timedelta(days=730)
    give_expertise(person=bank.assessors[1], kind="language", value="cantonese", actor=lead, valid_to=until)
    for value in ("phone", "online"):
        give_expertise(person=bank.assessors[10], kind="touchpoint", value=value, actor=lead)


def note_absences(bank: Bank) -> None:
    """Entered in the middle of a quarter: somebody is on leave soon, one takes a leave back."""
    today = clock.today()
    ahead = [add_workdays(today, days) for days in range(1, 30)]
    _leave(bank, 3, ahead[4], ahead[6])
    taken_back = _leave(bank, 8, ahead[10], ahead[14])
    withdraw_absence(absence=taken_back, actor=taken_back.person)


def note_long_leave(bank: Bank) -> Person:
    """Entered by the head: an assessor is away from today on for three weeks; others note a leave, or half a day."""
    person = away_for_long(bank)
    head = next(head for code, head in bank.heads.items() if bank.units[code] == person.unit)
    today = clock.today()
    enter_absence(person=person, first_day=today, last_day=today + timedelta(days=20), actor=head)
    _leave(bank, 6, add_workdays(today, 4), add_workdays(today, 6))
    _leave(bank, 3, add_workdays(today, 9), add_workdays(today, 9), last_half=Half.MORNING)
    cast = bank.people["assessor"]
    enter_absence(
        person=cast,
        first_day=add_workdays(today, 6),
        last_day=add_workdays(today, 6),
        first_half=Half.AFTERNOON,
        actor=cast,
    )
    return person


def away_for_long(bank: Bank) -> Person:
    return bank.assessors[5]


def _leave(bank: Bank, place: int, first: date, last: date, **halves: str):
    person = bank.assessors[place]
    return enter_absence(person=person, first_day=first, last_day=last, actor=person, **halves)


def step_back_in_advance(bank: Bank, until: date) -> None:
    """Before anything is drawn: one from a whole unit, one from what a certain person has served."""
    declare_recusal(
        actor=bank.assessors[4],
        kind=RecusalKind.RELATIVE,
        text="配偶在高新支行任客户经理。",
        unit=bank.units["BR4"],
        until=until,
        key=key_of("recusal", "BR4", until),
    )
    declare_recusal(
        actor=bank.assessors[7],
        kind=RecusalKind.DISPUTE,
        text="曾因转岗事宜与该员工发生争议，为避免影响公正，申请回避。",
        about=bank.staff["TEL"][0],
        until=until,
        key=key_of("recusal", "about", until),
    )
