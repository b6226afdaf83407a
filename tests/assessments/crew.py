"""A drawn plan with assessors to spare, for the tests of assignment: Lin and Guo are its team, three others stand by."""

from dataclasses import dataclass
from uuid import uuid4

from assessments.models import Plan, ScoreSheet
from assessments.selectors.sheets import for_page
from assessments.services.drafts import save_draft
from assessments.services.reassignment import reassign_sheets
from organization.enums import Role, UnitKind
from organization.models import Person
from tests.assessments import planning
from tests.cast import Cast, make_person, make_unit


@dataclass
class Crew:
    cast: Cast
    plan: Plan
    tang: Person
    shen: Person
    xu: Person

    @property
    def sheets(self) -> list[ScoreSheet]:
        return list(loaded(self.plan.sheets.order_by("number")))

    def sheet_of(self, person: Person, method: str = "record_review") -> ScoreSheet:
        """The first sheet that is the person's."""
        return next(one for one in self.sheets if one.method == method and one.assessor_id == person.pk)

    @property
    def visit(self) -> ScoreSheet:
        return next(one for one in self.sheets if one.method == "on_site")

    def other(self, person: Person) -> Person:
        """The other one of the team."""
        return self.cast.guo if person.pk == self.cast.lin.pk else self.cast.lin


def loaded(rows):
    return for_page(rows)


def again(sheet: ScoreSheet) -> ScoreSheet:
    return loaded(ScoreSheet.objects).get(pk=sheet.pk)


def make_others(cast: Cast) -> tuple[Person, Person, Person]:
    """Assessors of two further departments."""
    risk = make_unit("RISK", "风险管理部", "Risk", UnitKind.DEPARTMENT, cast.bank)
    return (
        make_person("tangli", "00103", "唐丽", "Tang Li", risk, Role.ASSESSOR),
        make_person("shenyu", "00104", "沈宇", "Shen Yu", risk, Role.ASSESSOR),
        make_person("xujing", "00105", "许静", "Xu Jing", cast.service_centre, Role.ASSESSOR),
    )


def drawn_crew(cast: Cast, plan: Plan, **more) -> Crew:
    tang, shen, xu = make_others(cast)
    return Crew(cast, planning.drawn(cast, plan, **more), tang, shen, xu)


def mark(sheet: ScoreSheet, person: Person, level: int = 4) -> dict:
    """Begin the sheet: its first rating indicator gets the level. Returns the draft."""
    version = sheet.standard_version
    code = version.indicators.filter(scale="rating").order_by("dimension__order", "order").first().code
    draft = {code: {"level": level}}
    save_draft(sheet=again(sheet), actor=person, marks=draft, version=again(sheet).version)
    return draft


def give(crew: Crew, sheets: list[ScoreSheet], *, to: Person | None = None, key=None, **more) -> dict:
    """Li gives the sheets to somebody else."""
    return reassign_sheets(
        sheets=sheets,
        turns={one.pk: one.turn for one in sheets},
        to=to,
        key=key or uuid4(),
        **{"actor": crew.cast.li, "reason": "负载均衡", **more},
    )
