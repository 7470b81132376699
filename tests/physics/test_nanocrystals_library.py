"""The sample files: every number has a birth certificate, and guesses follow from their stated reasoning."""

import dataclasses
import tomllib
from importlib.resources import files

import pytest

from colase.citations import keys
from colase.constants import BOLTZMANN, HC
from colase.nanocrystals import NANOCRYSTALS, energy_sigma
from colase.quantity import quantities

FOLDER = files("colase.device") / "library"
FILES = sorted((f for f in FOLDER.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
SAMPLES = {f.name.removesuffix(".toml"): tomllib.loads(f.read_text(encoding="utf-8")) for f in FILES}
KINDS = {cls.__dataclass_fields__["kind"].default: cls for cls in NANOCRYSTALS}
UNITS = {"nm": 1e-9, "ns": 1e-9, "cm^2": 1e-4}

samples = pytest.mark.parametrize("name", SAMPLES)


def si(record):
    value = record["value"]
    if not isinstance(value, str):
        return value
    number, unit = value.split()
    return float(number) * UNITS[unit]


def test_the_five_papers_have_their_samples():
    assert {n.split("-")[0] for n in SAMPLES} == {
        "adachi2015",
        "azizov2025",
        "duan2022",
        "kersuzan2025",
        "lafalce2019",
    }


@samples
def test_every_value_says_where_it_comes_from(name):
    sample = SAMPLES[name]
    assert sample["reference"] == name.split("-")[0]
    records = {k: v for k, v in sample.items() if isinstance(v, dict)}
    assert set(sample) - set(records) == {"name", "kind", "reference"}
    for field, record in records.items():
        assert set(record) <= {"value", "error", "guess", "why", "note", "reference", "place"}, field
        if record.get("guess"):
            assert len(record["why"]) > 10, field
        else:
            assert record["reference"] in keys(), field
            assert len(record["place"]) > 5, field


@samples
def test_every_field_exists_is_given_and_within_bounds(name):
    sample = SAMPLES[name]
    cls = KINDS[sample["kind"]]
    fields = {f.name: f for f in dataclasses.fields(cls)}
    assert set(sample) <= set(fields)
    assert set(fields) - set(sample) <= {"lineshape_axis", "homogeneous_fwhm"}  # all else is said aloud
    declared = quantities(cls)
    values = {k: si(v) if k in declared else v["value"] for k, v in sample.items() if isinstance(v, dict)}
    for field, value in values.items():
        assert field not in declared or declared[field].allows(value), field
    assert cls(name=sample["name"], reference=sample["reference"], **values).volume > 0


@samples
def test_guessed_stokes_shifts_are_what_detailed_balance_demands(name):
    """All samples by one rule: s²/kT of the whole width at 295 K."""
    sample = SAMPLES[name]
    emission, absorption = si(sample["emission_wavelength"]), si(sample["absorption_wavelength"])
    demanded = energy_sigma(emission, si(sample["fwhm"])) ** 2 / (BOLTZMANN * 295)
    assert HC / absorption - HC / emission == pytest.approx(demanded, rel=0.02)


@samples
def test_biexcitons_radiate_twice_as_fast_as_excitons(name):
    """η_XX/τ_XX = 2 η_X/τ_X, the ratio of emission in the ladder; one of the four follows from the others."""
    sample = SAMPLES[name]
    fast = sample["quantum_yield_xx"]["value"] / si(sample["tau_xx"])
    slow = sample["quantum_yield_x"]["value"] / si(sample["tau_x"])
    assert fast / slow == pytest.approx(2, rel=0.02)


@pytest.mark.parametrize(
    ("name", "field", "printed"),
    [
        ("duan2022-npl", "emission_wavelength", 655e-9),
        ("duan2022-npl", "fwhm", 18e-9),
        ("duan2022-npl", "sigma_pump_wavelength", 532e-9),
        ("azizov2025-npl", "emission_wavelength", 641e-9),
        ("azizov2025-npl", "sigma_abs", 2 * 4.32e-19),
        ("azizov2025-npl", "thickness", 7e-9),
        ("adachi2015-inorganic", "tau_xx", 0.7e-9),
        ("adachi2015-organic", "emission_wavelength", 630e-9),
        ("lafalce2019-qd", "diameter", 7.5e-9),
        ("lafalce2019-qd", "fwhm", 25e-9),
        ("lafalce2019-qd", "emission_wavelength", 630e-9),
        ("kersuzan2025-qs3", "sigma_pump_wavelength", 532e-9),
    ],
)
def test_printed_values(name, field, printed):
    assert si(SAMPLES[name][field]) == pytest.approx(printed)
