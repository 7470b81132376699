"""Changing a device, and writing it down so that reading gives it back."""

import copy
import dataclasses
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from colase import device as room
from colase.device import load, loads, replace, to_toml
from colase.errors import InputError
from colase.gain import Electronic, GaussianPulse, SquarePulse
from colase.materials import ConstantIndex, TabulatedIndex

PRESET = "duan2022-microsphere"


@pytest.mark.parametrize("name", room.presets())
def test_a_written_preset_reads_back_as_itself(name):
    device = load(name)
    assert loads(to_toml(device)) == device


def test_the_template_reads_back_as_itself():
    device = loads(room.template())
    assert loads(to_toml(device), "device") == device


CHANGES = {
    "cavity.coating_thickness": 600e-9,
    "cavity.core": 1.5,
    "cavity.surroundings": "1.33",
    "cavity.coating_index": 1.8 + 0.001j,
    "cavity.q_scattering": 1e4,
    "gain.nanocrystal.sigma_pump": "4e-14 cm^2",
    "gain.nanocrystal.homogeneous_fwhm": 10e-9,
    "gain.packing_fraction": "40 %",
    "gain.temperature": "25 degC",
    "gain.model": "electronic",
    "pump.pulse": {"shape": "square", "duration": "3 ns"},
    "pump.fluence.from": 2e-3,
    "pump.fluence.points": np.int64(7),
    "pump.fluence": None,
    "modes.radial_max": 3,
    "modes.from": np.float64(610e-9),
    "cavity.degeneracy": "equatorial",
    "gain.nanocrystal": "azizov2025-npl",
    "gain.nanocrystal.sigma_high": None,
    "instrument": None,
    "title": 'A "quoted" \\ title\nof two lines \x7f',
}


@pytest.mark.parametrize("path", CHANGES)
def test_a_changed_device_reads_back_as_itself(path):
    device = load(PRESET)
    changed = replace(device, {path: CHANGES[path]})
    assert changed != device
    assert loads(changed.source) == changed
    assert device == load(PRESET)


@pytest.mark.parametrize("name", room.samples())
def test_every_sample_reads_back_as_itself(name):
    device = replace(load(PRESET), {"gain.nanocrystal": name})
    assert f'nanocrystal = "{name}"' in device.source
    assert loads(device.source) == device
    copied = replace(load(PRESET), {"gain.nanocrystal": {"like": name, "fwhm": "20 nm"}})
    assert f'nanocrystal = {{ like = "{name}", fwhm = "20 nm" }}' in copied.source
    inline = dataclasses.replace(
        device, provenance={k: p for k, p in device.provenance.items() if k != "gain.nanocrystal"}
    )
    assert loads(to_toml(inline)) == inline


def test_all_changes_at_once():
    one_by_one = load(PRESET)
    for path, value in CHANGES.items():
        one_by_one = replace(one_by_one, {path: value})
    together = replace(load(PRESET), CHANGES)
    assert dataclasses.replace(together, provenance={}) == dataclasses.replace(one_by_one, provenance={})
    assert loads(together.source) == together


def test_numbers_are_si_and_texts_have_units():
    device = load(PRESET)
    assert (
        replace(device, {"cavity.coating_thickness": 600e-9}).cavity
        == replace(device, {"cavity.coating_thickness": "600 nm"}).cavity
    )
    assert replace(device, {"pump.fluence.to": 0.5}).pump.fluence.stop == 0.5
    assert replace(device, {"pump.fluence.stop": 0.5}) == replace(device, {"pump.fluence.to": 0.5})


def test_a_change_says_what_it_changed():
    changed = replace(load(PRESET), {"cavity.coating_index": 1.8, "cavity.coating_thickness": 6e-7})
    birth = changed.provenance["cavity.coating_index"]
    assert (birth.written, birth.guess, birth.note) == ("1.8", False, "changed from 1.76")
    assert changed.provenance["cavity.coating_thickness"].written == "600 nm"
    assert changed.provenance["cavity.coating_thickness"].note == "changed from 490 nm"
    assert "cavity.coating_index" not in changed.guessed
    assert 'coating_thickness = { value = "600 nm", note = "changed from 490 nm" }' in changed.source


def test_a_changed_sample_names_what_differs():
    changed = replace(load(PRESET), {"gain.nanocrystal.sigma_pump": 4e-18})
    (line,) = (line for line in changed.source.splitlines() if line.startswith("nanocrystal"))
    assert 'like = "duan2022-npl"' in line
    assert 'sigma_pump = { value = "4e-14 cm^2"' in line
    assert "sigma_abs" not in line


def test_a_derived_window_follows_the_nanocrystal():
    device = loads(room.template())
    red = replace(device, {"gain.nanocrystal.emission_wavelength": 665e-9})
    assert red.modes.stop == device.modes.stop + 10e-9
    fixed = replace(device, {"modes.radial_max": 2})
    assert (fixed.modes.start, fixed.modes.stop) == (device.modes.start, device.modes.stop)


