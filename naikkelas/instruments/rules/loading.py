"""From TOML text to a checked `Instrument`, or a refusal with the line and the reason."""

import hashlib
import math
import re
import tomllib
from collections.abc import Iterator, Mapping
from decimal import ROUND_CEILING, Decimal
from itertools import pairwise, product
from typing import Any, TypeVar, cast

from naikkelas.instruments.rules.formula import (
    FormulaInvalid,
    Node,
    names_in,
    parse_number,
    parse_truth,
)
from naikkelas.instruments.rules.instrument import (
    NO_INDEX,
    Band,
    Change,
    Composite,
    Derived,
    Dimension,
    Indicator,
    Instrument,
    Kind,
    Level,
    LevelBand,
    Measure,
    PassState,
    Step,
)
from naikkelas.instruments.rules.locating import Locator

_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_TABLES = (
    "instrument", "score_labels", "measure", "derived", "criterion", "indicator", "dimension",
    "level", "level_table", "composite", "absent_level", "step",
)  # fmt: skip
_KINDS = ("flag", "count", "list", "decimal")
_RESERVED = frozenset({"absent", "percent", "total", "filled", "any_filled", "when", "round"})
_MOST_DIMENSIONS_IN_TABLE = 5  # 3 states each must fit one byte

_YES_OR_NO = (
    Band(0, -math.inf, "tidak", "Jawabannya tidak"),
    Band(1, 1.0, "ya", "Jawabannya ya"),
)

T = TypeVar("T")


class InstrumentInvalid(ValueError):
    """A definition that can't be used: the line (from 1) and an Indonesian sentence why."""

    def __init__(self, line: int, reason: str, origin: str = "") -> None:
        self.line = line
        self.reason = reason
        self.origin = origin
        super().__init__(f"{origin + ', ' if origin else ''}baris {line}: {reason}")


