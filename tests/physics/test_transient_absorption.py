"""Transient absorption: its definition, its limits, and the shortening of the decay by emission."""

from dataclasses import replace

import numpy as np
import pytest
from catalog import NANOCRYSTALS
from scipy.optimize import brentq

from colase.constants import HC
from colase.errors import InputError, PhysicsError
from colase.gain import (
    ExcitonLadder,
    GainMedium,
    GaussianPulse,
    SaturableGain,
    StimulatedDecay,
    StokesShifted,
    gain_threshold,
    material_gain,
    poisson,
    thin_film_photons,
    transient_absorption,
    transparency_photons,
)
from colase.nanocrystals import energy_sigma

DOT = NANOCRYSTALS["quantum-dot"]
LAM = np.linspace(610e-9, 680e-9, 141)
LADDER = ExcitonLadder(table="2e2h", most_excitons=14)


def medium(model=LADDER, crystal=DOT):
    return GainMedium(nanocrystal=crystal, model=model, number_density=2e24)


def test_absorbance_and_bleach_are_one_and_the_same_gain():
    found = transient_absorption(medium(), LAM, [0.0, 1e-12], [0.0, 0.5, 4.0], thickness=120e-9).data
    gain = material_gain(medium(), LAM, poisson([0.0, 0.5, 4.0], 15))
    assert found.absorbance.values[:, 0] == pytest.approx(-gain * 120e-9 / np.log(10), rel=1e-12)
    change = found.absorbance - found.absorbance_unpumped
    assert (-change / found.absorbance_unpumped).values == pytest.approx(
        found.bleach.values, rel=1e-9, abs=1e-9
    )
    assert abs(found.bleach.values[0]).max() < 1e-12  # no pump, no bleach
    assert ((found.bleach > 1) == (found.absorbance < 0)).all()
    assert found.mean_excitons.values[:, 0] == pytest.approx([0.0, 0.5, 4.0], abs=1e-3)


def test_gain_threshold_is_where_the_averaged_bleach_is_one():
    band = np.linspace(630e-9, 660e-9, 61)
    photons = gain_threshold(medium(), band)
    at = transient_absorption(medium(), band, [0.0], [photons], thickness=1e-7).averaged(630e-9, 660e-9)
    assert float(at[0, 0]) == pytest.approx(1, abs=1e-9)

    def mean(n):
        return float(material_gain(medium(), band, poisson(n, 15)).mean())

    assert photons == pytest.approx(brentq(mean, 0.01, 5), rel=1e-9)
    anywhere = gain_threshold(medium(), band, averaged=False)
    assert anywhere < photons
    one = gain_threshold(medium(), [650e-9], averaged=False)
    assert gain_threshold(medium(), [650e-9]) == one
    dim = medium(crystal=replace(DOT, sigma_high=2 * DOT.sigma_abs))
    assert gain_threshold(dim, [650e-9]) == float("inf")


def test_at_low_pump_the_threshold_tends_to_the_closed_form():
    """0 and X alone: far to the red, where little pump is needed."""
    crystal = DOT
    shifts = HC / crystal.absorption_wavelength - HC / crystal.emission_wavelength
    width = energy_sigma(crystal.emission_wavelength, crystal.fwhm)
    lam = 690e-9
    offset = HC / crystal.emission_wavelength - HC / lam
    wanted = transparency_photons(shifts, width, offset)
    found = gain_threshold(GainMedium(nanocrystal=crystal, model=StokesShifted(), number_density=1e24), [lam])
    assert found == pytest.approx(float(wanted), rel=0.05)


def test_populations_decay_between_pump_and_probe():
    slow = transient_absorption(medium(), [650e-9], [0.0, 5e-9, 500e-9], [3.0], thickness=1e-7).data
    excitons = slow.mean_excitons.values[0]
    assert excitons[0] == pytest.approx(3.0, rel=1e-2)
    assert excitons[2] < 1e-9 * excitons[0] or excitons[2] < excitons[1] < excitons[0]
    before = transient_absorption(
        medium(), [650e-9], [-5e-9], [3.0], thickness=1e-7, pulse=GaussianPulse(fwhm=1e-10)
    ).data
    assert float(before.bleach[0, 0, 0]) == pytest.approx(0, abs=1e-12)


