"""Comparisons in words: what was said, and what would follow from the rest."""

from fractions import Fraction

from django.utils.translation import gettext as _

from standards.studies.groups import Group, Member
from standards.weighting.consistency import Contradiction


def sentence_about(group: Group, found: Contradiction) -> str:
    """“Look at A and B: you hold A for 5 times as important; from your other answers it follows that B is 2 times as important.”"""
    by_code = {one.code: one for one in group.members}
    one, other = (by_code[code] for code in found.pair)
    return _("Look at “%(one)s” and “%(other)s”: you say %(given)s; your other answers say %(implied)s.") % {
        "one": one,
        "other": other,
        "given": in_words(one, other, found.given),
        "implied": in_words(one, other, found.implied),
    }


def in_words(one: Member, other: Member, ratio: Fraction) -> str:
    """“A 5 : 1”, “equally important”."""
    if ratio == 1:
        return _("equally important")
    leading, times = (one, ratio) if ratio > 1 else (other, 1 / ratio)
    return _("“%(name)s” %(times)s times as important") % {"name": leading, "times": times}
