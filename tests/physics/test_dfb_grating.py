"""Gratings of ridges: coupling by the overlap integral, finite length by integration, gain in the grooves."""

from dataclasses import replace
from functools import cache
from math import pi

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from colase.cavity import DfbGrating, ModeWindow, SlabWaveguide
from colase.cavity.grating.coupled_waves.distributed_feedback import grating_thresholds
from colase.cavity.grating.coupled_waves.finite_grating import TwoWaves
from colase.cavity.grating.crystal.photonic_crystal import CrystalLayer, PhotonicCrystalSlab
from colase.cavity.grating.fourier_modal.crystal_modes import crystal_modes
from colase.errors import InputError
from colase.materials import ConstantIndex

PERIOD = 400e-9
GRATING = DfbGrating(
    period=PERIOD,
    ridge_width=160e-9,
    ridge_height=40e-9,
    film_height=180e-9,
    film=ConstantIndex(1.9),
    ridge=ConstantIndex(1.46),
    substrate=ConstantIndex(1.46),
    cover=ConstantIndex(1.0),
    length=200e-6,
    stripe_width=20e-6,
    truncation=5,
)
WINDOW = ModeWindow(start=645e-9, stop=656e-9)


@cache
def modes():
    return GRATING.modes(WINDOW)


@pytest.mark.parametrize("width", [80e-9, 200e-9, 320e-9])
def test_shallow_ridges_couple_as_the_overlap_says(width):
    """kappa = k0 Gamma d(eps)_2/(2 n_eff), Kogelnik 1969: no coupling at half the period."""
    d_eps = 0.01
    inside = np.sqrt(1.97**2 + d_eps)
    slab = PhotonicCrystalSlab(
        (PERIOD, PERIOD), (CrystalLayer(150e-9, 1.97, inside, width, ridge=True),), 1.457, 1.41
    )
    te = crystal_modes(slab, (655e-9, 690e-9), 4)
    te = te.isel(mode=te.polarization.values == "TE")
    assert sorted(te.representation.values) == ["A2", "B2"]
    mean = float(np.sqrt(1.97**2 + width / PERIOD * d_eps))
    lam = float(te.wavelength.mean())
    guided = SlabWaveguide((150e-9,), (mean,), 1.457, 1.41).modes(lam, ("TE",)).isel(mode=0)
    harmonic = d_eps * np.sin(2 * pi * width / PERIOD) / (2 * pi)
    share = float(guided.confinement.sel(definition="electric")[1])
    kappa = 2 * pi / lam * share * harmonic / (2 * float(guided.n_eff))
    k = 2 * pi / te.wavelength.values
    split = abs(k[0] - k[1]) * float(guided.n_group) / 2
    assert split == pytest.approx(abs(kappa), rel=0.02, abs=2e-3 * 2 * pi / lam * share * d_eps / 10)


def test_wide_ridges_are_a_film_and_narrow_ones_are_none():
    for width, film in ((PERIOD - 1e-12, 1.457), (1e-12, 1.97)):
        slab = PhotonicCrystalSlab(
            (PERIOD, PERIOD),
            (CrystalLayer(60e-9, 1.97, 1.457, width, ridge=True), CrystalLayer(140e-9, 1.97)),
            1.457,
            1.41,
        )
        flat = SlabWaveguide((60e-9, 140e-9), (film, 1.97), 1.457, 1.41)
        found = crystal_modes(slab, (640e-9, 720e-9), 3)
        for wavelength, kind in zip(found.wavelength.values, found.polarization.values, strict=True):
            n_eff = float(flat.modes(wavelength, (kind,)).n_eff[0])
            assert n_eff * PERIOD == pytest.approx(wavelength, rel=1e-5)


def test_modes_of_the_finite_grating_by_integrating_the_coupled_waves():
    """R' = s R + i K S, -S' = s S + i K R from end to end (lengths in L): nothing enters, both leave."""
    waves = TwoWaves(9.60e6 + 0j, 9.66e6 - 1.2e4j, 1.85, 150e-6)
    zeros = waves.zeros()
    assert zeros.size >= 8
    K = waves.coupling
    for zero in zeros[:6]:

        def across(_, y, s=zero):
            return [s * y[0] + 1j * K * y[1], -s * y[1] - 1j * K * y[0]]

        end = solve_ivp(across, (0, 1), np.array([0, 1 + 0j]), rtol=1e-10, atol=1e-12).y[:, -1]
        assert abs(end[1]) < 1e-7 * abs(end[0])
        k = waves.wavenumber(zero)
        assert 1j * 1.85 * (k - waves.centre) * 150e-6 == pytest.approx(zero, rel=1e-12)
        assert k.imag < 0


