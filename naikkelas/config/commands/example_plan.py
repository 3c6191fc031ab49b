"""The roadmap of the example: an invented catalogue, means and plan, all marked as such."""

from naikkelas.accounts.models import User
from naikkelas.classification.queries import instrument_of
from naikkelas.lib.actors import Actor
from naikkelas.roadmap import actions, queries
from naikkelas.roadmap.models import Scenario, StepState
from naikkelas.roadmap.rules import catalogue_file
from naikkelas.roadmap.rules.means import MeansData, Mentors, Money
from naikkelas.roadmap.rules.modes import SOURCES

CATALOGUE = "katalog-kampung-kb"
SEED = 37
SECONDS = 6.0
YEARLY = {
    "apbd": (45e6, 45e6, 50e6, 50e6, 55e6),
    "apbn": (15e6, 15e6, 15e6, 20e6, 20e6),
    "dana_desa": (36e6, 36e6, 40e6, 40e6, 44e6),
}
OTHERS = (5e6,) * 5
SEATS = (40.0, 40.0, 40.0, 48.0, 48.0)
MENTORS, DAYS_EACH = 1, 24.0
BEGUN = (
    (StepState.DONE, "Contoh: selesai pada kunjungan pertama."),
    (StepState.RUNNING, "Contoh: sedang berjalan."),
    (StepState.FAILED, "Contoh: peserta belum cukup, dicoba lagi."),
    (StepState.DONE, "Contoh: selesai bersama desa."),
)
WEIGHTS = {"dasar": 0.0, "berkembang": 1.0, "mandiri": 2.0, "berkelanjutan": 3.0}


def make_plan(kabupaten_code: str, start_year: int, *, by: User) -> Scenario:
    """Catalogue, means and one scenario, computed and put in force; nothing twice."""
    found = queries.in_force(kabupaten_code)
    if found is not None:
        return found
    _save_inputs(kabupaten_code, start_year, by)
    scenario = actions.request_scenario(
        kabupaten_code,
        by=by,
        name=f"Rencana contoh {start_year}",
        seconds=SECONDS,
        seed=SEED,
        reason="Contoh untuk mencoba.",
        is_example=True,
    )
    actions.compute(scenario, by=by)
    scenario = actions.put_in_force(scenario, by=by)
    _begin(scenario, by)
    return scenario


def _begin(scenario: Scenario, by: Actor) -> None:
    """A few steps that have begun, so that there is something to see."""
    steps = list(scenario.steps.select_related("kampung")[: len(BEGUN)])
    for step, (state, note) in zip(steps, BEGUN, strict=False):
        actions.change_step(step, state=state, note=note, by=by)


def _save_inputs(kabupaten_code: str, start_year: int, by: Actor) -> None:
    text = catalogue_file.builtin_text(CATALOGUE, instrument_of(kabupaten_code))
    actions.save_catalogue(kabupaten_code, text, by=by, note="katalog bawaan", is_example=True)
    sources = queries.catalogue_of(kabupaten_code).sources
    data = MeansData(
        start_year=start_year,
        years=len(SEATS),
        money=tuple(Money(one, SOURCES.get(one, one), YEARLY.get(one, OTHERS)) for one in sources),
        seats=SEATS,
        mentors=tuple(
            Mentors(code, name, MENTORS, DAYS_EACH)
            for code, name in queries.kecamatan_of(kabupaten_code).items()
        ),
        weights=WEIGHTS,
        assumed=True,
    )
    actions.save_means(kabupaten_code, data, by=by, note="angka contoh", is_example=True)
