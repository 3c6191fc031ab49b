"""What is kept about persons: the words in which each room declares it beside its models.

Every concrete column of every model is declared in the room's `personal.CATALOGUE`: either as
`public` (says nothing about a person) or in an `Entry` with purpose, basis, retention and what
happens to it when a person is forgotten. A column without declaration counts as specific, the
strictest class, and fails the build (UU 27/2022 articles 4, 31; `docs/privacy/`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Class(StrEnum):
    """Article 4 of UU 27/2022: public is not personal at all."""

    PUBLIC = "publik"
    GENERAL = "umum"
    SPECIFIC = "spesifik"


class Basis(StrEnum):
    """Why it may be processed (article 20)."""

    PUBLIC_TASK = "tugas pelayanan publik dan kepentingan umum (UU 27/2022 Pasal 20 ayat (2))"
    SECURITY = "kewajiban melindungi data (UU 27/2022 Pasal 35–39)"
    RECORD = "kewajiban merekam pemrosesan (UU 27/2022 Pasal 31)"
    ARCHIVE = "kewajiban kearsipan (UU 43/2009)"
    CONSENT = "persetujuan (UU 27/2022 Pasal 20 ayat (2))"


class Scrub(StrEnum):
    """What happens when a person is forgotten."""

    KEEP = "tetap, karena hanya memuat kunci dan jabatan"
    EMPTY = "dikosongkan"
    PSEUDONYM = "diganti nama samaran"
    DELETE = "barisnya dihapus"
    BY_HAND = "diperiksa dan dihapus oleh PPDP"


@dataclass(frozen=True, slots=True)
class Retention:
    """How long it is kept; with `since` (a date column) and `days` a job finds what is due.

    `unless` names a column that is filled in once it was done: such a row is not due again.
    """

    words: str
    days: int | None = None
    since: str = ""
    unless: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """Columns that hold something about a person, and all that the law asks about them.

    `by` is the column by which the rows of one person are found, and `identity` what stands in it:
    the key of an account, the NIP of an official or a login name. `or_by` is a second way, for rows
    that know the person by a login name before there is an account.
    """

    columns: tuple[str, ...]
    whose: str
    purpose: str
    basis: Basis
    retention: Retention
    scrub: Scrub
    kind: Class = Class.GENERAL
    by: str = ""
    identity: str = "key"
    label: str = ""  # the columns in words, where their own names say little
    or_by: str = ""

    @property
    def finders(self) -> tuple[tuple[str, str], ...]:
        """Column and identity, for each way to find the rows of a person."""
        ways = ((self.by, self.identity), (self.or_by, "login"))
        return tuple(way for way in ways if way[0])


@dataclass(frozen=True, slots=True)
class Table:
    """All columns of a model, public or personal."""

    public: tuple[str, ...] = ()
    personal: tuple[Entry, ...] = ()

    def class_of(self, column: str) -> Class:
        """The class of a column; specific where nobody has declared it."""
        if column in self.public:
            return Class.PUBLIC
        found = (entry.kind for entry in self.personal if column in entry.columns)
        return next(found, Class.SPECIFIC)

    @property
    def declared(self) -> list[str]:
        """Every declared column, twice where it is declared twice."""
        return [*self.public, *(name for entry in self.personal for name in entry.columns)]


Catalogue = Mapping[str, Table]
"""Model name in small letters to its table."""


@dataclass(frozen=True, slots=True)
class Person:
    """By what a person is known: the key of the account, NIPs in reports, names to sign in with."""

    key: int | None = None
    nips: tuple[str, ...] = ()
    logins: tuple[str, ...] = ()
    subjects: tuple[tuple[str, str], ...] = ()
    """(type, identifier) of rows that are about the person, under which events name them."""

    def identities(self, identity: str) -> tuple[object, ...]:
        """What to look for in an entry's `by` column."""
        if identity == "nip":
            return self.nips
        if identity == "login":
            return self.logins
        return () if self.key is None else (self.key,)


WITH_ARCHIVE = Retention("selama masa simpan arsip menurut JRA pemerintah daerah")
WITH_ACCOUNT = Retention("selama akun dipakai, lalu diganti nama samaran")


def author(*columns: str, purpose: str = "tahu jabatan siapa yang bertanggung jawab") -> Entry:
    """Columns that hold the key of the account that did something."""
    return Entry(
        columns,
        "pengguna",
        purpose,
        Basis.RECORD,
        WITH_ARCHIVE,
        Scrub.KEEP,
        by=columns[0],
        label="akun yang melakukannya",
    )
