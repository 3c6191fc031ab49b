"""Who acts, and what there is to do, as far as the rooms below `accounts` need to know."""

from enum import StrEnum
from typing import Any, Protocol


class Act(StrEnum):
    """Everything that a post may or may not do; `accounts.rules.policy` says which post does what.

    The values are stored in nothing and shown to nobody; the words are in the policy.
    """

    SEE = "see"
    DRAFT = "draft"
    SEND = "send"
    VERIFY_FIELD = "verify_field"
    VERIFY_DISTRICT = "verify_district"
    ENDORSE = "endorse"
    LOCK_MONTH = "lock_month"
    REGISTER = "register"
    IMPORT = "import"
    EXPORT = "export"
    COMPUTE = "compute"
    CONFIGURE = "configure"
    PUBLISH_RULES = "publish_rules"
    MANAGE_PEOPLE = "manage_people"
    SEE_PERSONAL = "see_personal"
    READ_TRAIL = "read_trail"
    GUARD_PRIVACY = "guard_privacy"
    PLAN = "plan"
    DECIDE_PLAN = "decide_plan"
    DO_STEP = "do_step"
    MENTOR = "mentor"
    MENTOR_ASKED = "mentor_asked"
    TRAIN = "train"
    COORDINATE = "coordinate"
    COMMIT = "commit"
    KEEP_THEMES = "keep_themes"
    CURATE = "curate"


class Actor(Protocol):
    """A signed-in person or the system itself; implemented by `accounts.User`."""

    pk: Any

    @property
    def scopes(self) -> tuple[str, ...]:
        """Dotted area codes whose subtrees are theirs; `("",)` is the nation, `()` is nothing."""

    @property
    def home(self) -> str:
        """The smallest area that holds all scopes: whose settings and start page they get."""

    @property
    def post(self) -> str:
        """The post under which they act, frozen into the audit trail."""

    @property
    def desk(self) -> str:
        """Whose drafts they share: the posts of one desk work on the same papers."""

    def can(self, act: Act) -> bool:
        """Whether the post does this at all, wherever."""


def covers(scope: str, code: str) -> bool:
    """Whether the area `code` lies in the subtree of `scope`.

    >>> covers("63.01", "63.01.03.1003"), covers("63.01", "63.011"), covers("", "63")
    (True, False, True)
    """
    return not scope or code == scope or code.startswith(scope + ".")


def reaches(actor: Actor, code: str) -> bool:
    """Whether an area lies within what is theirs."""
    return any(covers(scope, code) for scope in actor.scopes)


def may(actor: Actor, act: Act, code: str) -> bool:
    """Whether the post does this, and here: the one question behind every screen and action."""
    return actor.can(act) and reaches(actor, code)


def theirs(actor: Actor, code: str) -> tuple[str, ...]:
    """What of an area is the person's: all of it, or those of their areas that lie in it."""
    if reaches(actor, code):
        return (code,)
    own = {scope for scope in actor.scopes if covers(code, scope)}
    return tuple(sorted(one for one in own if not any(covers(up, one) for up in own - {one})))


def common(codes: tuple[str, ...]) -> str:
    """The smallest area that holds all of the codes; the nation where nothing smaller does.

    >>> common(("63.01.03.1003", "63.01.04.2001")), common(("63.01",)), common(())
    ('63.01', '63.01', '')
    """
    if not codes:
        return ""
    shared: list[str] = []
    for parts in zip(*(code.split(".") for code in codes), strict=False):
        if len(set(parts)) > 1:
            break
        shared.append(parts[0])
    return ".".join(shared)