def load(text: str, origin: str = "") -> Instrument:
    """Parse and check a definition; raises `InstrumentInvalid` at the first fault."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _syntax_fault(str(error), text, origin) from None
    try:
        return _Loader(text, data).load()
    except InstrumentInvalid as fault:
        raise InstrumentInvalid(fault.line, fault.reason, origin) from None


def _syntax_fault(message: str, text: str, origin: str) -> InstrumentInvalid:
    found = re.search(r"\(at line (\d+), column (\d+)\)", message)
    line = int(found[1]) if found else text.count("\n") + 1
    said = message.split(" (at ")[0]
    return InstrumentInvalid(line, f"Tulisan TOML tidak dapat dibaca ({said}).", origin)


class _Table:
    """One TOML table while it is read: typed access, and no key may be left over."""

    def __init__(self, locator: Locator, name: str, n: int, data: Mapping[str, Any]) -> None:
        self.locator, self.name, self.n = locator, name, n
        self.data = dict(data)
        self.key: str | None = None  # the array that this row stands in, for its line
        self.item: int | None = None

    def line(self, key: str | None = None) -> int:
        if self.key is not None:
            return self.locator.line(self.name, self.n, self.key, self.item)
        return self.locator.line(self.name, self.n, key)

    def fault(self, reason: str, key: str | None = None) -> InstrumentInvalid:
        return InstrumentInvalid(self.line(key), reason)

    def has(self, key: str) -> bool:
        return key in self.data

    def take(self, key: str, kind: type[T], default: T | None = None) -> T:
        if key not in self.data:
            if default is None:
                raise self.fault(f"{self.title} belum punya {key}.")
            return default
        value = self.data.pop(key)
        if kind is float and type(value) is int:
            value = float(value)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.fault(f"Isi {key} harus berupa {_TYPE_NAMES[kind]}.", key)
        return value

    def take_number(self, key: str) -> float | None:
        return self.take(key, float) if key in self.data else None

    def take_code(self, key: str = "code") -> str:
        code = self.take(key, str)
        if not _CODE.fullmatch(code) or code in _RESERVED:
            raise self.fault(f"Kode “{code}” tidak sah: pakai huruf, angka, dan garis bawah.", key)
        return code

    def take_codes(self, key: str) -> tuple[str, ...]:
        values = self.take(key, list, [])
        if not all(isinstance(value, str) for value in values):
            raise self.fault(f"Isi {key} harus berupa daftar kode.", key)
        return tuple(values)

    def take_whole_numbers(self, key: str) -> tuple[int, ...]:
        values = self.take(key, list, [])
        if not all(type(value) is int for value in values):
            raise self.fault(f"Isi {key} harus berupa daftar bilangan bulat.", key)
        return tuple(values)

    def rows(self, key: str) -> list["_Table"]:
        """The inline tables of an array, each of which knows its own line."""
        rows = []
        for number, value in enumerate(self.take(key, list)):
            row = _Table(self.locator, self.name, self.n, value if isinstance(value, dict) else {})
            row.key, row.item = key, number
            if not isinstance(value, dict):
                raise row.fault(f"Isi {key} harus berupa baris {{ … }}.")
            rows.append(row)
        return rows

    def done(self) -> None:
        for key in self.data:
            raise self.fault(f"Kunci {key} tidak dikenal pada {self.title}.", key)

    @property
    def title(self) -> str:
        return f"[{self.name}]"


_TYPE_NAMES: dict[type, str] = {
    str: "teks", int: "bilangan bulat", float: "bilangan", bool: "true atau false",
    list: "daftar", dict: "tabel",
}  # fmt: skip


class _Loader:
    def __init__(self, text: str, data: dict[str, Any]) -> None:
        self.text, self.data = text, data
        self.locator = Locator(text)
        self.flags: frozenset[str] = frozenset()
        self.names: set[str] = set()
        self.criteria: list[tuple[_Table, Indicator]] = []

    def load(self) -> Instrument:
        for name in self.data:
            if name not in _TABLES:
                raise InstrumentInvalid(self.locator.line(name), f"Bagian [{name}] tidak dikenal.")
        head = self._head()
        measures = self._measures()
        derived = self._derived(measures)
        dimension_tables = self._dimension_tables()
        indicators = self._indicators(set(dimension_tables))
        dimensions = self._dimensions(dimension_tables, indicators)
        levels = self._levels()
        level_codes = {level.code for level in levels}
        composite = self._composite(dimensions, level_codes)
        table = self._level_table(dimensions, level_codes)
        _insist_on_one_way(levels, composite, table)
        absent_level, absent_when = self._absent_level(level_codes)
        return Instrument(
            **head,
            sha256=sha256_of(self.text),
            text=self.text,
            measures=measures,
            derived=derived,
            indicators=indicators,
            dimensions=dimensions,
            levels=levels,
            steps=self._steps(measures, indicators),
            score_labels=self._score_labels(),
            level_table=table,
            composite=composite,
            absent_level=absent_level,
            absent_when=absent_when,
        )

    # ---- reading tables

    def _one(self, name: str) -> _Table | None:
        if name not in self.data:
            return None
        if not isinstance(self.data[name], dict):
            raise InstrumentInvalid(self.locator.line(name), f"Tulis [{name}], bukan [[{name}]].")
        return _Table(self.locator, name, 0, self.data[name])

    def _many(self, name: str, *, required: bool = True) -> Iterator[_Table]:
        tables = self.data.get(name, [])
        if not isinstance(tables, list):
            raise InstrumentInvalid(self.locator.line(name), f"Tulis [[{name}]], bukan [{name}].")
        if required and not tables:
            raise InstrumentInvalid(1, f"Belum ada bagian [[{name}]].")
        for n, data in enumerate(tables):
            yield _Table(self.locator, name, n, data)

    def _head(self) -> dict[str, str]:
        table = self._one("instrument")
        if table is None:
            raise InstrumentInvalid(1, "Belum ada bagian [instrument].")
        head = {key: table.take(key, str) for key in ("version", "title", "source", "seen")}
        head["id"] = table.take("id", str)
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", head["id"]):
            raise table.fault("Isi id harus huruf kecil, angka, dan tanda hubung.", "id")
        table.done()
        return head

    def _score_labels(self) -> dict[int, str]:
        table = self._one("score_labels")
        labels: dict[int, str] = {}
        for key in list(table.data) if table else ():
            assert table is not None
            if not key.isdigit():
                raise table.fault(f"Nama skor “{key}” harus bilangan bulat.", key)
            labels[int(key)] = table.take(key, str)
        return labels

    # ---- measures and formulas

    def _measures(self) -> tuple[Measure, ...]:
        tables, measures = [], []
        has_criteria = "criterion" in self.data
        for table in self._many("measure", required=not has_criteria):
            measure = self._measure(table)
            self._insist_on_new_name(table, measure.code)
            tables.append(table)
            measures.append(measure)
        for table in self._many("criterion", required=False):
            criterion = self._criterion(table)
            self._insist_on_new_name(table, criterion.code)
            self.criteria.append((table, criterion))
            measures.append(
                Measure(criterion.code, criterion.name, "flag", None, (criterion.code,))
            )
        self.flags = frozenset(measure.code for measure in measures if measure.kind == "flag")
        by_code = {measure.code: measure for measure in measures}
        for table, measure in zip(tables, measures, strict=False):  # criteria refer to nothing
            self._check_references(table, measure, by_code)
        return tuple(measures)

    def _insist_on_new_name(self, table: _Table, code: str) -> None:
        if code in self.names:
            raise table.fault(f"Kode ukuran {code} dipakai dua kali.", "code")
        self.names.add(code)

    def _criterion(self, table: _Table) -> Indicator:
        """`[[criterion]]`: a question of yes or no, its measure and its indicator in one."""
        code = table.take_code()
        criterion = Indicator(
            code=code,
            name=table.take("name", str),
            dimension=table.take("dimension", str),
            order=table.take("order", int, len(self.criteria) + 1),
            unit="",
            value=Node("name", detail=code),
            value_text=code,
            numerator=None,
            denominator=None,
            bands=_YES_OR_NO,
            score_if_absent=None,
            no_score_if=None,
            counts_as=None,
            integer=True,
            source=table.take("source", str, ""),
        )
        table.done()
        return criterion

    def _measure(self, table: _Table) -> Measure:
        code = table.take_code()
        kind = table.take("kind", str)
        if kind not in _KINDS:
            raise table.fault(f"Jenis {kind} tidak dikenal; pilih {', '.join(_KINDS)}.", "kind")
        lists: dict[str, Any] = self._list_keys(table) if kind == "list" else {}
        measure = Measure(
            code=code,
            name=table.take("name", str, code.replace("_", " ")),
            kind=cast("Kind", kind),
            report=table.take("report", str) if table.has("report") else None,
            columns=lists.pop("columns", ()) or (code,),
            least=table.take_number("min"),
            most=table.take_number("max"),
            not_above=table.take("not_above", str) if table.has("not_above") else None,
            **lists,
        )
        table.done()
        if measure.least is not None and measure.most is not None and measure.least > measure.most:
            raise table.fault("Nilai min lebih besar dari max.", "min")
        return measure

    @staticmethod
    def _list_keys(table: _Table) -> dict[str, Any]:
        counting = table.take("count", str, "kinds")
        if counting not in ("kinds", "rows"):
            raise table.fault("Isi count harus kinds (macam) atau rows (baris).", "count")
        return {
            "columns": table.take_codes("columns"),
            "counts_rows": counting == "rows",
            "kinds": frozenset(table.take_codes("kinds")) if table.has("kinds") else None,
            "excluded": frozenset(table.take_codes("except")),
            "excluded_numbers": frozenset(table.take_whole_numbers("except_numbers")),
            "options": frozenset(table.take_codes("options")) if table.has("options") else None,
        }

    @staticmethod
    def _check_references(table: _Table, measure: Measure, by_code: dict[str, Measure]) -> None:
        if measure.report is not None and measure.report not in by_code:
            raise table.fault(f"Ukuran {measure.report} tidak dikenal.", "report")
        if measure.report is not None and by_code[measure.report].kind != "flag":
            raise table.fault(f"Isi report harus ukuran jenis flag: {measure.report}.", "report")
        if measure.not_above is None:
            return
        if measure.not_above not in by_code:
            raise table.fault(f"Ukuran {measure.not_above} tidak dikenal.", "not_above")
        if by_code[measure.not_above].not_above is not None:
            reason = f"Ukuran {measure.not_above} sendiri sudah dibatasi oleh ukuran lain."
            raise table.fault(reason, "not_above")

    def _derived(self, measures: tuple[Measure, ...]) -> tuple[Derived, ...]:
        tables: dict[str, _Table] = {}
        texts: dict[str, str] = {}
        for table in self._many("derived", required=False):
            code = table.take_code()
            if code in self.names:
                raise table.fault(f"Kode {code} dipakai dua kali.", "code")
            self.names.add(code)
            tables[code] = table
            texts[code] = table.take("formula", str)
            table.done()
        formulas = {
            code: self._formula(tables[code], "formula", text) for code, text in texts.items()
        }
        self._check_cycles(tables, formulas)
        return tuple(Derived(code, formulas[code], text) for code, text in texts.items())

    @staticmethod
    def _check_cycles(tables: dict[str, _Table], formulas: dict[str, Node]) -> None:
        finished: set[str] = set()

        def visit(code: str, path: tuple[str, ...]) -> None:
            if code in path:
                circle = " → ".join((*path[path.index(code) :], code))
                raise tables[code].fault(f"Rumus berputar: {circle}.", "formula")
            if code in finished:
                return
            for name in names_in(formulas[code]):
                if name in formulas:
                    visit(name, (*path, code))
            finished.add(code)

        for code in formulas:
            visit(code, ())

    def _formula(self, table: _Table, key: str, text: str, *, truth: bool = False) -> Node:
        try:
            node = (parse_truth if truth else parse_number)(text, self.flags)
        except FormulaInvalid as fault:
            raise table.fault(str(fault), key) from None
        for name in names_in(node):
            if name not in self.names:
                raise table.fault(f"Ukuran {name} tidak dikenal.", key)
        return node

    def _optional_formula(self, table: _Table, key: str, *, truth: bool = False) -> Node | None:
        if not table.has(key):
            return None
        return self._formula(table, key, table.take(key, str), truth=truth)

    # ---- indicators

    def _indicators(self, dimensions: set[str]) -> tuple[Indicator, ...]:
        indicators: list[Indicator] = []
        seen: set[str] = set()
        required = not self.criteria
        read = [(one, self._indicator(one)) for one in self._many("indicator", required=required)]
        for table, indicator in self.criteria + read:
            if indicator.code in seen:
                raise table.fault(f"Kode indikator {indicator.code} dipakai dua kali.", "code")
            if indicator.dimension not in dimensions:
                raise table.fault(f"Dimensi {indicator.dimension} tidak dikenal.", "dimension")
            seen.add(indicator.code)
            indicators.append(indicator)
        return tuple(sorted(indicators, key=lambda indicator: indicator.order))

    def _indicator(self, table: _Table) -> Indicator:
        value_text = table.take("value", str)
        integer = table.take("integer", bool, default=True)
        indicator = Indicator(
            code=table.take_code(),
            name=table.take("name", str),
            dimension=table.take("dimension", str),
            order=table.take("order", int),
            unit=table.take("unit", str, ""),
            value=self._formula(table, "value", value_text),
            value_text=value_text,
            numerator=self._optional_formula(table, "numerator"),
            denominator=self._optional_formula(table, "denominator"),
            score_if_absent=self._optional_score(table, "score_if_absent"),
            no_score_if=self._optional_formula(table, "no_score_if", truth=True),
            counts_as=self._optional_score(table, "counts_as"),
            integer=integer,
            source=table.take("source", str, ""),
            bands=self._bands(table, integer=integer),
        )
        table.done()
        return indicator

    @staticmethod
    def _optional_score(table: _Table, key: str) -> int | None:
        if not table.has(key):
            return None
        score = table.take(key, int)
        if not 0 <= score <= 100:
            raise table.fault(f"Isi {key} harus 0 sampai 100.", key)
        return score

    def _bands(self, table: _Table, *, integer: bool) -> tuple[Band, ...]:
        least, most = table.take_number("least"), table.take_number("most")
        if table.has("score_is_value"):
            return self._bands_of_values(table, least, most)
        rows = table.rows("bands")
        if not rows:
            raise table.fault("Pita skor belum ada.", "bands")
        reader = _integer_band if integer else _decimal_band
        bands = sorted((reader(row, least, most) for row in rows), key=lambda read: read[1:3])
        self._check_band_ends(bands, least, _end_after(most, integer=integer))
        for below, above in pairwise(bands):
            row, start = above[0], above[1]
            if start < below[2]:
                shown = f"{below[3].text} dan {above[3].text}"
                raise max(row, below[0], key=_item).fault(f"Pita skor tumpang tindih: {shown}.")
            if start > below[2]:
                shown = f"{below[3].text} dan {above[3].text}"
                raise row.fault(f"Ada celah antara pita skor {shown}.")
        lowest, *others = (band for _, _, _, band in bands)
        open_below = Band(lowest.score, -math.inf, lowest.text, lowest.rule)
        return (open_below, *others)

    @staticmethod
    def _check_band_ends(bands: list["_ReadBand"], least: float | None, end: float) -> None:
        """The lowest band must begin, and the highest end, where the possible values do."""
        if bands[0][1] > -math.inf and bands[0][1] != least:
            reason = (
                f"Ada celah di bawah pita skor {bands[0][3].text}; buka pitanya atau isi least."
            )
            raise bands[0][0].fault(reason)
        if bands[-1][2] < math.inf and bands[-1][2] != end:
            reason = f"Ada celah di atas pita skor {bands[-1][3].text}; buka pitanya atau isi most."
            raise bands[-1][0].fault(reason)

    @staticmethod
    def _bands_of_values(
        table: _Table, least: float | None, most: float | None
    ) -> tuple[Band, ...]:
        """`score_is_value = true`: the value, from least to most, is itself the score."""
        if not table.take("score_is_value", bool) or table.has("bands"):
            raise table.fault("Pilih satu: score_is_value = true, atau bands.", "score_is_value")
        if least is None or most is None or least < 0 or most > 100 or least >= most:
            raise table.fault("score_is_value perlu least dan most antara 0 dan 100.")
        rule = table.take("rule", str, "")
        scores = range(int(least), int(most) + 1)
        return tuple(
            Band(score, -math.inf if score == least else float(score), str(score), rule)
            for score in scores
        )

    # ---- dimensions and levels

    def _dimension_tables(self) -> dict[str, _Table]:
        tables: dict[str, _Table] = {}
        for table in self._many("dimension"):
            code = table.take_code()
            if code in tables:
                raise table.fault(f"Kode dimensi {code} dipakai dua kali.", "code")
            tables[code] = table
        return tables

    def _dimensions(
        self, tables: dict[str, _Table], indicators: tuple[Indicator, ...]
    ) -> tuple[Dimension, ...]:
        return tuple(self._dimension(code, table, indicators) for code, table in tables.items())

    def _dimension(self, code: str, table: _Table, indicators: tuple[Indicator, ...]) -> Dimension:
        positions = tuple(i for i, one in enumerate(indicators) if one.dimension == code)
        own = [indicators[position] for position in positions]
        if not own:
            raise table.fault(f"Dimensi {code} belum punya indikator.")
        aggregate = table.take("aggregate", str, "mean")
        if aggregate not in ("mean", "share_of_max"):
            raise table.fault("Isi aggregate harus mean atau share_of_max.", "aggregate")
        most = sum(indicator.highest_score for indicator in own)
        divisor = len(own) if aggregate == "mean" else most
        threshold = table.take_number("threshold")
        dimension = Dimension(
            code=code,
            name=table.take("name", str),
            share_of_max=aggregate == "share_of_max",
            threshold=threshold,
            decimals=table.take("decimals", int, 2),
            positions=positions,
            divisor=divisor,
            highest_sum=sum(indicator.highest_counted for indicator in own),
            sum_needed=None if threshold is None else _sum_needed(threshold, divisor),
            may_lack_index=any(indicator.may_break_index for indicator in own),
        )
        table.done()
        least = sum(indicator.lowest_score for indicator in own)
        if threshold is not None and not least / divisor < threshold <= most / divisor:
            reason = (
                f"Ambang {threshold} di luar jangkauan {least / divisor} sampai {most / divisor}."
            )
            raise table.fault(reason, "threshold")
        return dimension

    def _levels(self) -> tuple[Level, ...]:
        levels: list[Level] = []
        for table in self._many("level", required=False):
            level = Level(
                code=table.take_code(),
                order=table.take("order", int),
                label=table.take("label", str),
                colour=table.take("colour", str, "grey"),
            )
            table.done()
            if level.code in {other.code for other in levels}:
                raise table.fault(f"Kode tingkat {level.code} dipakai dua kali.", "code")
            if level.order in {other.order for other in levels}:
                raise table.fault(f"Urutan tingkat {level.order} dipakai dua kali.", "order")
            levels.append(level)
        return tuple(sorted(levels, key=lambda level: level.order))

    def _composite(self, dimensions: tuple[Dimension, ...], levels: set[str]) -> Composite | None:
        table = self._one("composite")
        if table is None:
            return None
        code = table.take_code()
        if code in {dimension.code for dimension in dimensions}:
            raise table.fault(f"Kode {code} dipakai dua kali.", "code")
        if table.take("aggregate", str, "mean") != "mean":
            raise table.fault("Isi aggregate harus mean.", "aggregate")
        composite = Composite(code, table.take("name", str), self._level_bands(table, levels))
        table.done()
        return composite

    def _level_bands(self, table: _Table, levels: set[str]) -> tuple[LevelBand, ...]:
        bands: list[LevelBand] = []
        before = -math.inf
        rows = table.rows("bands")
        for number, row in enumerate(rows):
            level = self._known_level(row, levels)
            above = row.take("above", float, -math.inf)
            up_to = row.take("up_to", float, math.inf)
            row.done()
            if above != before:
                word = "tumpang tindih" if above < before else "bercelah"
                raise row.fault(f"Pita tingkat {level} {word} dengan pita sebelumnya.")
            if up_to <= above or (up_to == math.inf) != (number == len(rows) - 1):
                raise row.fault(f"Batas pita tingkat {level} tidak urut.")
            bands.append(LevelBand(level, up_to))
            before = up_to
        if not bands:
            raise table.fault("Pita tingkat belum ada.", "bands")
        return tuple(bands)

    @staticmethod
    def _known_level(table: _Table, levels: set[str]) -> str:
        level = table.take("level", str)
        if level not in levels:
            raise table.fault(f"Tingkat {level} tidak dikenal.", "level")
        return level

    def _level_table(
        self, dimensions: tuple[Dimension, ...], levels: set[str]
    ) -> dict[tuple[PassState, ...], str | None] | None:
        table = self._one("level_table")
        if table is None:
            return None
        dimensions = tuple(one for one in dimensions if one.threshold is not None)
        if len(dimensions) > _MOST_DIMENSIONS_IN_TABLE:
            raise table.fault(f"[level_table] paling banyak {_MOST_DIMENSIONS_IN_TABLE} dimensi.")
        if not dimensions:
            raise table.fault("Belum ada dimensi yang punya threshold.")
        result: dict[tuple[PassState, ...], str | None] = {}
        for row in table.rows("rows"):
            states = tuple(_pass_state(row, dimension) for dimension in dimensions)
            if states in result:
                raise row.fault("Kombinasi ini sudah ada di baris lain.")
            no_level = row.data.get("level") == "none"
            result[states] = None if no_level else self._known_level(row, levels)
            row.data.pop("level", None)
            row.done()
        table.done()
        _check_combinations(table, dimensions, result)
        return result

    def _absent_level(self, levels: set[str]) -> tuple[str | None, Node | None]:
        table = self._one("absent_level")
        if table is None:
            return None, None
        level = self._known_level(table, levels)
        when = self._formula(table, "when", table.take("when", str), truth=True)
        table.done()
        return level, when

    # ---- steps

    def _steps(
        self, measures: tuple[Measure, ...], indicators: tuple[Indicator, ...]
    ) -> tuple[Step, ...]:
        measure_codes = {measure.code for measure in measures}
        indicator_codes = {indicator.code for indicator in indicators}
        steps: list[Step] = []
        for table in self._many("step", required=False):
            step = Step(
                code=table.take_code(),
                indicator=table.take("indicator", str),
                words=table.take("words", str),
                changes=tuple(_change(row, measure_codes) for row in table.rows("changes")),
            )
            table.done()
            if step.code in {other.code for other in steps}:
                raise table.fault(f"Kode langkah {step.code} dipakai dua kali.", "code")
            if step.indicator not in indicator_codes:
                raise table.fault(f"Indikator {step.indicator} tidak dikenal.", "indicator")
            if not step.changes:
                raise table.fault("Langkah belum mengubah ukuran apa pun.", "changes")
            steps.append(step)
        return tuple(steps)


def _insist_on_one_way(levels: tuple[Level, ...], *ways: object) -> None:
    """Levels come from a table or from a composite; without levels there is neither."""
    given = sum(way is not None for way in ways)
    if levels and given != 1:
        raise InstrumentInvalid(1, "Perlu tepat satu: [level_table] atau [composite].")
    if given and not levels:
        raise InstrumentInvalid(1, "Belum ada bagian [[level]].")


def sha256_of(text: str) -> str:
    """The fingerprint under which a definition is published."""
    return hashlib.sha256(text.encode()).hexdigest()


# Row, first value in the band, first value after it, the band.
_ReadBand = tuple[_Table, float, float, Band]


def _item(row: _Table) -> int:
    return row.item or 0


def _end_after(most: float | None, *, integer: bool) -> float:
    """The first value after the highest possible one: the next whole number or double."""
    if most is None:
        return math.inf
    return most + 1 if integer else math.nextafter(most, math.inf)


def _band_score(row: _Table) -> int | None:
    if row.data.get("score") == "none":
        del row.data["score"]
        return None
    score = row.take("score", int)
    if not 0 <= score <= 100:
        raise row.fault("Skor harus 0 sampai 100.")
    return score


def _integer_band(row: _Table, least: float | None, most: float | None) -> _ReadBand:
    """Inclusive whole bounds `from` and `to`; a missing one is open."""
    score = _band_score(row)
    low = row.take("from", int) if row.has("from") else None
    high = row.take("to", int) if row.has("to") else None
    text = row.take("text", str, _bounds_text(low, high))
    rule = row.take("rule", str, "")
    row.done()
    start = -math.inf if low is None else float(low)
    end = math.inf if high is None else float(high + 1)
    if low is None and least is not None:
        start = least
    if high is None:
        end = _end_after(most, integer=True)
    if start >= end:
        raise row.fault(f"Batas pita skor {text} terbalik.")
    return row, start, end, Band(score, start, text, rule)


def _decimal_band(row: _Table, least: float | None, most: float | None) -> _ReadBand:
    """Half-open bounds: more than `above`, at most `up_to`; a missing one is open."""
    score = _band_score(row)
    above, up_to = row.take_number("above"), row.take_number("up_to")
    text = row.take("text", str, f"> {above}" if up_to is None else f"≤ {up_to}")
    rule = row.take("rule", str, "")
    row.done()
    start = -math.inf if above is None else math.nextafter(above, math.inf)
    end = math.inf if up_to is None else math.nextafter(up_to, math.inf)
    if above is None and least is not None:
        start = least
    if up_to is None:
        end = _end_after(most, integer=False)
    if start >= end:
        raise row.fault(f"Batas pita skor {text} terbalik.")
    return row, start, end, Band(score, start, text, rule)


def _bounds_text(low: int | None, high: int | None) -> str:
    if low is None:
        return "semua" if high is None else f"≤ {high}"
    if high is None:
        return f"≥ {low}"
    return str(low) if low == high else f"{low}–{high}"


def _sum_needed(threshold: float, divisor: int) -> int:
    """The smallest whole sum whose quotient reaches the threshold as written in decimal."""
    exact = Decimal(repr(threshold)) * divisor
    return int(exact.to_integral_value(ROUND_CEILING))


def _pass_state(row: _Table, dimension: Dimension) -> PassState:
    if not row.has(dimension.code):
        raise row.fault(f"Baris belum menyebut dimensi {dimension.code}.")
    value = row.data.pop(dimension.code)
    if value == "none" and dimension.may_lack_index:
        return NO_INDEX
    if not isinstance(value, bool):
        can = "true, false, atau none" if dimension.may_lack_index else "true atau false"
        raise row.fault(f"Isi {dimension.code} harus {can}.")
    return 1 if value else 0


def _check_combinations(
    table: _Table,
    dimensions: tuple[Dimension, ...],
    listed: Mapping[tuple[PassState, ...], str | None],
) -> None:
    """Every combination that can occur must be listed, if only to say that it has no level."""
    possible = [(0, 1, NO_INDEX) if one.may_lack_index else (0, 1) for one in dimensions]
    words = ("false", "true", "none")
    for states in product(*possible):
        if states not in listed:
            shown = ", ".join(
                f"{dimension.code} {words[state]}"
                for dimension, state in zip(dimensions, states, strict=True)
            )
            raise table.fault(f"Kombinasi belum ada: {shown}.", "rows")


def _change(row: _Table, measures: set[str]) -> Change:
    measure = row.take("measure", str)
    if measure not in measures:
        raise row.fault(f"Ukuran {measure} tidak dikenal.")
    effects = [effect for effect in ("set", "add", "remove") if row.has(effect)]
    if len(effects) != 1:
        raise row.fault("Perlu tepat satu dari set, add, remove.")
    amount = row.take(effects[0], float)
    row.done()
    return Change(measure, cast("Any", effects[0]), amount)
