"""What gain refuses, and in which words; lazy imports."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from colase.errors import ConvergenceError, InputError
from colase.gain import (
    GAIN_MODELS,
    PULSES,
    GainMedium,
    GaussianPulse,
    InstantPulse,
    SaturableGain,
    SquarePulse,
    StokesShifted,
    driven_populations,
    first_threshold,
    gain_spectrum,
    material_gain,
    poisson,
    threshold_photons,
)
from colase.nanocrystals import QuantumDot

DOT = QuantumDot(
    name="dot",
    absorption_wavelength=635e-9,
    emission_wavelength=650e-9,
    biexciton_wavelength=642e-9,
    fwhm=30e-9,
    sigma_abs=1e-18,
    sigma_pump=3e-18,
    sigma_pump_wavelength=532e-9,
    tau_x=20e-9,
    tau_xx=1e-9,
    diameter=8e-9,
)
MEDIUM = GainMedium(nanocrystal=DOT, model=StokesShifted(), number_density=1e24)


@pytest.mark.parametrize("bad", [-1e-9, float("nan"), float("inf")])
def test_photon_numbers_must_be_finite_and_not_negative(bad):
    for call in (
        lambda: poisson([0.1, bad], 3),
        lambda: driven_populations(MEDIUM, InstantPulse(), bad, 0.0),
        lambda: gain_spectrum(MEDIUM, 650e-9, bad),
    ):
        with pytest.raises(InputError, match=r"photons per nanocrystal = .*zero or more"):
            call()


def test_poisson_needs_a_state():
    with pytest.raises(InputError, match="at least 1"):
        poisson(1.0, 0)


def test_populations_must_fit_the_states():
    for wrong in ([0.5, 0.5], 1.0, np.ones((2, 4))):
        with pytest.raises(InputError, match="3 states 0, X, XX"):
            material_gain(MEDIUM, 650e-9, wrong)


def test_shapes_follow_the_inputs():
    assert material_gain(MEDIUM, 650e-9, [1, 0, 0]).shape == ()
    assert material_gain(MEDIUM, np.full((2, 5), 650e-9), np.ones((4, 3)) / 3).shape == (4, 2, 5)
    assert driven_populations(MEDIUM, SquarePulse(duration=1e-9), [], [0.0]).shape == (0, 1, 3)
    assert driven_populations(MEDIUM, SquarePulse(duration=1e-9), [1.0], []).shape == (1, 0, 3)


@pytest.mark.parametrize("bad", [[], [[1e-7, 2e-7]], [-5e-7], [0.0], [np.nan]])
def test_a_gain_spectrum_needs_a_row_of_wavelengths(bad):
    with pytest.raises(InputError, match="one row of positive"):
        gain_spectrum(MEDIUM, bad, 1.0)


def test_times_must_be_finite():
    with pytest.raises(InputError, match="time"):
        driven_populations(MEDIUM, InstantPulse(), 1.0, [0.0, np.nan])


def test_photons_beyond_reason_are_refused_not_followed_forever():
    with pytest.raises(InputError, match="cannot be followed"):
        driven_populations(MEDIUM, GaussianPulse(fwhm=1e-9), 1e12, 0.0)


def test_a_hard_pulse_ends_in_an_answer_or_a_sentence():
    crystal = replace(DOT, tau_x=1e-9, tau_xx=2e-15)
    hard = replace(MEDIUM, nanocrystal=crystal)
    try:
        p = driven_populations(hard, GaussianPulse(fwhm=1.0), 1e9, [0.0, 10.0])
    except ConvergenceError as error:
        assert "do not settle" in str(error)  # noqa: PT017
    else:
        assert p.sum(axis=-1) == pytest.approx(np.ones(2))


def test_thresholds_need_populations_a_cross_section_and_a_merit():
    with pytest.raises(InputError, match="sigma_abs is zero"):
        threshold_photons(StokesShifted(), replace(DOT, sigma_abs=0.0), 650e-9, 10.0)
    for k in (0.0, -3.0):
        with pytest.raises(InputError, match="must be positive"):
            first_threshold(StokesShifted(), DOT, k)

    with pytest.raises(InputError, match="no Poisson populations"):
        threshold_photons(SaturableGain(), DOT, 650e-9, 10.0)


def test_registered_kinds_are_distinct():
    assert len({m().kind for m in GAIN_MODELS}) == len(GAIN_MODELS)
    shapes = {p.__dataclass_fields__["shape"].default for p in PULSES}
    assert shapes == {"instant", "gaussian", "square", "train", "trace", "continuous"}


def test_numba_and_matplotlib_wait_until_they_are_needed():
    heavy = {"numba", "matplotlib", "pint", "pydantic"}
    code = f"import sys, colase.gain; print(sorted({heavy} & set(sys.modules)))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
