"""Saturable gain of azizov2025: the repaired equation 4, and its place among the other models."""

from dataclasses import replace

import numpy as np
import pytest
from catalog import NANOCRYSTALS
from toy_laser import ToyCavity, toy_medium, toy_modes

from colase import laser
from colase.constants import HC
from colase.errors import InputError, PhysicsError
from colase.gain import (
    ExcitonLadder,
    GainMedium,
    GaussianPulse,
    InstantPulse,
    SaturableGain,
    SquarePulse,
    driven_populations,
    flash_populations,
    gain_spectrum,
    net_gain,
    saturation,
)

DOT = NANOCRYSTALS["quantum-dot"]


def medium(model, crystal=DOT):
    return GainMedium(nanocrystal=crystal, model=model, number_density=1e23)


def test_equation_4_saturates_and_is_linear_below():
    x = np.array([1e-6, 1.0, 1e6])
    assert saturation(x) == pytest.approx([1e-6, 0.5, 1.0], rel=1e-5)
    assert saturation(x, "exponential") == pytest.approx([1e-6, 1 - np.exp(-1), 1.0], rel=1e-5)
    gain = net_gain(
        x * 0.08, confinement=0.8, sigma_e=4.32e-19, density=6.26e22, saturation_fluence=0.08, loss=6e3
    )
    assert gain[1] == pytest.approx(0.8 * 0.5 * 4.32e-19 * 6.26e22 - 6e3)
    assert (np.diff(saturation(np.linspace(0, 50, 400))) > 0).all()  # never beyond its limit, never negative
    with pytest.raises(InputError, match="at least zero"):
        saturation(-0.1)


def test_the_model_gives_the_same_gain_as_the_equation():
    model = SaturableGain(sigma_e=4.32e-19, saturation_fluence=0.08)
    fluence = np.array([0.02, 0.08, 0.5])
    photons = fluence * DOT.sigma_pump * DOT.sigma_pump_wavelength / HC
    spectrum = gain_spectrum(medium(model), [DOT.emission_wavelength], photons)
    wanted = net_gain(fluence, confinement=1.0, sigma_e=4.32e-19, density=1e23, saturation_fluence=0.08)
    assert spectrum.data.material_gain.values[:, 0] == pytest.approx(wanted, rel=1e-12)


def test_both_saturation_laws_are_limits_of_a_two_level_ladder():
    """A flash gives 1 - e^-x with x = N; a pump much longer than the lifetime x/(1 + x) with x = R τ."""
    ladder = ExcitonLadder(table="platelet", sites=1, most_excitons=1)
    flash = flash_populations(medium(ladder), [0.3, 2.0])[:, 1]
    assert flash == pytest.approx(saturation([0.3, 2.0], "exponential"), rel=1e-12)
    length = 50 * DOT.tau_x
    photons = np.array([0.3, 2.0]) * length / DOT.tau_x
    steady = driven_populations(medium(ladder), SquarePulse(duration=length), photons, [length])[:, 0, 1]
    assert steady == pytest.approx(saturation([0.3, 2.0], "hyperbolic"), rel=1e-8)


def test_populations_follow_from_the_fluence_whatever_the_pulse():
    m = medium(SaturableGain(saturation_fluence=0.05))
    time = np.array([-1e-9, 0.0, 5e-9])
    found = [
        driven_populations(m, pulse, [0.5, 1.0], time)[:, -1]
        for pulse in (InstantPulse(), GaussianPulse(fwhm=0.4e-9))
    ]
    assert found[0] == pytest.approx(found[1])
    assert driven_populations(m, InstantPulse(), 0.5, time)[0] == pytest.approx([1, 0])
    default = medium(SaturableGain())
    assert flash_populations(default, 1.0) == pytest.approx([0.5, 0.5])  # F_s: one photon each
    with pytest.raises(InputError, match="no fluence saturates"):
        SaturableGain(saturation_fluence=0.1).saturation_photons(replace(DOT, sigma_pump=0.0))


def test_its_threshold_is_a_closed_form_and_it_has_no_light_curve():
    modes, cavity = toy_modes([toy_medium().nanocrystal.emission_wavelength]), ToyCavity()
    pump = laser.Pump(wavelength=532e-9, pulse=GaussianPulse(fwhm=1e-9))
    m = toy_medium(SaturableGain(saturation_fluence=0.05, sigma_e=6e-20))
    found = laser.threshold(modes, m, cavity, pump)
    needed = float(found.data.required_gain[0]) / (m.density * 6e-20)
    share = needed / (1 - needed)
    assert found.fluence == pytest.approx(0.05 * share, rel=1e-6)
    with pytest.raises(PhysicsError, match="no light curve"):
        laser.light_curve(modes, m, cavity, pump, laser.Instrument(), found)
