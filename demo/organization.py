"""The made-up bank: its units and its people."""

from dataclasses import dataclass, field
from datetime import date
from random import Random

from demo.names import new_name
from demo.password import PASSWORD
from organization.enums import Role, UnitKind
from organization.models import Person, Unit
from organization.services import create_person, create_unit

FOUNDED = date(2015, 1, 1)

# code, Chinese, English, kind, group of comparable units, customer service, touchpoint of its records
ASSESSED = (
    ("TEL", "电话银行中心", "Telephone Banking", UnitKind.DEPARTMENT, "中心与业务部门", True, "phone"),
    ("ONL", "在线客服中心", "Online Service", UnitKind.DEPARTMENT, "中心与业务部门", True, "online"),
    ("CRD", "信用卡中心", "Credit Cards", UnitKind.DEPARTMENT, "中心与业务部门", False, "phone"),
    ("LOA", "个人贷款部", "Personal Loans", UnitKind.DEPARTMENT, "中心与业务部门", False, "phone"),
    ("WEA", "财富管理部", "Wealth Management", UnitKind.DEPARTMENT, "中心与业务部门", False, "counter"),
    ("AFT", "售后服务部", "After-sales Service", UnitKind.DEPARTMENT, "中心与业务部门", True, "after_sales"),
    ("BR1", "城东支行", "East Branch", UnitKind.BRANCH, "支行", False, "counter"),
    ("BR2", "城西支行", "West Branch", UnitKind.BRANCH, "支行", False, "counter"),
    ("BR3", "滨江支行", "Riverside Branch", UnitKind.BRANCH, "支行", False, "counter"),
    ("BR4", "高新支行", "High-tech Zone Branch", UnitKind.BRANCH, "支行", False, "counter"),
)
OFFICES = (
    ("QAO", "服务质量办公室", "Service Quality Office"),
    ("AUD", "监督审计部", "Supervision and Audit"),
    ("HRD", "人力资源部", "Human Resources"),
    ("ITD", "信息科技部", "Information Technology"),
)
# user name, Chinese, Latin, unit, role: one sign-in a role, told by `demo_sign_ins`
CAST = (
    ("assessor", "林晓", "Lin Xiao", "TEL", Role.ASSESSOR),
    ("lead", "李文", "Li Wen", "QAO", Role.LEAD),
    ("manager", "周航", "Zhou Hang", "HO", Role.MANAGER),
    ("head", "陈洁", "Chen Jie", "BR3", Role.HEAD),
    ("liaison", "吴迪", "Wu Di", "BR3", Role.LIAISON),
    ("owner", "赵磊", "Zhao Lei", "BR3", Role.STAFF),
    ("supervisor", "钱莉", "Qian Li", "AUD", Role.SUPERVISOR),
    ("staff", "许宁", "Xu Ning", "BR1", Role.STAFF),
    ("hr", "何婷", "He Ting", "HRD", Role.HR),
    ("admin", "冯博", "Feng Bo", "ITD", Role.ADMINISTRATOR),
)
# Of customer service: who takes in what customers come with.
DESK = ("agent", "高静", "Gao Jing", "TEL", Role.STAFF)
# Engaged for the running quarter only (`demo.mystery`).
OUTSIDER = ("outsider", "沈知秋", "Shen Zhiqiu", "QAO", Role.ASSESSOR)
# Who else sits in groups that decide: people of departments that are not assessed.
DECIDING = (
    ("deputy", "梁宇", "Liang Yu", "HO", Role.MANAGER),
    ("head.hrd", "方静", "Fang Jing", "HRD", Role.HEAD),
    ("head.itd", "邵峰", "Shao Feng", "ITD", Role.HEAD),
)


@dataclass
class Bank:
    head_office: Unit
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    heads: dict[str, Person] = field(default_factory=dict)
    staff: dict[str, list[Person]] = field(default_factory=dict)
    assessors: list[Person] = field(default_factory=list)

    @property
    def serving(self) -> dict[str, list[str]]:
        """Staff numbers of those who serve customers, by the code of their unit; whoever has a printed sign-in among them."""
        found = {code: [person.staff_number for person in people] for code, people in self.staff.items()}
        if (signing_in := self.people.get("staff")) is not None and signing_in.unit.code in found:
            found[signing_in.unit.code].insert(0, signing_in.staff_number)
        return found

    @property
    def assessed(self) -> list[Unit]:
        return [unit for unit in self.units.values() if unit.is_assessed]


def build_bank(random: Random, *, departments: int | None = None) -> Bank:
    """Make units and people through the services of the organization room. `departments` adds outlets beyond the ten of the list."""
    head_office = create_unit(
        code="HO",
        name_zh="滨海银行",
        name_en="Binhai Bank",
        kind=UnitKind.HEAD_OFFICE,
        is_assessed=False,
        valid_from=FOUNDED,
        actor=None,
    )
    bank = Bank(head_office, {"HO": head_office})
    wanted = list(ASSESSED) if departments is None else list(ASSESSED)[:departments]
    for number in range(len(ASSESSED), departments or 0):
        wanted.append(
            (f"OUT{number:03}", f"第{number}营业网点", f"Outlet {number}", UnitKind.BRANCH, "支行", False, "counter")
        )
    for code, name_zh, name_en, kind, peers, is_service, _touchpoint in wanted:
        bank.units[code] = create_unit(
            code=code, name_zh=name_zh, name_en=name_en, kind=kind, parent=head_office, peer_group=peers,
            is_assessed=True, is_customer_service=is_service, valid_from=FOUNDED, actor=None,
        )  # fmt: skip
    for code, name_zh, name_en in OFFICES:
        bank.units[code] = create_unit(
            code=code,
            name_zh=name_zh,
            name_en=name_en,
            kind=UnitKind.DEPARTMENT,
            parent=head_office,
            is_assessed=False,
            valid_from=FOUNDED,
            actor=None,
        )
    _add_people(bank, random)
    return bank


def _add_people(bank: Bank, random: Random) -> None:
    taken_by_cast = frozenset(name for _u, name, _l, _c, _r in (*CAST, DESK))
    taken = {name for _u, name, _l, _c, _r in (*CAST, DESK, *DECIDING)}
    number = iter(range(10001, 99999))

    def add(name: str, latin: str, code: str, *roles: str, username: str | None = None) -> Person:
        unit = bank.units[code]
        return create_person(
            staff_number=f"{next(number)}", name=name, name_en=latin, unit=unit, roles=[(role, unit) for role in roles],
            # Only the printed sign-ins get a password: hashing one is meant to be slow.
            username=username, password=PASSWORD if name in taken_by_cast else None,
            email=f"{username}@binhai.example" if username else "", actor=None,
        )  # fmt: skip

    for username, name, latin, code, role in CAST:
        if code in bank.units:
            bank.people[username] = add(name, latin, code, role, username=username)
    bank.assessors.append(bank.people["assessor"])
    for code, unit in bank.units.items():
        if not unit.is_assessed:
            continue
        if code == "BR3":
            bank.heads[code] = bank.people["head"]
        else:
            bank.heads[code] = add(*new_name(random, taken), code, Role.HEAD, username=f"head.{code.lower()}")
        bank.assessors.append(add(*new_name(random, taken), code, Role.ASSESSOR, username=f"assessor.{code.lower()}"))
        bank.staff[code] = [add(*new_name(random, taken), code, Role.STAFF) for _ in range(5)]
    if "BR3" in bank.staff:
        bank.staff["BR3"].insert(0, bank.people["owner"])
    for username, name, latin, code, role in (*DECIDING, DESK):
        bank.people[username] = add(name, latin, code, role, username=username)
