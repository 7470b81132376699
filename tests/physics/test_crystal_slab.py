"""Crystal slabs: energy, exact limits, symmetry, and two methods against each other."""

from dataclasses import replace
from math import inf, pi

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from colase.cavity.grating.crystal.photonic_crystal import CrystalLayer, PhotonicCrystalSlab
from colase.cavity.grating.crystal.plane_waves import representations, waves
from colase.cavity.grating.fourier_modal.crystal_fields import NearField
from colase.cavity.grating.fourier_modal.crystal_modes import band_edges, crystal_modes, crystal_system
from colase.cavity.grating.fourier_modal.mode_matrix import mode_matrix, scattering
from colase.cavity.grating.fourier_modal.poles import poles
from colase.cavity.grating.guided_expansion.bands import guided_bands
from colase.cavity.grating.guided_expansion.radiation import crossings
from colase.cavity.slab.waveguide import SlabWaveguide
from colase.errors import InputError
from colase.materials import TabulatedIndex

PERIOD = 430e-9
PILLARS = CrystalLayer(120e-9, 1.97, 1.457, 160e-9)
SLAB = PhotonicCrystalSlab((PERIOD, PERIOD), (PILLARS,), 1.457, 1.41)
WINDOW = (635e-9, 720e-9)


def index(slab):
    return np.array([complex(m.index(650e-9)) for m in slab.materials])


def incident(basis):
    """Return the column of light along the normal."""
    return int(np.flatnonzero(basis.length == 0)[0])


@given(
    st.floats(1.2, 2.6),
    st.floats(1.2, 2.6),
    st.floats(50e-9, 430e-9),
    st.floats(450e-9, 900e-9),
    st.booleans(),
)
@settings(max_examples=12, deadline=None)
def test_lossless_layers_conserve_energy(inside, outside, diameter, wavelength, square):
    """R + T = 1 summed over every open order, whatever the truncation."""
    slab = PhotonicCrystalSlab(
        (PERIOD, PERIOD if square else 500e-9),
        (CrystalLayer(150e-9, outside, inside, diameter), CrystalLayer(80e-9, 1.7)),
        1.38,
        1.0,
    )
    basis = waves(slab, 2)
    reflected, transmitted, above, below = scattering(slab, basis, 2 * pi / wavelength, index(slab) ** 2)
    for column in np.flatnonzero(basis.length == 0):
        out = (np.abs(reflected[:, column]) ** 2 * above).sum()
        out += (np.abs(transmitted[:, column]) ** 2 * below).sum()
        assert out == pytest.approx(above[column], rel=1e-11)


def test_uniform_layers_reflect_as_the_transfer_matrix_says():
    """Characteristic matrices (Abeles), written out here."""
    layers = ((130e-9, 1.9 + 0.02j), (70e-9, 1.5))
    slab = PhotonicCrystalSlab((PERIOD, PERIOD), tuple(CrystalLayer(*a) for a in layers), 1.38, 1.0)
    k0 = 2 * pi / 532e-9
    basis = waves(slab, 1, "E")
    reflected, *_ = scattering(slab, basis, k0, index(slab) ** 2)
    M = np.eye(2)
    for d, n in reversed(layers):
        phase = k0 * n * d
        M = M @ np.array([[np.cos(phase), -1j * np.sin(phase) / n], [-1j * n * np.sin(phase), np.cos(phase)]])
    B, C = M @ [1, 1.38]
    column = incident(basis)
    assert reflected[column, column] == pytest.approx((B - C) / (B + C), rel=1e-12)


def test_a_cylinder_of_the_background_is_no_cylinder():
    plain = PhotonicCrystalSlab((PERIOD, PERIOD), (CrystalLayer(120e-9, 1.97),), 1.457, 1.41)
    same = PhotonicCrystalSlab((PERIOD, PERIOD), (CrystalLayer(120e-9, 1.97, 1.97, 200e-9),), 1.457, 1.41)
    k0 = 9.5e6 - 1e4j
    a, b = (mode_matrix(s, waves(s, 2, "E"), k0, index(s) ** 2, 1) for s in (plain, same))
    assert np.abs(a - b).max() < 1e-9 * np.abs(a).max()


