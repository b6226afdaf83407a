"""The named cast: one small bank, and who does what in it.

| person | unit | role |
|---|---|---|
| Lin Xiao 林晓 | customer service centre | assessor |
| Guo Min 郭敏 | retail banking | assessor |
| Li Wen 李文 | quality office | assessment lead |
| Zhou Hang 周航 | head office | manager |
| Chen Jie 陈洁 | east branch | department head |
| Wu Di 吴迪 | east branch | liaison |
| Zhao Lei 赵磊 | east branch | staff, owner of tasks |
| Sun Yan 孙燕 | west branch | department head |
| Qian Li 钱莉 | audit office | supervisor |
| Feng Bo 冯博 | IT | administrator |
| He Ting 何婷 | HR | HR |
"""

from dataclasses import dataclass
from datetime import date

from foundation.accounts.models import User
from organization.enums import Role, UnitKind
from organization.models import Person, RoleAssignment, Unit

PASSWORD = "harbour-lantern-42"
EARLY = date(2020, 1, 1)


@dataclass
class Cast:
    bank: Unit
    service_centre: Unit
    retail: Unit
    quality_office: Unit
    audit_office: Unit
    east: Unit
    east_outlet: Unit
    west: Unit
    lin: Person
    guo: Person
    li: Person
    zhou: Person
    chen: Person
    wu: Person
    zhao: Person
    sun: Person
    qian: Person
    feng: Person
    he: Person

    @property
    def everybody(self) -> list[Person]:
        return [value for value in vars(self).values() if isinstance(value, Person)]


def make_unit(code: str, name_zh: str, name_en: str, kind: str, parent: Unit | None, **more) -> Unit:
    return Unit.objects.create(
        code=code,
        name_zh=name_zh,
        name_en=name_en,
        kind=kind,
        parent=parent,
        valid_from=EARLY,
        **{"is_assessed": False, **more},
    )


def make_person(username: str, number: str, name: str, name_en: str, unit: Unit, *roles: str) -> Person:
    user = User.objects.create_user(username, f"{username}@bank.example", PASSWORD)
    person = Person.objects.create(
        user=user, staff_number=number, name=name, name_en=name_en, sort_key=name_en.lower(), unit=unit
    )
    for role in roles:
        RoleAssignment.objects.create(person=person, role=role, unit=unit, valid_from=EARLY)
    return person


def make_cast() -> Cast:
    bank = make_unit("HO", "滨海银行", "Binhai Bank", UnitKind.HEAD_OFFICE, None)
    service = make_unit(
        "CSC", "客户服务中心", "Customer Service Centre", UnitKind.DEPARTMENT, bank, is_customer_service=True
    )
    retail = make_unit("RET", "零售金融部", "Retail Banking", UnitKind.DEPARTMENT, bank)
    quality = make_unit("QAO", "服务质量办公室", "Service Quality Office", UnitKind.DEPARTMENT, bank)
    audit = make_unit("AUD", "监督审计部", "Supervision and Audit", UnitKind.DEPARTMENT, bank)
    hr = make_unit("HR", "人力资源部", "Human Resources", UnitKind.DEPARTMENT, bank)
    it = make_unit("IT", "信息科技部", "Information Technology", UnitKind.DEPARTMENT, bank)
    branch = {"is_assessed": True, "peer_group": "branch"}
    east = make_unit("BR-E", "城东支行", "East Branch", UnitKind.BRANCH, bank, **branch)
    west = make_unit("BR-W", "城西支行", "West Branch", UnitKind.BRANCH, bank, **branch)
    outlet = make_unit("BR-E-1", "城东支行滨江网点", "Riverside Outlet", UnitKind.OUTLET, east)
    return Cast(
        bank=bank,
        service_centre=service,
        retail=retail,
        quality_office=quality,
        audit_office=audit,
        east=east,
        east_outlet=outlet,
        west=west,
        lin=make_person("linxiao", "00101", "林晓", "Lin Xiao", service, Role.ASSESSOR),
        guo=make_person("guomin", "00102", "郭敏", "Guo Min", retail, Role.ASSESSOR),
        li=make_person("liwen", "00201", "李文", "Li Wen", quality, Role.LEAD),
        zhou=make_person("zhouhang", "00001", "周航", "Zhou Hang", bank, Role.MANAGER),
        chen=make_person("chenjie", "00301", "陈洁", "Chen Jie", east, Role.HEAD),
        wu=make_person("wudi", "00302", "吴迪", "Wu Di", east, Role.LIAISON),
        zhao=make_person("zhaolei", "00303", "赵磊", "Zhao Lei", east, Role.STAFF),
        sun=make_person("sunyan", "00401", "孙燕", "Sun Yan", west, Role.HEAD),
        qian=make_person("qianli", "00501", "钱莉", "Qian Li", audit, Role.SUPERVISOR),
        feng=make_person("fengbo", "00601", "冯博", "Feng Bo", it, Role.ADMINISTRATOR),
        he=make_person("heting", "00701", "何婷", "He Ting", hr, Role.HR),
    )
