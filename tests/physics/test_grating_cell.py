"""The Fourier modal method against finite elements in one period: band edges, losses, bands beside them."""

from functools import cache
from math import pi

import numpy as np
import pytest

from colase.cavity.grating.crystal.photonic_crystal import CrystalLayer, PhotonicCrystalSlab
from colase.cavity.grating.fourier_modal.crystal_modes import band_edges, crystal_system
from colase.cavity.grating.fourier_modal.poles import polished

pytest.importorskip("ngsolve")
import grating_cell

PERIOD, WIDTH, RIDGE, FILM = 0.4, 0.16, 0.04, 0.18  # um
INDICES = {"substrate": 1.46, "film": 1.9, "ridge": 1.46, "cover": 1.0}
SLAB = PhotonicCrystalSlab(
    (PERIOD * 1e-6, PERIOD * 1e-6),
    (
        CrystalLayer(RIDGE * 1e-6, 1.9, 1.46, WIDTH * 1e-6, ridge=True),
        CrystalLayer((FILM - RIDGE) * 1e-6, 1.9),
    ),
    1.46,
    1.0,
)


@cache
def mesh():
    return grating_cell.cell(PERIOD, WIDTH, RIDGE, FILM, size=0.1)


@pytest.mark.parametrize(
    ("polarization", "names", "accuracy"),
    [("TE", ("A2", "B2"), 2e-7), ("TM", ("A1", "B1"), 2e-5)],
)
def test_band_edges_and_their_loss(polarization, names, accuracy):
    """TM converges slower in both: E jumps at the walls and is singular at the edges of a ridge."""
    edges = {e.representation: e.cold.k0 * 1e-6 for e in band_edges(SLAB, (600e-9, 660e-9), 20)}
    middle = float(np.mean([edges[name].real for name in names]))
    found = grating_cell.wavenumbers(mesh(), INDICES, middle, polarization, order=6, count=2)
    dark, bright = sorted(found, key=lambda k: abs(k.imag))
    assert dark.real == pytest.approx(edges[names[0]].real, rel=accuracy)
    assert abs(dark.imag) < 1e-7 * dark.real
    assert bright.real == pytest.approx(edges[names[1]].real, rel=accuracy)
    assert bright.imag == pytest.approx(edges[names[1]].imag, rel=100 * accuracy)


@pytest.mark.parametrize(("polarization", "near", "accuracy"), [("TE", 9.41, 2e-6), ("TM", 10.01, 5e-5)])
def test_a_leaky_band_beside_the_centre(polarization, near, accuracy):
    """Both at 3 % of the Brillouin zone, where every band radiates."""
    bloch = 0.03 * 2 * pi / PERIOD
    k = grating_cell.wavenumbers(mesh(), INDICES, near, polarization, bloch, count=1)[0]
    pole = polished(crystal_system(SLAB, 10, "", True, bloch=(bloch * 1e6, 0.0)), k * 1e6)
    assert pole is not None
    assert k.real == pytest.approx(pole.k0.real * 1e-6, rel=accuracy)
    assert k.imag == pytest.approx(pole.k0.imag * 1e-6, rel=5e-3)
