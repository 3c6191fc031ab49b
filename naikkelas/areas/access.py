"""Who may see and change areas and their settings."""

from naikkelas.lib.actors import Act, Actor, may, reaches


def may_see(actor: Actor, code: str) -> bool:
    """Whether the area lies in the subtree of the actor."""
    return reaches(actor, code)


def may_configure(actor: Actor, code: str) -> bool:
    """Settings, boundaries and code changes of an area and its subtree."""
    return may(actor, Act.CONFIGURE, code)


def may_load(actor: Actor) -> bool:
    """The whole national tree: only whoever acts for the nation."""
    return may(actor, Act.CONFIGURE, "")
