"""Who did it, as far as the reader may know: the post always, the name by right."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from naikkelas.accounts.models import User
from naikkelas.audit.models import Event
from naikkelas.lib.actors import Act, Actor, may

_AREAS_OF_A_POST = re.compile(r"( [\d.]+)?( \+\d+)?$")


@dataclass(frozen=True, slots=True)
class Who:
    """A person in a post; the name is empty for readers who may not know it."""

    post: str
    name: str = ""

    def __str__(self) -> str:
        return f"{self.post} ({self.name})" if self.name else self.post


SOMEBODY = Who("Orang lain")


def short_post(post: str) -> str:
    """A frozen post without its area codes: "Ketua Pokja 63.01.10.2004" is a "Ketua Pokja".

    >>> short_post("PKB/PLKB 63.01.10.2004 +2"), short_post("Sistem")
    ('PKB/PLKB', 'Sistem')
    """
    return _AREAS_OF_A_POST.sub("", post)


def names(keys: Iterable[int | None], *, reader: Actor, code: str) -> dict[int, str]:
    """Names by key, for readers who may see people of the area; one query, or none."""
    known = {key for key in keys if key}
    if not known or not may(reader, Act.SEE_PERSONAL, code):
        return {}
    return dict(User.objects.filter(pk__in=known).values_list("pk", "name"))


def who_now(key: int, *, reader: Actor, code: str) -> Who:
    """A person by the post that they hold now, for what leaves no line in the trail (drafts)."""
    person = User.objects.filter(pk=key).first()
    if person is None:
        return SOMEBODY
    name = person.name if may(reader, Act.SEE_PERSONAL, code) else ""
    return Who(short_post(person.post), name)


def who_did(
    verbs: Iterable[str], subjects: Iterable[object], *, reader: Actor, code: str
) -> dict[tuple[str, str], Who]:
    """(subject, step) to who did it, by the trail, which froze their posts: two queries.

    The step is the identifier that the event's data names, or the verb where it names none.
    """
    keys = [str(subject) for subject in subjects]
    events = list(
        Event.objects.filter(subject_id__in=keys, verb__in=list(verbs)).values_list(
            "subject_id", "verb", "actor_id", "actor_post", "data__step"
        )
    )
    known = names((actor for _, _, actor, _, _ in events), reader=reader, code=code)
    return {
        (subject, step or verb): Who(short_post(post), known.get(actor, ""))
        for subject, verb, actor, post, step in events
    }
