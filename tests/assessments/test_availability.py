"""Chance passes by who has little time for what is given anew, and says so where nobody else is left (R13)."""

from django.urls import reverse

from assessments.models import Assignment
from assessments.services.assignment_verification import verify_assignments
from foundation.common import clock
from foundation.workdays.calendar import add_workdays
from organization.services import enter_absence
from tests.assessments.crew import again, give


def test_chance_passes_by_who_is_hardly_there(crew):
    cast, sheet = crew.cast, crew.sheet_of(crew.cast.lin)
    first, last = clock.today(), add_workdays(clock.today(), 11)
    assert last < sheet.due_on  # the rest of the time until it is due they would be here
    for person in (cast.guo, crew.tang, crew.shen):
        enter_absence(person=person, first_day=first, last_day=last, actor=person)
    give(crew, [sheet])
    assert again(sheet).assessor == crew.xu
    excluded = Assignment.objects.get(number=1).inputs["excluded"][sheet.item.key]
    assert excluded[str(crew.tang.public_id)] == "soon"
    enter_absence(person=crew.xu, first_day=first, last_day=last, actor=crew.xu)
    # Nobody else is left: it goes on, and says to whom and why that may not do.
    answer = give(crew, [again(sheet)])
    taker = again(sheet).assessor
    assert answer["short"] == {str(taker.public_id): "soon"}
    assert verify_assignments() == []


def test_chance_prefers_who_has_time_for_it(crew):
    cast, sheet = crew.cast, crew.sheet_of(crew.cast.lin)
    held = sum(cast.guo.pk in (one.assessor_id, one.co_assessor_id) for one in crew.sheets)
    # Guo is here for fewer half-days than he has sheets, but for more than one day.
    away_from = add_workdays(clock.today(), 1)
    enter_absence(person=cast.guo, first_day=away_from, last_day=add_workdays(clock.today(), 11), actor=cast.guo)
    assert held > 2
    give(crew, [sheet])
    assert again(sheet).assessor in (crew.tang, crew.shen, crew.xu)
    assert Assignment.objects.get(number=1).inputs["excluded"][sheet.item.key][str(cast.guo.public_id)] == "tight"


def test_choice_of_a_person_says_beforehand_who_may_not_and_why(crew, client):
    cast, sheet = crew.cast, crew.sheet_of(crew.cast.lin)
    client.force_login(cast.li.user)
    data = {"ids": [str(sheet.public_id)], "action": "choose"}
    form = client.post(reverse("assessments:board_reassign"), data, headers={"accept-language": "en"}).context["form"]
    *able, (group, unable) = form.fields["to"].choices
    assert group == "May not take them"
    reasons = {value: label.rsplit(" · ", 1)[1] for value, label in unable}
    assert reasons[cast.chen.public_id] == "Own unit: works there, above or below it, or did so in this quarter."
    assert reasons[cast.lin.public_id] == "has one of them already"
    assert crew.tang.public_id in [value for value, _label in able]
