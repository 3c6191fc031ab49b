"""Old forms of what phones send: an app that skipped releases still delivers its drafts. Pure.

A phone may lie in a drawer for months. When the content of a kind changes its shape, the number of
its schema goes up by one here and a step is added that turns the older content into the newer;
steps are only ever added (F32: at least 180 days; here for ever, since a step costs nothing).
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any  # JSON values

Content = tuple[dict[str, Any], dict[str, tuple[Any, Any]]]
"""Body and changes of an envelope."""
Step = Callable[[Content], Content]
Steps = Mapping[str, tuple[Step, ...]]
"""Kind → the steps from schema 1 to 2, from 2 to 3 …; the newest schema is one more than steps."""

STEPS: Steps = MappingProxyType({})


class FromTheFuture(ValueError):
    """A schema that this server does not know yet: the app is newer than the server."""


def newest(kind: str, steps: Steps = STEPS) -> int:
    """The number of the newest schema of a kind."""
    return 1 + len(steps.get(kind, ()))


def upgraded(kind: str, schema: int, content: Content, steps: Steps = STEPS) -> Content:
    """The content as the newest schema has it; `FromTheFuture` for one that is not known yet."""
    if schema > newest(kind, steps):
        raise FromTheFuture(kind)
    for step in steps.get(kind, ())[max(schema, 1) - 1 :]:
        content = step(content)
    return content


def renamed(old: str, new: str) -> Step:
    """A step that gives a field another name, in the body and in the changes."""

    def step(content: Content) -> Content:
        body, changes = (dict(part) for part in content)
        for part in (body, changes):
            if old in part:
                part[new] = part.pop(old)
        return body, changes

    return step
