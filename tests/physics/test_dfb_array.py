"""Pillar arrays as cavities: geometry, finite spot, film scan, near fields, preset."""

from dataclasses import replace
from functools import cache
from math import inf, pi

import numpy as np
import pytest

from colase.cavity import DfbArray, ModeWindow
from colase.cavity.grating.coupled_waves.distributed_feedback import grating_thresholds
from colase.cavity.grating.coupled_waves.finite_spot import (
    BandCurve,
    band_curve,
    coupled_wave_constants,
    spot_loss,
)
from colase.cavity.grating.crystal.photonic_crystal import CrystalLayer, PhotonicCrystalSlab
from colase.cavity.grating.film_scan import crystal_bands, film_scan, heights_for
from colase.cavity.grating.fourier_modal.crystal_modes import band_edges, crystal_modes
from colase.cavity.slab.waveguide import SlabWaveguide
from colase.device import load
from colase.errors import InputError
from colase.materials import ConstantIndex

ARRAY = DfbArray(
    period=430e-9,
    pillar_diameter=160e-9,
    pillar_height=130e-9,
    film_height=150e-9,
    film=ConstantIndex(1.97),
    pillar=ConstantIndex(1.457),
    substrate=ConstantIndex(1.38),
    cover=ConstantIndex(1.395),
    spot_length=50e-6,
    spot_width=30e-6,
    unpumped_absorption=1e4,
    truncation=2,
)
WINDOW = ModeWindow(start=640e-9, stop=720e-9)


@cache
def modes():
    return ARRAY.modes(WINDOW)


def test_layers_for_low_level_and_high_films():
    low, level, high = (replace(ARRAY, film_height=h).crystal for h in (90e-9, 130e-9, 150e-9))
    assert [layer.thickness for layer in low.layers] == pytest.approx([90e-9, 40e-9])
    assert [layer.patterned for layer in low.layers] == [True, True]
    assert low.layers[1].background is ARRAY.cover
    assert [layer.thickness for layer in level.layers] == [130e-9]
    assert [layer.patterned for layer in high.layers] == [True, False]


def test_modes_move_continuously_as_the_film_passes_the_pillar_tops():
    heights = np.array([129e-9, 129.9e-9, 130e-9, 130.1e-9, 131e-9])
    found = [
        crystal_modes(replace(ARRAY, film_height=h).crystal, (630e-9, 715e-9), 2).wavelength.values
        for h in heights
    ]
    step = np.diff(np.array(found), axis=0) / np.diff(heights)[:, None]
    assert (step > 0).all()
    assert step[0] == pytest.approx(step[1], rel=0.05)
    assert step[2] == pytest.approx(step[3], rel=0.05)


def test_roughness_is_given_in_one_way_and_cited():
    rough = replace(ARRAY, roughness=3e-9, correlation_length=50e-9)
    assert "payne1994" in rough.references
    assert "payne1994" not in ARRAY.references
    with pytest.raises(InputError, match="not both"):
        replace(ARRAY, roughness=3e-9, correlation_length=50e-9, q_roughness=1e3)
    with pytest.raises(InputError, match="together"):
        replace(ARRAY, roughness=3e-9)


def test_volume_and_flat_thickness():
    fill = pi * 80e-9**2 / 430e-9**2
    assert ARRAY.flat_thickness == pytest.approx(150e-9 - fill * 130e-9, rel=1e-12)
    assert ARRAY.gain_volume == pytest.approx(pi / 4 * 50e-6 * 30e-6 * ARRAY.flat_thickness, rel=1e-12)


def test_confinement_of_all_regions_sums_to_one():
    shares = modes().confinement
    assert shares.sum("layer").values == pytest.approx(1.0, abs=1e-5)
    assert modes().gain_confinement.values == pytest.approx(
        shares.sel(definition="gain").isel(layer=1).values
    )


def test_a_thick_film_absorbs_the_pump_as_beer_says():
    thick = replace(ARRAY, film_height=9e-6, cover=ConstantIndex(1.97))
    absorption = 6e5
    share = thick.pump_cross_section(442e-9, absorption) / thick.spot_area
    assert share == pytest.approx(1 - np.exp(-absorption * 9e-6), rel=0.02)