def test_emission_brings_every_pump_above_threshold_to_the_same_gain():
    decay = StimulatedDecay(wavelength=652e-9, threshold_gain=2e4, rate=3e11)
    time = np.array([0.0, 3e-12, 40e-12])
    slow = medium(crystal=replace(DOT, tau_xx=9e-9, quantum_yield_xx=0.4))
    fast, plain = (
        transient_absorption(slow, [652e-9], time, [0.3, 2.0, 6.0], thickness=1e-7, stimulated=way).data
        for way in (decay, None)
    )
    gain = fast.material_gain.values[:, :, 0]
    assert gain[:, 0] == pytest.approx(plain.material_gain.values[:, 0, 0], rel=1e-6)
    assert gain[0] == pytest.approx(plain.material_gain.values[0, :, 0], rel=1e-5)  # below threshold: nothing
    assert gain[1:, 2] == pytest.approx([2e4, 2e4], rel=0.06)
    assert gain[2, 0] > 1.5 * gain[2, 2]
    assert fast.populations.values.sum(axis=-1) == pytest.approx(np.ones((3, 3)), abs=1e-7)


def test_a_thin_film_absorbs_in_proportion_and_a_thick_one_shades_itself():
    thin = thin_film_photons(medium(), [0.1, 0.2])
    assert thin[1] == pytest.approx(2 * thin[0])
    assert thin[0] == pytest.approx(0.1 * DOT.sigma_pump * 532e-9 / HC)
    depth = 2e24 * DOT.sigma_pump * 1e-6
    thick = thin_film_photons(medium(), 0.1, 1e-6)
    assert thick / thin[0] == pytest.approx((1 - np.exp(-depth)) / depth)


def test_what_cannot_be_computed_is_a_sentence():
    with pytest.raises(PhysicsError, match="does not absorb"):
        transient_absorption(medium(SaturableGain()), [650e-9], [0.0], [1.0], thickness=1e-7)
    with pytest.raises(InputError, match="increase"):
        transient_absorption(medium(), [650e-9, 640e-9], [0.0], [1.0], thickness=1e-7)
    with pytest.raises(InputError, match="absorbs nothing"):
        transient_absorption(medium(), [650e-9], [0.0], [1.0], thickness=0.0)
    emission = StimulatedDecay(wavelength=650e-9, threshold_gain=1e4, rate=1e11)
    with pytest.raises(InputError, match="after a flash only"):
        transient_absorption(
            medium(),
            [650e-9],
            [0.0],
            [1.0],
            thickness=1e-7,
            pulse=GaussianPulse(fwhm=1e-10),
            stimulated=emission,
        )
    found = transient_absorption(medium(), [650e-9], [0.0], [1.0], thickness=1e-7)
    with pytest.raises(InputError, match="was computed"):
        found.averaged(500e-9, 510e-9)
    assert "bleach" in str(found)


def test_a_ladder_too_short_for_the_pump_is_extended():
    # Ten photons each: the last of four rungs would hold nearly all.
    platelet = ExcitonLadder(table="platelet", sites=20, most_excitons=4)
    given, enough = (medium(replace(platelet, most_excitons=n)) for n in (4, 40))
    short, long = (
        transient_absorption(m, LAM, [1e-12, 1e-9], [10.0], thickness=1e-7) for m in (given, enough)
    )
    assert "extended from 4" in short.notes[0]
    assert short.notes[0] in short.describe()
    assert not long.notes
    assert short.data.populations.values[..., -1].max() <= 0.01
    # One per cent in the last state is what is left of the error.
    assert short.data.bleach.values == pytest.approx(long.data.bleach.values, abs=0.02)


def test_enough_rungs_are_left_as_they_are():
    found = transient_absorption(medium(), LAM, [1e-12], [1.0], thickness=1e-7)
    assert not found.notes
    assert found.data.sizes["state"] == 15
