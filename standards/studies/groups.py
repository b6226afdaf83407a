"""What is compared with what, frozen when a study is opened; and the answers to it as text and as judgements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _, ngettext

from foundation.common.errors import Invalid
from foundation.common.texts import localized
from standards.enums import Scale
from standards.models import Indicator, StandardVersion
from standards.models.study import WeightStudy
from standards.selectors import DimensionRows, dimensions_of
from standards.studies.enums import StudyLevel
from standards.weighting.consistency import Pair, pairs_of
from standards.weighting.saaty import MOST_COMPARED, parse_judgement

DIMENSIONS = ""  # the code of the group in which dimensions are compared
Answers = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Member:
    code: str
    name_zh: str
    name_en: str

    def __str__(self) -> str:
        return localized(self, "name")


@dataclass(frozen=True)
class Group:
    """Things that are compared with each other: the dimensions, or the indicators of one."""

    code: str
    name_zh: str
    name_en: str
    members: tuple[Member, ...]

    def __str__(self) -> str:
        return localized(self, "name") or _("Dimensions")

    @property
    def codes(self) -> list[str]:
        return [member.code for member in self.members]

    @property
    def pairs(self) -> list[tuple[str, Member, Member]]:
        """(place of the answer, one, other) for every two."""
        by_code, place = {one.code: one for one in self.members}, {code: at for at, code in enumerate(self.codes)}
        return [
            (f"{place[first]}-{place[second]}", by_code[first], by_code[second])
            for first, second in pairs_of(self.codes)
        ]

    def as_row(self) -> dict:
        members = [{"code": one.code, "name_zh": one.name_zh, "name_en": one.name_en} for one in self.members]
        return {"code": self.code, "name_zh": self.name_zh, "name_en": self.name_en, "members": members}


def carries_weight(indicator: Indicator) -> bool:
    """Red lines and bonuses share nothing of the 10,000; a deduction does where it has been given a weight, otherwise it acts on the total."""
    if indicator.scale == Scale.DEDUCTION:
        return bool(indicator.weight)
    return indicator.scale not in Scale.unweighted()


def weighed_dimensions(version: StandardVersion) -> list[DimensionRows]:
    """The dimensions with those of their indicators that carry a weight; those without any are left out."""
    found = [
        DimensionRows(rows.dimension, tuple(one for one in rows.indicators if carries_weight(one)))
        for rows in dimensions_of(version)
    ]
    return [rows for rows in found if rows.indicators]


def _member(row) -> Member:
    return Member(row.code, row.name_zh, row.name_en)


def groups_for(version: StandardVersion, level: str, dimension: str = "") -> tuple[Group, ...]:
    """What a study of this level compares. Raises Invalid with a sentence where that is nothing, or too much at once."""
    rows = weighed_dimensions(version)
    groups = []
    if level in (StudyLevel.DIMENSIONS, StudyLevel.HIERARCHY) and len(rows) > 1:
        groups.append(Group(DIMENSIONS, "", "", tuple(_member(one.dimension) for one in rows)))
    for one in rows:
        wanted = level == StudyLevel.HIERARCHY or (level == StudyLevel.INDICATORS and one.dimension.code == dimension)
        if wanted and len(one.indicators) > 1:
            own = one.dimension
            groups.append(Group(own.code, own.name_zh, own.name_en, tuple(_member(row) for row in one.indicators)))
    if not groups:
        field = "dimension" if level == StudyLevel.INDICATORS else "level"
        raise Invalid({field: _("There are no two things to compare here.")})
    for group in groups:
        if len(group.members) > MOST_COMPARED:
            raise Invalid({"level": _too_many(group)})
    return tuple(groups)


def _too_many(group: Group) -> str:
    size = len(group.members)
    questions = size * (size - 1) // 2
    return ngettext(
        "“%(group)s” has %(size)d parts: that is %(questions)d question. At most %(most)d can be compared with each other.",
        "“%(group)s” has %(size)d parts: that is %(questions)d questions. At most %(most)d can be compared with each other.",
        questions,
    ) % {"group": group, "size": size, "questions": questions, "most": MOST_COMPARED}


def groups_of(study: WeightStudy) -> tuple[Group, ...]:
    """As they were when the study was opened."""
    return tuple(
        Group(
            row["code"],
            row["name_zh"],
            row["name_en"],
            tuple(Member(one["code"], one["name_zh"], one["name_en"]) for one in row["members"]),
        )
        for row in study.groups
    )


def still_fits(study: WeightStudy) -> bool:
    """Whether the draft still holds just what the experts compared: somebody may have edited it since."""
    rows = weighed_dimensions(study.standard_version)
    present = {DIMENSIONS: {one.dimension.code for one in rows}}
    present |= {one.dimension.code: {row.code for row in one.indicators} for one in rows}
    return all(present.get(group.code) == set(group.codes) for group in groups_of(study))


def judgements_in(group: Group, answers: Answers) -> dict[Pair, Fraction]:
    """{(one, other): ratio} of what is answered so far in the group."""
    given = answers.get(group.code, {})
    return {
        (one.code, other.code): parse_judgement(given[place]) for place, one, other in group.pairs if given.get(place)
    }


def clean_answers(groups: Sequence[Group], raw: Mapping[tuple[str, str], str]) -> dict[str, dict[str, str]]:
    """From {(group code, place): text} as sent. What is empty is left out, what is no step of the scale raises Invalid."""
    found: dict[str, dict[str, str]] = {}
    for group in groups:
        own = {}
        for place, one, other in group.pairs:
            text = raw.get((group.code, place), "").strip()
            if not text:
                continue
            try:
                own[place] = str(parse_judgement(text))
            except ValueError:
                raise Invalid(
                    _("%(one)s and %(other)s: choose a step of the scale.") % {"one": one, "other": other}
                ) from None
        found[group.code] = own
    return found


def count_answered(groups: Sequence[Group], answers: Answers) -> tuple[int, int]:
    """How many comparisons are made, of how many."""
    wanted = sum(len(group.pairs) for group in groups)
    return sum(len(judgements_in(group, answers)) for group in groups), wanted
