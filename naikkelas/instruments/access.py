"""Who may publish."""

from naikkelas.lib.actors import Actor


def may_publish(by: Actor) -> bool:
    """An instrument holds for the whole deployment, so its publisher's area must be all of it."""
    return by.may_configure and not by.scope