@pytest.mark.parametrize("polarization", ["TE", "TM"])
def test_without_contrast_the_bands_are_those_of_the_folded_slab(polarization):
    """wavelength = n_eff period, exactly, with n_eff of `SlabWaveguide` at that wavelength."""
    slab = PhotonicCrystalSlab(
        (PERIOD, PERIOD), (CrystalLayer(90e-9, 1.7), CrystalLayer(140e-9, 1.97)), 1.457, 1.41
    )
    film = SlabWaveguide((90e-9, 140e-9), (1.7, 1.97), 1.457, 1.41)
    modes = crystal_modes(slab, (640e-9, 760e-9), 2)
    own = modes.wavelength.values[modes.polarization.values == polarization]
    expected = guided_bands(slab, 2, index(slab), (640e-9, 760e-9), most=3, points=16, margin=0.0)
    assert own.size >= 2
    for wavelength in own:
        n_eff = float(film.modes(wavelength, (polarization,)).n_eff[0])
        assert n_eff * PERIOD == pytest.approx(wavelength, rel=1e-9)
        assert np.abs(2 * pi / expected.k0_guided - wavelength).min() < 1e-9 * wavelength


def test_lengths_scale():
    """All lengths twice as long: wavelengths too, Q the same."""
    double = PhotonicCrystalSlab(
        (2 * PERIOD,) * 2, (replace(PILLARS, thickness=240e-9, diameter=320e-9),), 1.457, 1.41
    )
    one, two = crystal_modes(SLAB, WINDOW, 2), crystal_modes(double, (1270e-9, 1440e-9), 2)
    assert two.wavelength.values == pytest.approx(2 * one.wavelength.values, rel=1e-11)
    assert two.q_radiative.values == pytest.approx(one.q_radiative.values, rel=1e-6)


def test_mirrored_stack_has_the_same_modes():
    """Upside down: another order of layers, another interface, the same numbers."""
    layers = (PILLARS, CrystalLayer(60e-9, 1.97))
    up = PhotonicCrystalSlab((PERIOD, PERIOD), layers, 1.38, 1.41)
    down = PhotonicCrystalSlab((PERIOD, PERIOD), layers[::-1], 1.41, 1.38)
    one, two = (crystal_modes(s, (680e-9, 760e-9), 2) for s in (up, down))
    assert two.wavenumber.values == pytest.approx(one.wavenumber.values, rel=1e-11)


def test_symmetry_makes_modes_dark_or_bright():
    """Only E radiates along the normal; dark modes keep their light to rounding."""
    edges = band_edges(SLAB, WINDOW, 3)
    assert sorted(e.representation for e in edges) == ["A1", "A2", "B1", "B2", "E", "E"]
    for edge in edges:
        q = -edge.cold.k0.real / (2 * edge.cold.k0.imag)
        assert (0 < q < 1e5) if edge.representation == "E" else abs(q) > 1e12
        assert edge.open == (edge.representation == "E")
    table = crystal_modes(SLAB, WINDOW, 3)
    assert (np.isinf(table.q_radiative.values) == ~table.bright.values).all()


def test_representations_hold_all_waves_and_e_is_a_doublet():
    """Sizes add up with E counted twice; the full problem has each E mode twice, the others once."""
    size = {r: waves(SLAB, 3, r).length.size for r in representations(True)}
    assert sum(size.values()) + size["E"] == waves(SLAB, 3).length.size
    full = crystal_system(SLAB, 2, lossless=True)
    for edge in band_edges(SLAB, WINDOW, 2):
        values = np.linalg.svd(full.matrix(edge.cold.k0), compute_uv=False)
        assert (values < 1e-9 * values[0]).sum() == (2 if edge.representation == "E" else 1)


def test_a_rectangular_cell_splits_the_doublet_and_tends_to_it():
    square = np.sort(
        np.repeat(*[crystal_modes(SLAB, WINDOW, 2)[v].values for v in ("wavelength", "degeneracy")])
    )
    gap = []
    for stretch in (1e-3, 1e-4):
        slab = replace(SLAB, period=(PERIOD, PERIOD * (1 + stretch)))
        modes = crystal_modes(slab, WINDOW, 2)
        assert set(modes.representation.values) == {"A1", "A2", "B1", "B2"}
        gap.append(np.abs(modes.wavelength.values - square).max())
    assert gap[1] == pytest.approx(0.1 * gap[0], rel=0.15)


def test_two_methods_agree():
    """Fourier modal poles and the completed guided-mode expansion: 0.3 % in wavelength, 20 % in Q."""
    modes = crystal_modes(SLAB, WINDOW, 4)
    for name in representations(True):
        bands = guided_bands(SLAB, 3, index(SLAB), WINDOW, name)
        own = modes.isel(mode=modes.representation.values == name)
        assert bands.k0.size == own.sizes["mode"]  # neither misses a mode of the other
        assert 2 * pi / bands.k0.real[::-1] == pytest.approx(own.wavelength.values, rel=1.2e-3)
        bright = np.isfinite(own.q_radiative.values)
        assert bands.q_radiative[::-1][bright] == pytest.approx(own.q_radiative.values[bright], rel=0.08)
        assert bands.response[::-1] == pytest.approx(own.response.values, abs=0.02)


