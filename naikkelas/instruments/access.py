"""Who may publish."""

from naikkelas.lib.actors import Act, Actor, may


def may_publish(by: Actor) -> bool:
    """An instrument holds for the whole deployment, so its publisher's area must be all of it."""
    return may(by, Act.PUBLISH_RULES, "")
