"""The one place where signs and factors of two are pinned down.

exp(-i w t); loss is Im w < 0; gain is Im n < 0; kappa = w/Q is the energy decay rate; wavelengths
are in vacuum; power gain is in 1/m; populations sum to 1.
"""

import numpy as np
import pytest

from colase.cavity import LayeredSphere
from colase.constants import SPEED_OF_LIGHT
from colase.gain import poisson

LEAKY = (3e-6,), (1.45,)
WINDOW = (600e-9, 640e-9)


def test_a_leaky_mode_decays_in_time():
    """exp(-i w t) with Im w < 0 shrinks."""
    modes = LayeredSphere(*LEAKY).modes(WINDOW, radial_max=1)
    omega = modes.wavenumber.values * SPEED_OF_LIGHT
    assert modes.sizes["mode"] > 0
    assert (omega.imag < 0).all()
    assert (np.abs(np.exp(-1j * omega * 1e-12)) < 1).all()


def test_q_is_energy_decay_not_amplitude_decay():
    """Energy goes as exp(-w t / Q), so Q = -Re w / (2 Im w)."""
    modes = LayeredSphere(*LEAKY).modes(WINDOW, radial_max=1)
    k = modes.wavenumber.values
    assert modes.q_radiative.values == pytest.approx(-k.real / (2 * k.imag), rel=1e-7)


def test_wavelength_is_the_vacuum_wavelength_of_the_real_part():
    modes = LayeredSphere(*LEAKY).modes(WINDOW, radial_max=1)
    assert modes.wavelength.values == pytest.approx(2 * np.pi / modes.wavenumber.values.real, rel=1e-14)


def test_positive_imaginary_index_absorbs_and_negative_amplifies():
    lossy = LayeredSphere((3e-6,), (1.45 + 1e-5j,)).modes(WINDOW, radial_max=1)
    gainy = LayeredSphere((3e-6,), (1.45 - 1e-5j,)).modes(WINDOW, radial_max=1)
    cold = LayeredSphere(*LEAKY).modes(WINDOW, radial_max=1)
    assert (lossy.wavenumber.values.imag < cold.wavenumber.values.imag).all()
    assert (gainy.wavenumber.values.imag > cold.wavenumber.values.imag).all()
    assert (lossy.q_absorption.values > 0).all()
    assert (gainy.q_absorption.values < 0).all()


def test_power_gain_and_imaginary_index():
    """n'' = -g lambda/(4 pi) makes photons grow at the rate (c/n) Gamma g."""
    gain = 1e4  # 1/m
    cold = LayeredSphere(*LEAKY).modes(WINDOW, radial_max=1).isel(mode=0)
    n = 1.45 - 1j * gain * float(cold.wavelength) / (4 * np.pi)
    hot = LayeredSphere((3e-6,), (n,)).modes(WINDOW, radial_max=1).isel(mode=0)
    growth = 2 * SPEED_OF_LIGHT * (complex(hot.wavenumber) - complex(cold.wavenumber)).imag
    confinement = float(cold.confinement.sel(definition="gain").isel(layer=0))
    assert growth == pytest.approx(SPEED_OF_LIGHT / 1.45 * confinement * gain, rel=1e-4)


def test_populations_sum_to_one():
    populations = poisson(np.geomspace(1e-6, 1e3, 50), 3)
    assert populations.sum(axis=-1) == pytest.approx(np.ones(50), abs=1e-14)
