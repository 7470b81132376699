"""Temperature: gap, widths, Auger rate; nothing changes at the temperature at which the values hold."""

import math
from dataclasses import replace

import numpy as np
import pytest
from catalog import NANOCRYSTALS

from colase.constants import BOLTZMANN, ELEMENTARY_CHARGE, HC
from colase.errors import InputError, PhysicsError
from colase.gain import ExcitonLadder, GainMedium, StokesShifted, balance_warning, material_gain, poisson
from colase.nanocrystals import (
    ThermalResponse,
    at_temperature,
    bulk_auger_factor,
    energy_sigma,
    wavelength_fwhm,
)

DOT = NANOCRYSTALS["quantum-dot"]
EV = ELEMENTARY_CHARGE
LAM = np.linspace(600e-9, 700e-9, 201)


def medium(temperature=295.0, crystal=DOT, model=None, **thermal):
    return GainMedium(
        nanocrystal=crystal,
        model=model or StokesShifted(),
        number_density=1e24,
        temperature=temperature,
        thermal=ThermalResponse(**thermal),
    )


def test_at_the_reference_temperature_the_nanocrystal_is_the_very_same():
    assert medium().crystal == DOT
    other = medium(temperature=400.0, reference_temperature=400.0)
    assert other.crystal == DOT
    gain = material_gain(medium(), LAM, poisson(1.0, 3))
    direct = (
        1e24 * poisson(1.0, 3) @ (StokesShifted().emission(DOT, LAM) - StokesShifted().absorption(DOT, LAM))
    )
    assert gain == pytest.approx(direct, rel=1e-12)


def test_lines_follow_the_gap_of_varshni():
    alpha, beta = 3.2e-4, 220.0
    hot = medium(temperature=345.0).crystal
    shift = -alpha * (345**2 / (345 + beta) - 295**2 / (295 + beta))
    for line in ("emission_wavelength", "absorption_wavelength", "biexciton_wavelength"):
        moved = (HC / getattr(hot, line) - HC / getattr(DOT, line)) / EV
        assert moved == pytest.approx(shift, rel=1e-9)
    assert -0.5e-3 < shift / 50 < -0.2e-3  # eV/K: CdSe near room temperature
    assert hot.stokes_shift == pytest.approx(DOT.stokes_shift, rel=1e-9)
    assert hot.biexciton_shift == pytest.approx(DOT.biexciton_shift, rel=1e-9)


def test_homogeneous_width_grows_like_coth_and_the_rest_stays():
    crystal = replace(DOT, fwhm=30e-9, homogeneous_fwhm=20e-9)
    warm = medium(temperature=360.0, crystal=crystal).crystal
    assert warm.homogeneous_fwhm is not None

    def widths(c):
        return [energy_sigma(c.emission_wavelength, w) for w in (c.fwhm, c.homogeneous_fwhm)]

    (total, own), (wide, grown) = widths(crystal), widths(warm)
    energy = 26e-3 * EV / (2 * BOLTZMANN)
    assert (grown / own) ** 2 == pytest.approx(math.tanh(energy / 295) / math.tanh(energy / 360), rel=1e-9)
    assert wide**2 - grown**2 == pytest.approx(total**2 - own**2, rel=1e-9)
    assert warm.sigma_abs * wide == pytest.approx(crystal.sigma_abs * total, rel=1e-12)
    assert wavelength_fwhm(650e-9, energy_sigma(650e-9, 30e-9)) == pytest.approx(30e-9, rel=1e-14)


def test_a_balanced_line_stays_balanced_when_heated():
    """Linear coupling to phonons: s²/kT hardly moves above the phonon temperature, nor the Stokes shift."""
    shift = energy_sigma(DOT.emission_wavelength, DOT.fwhm) ** 2 / (BOLTZMANN * 295)
    crystal = replace(DOT, absorption_wavelength=HC / (HC / DOT.emission_wavelength + shift))
    for temperature in (295.0, 330.0, 400.0, 500.0):
        assert balance_warning(medium(temperature=temperature, crystal=crystal)) is None
    high = [medium(temperature=t, crystal=crystal, phonon_energy=1e-3 * EV).crystal for t in (295.0, 600.0)]
    variance = [energy_sigma(c.emission_wavelength, c.fwhm) ** 2 for c in high]
    assert variance[1] / variance[0] == pytest.approx(600 / 295, rel=1e-3)  # classical: in proportion to T


def test_the_activation_law_gives_what_adachi2015_measured():
    """A threshold 1.7 times higher at 60 °C, if it follows the Auger rate."""
    law = ThermalResponse()
    assert law.auger_factor(333.15, 0.0) == pytest.approx(1.7, abs=0.01)
    lowered = ThermalResponse(auger_activation=0.0)
    assert lowered.auger_factor(400.0, 0.0) == 1.0


def test_the_bulk_law_exaggerates_and_says_so():
    gap = 1.93 * EV
    assert bulk_auger_factor(gap, 0.2, 295.0, 333.0) == pytest.approx(2.9e4, abs=500)
    x, y = gap / (BOLTZMANN * 295), gap / (BOLTZMANN * 333)
    lifetime = [u**1.5 * math.exp(1.4 / 1.2 * (u - x)) for u in (x, y)]
    assert bulk_auger_factor(gap, 0.2, 295.0, 333.0) == pytest.approx(lifetime[0] / lifetime[1], rel=1e-12)
    law = ThermalResponse(auger_law="bulk")
    assert "do not trust it" in law.remarks(333.0, gap)[0]
    assert law.remarks(295.0, gap) == ()
    assert ThermalResponse().remarks(320.0, gap) == ()
    assert "between 295 and 334 K only" in ThermalResponse().remarks(77.0, gap)[0]


def test_only_the_auger_part_of_a_biexciton_speeds_up():
    m = [medium(temperature=t, model=ExcitonLadder()) for t in (295.0, 333.15)]
    cold, hot = (x.model.rates(x.crystal) for x in m)
    assert hot.auger[2:] / cold.auger[2:] == pytest.approx(np.full(7, m[1].thermal.auger_factor(333.15, 0.0)))
    assert hot.radiative == pytest.approx(cold.radiative)
    assert hot.traps == pytest.approx(cold.traps)
    assert m[0].at(333.15) == m[1]


def test_a_law_stretched_too_far_is_a_sentence():
    with pytest.raises(PhysicsError, match="no nanocrystal any more"):
        _ = medium(temperature=900.0, auger_law="bulk").crystal
    with pytest.raises(InputError, match="varshni_beta"):
        ThermalResponse(varshni_beta=-1.0)
    assert at_temperature(DOT, ThermalResponse(auger_activation=1.9 * EV), 20.0).tau_xx > DOT.tau_xx
