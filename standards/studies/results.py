"""What the experts say, one by one and together. Only after the closing: before it nobody's comparisons are shown to anybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from organization.models import Person
from standards.models import StandardVersion
from standards.models.study import WeightStudy
from standards.studies.enums import ExpertState, StudyState
from standards.studies.groups import DIMENSIONS, Answers, Group, Member, groups_of, judgements_in, weighed_dimensions
from standards.weighting.consistency import (
    Contradiction,
    Pair,
    Priorities,
    matrix_of,
    pairs_of,
    priorities_of,
    worst_contradiction,
)
from standards.weighting.experts import Agreement, aggregate, agreement_of, most_disputed
from standards.weighting.hierarchy import overall
from standards.weighting.saaty import RANDOM_INDICES, RandomIndex


def table_of(study: WeightStudy) -> RandomIndex:
    return RANDOM_INDICES[study.random_index]


@dataclass(frozen=True)
class GroupCheck:
    """How far an expert is in one group. `priorities` is None while comparisons are missing."""

    group: Group
    answered: int
    priorities: Priorities | None = None
    contradiction: Contradiction | None = None

    @property
    def wanted(self) -> int:
        return len(self.group.pairs)

    @property
    def is_complete(self) -> bool:
        return self.answered == self.wanted

    @property
    def is_good(self) -> bool:
        return self.priorities is not None and self.priorities.is_consistent


def check_group(group: Group, answers: Answers, table: RandomIndex) -> GroupCheck:
    judgements = judgements_in(group, answers)
    if len(judgements) < len(group.pairs):
        return GroupCheck(group, len(judgements))
    return GroupCheck(
        group,
        len(judgements),
        priorities_of(group.codes, judgements, table),
        worst_contradiction(group.codes, judgements),
    )


@dataclass(frozen=True)
class Voice:
    """One expert's matrix of one group."""

    person: Person
    priorities: Priorities
    judgements: dict[Pair, Fraction]


@dataclass(frozen=True)
class GroupResult:
    """`together`: of the geometric means; `disputed`: (pair, spread) where the experts differ most, None where they do not."""

    group: Group
    voices: tuple[Voice, ...]
    together: Priorities
    agreement: Agreement
    disputed: tuple[Pair, float] | None

    @property
    def rows(self) -> list[tuple[Member, float, list[float]]]:
        """(member, together, each expert's), as the table shows them."""
        return [
            (one, self.together.weights[one.code], [voice.priorities.weights[one.code] for voice in self.voices])
            for one in self.group.members
        ]

    @property
    def disputed_members(self) -> tuple[Member, Member] | None:
        return self.members_of(self.disputed[0]) if self.disputed else None

    def members_of(self, pair: Pair) -> tuple[Member, Member]:
        by_code = {one.code: one for one in self.group.members}
        return by_code[pair[0]], by_code[pair[1]]

    def matrix_rows(self, voice: Voice) -> list[tuple[Member, list[str]]]:
        """The full matrix as text: “5”, “1/5”."""
        return [
            (member, [_entry(voice.judgements, member.code, other.code) for other in self.group.members])
            for member in self.group.members
        ]


def _entry(judgements: dict[Pair, Fraction], one: str, other: str) -> str:
    if one == other:
        return "1"
    return str(judgements[one, other] if (one, other) in judgements else 1 / judgements[other, one])


def results_of(study: WeightStudy) -> tuple[GroupResult, ...]:
    """Group by group; nothing before the study is closed, or where nobody submitted."""
    if study.state not in (StudyState.CLOSED, StudyState.ADOPTED):
        return ()
    table = table_of(study)
    rows = study.experts.filter(state=ExpertState.SUBMITTED).select_related("person", "submission")
    submitted = [(row.person, row.submission.answers) for row in rows]
    return tuple(_result(group, submitted, table) for group in groups_of(study)) if submitted else ()


def _result(group: Group, submitted: Sequence[tuple[Person, Answers]], table: RandomIndex) -> GroupResult:
    voices = []
    for person, answers in submitted:
        judgements = judgements_in(group, answers)
        voices.append(Voice(person, priorities_of(group.codes, judgements, table), judgements))
    mean = aggregate([voice.judgements for voice in voices])
    return GroupResult(
        group,
        tuple(voices),
        priorities_of(group.codes, mean, table),
        agreement_of([voice.priorities.weights for voice in voices]),
        most_disputed([voice.judgements for voice in voices]),
    )


def experts_weights(study: WeightStudy, version: StandardVersion | None = None) -> dict[str, int]:
    """{indicator: share of 10,000} by the experts together. Where a study did not ask, the draft's own proportions stay: between the
    dimensions as between the indicators of one."""
    together = {result.group.code: result.together.weights for result in results_of(study)}
    rows = weighed_dimensions(version or study.standard_version)
    within = {
        one.dimension.code: together.get(one.dimension.code) or {row.code: row.weight for row in one.indicators}
        for one in rows
    }
    return overall(together.get(DIMENSIONS) or {one.dimension.code: one.weight for one in rows}, within)


def matrix_for_page(group: Group, answers: Answers) -> list[list[float]] | None:
    """The numbers of a complete group; None while comparisons are missing."""
    judgements = judgements_in(group, answers)
    return matrix_of(group.codes, judgements) if len(judgements) == len(pairs_of(group.codes)) else None
