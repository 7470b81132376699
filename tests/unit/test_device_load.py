"""Presets, files and short forms: what a device file means."""

import math
import os

import pytest

from colase import device as room
from colase.cavity import Cavity
from colase.device import load, loads
from colase.device.describe import members, tag
from colase.device.schema import read_sample
from colase.errors import InputError
from colase.gain import Electronic, GaussianPulse, InstantPulse, StokesShifted
from colase.materials import ConstantIndex

PRESET = "duan2022-microsphere"

SMALL = """
[cavity]
kind = "microsphere"
core_diameter = "20 um"
core = 1.45
coating_thickness = "490 nm"
coating_index = 1.76
q_scattering = 4200
[gain]
nanocrystal = "duan2022-npl"
model = "stokes-shifted"
packing_fraction = 0.5
[pump]
wavelength = "532 nm"
"""


def test_the_preset_is_the_published_device():
    device = load(PRESET)
    assert device.cavity.core_diameter == 20e-6
    assert device.cavity.coating_thickness == 490e-9
    assert device.cavity.coating_index == ConstantIndex(1.76)
    assert device.cavity.q_scattering == 4200
    assert device.pump.wavelength == 532e-9
    assert device.pump.pulse == GaussianPulse(fwhm=1e-9)
    assert device.pump.repetition_rate == 60
    assert (device.pump.fluence.start, device.pump.fluence.stop) == (3e-3, 3.5)
    assert (device.modes.start, device.modes.stop) == (600e-9, 700e-9)
    assert device.gain.model == StokesShifted()
    assert device.gain.nanocrystal.emission_wavelength == 655e-9
    assert device.reference == "duan2022"
    assert device.source == room.preset_text(PRESET)


def test_silica_of_the_preset_has_the_index_of_malitson():
    """Malitson 1965 by its printed Sellmeier formula, at 589.3 nm."""
    um = 0.5893
    terms = ((0.6961663, 0.0684043), (0.4079426, 0.1162414), (0.8974794, 9.896161))
    n = math.sqrt(1 + sum(b * um**2 / (um**2 - c**2) for b, c in terms))
    assert load(PRESET).cavity.core.index(um * 1e-6) == pytest.approx(n, rel=1e-9)


@pytest.mark.parametrize("name", room.presets())
def test_every_value_of_a_preset_has_a_source_or_is_a_guess(name):
    """Settings of the calculation (sweep, window, kinds) are no values of a paper."""
    device = load(name)
    for path, birth in device.provenance.items():
        numbers = path.startswith(("cavity.", "gain.", "instrument.", "pump.wavelength", "pump.pulse."))
        if (
            not numbers
            or path.endswith((".kind", ".shape", ".name", ".reference"))
            or path == "gain.nanocrystal"
        ):
            continue
        assert (birth.guess and birth.why) or (birth.reference and birth.place), path


@pytest.mark.parametrize("name", room.samples())
def test_every_sample_of_the_library_loads(name):
    sample = read_sample(name)
    assert sample.thing.volume > 0
    device = loads(SMALL.replace("duan2022-npl", name))
    assert device.gain.nanocrystal == sample.thing
    assert device.provenance["gain.nanocrystal"].written == name


def test_provenance_follows_the_classes():
    births = load(PRESET).provenance
    assert births["cavity.coating_index"].guess
    assert births["cavity.coating_index"].why
    assert births["gain.packing_fraction"].error == 0.1
    assert births["cavity.q_scattering"].note == "measured linewidth, taken as the total loss"
    assert births["pump.pulse.fwhm"].written == "1 ns"
    assert births["gain.nanocrystal.fwhm"].place
    assert "lossless" in births["cavity.core"].note
    assert "cavity.degeneracy" not in births


def test_guesses_are_listed():
    assert "cavity.coating_index" in load(PRESET).guessed
    assert "cavity.coating_thickness" not in load(PRESET).guessed


def test_what_is_left_out_has_its_default_and_says_so():
    device = loads(SMALL)
    crystal = device.gain.nanocrystal
    assert device.title == "device"
    assert device.pump.pulse == InstantPulse()
    assert device.cavity.surroundings == ConstantIndex(1.0)
    assert device.modes.start == crystal.absorption_wavelength - 30e-9
    assert device.modes.stop == crystal.emission_wavelength + 45e-9
    assert device.modes.radial_max == 5
    rows = {row["path"]: row for row in room.check(device)}
    for path in ("modes.from", "modes.to", "modes.radial_max", "pump.pulse.shape", "cavity.surroundings"):
        assert rows[path]["status"] == "default", path
    assert "absorption" in rows["modes.from"]["source"]


