"""Band edges of a pillar array: time and error against truncation, and two methods beside each other.

    python benchmarks/gratings.py

The Fourier modal method finds all poles of a window; the guided-mode expansion (with modes between walls, and
plain) diagonalises once a symmetry. Errors are against the Fourier modal method at truncation 9.
"""

from math import pi

import numpy as np
from timing import timed

from colase.cavity.grating.crystal.photonic_crystal import CrystalLayer, PhotonicCrystalSlab
from colase.cavity.grating.crystal.plane_waves import representations
from colase.cavity.grating.fourier_modal.crystal_modes import crystal_modes
from colase.cavity.grating.guided_expansion.bands import guided_bands

SLAB = PhotonicCrystalSlab((430e-9, 430e-9), (CrystalLayer(120e-9, 1.97, 1.457, 160e-9),), 1.457, 1.41)
WINDOW = (635e-9, 720e-9)
INDEX = np.array([complex(m.index(650e-9)) for m in SLAB.materials])


def table(wavelength, q):
    order = np.argsort(wavelength)
    return np.asarray(wavelength)[order], np.asarray(q)[order]


def expansion(truncation, **options):
    bands = [guided_bands(SLAB, truncation, INDEX, WINDOW, r, **options) for r in representations(True)]
    return table(
        np.concatenate([2 * pi / b.k0.real for b in bands]), np.concatenate([b.q_radiative for b in bands])
    )


def fourier(truncation):
    modes = crystal_modes(SLAB, WINDOW, truncation)
    return table(modes.wavelength.values, modes.q_radiative.values)


def main() -> None:
    """Print times and errors of both methods."""
    expansion(2)  # compiles
    (best, best_q), _ = timed(lambda: fourier(9))
    print("method                       order    time   per mode   wavelength off   Q off (bright)")
    for name, call, orders in (
        ("Fourier modal, poles", fourier, (2, 3, 4, 5, 6)),
        ("guided modes between walls", expansion, (2, 3)),
        ("plain guided modes", lambda m: expansion(m, most=4, points=16, margin=0.0), (2, 3, 5)),
    ):
        for order in orders:
            (wavelength, q), spent = timed(lambda call=call, order=order: call(order))
            off = np.abs(wavelength / best - 1).max()
            bright = np.isfinite(best_q)
            off_q = np.abs(q[bright] / best_q[bright] - 1).max()
            print(
                f"{name:28s} {order:4d} {spent:7.2f} s {spent / best.size:7.3f} s {off:14.1e} {off_q:14.1%}"
            )


if __name__ == "__main__":
    main()
