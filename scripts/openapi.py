"""`python -m scripts.openapi`: write docs/api/openapi-v1.json, the schema that programs rely on.

Refuses to write one that would break a program of today (`breaking`); such a change needs a v2.
"""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parent.parent / "docs" / "api" / "openapi-v1.json"
Json = dict[str, Any]
_DEEPEST = 12
_LOWER = ("minimum", "exclusiveMinimum", "minLength", "minItems")
_UPPER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems")


def breaking(old: Json, new: Json) -> list[str]:
    """What a program written for the old schema would stumble over in the new one."""
    return list(_paths(old, new))


def _paths(old: Json, new: Json) -> Iterator[str]:
    for path, methods in old["paths"].items():
        for method, before in methods.items():
            where = f"{method.upper()} {path}"
            after = new["paths"].get(path, {}).get(method)
            if after is None:
                yield f"{where}: gone"
                continue
            yield from _operation(before, after, Schemas(old, new), where)


class Schemas:
    """The two documents, to look references up in."""

    def __init__(self, old: Json, new: Json) -> None:
        self.old = old.get("components", {}).get("schemas", {})
        self.new = new.get("components", {}).get("schemas", {})


def _operation(old: Json, new: Json, known: Schemas, where: str) -> Iterator[str]:
    if old.get("x-cakupan") != new.get("x-cakupan"):
        yield f"{where}: another scope"
    if {} in old.get("security", []) and {} not in new.get("security", []):
        yield f"{where}: needs a key now"
    yield from _parameters(old, new, known, where)
    body, later = _content(old.get("requestBody", {})), _content(new.get("requestBody", {}))
    if later and not body:
        yield f"{where}: needs a body now"
    elif body:
        yield from _goes_in(body, later, known, f"{where} body")
    for status, answer in old["responses"].items():
        if status not in new["responses"]:
            yield f"{where} {status}: gone"
            continue
        told = _content(answer)
        if told:
            after = _content(new["responses"][status])
            yield from _comes_out(told, after, known, f"{where} {status}")


def _content(described: Json) -> Json:
    content: dict[str, Json] = described.get("content", {})
    schemas: list[Json] = [one.get("schema", {}) for one in content.values()]
    return schemas[0] if schemas else {}


def _parameters(old: Json, new: Json, known: Schemas, where: str) -> Iterator[str]:
    before, after = (
        {(one["in"], one["name"]): one for one in document.get("parameters", [])}
        for document in (old, new)
    )
    for key, one in before.items():
        name = f"{where} {key[1]}"
        if key not in after:
            yield f"{name}: gone"
            continue
        if after[key].get("required") and not one.get("required"):
            yield f"{name}: required now"
        yield from _goes_in(one["schema"], after[key]["schema"], known, name)
    for key, one in after.items():
        if key not in before and one.get("required"):
            yield f"{where} {key[1]}: new and required"


# What goes in may only become wider, what comes out only narrower ----------------------------


def _goes_in(old: Json, new: Json, known: Schemas, where: str, depth: int = 0) -> Iterator[str]:
    old, new = _resolved(old, known.old), _resolved(new, known.new)
    if missing := _kinds(old, known.old) - _kinds(new, known.new):
        yield f"{where}: takes {', '.join(sorted(missing))} no more"
    for one, other in _pairs(old, new, known):
        yield from _limits(one, other, where)
        if depth < _DEEPEST:
            yield from _members_in(one, other, known, where, depth)


def _members_in(old: Json, new: Json, known: Schemas, where: str, depth: int) -> Iterator[str]:
    before, after = old.get("properties", {}), new.get("properties", {})
    for name, one in before.items():
        if name in after:
            yield from _goes_in(one, after[name], known, f"{where}/{name}", depth + 1)
        else:
            yield f"{where}/{name}: gone"
    for name in sorted(set(new.get("required", ())) - set(old.get("required", ()))):
        yield f"{where}/{name}: required now"
    if "items" in old and "items" in new:
        yield from _goes_in(old["items"], new["items"], known, f"{where}[]", depth + 1)


def _comes_out(old: Json, new: Json, known: Schemas, where: str, depth: int = 0) -> Iterator[str]:
    old, new = _resolved(old, known.old), _resolved(new, known.new)
    if more := _kinds(new, known.new) - _kinds(old, known.old):
        yield f"{where}: may be {', '.join(sorted(more))} now"
    if depth >= _DEEPEST:
        return
    for one, other in _pairs(old, new, known):
        after = other.get("properties", {})
        for name, member in one.get("properties", {}).items():
            place = f"{where}/{name}"
            if name not in after:
                yield f"{place}: gone"
                continue
            if name in one.get("required", ()) and name not in other.get("required", ()):
                yield f"{place}: may be left out now"
            yield from _comes_out(member, after[name], known, place, depth + 1)
        if "items" in one and "items" in other:
            yield from _comes_out(one["items"], other["items"], known, f"{where}[]", depth + 1)


def _resolved(schema: Json, known: Json) -> Json:
    while "$ref" in schema:
        schema = known[schema["$ref"].rpartition("/")[2]]
    return schema


def _alternatives(schema: Json, known: Json) -> list[Json]:
    return [_resolved(one, known) for one in schema.get("anyOf", [schema])]


def _kinds(schema: Json, known: Json) -> set[str]:
    """What a value can be: its types with their format, or the values that it can take."""
    found: set[str] = set()
    for one in _alternatives(schema, known):
        values = one.get("enum", [one["const"]] if "const" in one else [])
        if values:
            found |= {json.dumps(value) for value in values}
        else:
            kind = one.get("type", "anything")
            found.add(f"{kind} {one['format']}" if "format" in one else str(kind))
    return found


def _pairs(old: Json, new: Json, known: Schemas) -> Iterator[tuple[Json, Json]]:
    """Alternatives of the same type on both sides."""
    after = {one.get("type"): one for one in _alternatives(new, known.new)}
    for one in _alternatives(old, known.old):
        if one.get("type") in after:
            yield one, after[one.get("type")]


def _limits(old: Json, new: Json, where: str) -> Iterator[str]:
    for name in _LOWER:
        if new.get(name, float("-inf")) > old.get(name, float("-inf")):
            yield f"{where}: {name} is higher"
    for name in _UPPER:
        if new.get(name, float("inf")) < old.get(name, float("inf")):
            yield f"{where}: {name} is lower"
    if "pattern" in new and new["pattern"] != old.get("pattern"):
        yield f"{where}: another pattern"


# The file ---------------------------------------------------------------------------------------


def committed() -> Json:
    """The schema that programs rely on."""
    found: Json = json.loads(FILE.read_text("utf-8"))
    return found


def text(document: Json) -> str:
    """As it is committed: sorted by the document itself, one member a line."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def main() -> int:
    """Write the file unless that would break a program."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "naikkelas.config.settings")
    import django

    django.setup()
    from naikkelas.api.views.v1.schema import openapi

    broken = breaking(committed(), openapi()) if FILE.exists() else []
    if broken:
        print("\n".join(["Not written; programs of today would break:", *broken]))
        return 1
    FILE.write_text(text(openapi()), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
