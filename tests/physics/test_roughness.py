"""Scattering by rough faces: dipoles in a uniform medium, scaling laws, closed form of the sphere."""

import numpy as np
import pytest
from scipy.integrate import quad

from colase.cavity import Film, Microsphere, ModeWindow
from colase.cavity.grating.crystal.photonic_crystal import CrystalLayer, PhotonicCrystalSlab
from colase.cavity.grating.fourier_modal.crystal_modes import band_edges
from colase.cavity.grating.patterned.rough_film import rough_film_loss
from colase.cavity.roughness import Roughness, surface_q
from colase.cavity.slab.scattering import guided_loss
from colase.cavity.slab.waveguide import SlabWaveguide
from colase.errors import InputError
from colase.materials import ConstantIndex

LAM = 640e-9
K0 = 2 * np.pi / LAM


@pytest.mark.parametrize("law", ["exponential", "gaussian"])
def test_spectrum_holds_the_variance(law):
    rough = Roughness(3e-9, 40e-9, law)
    total, _ = quad(lambda q: float(rough.spectrum(q / 40e-9)) * q / (40e-9**2 * 2 * np.pi), 0, np.inf)
    assert total == pytest.approx(9e-18, rel=1e-6)


@pytest.mark.parametrize("mode", [0, 1], ids=["TE", "TM"])
@pytest.mark.parametrize("face", [0, 1])
def test_point_like_bumps_on_a_weak_guide_radiate_as_dipoles(mode, face):
    """k0^4 n W |d eps E|^2/(12 pi) over the power of the mode; what a weak guide catches again counts too."""
    weak, n = 1.5005, 1.5
    slab = SlabWaveguide((800e-9,), (weak,), n, n)
    modes = slab.modes(LAM)
    rough = Roughness(3e-9, 0.5e-9)
    x = np.concatenate([np.linspace(-80e-6, 0, 40001), np.linspace(1e-12, 81e-6, 40001)])
    field = slab.field(modes, mode, x)
    strength = np.interp([0.0, 800e-9][face], x, field.e_squared.values)
    power = 0.5 * float(modes.n_eff[mode]) * np.trapezoid(field.e_squared.values, x)
    dipoles = K0**4 * n * float(rough.spectrum(0)) * (weak**2 - n**2) ** 2 * strength / (12 * np.pi) / power
    assert guided_loss(slab, modes, mode, face, rough).total == pytest.approx(dipoles, rel=2e-3)


def reflection(n_below, n_film, thickness, nu):
    """r of a film for s waves from air by the Airy formula (independent of the solver)."""
    q0, q1, q2 = (np.sqrt(n**2 - nu**2 + 0j) for n in (1.0, n_film, n_below))
    r01, r12 = (q0 - q1) / (q0 + q1), (q1 - q2) / (q1 + q2)
    phase = np.exp(2j * q1 * K0 * thickness)
    return (r01 + r12 * phase) / (1 + r01 * r12 * phase), q0


def test_emission_upwards_is_reciprocal_to_the_field_of_a_plane_wave():
    """A sheet at the upper face of a film sends |I|^2 |1 + r|^2/(8 Y) into air, r by Airy."""
    from colase.cavity.slab.scattering import _flows
    from colase.materials.admittance import surface_admittance

    nu = np.array([0.0, 0.3, 0.8])
    up = surface_admittance(np.array([1.0 + 0j]), [], nu**2, False)
    down = surface_admittance(np.array([1.9**2, 1.457**2]) + 0j, [K0 * 200e-9], nu**2, False)
    both = _flows(np.ones(3), np.zeros(3), up, down)
    r, q0 = reflection(1.457, 1.9, 200e-9, nu)
    upwards = np.abs(1 + r) ** 2 / (8 * q0.real)
    total = up + down
    assert 0.5 * up.real * np.abs(1 / total) ** 2 == pytest.approx(upwards, rel=1e-12)
    assert (both > upwards).all()


def test_loss_grows_with_the_square_of_height_and_contrast():
    slab = SlabWaveguide((200e-9,), (1.9,), 1.457)
    modes = slab.modes(LAM)
    one, two = (guided_loss(slab, modes, 0, 1, Roughness(s, 50e-9)).total for s in (1e-9, 2e-9))
    assert two == pytest.approx(4 * one, rel=1e-12)
    short = [guided_loss(slab, modes, 0, 1, Roughness(1e-9, L)).total for L in (1e-9, 2e-9)]
    assert short[1] == pytest.approx(4 * short[0], rel=1e-2)  # W(0) goes as L^2
    covered = SlabWaveguide((200e-9,), (1.9,), 1.457, 1.4)
    assert guided_loss(covered, covered.modes(LAM), 0, 1, Roughness(1e-9, 50e-9)).total < one


