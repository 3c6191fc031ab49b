"""What a person who searches the list of kampung means: names in any spelling, and codes of any
time.

A code that was replaced leads to the kampung of its successor, and the code of a successor to a
kampung that still carries the old one; so do the names.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

import polars as pl
from django.db.models import Q

from naikkelas.areas.models import Area, AreaQuerySet, Level
from naikkelas.areas.rules.spelling import Wanted, wanted
from naikkelas.lib.names import search_key

LONGEST = 100
"""Letters of a search; more is nobody's name, and none of it is looked for."""
_NOBODY = Q(pk__in=())
_FEW = 1_000
"""Villages that are named in a query one by one."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for; with nothing in it, nothing is found.

    `codes` stand with their subtrees, `beginning` is a code typed halfway, `villages` are those
    whose name fits, `key` and `text` are looked for in the kampung's own name.
    """

    codes: tuple[str, ...] = ()
    beginning: str = ""
    villages: AreaQuerySet | None = None
    key: str = ""
    text: str = ""

    def condition(self, code: str) -> Q:
        """Over stored results; `code` names the column of the village."""
        found = reduce(or_, (_below(code, above) for above in self.codes), _NOBODY)
        if self.beginning:
            found |= Q(**{f"{code}__startswith": self.beginning})
        if self.villages is not None:
            # Read once, since it is asked twice, for the count and for the page.
            few = list(self.villages.values_list("pk", flat=True)[: _FEW + 1])
            villages = few if len(few) <= _FEW else self.villages.values("pk")
            found |= Q(**{f"{code}__in": villages})
        if self.key:
            found |= Q(name_key__contains=self.key)
        elif self.text:
            found |= Q(kampung__nama__icontains=self.text)
        return found

    def expression(self, names: Iterable[str]) -> pl.Expr:
        """Over standings whose kampung have these names."""
        code = pl.col("kode_desa")
        found = pl.lit(value=False)
        for above in self.codes:
            found |= (code == above) | code.str.starts_with(f"{above}.")
        if self.beginning:
            found |= code.str.starts_with(self.beginning)
        if self.villages is not None:
            found |= code.is_in(list(self.villages.values_list("pk", flat=True)))
        return found | pl.col("nama").is_in([name for name in names if self._is_in(name)])

    def _is_in(self, name: str) -> bool:
        if self.key:
            return self.key in search_key(name)
        return bool(self.text) and self.text.casefold() in name.casefold()


def _below(code: str, above: str) -> Q:
    return Q(**{code: above}) | Q(**{f"{code}__startswith": f"{above}."})


def sought(text: str, area_code: str) -> Sought:
    """Read a search text that is asked within an area."""
    if len(text) > LONGEST:
        return Sought()
    asked, replaced = wanted(text), Replaced.read()
    if asked.code:
        # A name may hold digits too: "+62 kampung".
        return Sought(replaced.related(asked.code), asked.code, key=search_key(text))
    if not asked.keys:
        # Letters that are not Latin have no key; they are looked for as they stand.
        return Sought(text=text)
    return Sought(
        codes=replaced.successors(replaced.named(asked.keys)),
        villages=_villages(asked, area_code),
        key=search_key(text),
    )


def _villages(asked: Wanted, area_code: str) -> AreaQuerySet:
    """Villages of the area, of any time, by name in any spelling or by another spelling."""
    villages: AreaQuerySet = Area.objects.filter(level=Level.VILLAGE).within(area_code)
    if asked.kinds:
        villages = villages.filter(kind__in=asked.kinds)
    named = reduce(or_, (Q(search_key__contains=key) for key in asked.keys))
    return villages.filter(named | Q(pk__in=_spelled_otherwise(villages, asked.keys)))


def _spelled_otherwise(villages: AreaQuerySet, keys: Sequence[str]) -> list[str]:
    """Few areas have any alias, so they are read here."""
    return [
        code
        for code, aliases in villages.exclude(aliases="").values_list("code", "aliases")
        if any(key in search_key(alias) for alias in aliases.split("|") for key in keys)
    ]


@dataclass(frozen=True, slots=True)
class Replaced:
    """The codes that others have replaced, with the names that they had; one query."""

    after: Mapping[str, str]
    names: Mapping[str, str]
    before: Mapping[str, list[str]] = field(default_factory=dict)

    @classmethod
    def read(cls) -> "Replaced":
        rows = Area.objects.filter(replaced_by__isnull=False).order_by("code")
        after, names, before = {}, {}, defaultdict(list)
        for code, successor, key in rows.values_list("code", "replaced_by_id", "search_key"):
            after[code], names[code] = successor, key
            before[successor].append(code)
        return cls(after, names, before)

    def related(self, beginning: str) -> tuple[str, ...]:
        """Successors and predecessors of the codes that begin so; not those that do themselves."""
        old = [code for code in self.after if code.startswith(beginning)]
        new = [code for code in self.before if code.startswith(beginning)]
        found = {*self.successors(old), *self._predecessors(new)}
        return tuple(sorted(code for code in found if not code.startswith(beginning)))

    def named(self, keys: Sequence[str]) -> list[str]:
        """The replaced codes of a name."""
        return [code for code, name in self.names.items() if any(key in name for key in keys)]

    def successors(self, codes: Sequence[str]) -> tuple[str, ...]:
        """All that came after, step by step."""
        found: dict[str, None] = {}
        ahead = [self.after[code] for code in codes]
        while ahead:
            code = ahead.pop()
            if code not in found:
                found[code] = None
                ahead += [self.after[code]] if code in self.after else []
        return tuple(found)

    def _predecessors(self, codes: Sequence[str]) -> tuple[str, ...]:
        found: dict[str, None] = {}
        ahead = [before for code in codes for before in self.before[code]]
        while ahead:
            code = ahead.pop()
            if code not in found:
                found[code] = None
                ahead += self.before.get(code, [])
        return tuple(found)
