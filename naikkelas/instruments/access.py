"""Who may publish."""

from naikkelas.instruments.rules import THEME_PREFIX
from naikkelas.lib.actors import Act, Actor, may


def may_publish(by: Actor, instrument_id: str, kabupaten_code: str = "") -> bool:
    """A rule of classes holds everywhere, so its publisher's area must be all of the deployment.

    Criteria of a theme hold in one kabupaten, whose code their id bears (`tema-63-01-…`).
    """
    own = f"{THEME_PREFIX}{kabupaten_code.replace('.', '-')}-"
    if kabupaten_code and instrument_id.startswith(own):
        return may(by, Act.KEEP_THEMES, kabupaten_code)
    return may(by, Act.PUBLISH_RULES, "")


def may_publish_some(by: Actor, kabupaten_code: str = "") -> bool:
    """Whether it is worth reading the text that a person wants to publish."""
    return may(by, Act.PUBLISH_RULES, "") or (
        bool(kabupaten_code) and may(by, Act.KEEP_THEMES, kabupaten_code)
    )