def test_roughness_and_spot_share_the_scattering():
    rough = replace(ARRAY, q_roughness=1000.0).modes(WINDOW)
    assert 1 / rough.q_scattering.values == pytest.approx(1 / modes().q_spot.values + 1e-3, rel=1e-9)
    faced = replace(ARRAY, roughness=3e-9, correlation_length=50e-9).modes(WINDOW)
    assert (faced.q_roughness.values > 1e4).all()
    assert (faced.q_roughness.values < 1e7).all()
    still = replace(ARRAY, unpumped_absorption=0.0).modes(WINDOW)
    dark = ~still.bright.values
    assert (still.q_spot.values[dark] > 10 * modes().q_spot.values[dark]).all()


@pytest.mark.parametrize("curvature", [3e-6, -2e-6, 3e-6 - 2e-7j])
@pytest.mark.parametrize(("radiated", "outside"), [(0.0, 1e-3), (1e-3, 0.0), (5e-4, 2e-3)])
def test_spot_loss_is_the_threshold_of_the_wave_equation(curvature, radiated, outside):
    """Finite differences of k = k_e + i gamma(x) - a/2 d2/dx2 on a wide line: one eigenvalue turns real."""
    from scipy.sparse import diags
    from scipy.sparse.linalg import eigs

    width, k = 40e-6, 9.8e6
    edge = k * (1 - 0.5j * radiated)
    loss = spot_loss(BandCurve(edge, curvature, pi / width, 0.0), width, outside)
    gamma = (loss + radiated) * k / 2
    count, reach = 6000, 500e-6
    x = (np.arange(count) + 0.5) * reach / count  # even modes: a mirror at x = 0
    h = x[1] - x[0]
    inside = np.clip((width / 2 - x) / h + 0.5, 0, 1)
    absorber = -1j * 4e3 * np.clip((x - 250e-6) / 250e-6, 0, 1) ** 3
    potential = edge - k + 1j * gamma * inside - 1j * outside * k / 2 * (1 - inside) + absorber
    main = np.full(count, -2.0)
    main[0] = -1.0
    second = diags([np.ones(count - 1), main, np.ones(count - 1)], [-1, 0, 1]) / h**2
    operator = (diags(potential) - (curvature + 0j) / 2 * second).tocsc()
    guess = curvature / 2 * (0.9 * pi / width) ** 2
    values, vectors = eigs(operator, k=12, sigma=complex(guess), v0=np.ones(count))
    held = (np.abs(vectors[x < width / 2]) ** 2).sum(axis=0) / (np.abs(vectors) ** 2).sum(axis=0)
    assert np.abs(values[held > 0.3].imag).min() < 1e-4 * gamma


def test_a_wide_spot_pays_as_the_cube_of_its_width():
    a, k, outside = 2e-6, 9.7e6, 1e-3
    losses = [spot_loss(BandCurve(complex(k), a, 1.0, 0.0), L, outside) for L in (2e-2, 4e-2)]
    formula = [2 * np.sqrt(2) * pi**2 * (a / (k * L**2)) ** 1.5 / np.sqrt(outside) for L in (2e-2, 4e-2)]
    assert losses == pytest.approx(formula, rel=0.01)
    assert losses[0] / losses[1] == pytest.approx(8, rel=0.01)
    assert spot_loss(BandCurve(complex(k), a, 1.0, 0.0), inf, outside) == 0.0


@cache
def weak_grating():
    """A shallow grating along x in a cell whose period along y is far off."""
    slab = PhotonicCrystalSlab((430e-9, 305e-9), (CrystalLayer(150e-9, 1.97, 1.99, 200e-9),), 1.457, 1.41)
    edges = [e for e in band_edges(slab, (690e-9, 730e-9), 3) if e.representation in ("A2", "B2")]
    n_group = float(SlabWaveguide((150e-9,), (1.974,), 1.457, 1.41).modes(707e-9, ("TE",)).n_group[0])
    return slab, edges, n_group


