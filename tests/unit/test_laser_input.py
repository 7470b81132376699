"""What the laser room refuses, and the sentence it says."""

import sys
from pathlib import Path

import numpy as np
import pytest

from colase.errors import InputError, PhysicsError
from colase.gain import GainMedium, StokesShifted
from colase.laser import Pump, threshold
from colase.laser.absorption import pump_conversion

sys.path.insert(0, str(Path(__file__).parents[1] / "physics"))
from toy_laser import DOT, ToyCavity, toy_medium, toy_modes

PUMP = Pump(wavelength=532e-9)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("q_factor", np.nan),
        ("q_factor", 0.0),
        ("q_factor", -5.0),
        ("q_factor", np.inf),
        ("q_scattering", -1.0),
        ("gain_confinement", -0.1),
        ("gain_index", 0.0),
        ("degeneracy", 0.0),
        ("wavelength", np.nan),
    ],
)
def test_nonsense_in_a_mode_is_named(name, value):
    modes = toy_modes([650e-9, 655e-9])
    modes[name][1] = value
    with pytest.raises(InputError, match=f"{name} of TE l=163 q=1 is {value:g}"):
        threshold(modes, toy_medium(), ToyCavity(), PUMP)


def test_total_q_must_be_the_sum_of_its_parts():
    modes = toy_modes([650e-9], q_factor=4000.0)
    with pytest.raises(InputError, match="differs from"):
        threshold(modes, toy_medium(), ToyCavity(), PUMP)


def test_missing_variable_and_empty_window():
    modes = toy_modes([650e-9])
    with pytest.raises(InputError, match="degeneracy"):
        threshold(modes.drop_vars("degeneracy"), toy_medium(), ToyCavity(), PUMP)
    with pytest.raises(InputError, match="no mode"):
        threshold(modes.isel(mode=slice(0)), toy_medium(), ToyCavity(), PUMP)


def test_zero_density_and_no_volume():
    with pytest.raises(InputError, match="number_density"):
        GainMedium(nanocrystal=DOT, model=StokesShifted(), number_density=0.0)
    with pytest.raises(InputError, match="positive density and volume"):
        threshold(toy_modes([650e-9]), toy_medium(), ToyCavity(volume=0.0), PUMP)


def test_pump_that_is_not_absorbed():
    with pytest.raises(InputError, match="absorbs nothing at the pump"):
        threshold(toy_modes([650e-9]), toy_medium(sigma_pump=0.0), ToyCavity(), PUMP)
    with pytest.raises(PhysicsError, match="positive cross section"):
        threshold(toy_modes([650e-9]), toy_medium(), ToyCavity(shading=-1.0), PUMP)


def test_cross_section_of_another_wavelength_is_remarked():
    same = pump_conversion(toy_medium(), ToyCavity(), PUMP)
    other = pump_conversion(toy_medium(), ToyCavity(), Pump(wavelength=515e-9))
    assert same.notes == ()
    assert "515 nm" in other.notes[0]
    assert "532 nm" in other.describe()


def test_q_beyond_every_absorption_is_nothing_special():
    modes = toy_modes([655e-9], q_scattering=1e25, q_radiative=np.inf)
    found = threshold(modes, toy_medium(), ToyCavity(), PUMP, verify=False)
    assert found.lases
    assert 0 < found.photons_per_nanocrystal < 1.3


def test_a_mode_without_confinement_never_lases():
    found = threshold(toy_modes([655e-9], gain_confinement=0.0), toy_medium(), ToyCavity(), PUMP)
    assert not found.lases
    assert float(found.data["gain_over_loss"][0]) == 0.0
