"""How long an answer may take, how much the box takes in a day, how long a month's survey is open."""

from datetime import date

from django.conf import settings

from foundation.workdays.calendar import due_after

# The box without names is limited by what lies in it, for who sent it is not known: so many a day, from everybody together.
MOST_A_DAY = 40
MOST_WORDS_A_DAY = 5
# A month's survey is open from its first day for so many days.
SURVEY_DAYS = 10
LONGEST_TITLE, LONGEST_TEXT, LONGEST_WORD, LONGEST_REASON = 60, 2000, 1000, 200
# In place of what is hidden.
MARK = "▇▇▇"


def due_of(day: date) -> dict:
    """The columns of the day by which somebody has answered, counted in working days (`SUGGESTION_ANSWER_DAYS`)."""
    days = settings.SUGGESTION_ANSWER_DAYS
    return {"due_on": due_after(day, days), "counted_from": day, "counted_days": days}
