"""The part of JSON Schema that our three schemas use."""

import json
import re
from collections.abc import Iterator
from importlib import resources
from typing import Any

_TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "null": type(None),
    "number": (int, float),
    "integer": int,
}
_KNOWN = {
    *("$schema", "$id", "title", "type", "const", "enum", "anyOf", "minimum", "maximum", "pattern"),
    *("minLength", "items", "minItems", "properties", "required", "additionalProperties"),
}


def schema(name: str) -> dict[str, Any]:
    """A schema that comes with the product."""
    folder = resources.files("naikkelas.roadmap") / "definitions"
    found: dict[str, Any] = json.loads((folder / f"{name}.schema.json").read_text("utf-8"))
    return found


def breaches(rule: dict[str, Any], value: Any, path: str = "$") -> Iterator[str]:
    """Where a value breaks a schema."""
    assert set(rule) <= _KNOWN, set(rule) - _KNOWN
    if "anyOf" in rule:
        if all(any(breaches(one, value, path)) for one in rule["anyOf"]):
            yield f"{path}: no alternative fits"
        return
    if "type" in rule and not _is(rule["type"], value):
        yield f"{path}: is no {rule['type']}"
        return
    if "const" in rule and value != rule["const"]:
        yield f"{path}: is not {rule['const']}"
    if "enum" in rule and value not in rule["enum"]:
        yield f"{path}: is none of {rule['enum']}"
    if isinstance(value, str):
        if len(value) < rule.get("minLength", 0) or not re.search(rule.get("pattern", ""), value):
            yield f"{path}: {value!r}"
    elif isinstance(value, list):
        if len(value) < rule.get("minItems", 0):
            yield f"{path}: too short"
        for number, one in enumerate(value):
            yield from breaches(rule["items"], one, f"{path}[{number}]")
    elif isinstance(value, dict):
        yield from _of_object(rule, value, path)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        low, high = rule.get("minimum", value), rule.get("maximum", value)
        if not low <= value <= high:
            yield f"{path}: {value} is out of bounds"


def _of_object(rule: dict[str, Any], value: dict[str, Any], path: str) -> Iterator[str]:
    for key in rule.get("required", []):
        if key not in value:
            yield f"{path}.{key}: is missing"
    known, others = rule.get("properties", {}), rule.get("additionalProperties", True)
    for key, one in value.items():
        if key in known:
            yield from breaches(known[key], one, f"{path}.{key}")
        elif others is False:
            yield f"{path}.{key}: is unknown"
        elif isinstance(others, dict):
            yield from breaches(others, one, f"{path}.{key}")


def _is(name: str, value: Any) -> bool:
    if isinstance(value, bool):
        return name == "boolean"
    return isinstance(value, _TYPES[name])
