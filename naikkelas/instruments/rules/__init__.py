"""Instruments without Django: definitions in TOML, and the engine that scores by them."""

from naikkelas.instruments.rules.builtin import THEME_PREFIX as THEME_PREFIX
from naikkelas.instruments.rules.builtin import all_ids as all_ids
from naikkelas.instruments.rules.builtin import builtin as builtin
from naikkelas.instruments.rules.builtin import builtin_ids as builtin_ids
from naikkelas.instruments.rules.builtin import builtin_text as builtin_text
from naikkelas.instruments.rules.builtin import theme_ids as theme_ids
from naikkelas.instruments.rules.instrument import Instrument as Instrument
from naikkelas.instruments.rules.instrument import Measure as Measure
from naikkelas.instruments.rules.loading import InstrumentInvalid as InstrumentInvalid
from naikkelas.instruments.rules.loading import load as load
from naikkelas.instruments.rules.scoring import Score as Score
from naikkelas.instruments.rules.scoring import Scorecard as Scorecard
from naikkelas.instruments.rules.scoring import Scores as Scores
from naikkelas.instruments.rules.scoring import levels_from_scores as levels_from_scores
from naikkelas.instruments.rules.scoring import score_columns as score_columns
from naikkelas.instruments.rules.scoring import score_indicator as score_indicator
from naikkelas.instruments.rules.scoring import score_one as score_one