def test_long_bumps_scatter_forward_into_the_film_and_hardly_radiate():
    slab = SlabWaveguide((200e-9,), (1.9,), 1.457)
    modes = slab.modes(LAM)
    lengths = (0.05e-6, 0.3e-6, 3e-6)
    found = [guided_loss(slab, modes, 0, 1, Roughness(1e-9, L)) for L in lengths]
    share = [f.radiated / f.total for f in found]
    assert share[0] > share[1] > share[2]
    assert found[2].radiated < found[1].radiated


def test_uniform_sphere_has_the_closed_form():
    """Q = 3 lambda^3 R/(8 pi^2 (n^2 - 1) W(0)) for a sphere whose core and coat are one material."""
    sphere = Microsphere(
        core_diameter=8e-6, core=ConstantIndex(1.6), coating_thickness=490e-9,
        coating_index=ConstantIndex(1.6), roughness=1e-9, correlation_length=20e-9,
    )  # fmt: skip
    modes = sphere.modes(ModeWindow(start=645e-9, stop=655e-9, radial_max=2))
    spectrum = 2 * np.pi * (1e-9 * 20e-9) ** 2
    expected = 3 * 4.49e-6 * modes.wavelength.values**3 / (8 * np.pi**2 * (1.6**2 - 1) * spectrum)
    assert modes.q_scattering.values == pytest.approx(expected, rel=1e-6)
    assert (1 / modes.q_factor.values > 1 / modes.q_scattering.values).all()


def test_film_uses_the_roughness_of_its_upper_face():
    film = Film(
        thickness=200e-9, index=ConstantIndex(1.9), substrate=ConstantIndex(1.457), roughness=3e-9,
        correlation_length=50e-9,
    )  # fmt: skip
    modes = film.modes(ModeWindow(start=640e-9, stop=640.5e-9))
    slab = film.slab
    lam = float(modes.wavelength[0])
    expected = guided_loss(slab, slab.modes(lam), 0, 1, Roughness(3e-9, 50e-9)).total
    assert float(modes.propagation_loss[0]) == pytest.approx(expected, rel=1e-12)
    assert 1e2 < expected < 1e4  # a few 1/cm


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Roughness(-1e-9, 1e-8), "rms below 1 um"),
        (lambda: Roughness(1e-9, 0.0), "length above zero"),
        (lambda: Roughness(50e-9, 1e-8).check(640e-9, 1.9), "too rough for first-order"),
        (lambda: surface_q(640e-9, 1e5, 1.6, 1.0, Roughness(1e-9, 3e-7)), "not short against the wavelength"),
        (lambda: guided_loss(SlabWaveguide((1e-7,), (1.9,)), SlabWaveguide((1e-7,), (1.9,)).modes(LAM), 0, 5,
                             Roughness(1e-9, 1e-8)), "face 5 does not exist"),
    ],
)  # fmt: skip
def test_bad_input_is_a_sentence(make, said):
    with pytest.raises(InputError, match=said):
        make()


def test_an_unpatterned_array_loses_what_its_film_loses():
    """Band edges of a lattice without pillars are folded guided modes: Q = 2 pi n_g/(lambda alpha)."""
    period, law = 430e-9, Roughness(3e-9, 50e-9)
    layers = (CrystalLayer(90e-9, 1.7), CrystalLayer(140e-9, 1.97))
    slab = PhotonicCrystalSlab((period, period), layers, 1.457, 1.41)
    film = SlabWaveguide((90e-9, 140e-9), (1.7, 1.97), 1.457, 1.41)
    edges = band_edges(slab, (640e-9, 760e-9), 2)
    assert {e.representation for e in edges} == {"A1", "A2", "B1", "B2", "E"}
    for edge in edges:
        lam = 2 * np.pi / edge.warm.k0.real
        modes = film.modes(lam)
        mode = int(np.abs(modes.n_eff.values - lam / period).argmin())
        for face in (0, 1, 2):
            alpha = guided_loss(film, modes, mode, face, law).total
            expected = lam * alpha / (2 * np.pi * float(modes.n_group[mode]))
            assert rough_film_loss(slab, edge, face, law) == pytest.approx(expected, rel=1e-9)
