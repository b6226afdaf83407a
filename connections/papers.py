"""The schema as a page shows it: operations with their fields, examples to copy, and the recipe for receivers."""

from dataclasses import dataclass, field
from pathlib import Path

import connections.recipe


@dataclass(frozen=True)
class Field:
    name: str
    type: str
    required: bool
    text: str


@dataclass(frozen=True)
class Operation:
    tag: str
    method: str
    path: str
    summary: str
    text: str
    fields: list[Field] = field(default_factory=list)
    answer: list[Field] = field(default_factory=list)


def operations_of(schema: dict) -> list[Operation]:
    """In the order of the schema."""
    known = schema["components"]["schemas"]
    return [
        Operation(
            tag=said["tags"][0],
            method=method.upper(),
            path=path,
            summary=said["summary"],
            text=said["description"],
            fields=[*_parameters(said), *_body(said, known)],
            answer=_answer(said, known),
        )
        for path, methods in schema["paths"].items()
        for method, said in methods.items()
    ]


def _parameters(said: dict) -> list[Field]:
    return [
        Field(one["name"], _type(one["schema"]), one.get("required", False), one["schema"].get("description", ""))
        for one in said.get("parameters", [])
    ]


def _body(said: dict, known: dict) -> list[Field]:
    if "requestBody" not in said:
        return []
    return _fields(_of(said["requestBody"]["content"]["application/json"]["schema"], known), known)


def _answer(said: dict, known: dict) -> list[Field]:
    content = said["responses"].get("200", said["responses"].get(200))["content"]["application/json"]["schema"]
    return _fields(_of(content, known), known)


def _of(part: dict, known: dict) -> dict:
    """The object behind references and lists."""
    if "$ref" in part:
        return _of(known[part["$ref"].rpartition("/")[2]], known)
    return _of(part["items"], known) if part.get("type") == "array" else part


def _fields(part: dict, known: dict, before: str = "") -> list[Field]:
    found = []
    required = set(part.get("required", []))
    for name, value in part.get("properties", {}).items():
        found.append(Field(before + name, _type(value), name in required, value.get("description", "")))
        if value.get("type") == "array":
            found += _fields(_of(value, known), known, f"{before}{name}[].")
    return found


def _type(part: dict) -> str:
    """In the words of JSON: `string | null`, or the values that are possible."""
    if "anyOf" in part:
        return " | ".join(map(_type, part["anyOf"]))
    if "enum" in part:
        return " | ".join("null" if value is None else f"“{value}”" for value in part["enum"] if value != "")
    kind = part.get("type", "object")
    if part.get("format") in ("date", "date-time"):
        return part["format"]
    return " | ".join(kind) if isinstance(kind, list) else kind


def examples(address: str) -> dict[str, str]:
    """Commands to copy; a test runs them."""
    head = 'curl -sS -H "Authorization: Bearer $QA_KEY" '
    json = '-H "Content-Type: application/json" '
    record = '{"number": "C-20261103-0001", "occurred_at": "2026-11-03T09:15:00+08:00", "touchpoint": "phone", "answered": true, "rating": 5}'
    ticket = (
        '{"source": "$QA_SOURCE", "number": "W-1001", "kind": "complaint", "channel": "online", "subject": "排队太久", '
        '"text": "等了一个半小时。"}'
    )
    return {
        "key": f"{head}{address}/key",
        "records": f"{head}{json}--data-binary @- {address}/records <<JSON\n"
        f'{{"source": "$QA_SOURCE", "records": [\n  {record}\n]}}\nJSON',
        "record": f'{head}-G --data-urlencode "source=$QA_SOURCE" -d number=C-20261103-0001 {address}/records',
        "tickets": f"{head}{json}--data-binary @- {address}/tickets <<JSON\n{ticket}\nJSON",
        "ticket": f'{head}-G --data-urlencode "source=$QA_SOURCE" -d number=W-1001 {address}/tickets',
    }


def verification_recipe() -> str:
    return Path(connections.recipe.__file__).read_text(encoding="utf-8")