def test_plain_expansion_is_that_of_others():
    """legume 1.0.3 on this geometry, guided modes only (written down in a survey, five orders of waves)."""
    found = {
        r: guided_bands(SLAB, 5, index(SLAB), WINDOW, r, most=4, points=16, margin=0.0)
        for r in ["E", "B1", "B2", "A1"]
    }
    wavelengths = {r: 2e9 * pi / b.k0_guided for r, b in found.items()}
    assert wavelengths["B2"] == pytest.approx([691.31], abs=0.1)
    assert wavelengths["E"] == pytest.approx([678.46, 657.72], abs=0.1)
    assert wavelengths["B1"] == pytest.approx([660.52], abs=0.1)
    assert wavelengths["A1"] == pytest.approx([645.79], abs=0.1)
    assert found["E"].q_golden == pytest.approx([486, 1.2e4], rel=0.12)


def test_golden_rule_is_the_weak_limit_of_the_open_order():
    weak = replace(SLAB, layers=(replace(PILLARS, pillar=1.95),))
    bands = guided_bands(weak, 2, index(weak), (640e-9, 760e-9), "E", most=4, points=16, margin=0.0)
    assert bands.q_radiative == pytest.approx(bands.q_golden, rel=1e-3)
    assert bands.k0.real == pytest.approx(bands.k0_guided, rel=1e-6)


def test_truncation_converges_and_the_error_bar_is_honest():
    fine = crystal_modes(SLAB, WINDOW, 7)
    errors = []
    for truncation in (2, 3, 4):
        modes = crystal_modes(SLAB, WINDOW, truncation)
        errors.append(np.abs(modes.wavelength.values - fine.wavelength.values).max())
        assert modes.residual.values.max() < 1e-10
    assert errors[2] < errors[0]
    assert errors[2] < 3e-4 * 650e-9
    modes = crystal_modes(SLAB, WINDOW, 3)
    assert (
        np.abs(modes.wavelength.values - fine.wavelength.values).max()
        < 3 * modes.wavelength_error.values.max()
    )


def test_weak_one_dimensional_limit_is_coupled_wave_theory():
    """A shallow grating couples the two waves along x by kappa = k0 Gamma d(eps)_2/(2 n_eff), Kogelnik 1969.

    Only the harmonic of two periods couples them directly (TE: E along y), so B1/A1-like sums do not
    matter; the long-period cell along y is detuned. The edges split by 2 kappa/n_group in k0.
    """
    d_eps = 0.02
    background = 1.97
    inside = float(np.sqrt(background**2 + d_eps))
    slab = PhotonicCrystalSlab(
        (PERIOD, 0.71 * PERIOD), (CrystalLayer(150e-9, background, inside, 200e-9),), 1.457, 1.41
    )
    fill = slab.fill(0)
    mean = float(np.sqrt(background**2 + fill * d_eps))
    film = SlabWaveguide((150e-9,), (mean,), 1.457, 1.41)
    modes = crystal_modes(slab, (690e-9, 730e-9), 5)
    te = modes.isel(mode=(modes.te_share.values > 0.9))
    assert sorted(te.representation.values) == ["A2", "B2"]  # E_y odd in x and dark; even and bright
    guided = film.modes(float(te.wavelength.mean()), ("TE",)).isel(mode=0)
    G = 4 * pi / PERIOD
    from scipy.special import j1

    harmonic = d_eps * 2 * fill * j1(G * 100e-9) / (G * 100e-9)
    share = float(guided.confinement.sel(definition="electric")[1])
    kappa = 2 * pi / float(te.wavelength.mean()) * share * harmonic / (2 * float(guided.n_eff))
    split = 2 * pi / te.wavelength.values
    assert abs(split[0] - split[1]) == pytest.approx(2 * abs(kappa) / float(guided.n_group), rel=0.03)
    assert set(np.isinf(te.q_radiative.values)) == {True, False}
    assert np.isinf(te.q_radiative.values[te.representation.values == "A2"]).all()


def test_energy_shares_are_the_responses():
    """First-order perturbation: eps |E|^2 of a closed mode is its response to n, material by material."""
    modes = crystal_modes(SLAB, WINDOW, 4)
    dark = ~modes.bright.values
    assert modes.energy.values[dark] == pytest.approx(modes.response.values[dark], abs=6e-3)
    assert modes.response.sum("material").values == pytest.approx(1.0, abs=1e-6)


def test_absorption_is_first_order_in_the_index():
    """1/Q_abs = 2 Gamma Im n/Re n, and Q_rad does not notice."""
    lossy = replace(SLAB, layers=(replace(PILLARS, background=1.97 + 1e-5j),))
    with_loss, without = crystal_modes(lossy, WINDOW, 2), crystal_modes(SLAB, WINDOW, 2)
    expected = 1.97 / (2 * 1e-5 * with_loss.response.values[:, 2])
    assert with_loss.q_absorption.values == pytest.approx(expected, rel=1e-4)
    assert with_loss.q_radiative.values == pytest.approx(without.q_radiative.values, rel=1e-9)
    assert (without.q_absorption.values == inf).all()