def test_the_table_of_kogelnik_and_shank_is_the_limit_without_radiation():
    """K L = 2: 0.984669054 and 3.379718838 (reference table); K L = 0.5 i: 2.233991487 without detuning."""
    n, length = 1.8, 100e-6
    half = 2 / (n * length)
    index = TwoWaves(9.6e6 - half, 9.6e6 + half, n, length)
    best = index.zeros()[:2]
    assert best.real == pytest.approx([0.984669054] * 2, rel=1e-8)
    assert np.sort(best.imag) == pytest.approx([-3.379718838, 3.379718838], rel=1e-8)
    gain = TwoWaves(9.6e6 - 0.25j * half, 9.6e6 + 0.25j * half, n, length)
    assert complex(gain.zeros()[0]) == pytest.approx(2.233991487, rel=1e-8)


def test_dark_edges_keep_light_and_a_longer_grating_keeps_more():
    table = modes()
    dark, bright = (table.isel(mode=table.edge.values == side) for side in ("dark", "bright"))
    assert float(dark.q_radiative.max()) > 10 * float(bright.q_radiative.max())
    assert str(table.label.values[np.argmax(table.q_radiative.values)]) == "TE dark 1"
    longer = replace(GRATING, length=400e-6).modes(WINDOW)
    rise = float(longer.q_radiative.max() / table.q_radiative.max())
    assert 4 < rise < 8  # of a dark edge light upwards falls as 1/L^2, light through the ends as 1/L^3
    assert float(table.wavelength_error.max()) < 2e-11


def test_the_same_thresholds_as_the_coupled_wave_formula():
    """kappa and h of the edges put into `grating_thresholds`: modal gain 2 pi n_g/(lambda Q) of each mode."""
    table = modes()
    n_group, length = float(table.n_group[0]), GRATING.length
    dark, bright = complex(table.dark_edge[0].item()), complex(table.bright_edge[0].item())
    kappa = n_group * (bright - dark).real / 2
    h = -n_group * bright.imag / 2
    known = grating_thresholds(kappa, length, h).threshold_gain.values
    loss = 2 * pi * n_group / (table.wavelength.values * table.q_radiative.values)
    for value in loss:
        assert np.abs(known / value - 1).min() < 2e-3


def test_gain_in_the_grooves_couples_and_lowers_one_edge():
    """With gain, Im(dark - bright) tells how the two edges feel the film: their exact responses differ."""
    table = modes()
    n, gain = 1.9, -2e-4j
    k = [GRATING.resonance(table, i, n + gain) for i in range(table.sizes["mode"])]
    cold = table.wavenumber.values
    felt = np.imag(np.array(k) - cold) / (-gain.imag / n) / cold.real
    assert felt == pytest.approx(table.gain_confinement.values, rel=2e-3)
    dark, bright = (felt[table.edge.values == side] for side in ("dark", "bright"))
    assert dark.mean() > bright.mean() + 0.005  # dark edges keep to the grooves, which hold the film


def test_roughness_is_a_loss_of_its_own():
    rough = replace(GRATING, roughness=3e-9, correlation_length=50e-9).modes(WINDOW)
    assert 1 / rough.q_factor.values - 1 / modes().q_factor.values == pytest.approx(
        1 / rough.q_roughness.values, rel=1e-6
    )
    assert 1e4 < float(rough.q_roughness[0]) < 1e6


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: replace(GRATING, ridge_width=400e-9), "grooves between"),
        (lambda: replace(GRATING, length=5e-6), "20 periods"),
        (lambda: replace(GRATING, film=ConstantIndex(1.3)).modes(WINDOW), "nothing is guided"),
        (lambda: replace(GRATING, roughness=1e-9), "together"),
        (
            lambda: replace(GRATING, roughness=1e-9, correlation_length=1e-8, q_roughness=10.0),
            "not both",
        ),
        (lambda: replace(GRATING, roughness=60e-9, correlation_length=1e-8).modes(WINDOW), "too rough"),
        (
            lambda: PhotonicCrystalSlab(
                (PERIOD, PERIOD),
                (CrystalLayer(1e-7, 1.9, 1.4, 1e-7), CrystalLayer(1e-7, 1.9, 1.4, 1e-7, ridge=True)),
                1.4,
                1.0,
            ),
            "one kind",
        ),
    ],
)
def test_bad_input_is_a_sentence(make, said):
    with pytest.raises(InputError, match=said):
        make()
