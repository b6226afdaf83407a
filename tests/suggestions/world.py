"""Zhao suggests something for East Branch, whose head Chen and liaison Wu answer; Li answers what is for no unit."""

from uuid import UUID, uuid4

from organization.models import Person
from suggestions.models import Suggestion
from suggestions.services import answering, sending

TEXT = "建议在等候区增加充电插座和老花镜，很多老年客户手机没电。"


def said(**more) -> dict:
    return {"title": "等候区增加充电插座", "text": TEXT, "topic": "service", "unit": None, **more}


def signed(actor: Person, **more) -> Suggestion:
    return sending.send_signed(actor=actor, said=said(**more), key=uuid4())


def anonymous(key: UUID | None = None, **more) -> tuple[Suggestion, str]:
    """The row, and the code that its sender has."""
    code = sending.send_anonymously(said=said(**more), key=key or uuid4())
    return sending.found_by(code), code


def looked_at(row: Suggestion, actor: Person) -> Suggestion:
    return answering.look_at(suggestion=row, actor=actor, version=row.version)


def decided(row: Suggestion, actor: Person, taken_up: bool = True, answer: str = "下月起各网点配备。") -> Suggestion:
    return answering.decide(suggestion=row, actor=actor, taken_up=taken_up, answer=answer, version=row.version)