def test_dispersion_enters_the_response():
    """A steeper index moves less: -d ln k/d ln n against resonances solved again."""
    table = lambda shift: TabulatedIndex(  # noqa: E731
        (600e-9, 760e-9), (2.01 + shift, 1.93 + shift), (0.0, 0.0), "film"
    )
    slabs = [replace(SLAB, layers=(replace(PILLARS, background=table(s)),)) for s in (-1e-4, 0.0, 1e-4)]
    low, middle, high = (crystal_modes(s, (650e-9, 700e-9), 2) for s in slabs)
    k = 2 * pi / middle.wavelength.values
    n = 2.01 - 0.08 * (middle.wavelength.values - 600e-9) / 160e-9
    found = -(2 * pi / high.wavelength.values - 2 * pi / low.wavelength.values) / 2e-4 * n / k
    assert middle.response.values[:, 2] == pytest.approx(found, rel=1e-5)


def test_near_field_jumps_as_maxwell_says():
    """E along the layers is continuous through every interface, and eps E_z too."""
    slab = PhotonicCrystalSlab((PERIOD, PERIOD), (PILLARS, CrystalLayer(60e-9, 1.97)), 1.38, 1.41)
    edge = next(e for e in band_edges(slab, (680e-9, 760e-9), 2) if e.representation == "E")
    near = NearField(edge.system, edge.warm)
    for height in near.surfaces:
        (e0, f0, _), (e1, f1, _) = (near.column_fields(height + s * 1e-15) for s in (-1, 1))
        assert e0 == pytest.approx(e1, abs=1e-6 * np.abs(e1).max())
        assert f0 == pytest.approx(f1, abs=1e-6 * np.abs(f1).max())


def test_waves_of_a_uniform_slab_carry_what_they_bring():
    """|t|^2 from the flow inside: constant along z and below one, TE and TM, both sides."""
    thickness, eps = np.array([120e-9, 80e-9]), np.array([1.38, 1.9, 1.5, 1.0]) ** 2
    for tm in (False, True):
        for wave in crossings(1e7, 4e6, thickness, eps, tm, 6):
            flow = (wave.in_plane * wave.flow.conj()).real
            assert np.ptp(flow) < 1e-12 * np.abs(flow).max()
            assert 0.1 < np.abs(flow).max() / wave.admittance.real <= 1


def test_every_pole_is_counted():
    """Of an empty lattice every guided branch that crosses n_eff = wavelength/period, one star of waves."""
    slab = PhotonicCrystalSlab((PERIOD, PERIOD), (CrystalLayer(500e-9, 1.97),), 1.457, 1.41)
    film = SlabWaveguide((500e-9,), (1.97,), 1.457, 1.41)
    low, high = 2 * pi / 800e-9, 2 * pi / 640e-9
    expected = 0
    for polarization in ("TE", "TM"):
        n = [film.modes(lam, (polarization,)).n_eff.values for lam in (640e-9, 800e-9)]
        # branches that cross n_eff = wavelength/period inside the window
        count = [
            sum(v * PERIOD > lam for v in values) for values, lam in zip(n, (640e-9, 800e-9), strict=True)
        ]
        expected += count[0] - count[1]
    system = crystal_system(slab, 1, "A1", lossless=True)
    found = poles(system, low, high) + poles(crystal_system(slab, 1, "A2", lossless=True), low, high)
    assert len(found) == expected > 2


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: replace(SLAB, layers=(replace(PILLARS, diameter=431e-9),)), "at most the period"),
        (lambda: replace(SLAB, layers=(replace(PILLARS, thickness=0.0),)), "leave the layer out"),
        (lambda: replace(SLAB, layers=()), "no layer"),
        (lambda: replace(SLAB, period=(0.0, PERIOD)), "period along x"),
        (lambda: waves(SLAB, 300), "limit of 4 GB"),
        (lambda: crystal_modes(SLAB, WINDOW, 1), "at least 2"),
        (lambda: crystal_modes(SLAB, (700e-9, 600e-9), 2), "shorter and the longer"),
        (
            lambda: guided_bands(
                replace(SLAB, layers=(replace(PILLARS, background=1.4),)),
                2,
                np.array([1.457, 1.41, 1.4, 1.457]),
                WINDOW,
            ),
            "nothing is guided",
        ),
    ],
)
def test_bad_input_is_a_sentence(make, said):
    with pytest.raises(InputError, match=said):
        make()