def test_coupled_wave_constants_explain_the_curvature():
    """k = k_B +- sqrt(kappa^2 + q^2)/n_g: the same kappa from the splitting and from the curvature."""
    slab, edges, n_group = weak_grating()
    dark = next(e for e in edges if e.representation == "A2")
    bright = next(e for e in edges if e.representation == "B2")
    kappa, h = coupled_wave_constants(dark.cold.k0, bright.cold.k0, n_group)
    assert h > 0
    for edge in (dark, bright):
        curve = band_curve(slab, edge, 0, 20e-3, 3)
        assert curve.error < 0.02
        assert abs(curve.curvature.real) == pytest.approx(1 / (n_group * abs(kappa)), rel=0.05)
    # a device file of one dimension: the dark edge lases first
    lasing = grating_thresholds(kappa, 4 / abs(kappa), h)
    assert float(lasing.threshold_gain[0]) < float(lasing.threshold_gain[1])


def test_film_scan_finds_the_film_of_a_wavelength():
    told = []
    scan = film_scan(ARRAY, [120e-9, 135e-9, 150e-9], (625e-9, 715e-9), 1, lambda *a: told.append(a))
    assert told == [(i, 3) for i in range(4)]
    height = heights_for(scan, 643e-9)
    assert "TM A1" in height.family.values
    there = float(height.height.sel(family="TM A1"))
    again = crystal_modes(replace(ARRAY, film_height=there).crystal, (640e-9, 646e-9), 2)
    own = again.isel(mode=again.representation.values == "A1")
    assert own.wavelength.values == pytest.approx([643e-9], rel=2e-4)
    assert (np.diff(scan.wavelength.values, axis=1) > 0).all()


def test_bands_meet_the_edges_at_gamma_and_fold_out_evenly():
    bands = crystal_bands(ARRAY.crystal, [0.0, 3e5], (640e-9, 720e-9), 2)
    at_gamma = np.sort(np.repeat(modes().wavelength.values, modes().degeneracy.values))
    assert bands[0][1] == pytest.approx(at_gamma, rel=4e-3)
    assert len(bands[1][1]) > 4


@pytest.mark.parametrize("plane", ["xy", "xz", "diagonal"])
def test_near_fields_have_the_symmetry_of_the_cell(plane):
    cut = ARRAY.near_field(modes(), 0, plane, 41)
    values = cut.e_squared.values / cut.e_squared.values.max()
    assert values == pytest.approx(values[:, ::-1], abs=1e-9)
    if plane == "xy":
        assert values == pytest.approx(values.T, abs=1e-9)  # A1 of C4v
        assert values == pytest.approx(
            np.roll(values[:-1, :-1], 20, axis=0)[np.arange(41) % 40][:, np.arange(41) % 40], abs=1e-9
        )
        assert float(cut.inside.mean()) == pytest.approx(pi * 80**2 / 430**2, abs=0.03)


def test_preset_and_its_story():
    """With the printed 120 nm the dark TM edge is the one near 643 nm; TE edges lie beyond 680 nm."""
    cavity = load("adachi2015-dfb").cavity
    assert cavity.flat_thickness == pytest.approx(120e-9, abs=0.5e-9)
    table = crystal_modes(cavity.crystal, (600e-9, 720e-9), 3)
    te = table.polarization.values == "TE"
    assert table.wavelength.values[te].min() > 680e-9
    nearest = int(np.abs(table.wavelength.values - 643e-9).argmin())
    assert table.label.values[nearest] == "TM A1"


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: replace(ARRAY, pillar_diameter=431e-9), "do not overlap"),
        (lambda: replace(ARRAY, film_height=0.0), "height of the film"),
        (lambda: replace(ARRAY, film=ConstantIndex(1.37)).modes(WINDOW), "nothing is guided"),
        (lambda: replace(ARRAY, truncation=40), "highest diffraction order"),
        (lambda: replace(ARRAY, spot_width=1e-6).modes(WINDOW), "four periods"),
        (lambda: ARRAY.pump_cross_section(442e-9, -1.0), "at least zero"),
        (lambda: ARRAY.near_field(modes(), 0, "yz"), "diagonal"),
        (lambda: film_scan(ARRAY, [2e-7, 1e-7], (6e-7, 7e-7)), "increasing film heights"),
    ],
)
def test_bad_input_is_a_sentence(make, said):
    with pytest.raises(InputError, match=said):
        make()