def test_a_sample_can_be_changed():
    text = SMALL.replace('"duan2022-npl"', '{ like = "duan2022-npl", sigma_pump = "4e-14 cm^2" }')
    device, plain = loads(text), loads(SMALL)
    assert device.gain.nanocrystal.sigma_pump == 4e-18
    assert device.gain.nanocrystal.sigma_abs == plain.gain.nanocrystal.sigma_abs
    assert not device.provenance["gain.nanocrystal.sigma_pump"].guess
    assert device.provenance["gain.nanocrystal.tau_x"] == plain.provenance["gain.nanocrystal.tau_x"]


def test_a_nanocrystal_can_stand_in_the_file():
    table = """{ kind = "quantum-dot", diameter = "8 nm", absorption_wavelength = "620 nm",
        emission_wavelength = "630 nm", biexciton_wavelength = "634 nm", fwhm = "25 nm",
        sigma_abs = "5e-15 cm^2", sigma_pump = "1e-14 cm^2", sigma_pump_wavelength = "532 nm",
        tau_x = "20 ns", tau_xx = "0.5 ns" }"""
    crystal = loads(SMALL.replace('"duan2022-npl"', " ".join(table.split()))).gain.nanocrystal
    assert crystal.volume == pytest.approx(math.pi / 6 * 8e-9**3)
    assert crystal.name == "quantum-dot"


def test_short_and_long_forms_mean_the_same():
    long = SMALL.replace('model = "stokes-shifted"', 'model = { kind = "stokes-shifted" }')
    assert loads(long) == loads(SMALL)
    electronic = loads(SMALL.replace("stokes-shifted", "electronic"))
    assert electronic.gain.model == Electronic()
    assert loads(SMALL + 'pulse = "instant"').pump.pulse == InstantPulse()


@pytest.mark.parametrize(
    ("written", "value", "error"),
    [
        ('"20 +/- 1 um"', 20e-6, 1e-6),
        ('{ value = "20 um", error = "500 nm" }', 20e-6, 5e-7),
        ('{ value = "20 um", error = "5 %" }', 20e-6, 1e-6),
        ('{ value = "20 +/- 1 um", note = "n" }', 20e-6, 1e-6),
        ('{ value = "20 um" }', 20e-6, None),
    ],
)
def test_values_with_errors(written, value, error):
    device = loads(SMALL.replace('core_diameter = "20 um"', f"core_diameter = {written}"))
    assert device.cavity.core_diameter == value
    assert device.provenance["cavity.core_diameter"].error == (error and pytest.approx(error))


def test_pure_numbers_and_temperatures():
    text = SMALL.replace("packing_fraction = 0.5", 'packing_fraction = "50 %"\ntemperature = "25 degC"')
    assert loads(text).gain.packing_fraction == 0.5
    assert loads(text).gain.temperature == 298.15
    warm = text.replace('"25 degC"', '{ value = "25 degC", error = "2 degC" }')
    assert loads(warm).provenance["gain.temperature"].error == 2.0


def test_files_load_by_path(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(SMALL, encoding="utf-8-sig")
    assert load(path) == load(str(path))
    assert load(path).title == "mine"
    os.symlink(path, tmp_path / "link.toml")
    assert load(tmp_path / "link.toml").cavity == load(path).cavity


def test_a_preset_is_found_beside_a_folder_of_its_name(tmp_path, monkeypatch):
    (tmp_path / PRESET).mkdir()
    monkeypatch.chdir(tmp_path)
    assert load(PRESET).reference == "duan2022"


def test_a_misspelt_preset_names_the_nearest():
    with pytest.raises(InputError, match=f'no such preset or file. Did you mean "{PRESET}"'):
        load("duan2022-microspher")
    with pytest.raises(InputError, match="no such preset"):
        room.preset_text("nothing like it")


KINDS = [tag(cavity) for cavity in members(Cavity)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_cavity_has_a_file_to_start_from(kind):
    device = loads(room.template(kind), "template.toml")
    assert device.cavity.kind == kind
    assert device.title.startswith("My ")


def test_a_misspelt_cavity_to_start_from_names_the_nearest():
    with pytest.raises(InputError, match='Did you mean "film"'):
        room.template("flim")


def test_check_lists_every_input_once():
    rows = room.check(load(PRESET))
    paths = [row["path"] for row in rows]
    assert len(paths) == len(set(paths))
    assert {"cavity.core", "gain.nanocrystal.sigma_abs", "pump.fluence.from", "modes.radial_max"} <= set(
        paths
    )
    by_path = {row["path"]: row for row in rows}
    assert by_path["cavity.coating_thickness"] == {
        "path": "cavity.coating_thickness",
        "meaning": "thickness of the nanocrystal coat",
        "value": "0.49",
        "unit": "um",
        "status": "given",
        "source": "duan2022, section 2.2 and figure 2e-f, about 490 nm",
    }
    assert by_path["cavity.coating_index"]["status"] == "guess"
    assert by_path["gain.nanocrystal.kind"]["source"] == "sample duan2022-npl"
    assert max(map(len, str(rows).splitlines())) <= 80


def test_check_is_readable_for_any_device():
    assert "[pump]" in str(room.check(loads(SMALL)))