def test_density_for_packing():
    device = replace(load(PRESET), {"gain.packing_fraction": None, "gain.number_density": 1e24})
    assert device.gain.density == 1e24
    assert loads(device.source) == device


def test_objects_are_taken_as_they_are():
    device = load(PRESET)
    assert replace(device, {"pump.pulse": SquarePulse(duration=1e-9)}).pump.pulse == SquarePulse(
        duration=1e-9
    )
    assert replace(device, {"gain.model": Electronic()}).gain.model == Electronic()
    film = TabulatedIndex((400e-9, 800e-9), (1.8, 1.7), (0.1, 0.0), "film")
    changed = replace(device, {"cavity.coating_index": film})
    assert changed.cavity.coating_index == film
    assert loads(changed.source) == changed
    assert replace(device, {"cavity.core": ConstantIndex(1.4)}).cavity.core == ConstantIndex(1.4)


def test_a_table_from_a_file_stands_in_the_text(tmp_path):
    (tmp_path / "film.csv").write_text("wavelength (nm), n, k\n500, 1.8, 0.03\n800, 1.7, 0\n")
    line = next(line for line in room.preset_text(PRESET).splitlines() if line.startswith("coating_index"))
    text = room.preset_text(PRESET).replace(line, 'coating_index = { file = "film.csv", note = "measured" }')
    device = loads(text, "x", tmp_path)
    assert loads(to_toml(device)) == device


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"cavity.raduis": 1}, 'cavity.raduis": no such setting.'),
        ({"cavity.coating": 1}, 'Did you mean "cavity.coating_index"'),
        ({"gain.nanocrystal.sigma_pumb": 1}, 'Did you mean "gain.nanocrystal.sigma_pump"'),
        ({"cavity.core.n": 1}, "no such setting"),
        ({"": 1}, "no such setting"),
        (
            {"cavity.coating_thickness": -1e-9},
            r'\[cavity\] coating_thickness = "-1 nm": must be at least 1 nm',
        ),
        ({"cavity.coating_thickness": float("nan")}, "finite"),
        ({"cavity.coating_thickness": "600"}, "write the unit"),
        ({"cavity.coating_thickness": 15e-6}, "more than the core radius"),
        ({"cavity.coating_thickness": True}, "a number with its unit"),
        ({"cavity.coating_thickness": None}, "cannot be left out"),
        ({"gain.packing_fraction": None}, "give either"),
        ({"pump.pulse.shape": "square"}, "give the whole table"),
        ({"pump.pulse.fwhm": "1 um"}, "this is a length"),
        ({"pump.pulse": "square"}, "pulse.duration is missing"),
        ({"cavity.core": "main/SiO2/Nyakuchena"}, "known from 1100"),
        ({"gain.nanocrystal.diameter": 1e-9}, "no such setting for a nanoplatelet"),
        ({"cavity.q_scattering": 0.5, "gain.temperature": -3.0}, "temperature"),
    ],
)
def test_a_change_that_cannot_be(changes, said):
    with pytest.raises(InputError, match=said):
        replace(load(PRESET), changes)


@given(st.floats(1e-9, 9.9e-6), st.floats(1.0001, 1e20), st.floats(1e-22, 1e-15))
@settings(max_examples=30, derandomize=True, deadline=None)
def test_any_float_survives_the_text(thickness, q_factor, sigma):
    changed = replace(
        load(PRESET),
        {
            "cavity.coating_thickness": thickness,
            "cavity.q_scattering": q_factor,
            "gain.nanocrystal.sigma_abs": sigma,
        },
    )
    assert changed.cavity.coating_thickness == thickness
    assert changed.gain.nanocrystal.sigma_abs == sigma
    assert loads(changed.source) == changed


def test_a_device_travels_to_another_process():
    device = load(PRESET)
    for copied in (pickle.loads(pickle.dumps(device)), copy.deepcopy(device)):
        assert copied == device
        assert copied.source == device.source
        with pytest.raises(TypeError):
            copied.provenance["x"] = None


def test_a_device_prints_itself_in_short():
    device = load(PRESET)
    assert str(device).startswith("Nanoplatelet-coated silica microsphere, 20 um  duan2022\n[cavity]\n")
    assert "core_diameter" in device._repr_html_()
    assert "Provenance" not in repr(device)


def test_a_device_built_in_code_can_be_written():
    made = dataclasses.replace(
        load(PRESET),
        provenance={},
        source="",
        pump=dataclasses.replace(load(PRESET).pump, pulse=GaussianPulse(fwhm=3e-9)),
    )
    assert dataclasses.replace(loads(to_toml(made)), provenance={}) == made
