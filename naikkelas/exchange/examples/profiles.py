"""The answers of a profil report that earn given scores."""

from dataclasses import dataclass

from naikkelas.exchange.examples.dice import Dice
from naikkelas.exchange.examples.layout import (
    DATA_USES,
    FREQUENCIES,
    FUNDS,
    MECHANISMS,
    OTHER_GUIDES,
    POKTAN,
    REGULATIONS,
    SARANA,
    Row,
    chosen,
    flag,
    listed,
)
from naikkelas.exchange.examples.scores import Scores

COUNTS = {
    "sumber_dana": ((0, 0), (1, 1), (2, 4), (5, 6)),
    "poktan": ((0, 0), (1, 2), (3, 4), (5, 5)),
    "sarana": ((0, 0), (1, 1), (2, 2)),
    "penggunaan_data": ((0, 0), (1, 1), (2, 3), (4, 5)),
    "mekanisme_operasional": ((0, 0), (1, 2), (3, 4), (5, 5)),
}
"""How many choices, from and to, give score 1, 2, 3, 4."""

_OPTIONS = {
    "sumber_dana": FUNDS,
    "poktan": POKTAN,
    "sarana": SARANA,
    "penggunaan_data": DATA_USES,
    "mekanisme_operasional": MECHANISMS,
}

_FREQUENCY_WEIGHTS = (2, 20, 30, 25, 20, 3)


@dataclass(frozen=True)
class Guide:
    """The PKB who serves a kampung; number and name are invented."""

    nip: str
    name: str


class ProfileWriter:
    """Writes the profil answers of one kampung, with the same habits month after month."""

    def __init__(self, guide: Guide, dice: Dice) -> None:
        self._guide = guide
        self._order = {name: dice.shuffled(options) for name, options in _OPTIONS.items()}
        self._counts = {
            (name, score): dice.between(*limits)
            for name, bands in COUNTS.items()
            for score, limits in enumerate(bands, start=1)
        }
        self._members = dice.between(7, 19)
        self._trained = dice.between(2, self._members)
        self._trained_first = dice.chance(0.15)
        self._has_pkb_first = dice.chance(0.75)
        self._other_guide = dice.pick(OTHER_GUIDES)
        self._rules = dice.some(REGULATIONS[1:], dice.between(1, 2))
        self._often = {name: dice.weighted(FREQUENCIES, _FREQUENCY_WEIGHTS) for name in MECHANISMS}
        self._has_decree = dice.chance(0.9)
        self._has_plan = dice.chance(0.6)

    def owned_poktan(self, score: int) -> list[str]:
        """The poktan that the kampung has at that score."""
        return self._choices("poktan", score)

    def answers(self, scores: Scores) -> Row:
        """The whole form for the scores of input and of the two profil questions of proses."""
        return (
            self._pokja(scores["pokja"])
            | self._guidance(scores["pkb_regulasi"])
            | self._lists(scores)
            | self._mechanisms(scores["mekanisme_operasional"])
        )

    def _choices(self, name: str, score: int) -> list[str]:
        return self._order[name][: self._counts[name, score]]

    def _pokja(self, score: int) -> Row:
        if score == 1:
            return {"pokja_ada": "tidak"}
        has_members = score == 4 or (score == 3 and not self._trained_first)
        is_trained = score == 4 or (score == 3 and self._trained_first)
        return {
            "pokja_ada": "ya",
            "pokja_sk": flag(self._has_decree),
            "pokja_anggota": self._members if has_members else 0,
            "pokja_terlatih": flag(is_trained),
            "pokja_pelatihan": "Pelatihan pengelola Kampung KB (contoh)" if is_trained else None,
            "pokja_anggota_terlatih": self._trained if is_trained and has_members else 0,
        }

    def _guidance(self, score: int) -> Row:
        has_pkb = score == 3 or (score == 2 and self._has_pkb_first)
        has_rule = score == 3 or (score == 2 and not self._has_pkb_first)
        return {
            "plkb_ada": flag(has_pkb),
            "plkb_nip": self._guide.nip if has_pkb else None,
            "plkb_nama": self._guide.name if has_pkb else None,
            "plkb_kontak": "0800000000" if has_pkb else None,
            "pengarah": None if has_pkb else self._other_guide,
            "regulasi_ada": flag(has_rule),
            "regulasi": chosen(REGULATIONS, self._rules) if has_rule else None,
        }

    def _lists(self, scores: Scores) -> Row:
        owned = {*self._choices("poktan", scores["poktan"])}
        owned |= {*self._choices("sarana", scores["sarana"])}
        uses = self._choices("penggunaan_data", scores["penggunaan_data"])
        return {
            "sumber_dana": chosen(FUNDS, self._choices("sumber_dana", scores["sumber_dana"])),
            "rkm_ada": flag(self._has_plan and scores["penggunaan_data"] > 1),
            "penggunaan_data_ada": flag(bool(uses)),
            "penggunaan_data": chosen(DATA_USES, uses),
            **{name: flag(name in owned) for name in (*POKTAN, *SARANA)},
            "program_tambahan": listed(()),
        }

    def _mechanisms(self, score: int) -> Row:
        done = {*self._choices("mekanisme_operasional", score)}
        answers: Row = {name: flag(name in done) for name in MECHANISMS}
        for name in MECHANISMS:
            answers[f"frekuensi_{name}"] = self._often[name] if name in done else None
        return answers
