"""Disks of finite height: the slab index of their layers."""

import numpy as np
import pytest
from scipy.optimize import brentq

from colase.cavity import LayeredCylinder, SlabWaveguide
from colase.cavity.slab.effective_index import SlabIndex, slab_index
from colase.errors import InputError
from colase.materials import Material

# TE0 at 630 nm of a film of 1.86 between CYTOP of 1.34 and air: thickness in nm, index of a re-computation
LAFALCE = [(200, 1.633), (300, 1.722), (400, 1.768), (500, 1.795), (700, 1.822), (1000, 1.840), (1500, 1.850)]


@pytest.mark.parametrize(("thickness", "expected"), LAFALCE)
def test_slab_index_of_a_disk_on_cytop(thickness, expected):
    assert slab_index(630e-9, (thickness * 1e-9,), (1.86,), 1.34) == pytest.approx(expected, abs=6e-4)


def test_both_polarisations_solve_the_transcendental_equation():
    """kappa t = atan(p_s gamma_s/kappa) + atan(p_c gamma_c/kappa), p = n^2 ratios for TM."""
    nf, ns, t, k0 = 1.86, 1.34, 500e-9, 2 * np.pi / 630e-9

    def excess(N, tm):
        kappa, s, c = np.sqrt(nf**2 - N**2), np.sqrt(N**2 - ns**2), np.sqrt(N**2 - 1)
        ps, pc = (nf**2 / ns**2, nf**2) if tm else (1, 1)
        return k0 * t * kappa - np.arctan(ps * s / kappa) - np.arctan(pc * c / kappa)

    for name in ("TE", "TM"):
        truth = brentq(excess, ns + 1e-9, nf - 1e-9, args=(name == "TM",))
        assert slab_index(630e-9, (t,), (nf,), ns, polarization=name) == pytest.approx(truth, abs=1e-12)


def test_group_index_of_the_slab_is_the_slope_and_sets_the_spacing_of_the_disk():
    layers = SlabIndex(SlabWaveguide((500e-9,), (1.86,), 1.34), "TE")
    lam = np.linspace(600e-9, 660e-9, 5)
    assert layers.group_index(lam) == pytest.approx(Material.group_index(layers, lam), rel=1e-8)
    radius = 5e-6
    disk = LayeredCylinder((radius,), (layers,)).modes((620e-9, 640e-9), radial_max=1)
    te = disk.isel(mode=disk.polarization.values == "TE")
    one = te.isel(mode=1)
    assert float(one.fsr) == pytest.approx(0.5 * float(te.wavelength[2] - te.wavelength[0]), rel=1e-6)
    plain = LayeredCylinder((radius,), (complex(layers.index(630e-9)),)).modes((620e-9, 640e-9), radial_max=1)
    slower = float(one.n_group) / float(plain.isel(mode=plain.polarization.values == "TE").n_group[0])
    assert slower == pytest.approx(float(layers.group_index(630e-9) / layers.index(630e-9).real), rel=0.01)


def test_layers_that_guide_nothing_say_from_where_they_would():
    with pytest.raises(InputError, match=r"TE0 at 630 nm; a layer of 30 nm is below its cut-off at 47"):
        slab_index(630e-9, (30e-9,), (1.86,), 1.34)
    with pytest.raises(InputError, match="no thickness does"):
        slab_index(630e-9, (300e-9,), (1.3,), 1.34)
    thin = SlabIndex(SlabWaveguide((50e-9,), (1.86,), 1.34))
    assert list(thin.guided(np.array([500e-9, 630e-9, 800e-9]))) == [True, True, False]
