"""A guided mode of a film whose index changes under the pump, solved exactly at its propagation constant.

Light of the guided mode keeps its propagation constant beta while the wavenumber k becomes complex. With k =
ratio k0 and lengths in 1/k0, n^2 ratio^2 stands for n^2 and beta stays: one complex unknown, by the
secant rule.
"""

from __future__ import annotations

from math import pi

import numpy as np
import xarray as xr

from colase.errors import ConvergenceError

from .fields import boundary_fields, meeting_interface
from .waveguide import SlabWaveguide


def pumped_resonance(slab: SlabWaveguide, film_layer: int, one: xr.Dataset, gain_index: complex) -> complex:
    """Return the wavenumber of a mode with another index of one layer; see `Film.resonance`."""
    wavelength, tm = float(one.wavelength), str(one.polarization.item()) == "TM"
    k0 = 2 * pi / wavelength
    eps, slopes = slab.permittivities(np.array([wavelength]))[0], slab.slopes(wavelength)[0]
    eps[1 + film_layer] = gain_index**2
    beta2 = complex(float(one.n_eff) ** 2)
    depth = k0 * np.array(slab.thicknesses)
    meet = meeting_interface(beta2.real, depth, eps.real + 0j, tm)

    def mismatch(ratio: complex) -> complex:
        here = (eps + slopes * (ratio - 1)) * ratio**2
        return complex(boundary_fields(beta2, depth, here, tm, meet)[2])

    shift = -float(one.gain_confinement) * (gain_index / float(one.gain_index) - 1)
    ratio = _secant(mismatch, 1 + shift, 1 + shift * 1.001 + 1e-9)
    return complex(k0 * (ratio - 0.5j / float(one.q_radiative)))


def _secant(function, x0: complex, x1: complex) -> complex:
    """Return the zero of an analytic function near two guesses, to rounding."""
    f0, f1 = function(x0), function(x1)
    for _ in range(40):
        if f1 == 0 or f1 == f0:
            return x1
        x0, x1, f0 = x1, x1 - f1 * (x1 - x0) / (f1 - f0), f1
        f1 = function(x1)
        if abs(x1 - x0) <= 1e-15 * abs(x1):
            return x1
    if abs(f1) < 1e-10:
        return x1
    raise ConvergenceError(
        f"film: the guided mode of the pumped film was not found (mismatch {abs(f1):.1e}); the gain may "
        "be too strong for a guided mode."
    )
