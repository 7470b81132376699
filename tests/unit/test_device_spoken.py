"""Names of settings in sentences."""

import pytest

from colase.device import load
from colase.device.spoken import spoken


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("cavity.coating_thickness", "coating thickness"),
        ("cavity.thickness", "thickness"),
        ("gain.nanocrystal.thickness", "nanocrystal thickness"),
        ("gain.nanocrystal.fwhm", "nanocrystal fwhm"),
        ("pump.pulse.fwhm", "pulse fwhm"),
        ("pump.wavelength", "pump wavelength"),
        ("gain.nanocrystal.sigma_abs", "sigma abs"),
        ("cavity.second.coating_index", "second coating index"),
        ("title", "title"),
    ],
)
def test_a_setting_is_named_by_its_last_word_unless_tables_share_it(path, name):
    assert spoken(path) == name


@pytest.mark.parametrize(
    "preset", ["duan2022-microsphere", "adachi2015-dfb", "duan2022-vernier", "kersuzan2025-parabolic"]
)
def test_guesses_of_a_device_have_names_of_their_own(preset):
    names = [spoken(path) for path in load(preset).guessed]
    assert len(names) == len(set(names))
