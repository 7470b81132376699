"""Guided modes of layered films: closed forms, identities, an independent eigensolver, printed numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.sparse import diags
from scipy.sparse.linalg import eigsh

from colase.cavity.slab.curves import confinement_against_thickness, cutoff_thickness
from colase.cavity.slab.waveguide import SlabWaveguide
from colase.cavity.zeros import zeros_in_box
from colase.errors import ConvergenceError, InputError
from colase.materials import TabulatedIndex

# substrate, film, thickness/nm, wavelength/nm, polarisation, n_eff, electric, poynting, gain
FILMS = [
    (1.457, 1.97, 120, 640, "TE", 1.60102925, 0.57095440, 0.57095440, 0.70253568),
    (1.457, 1.97, 120, 640, "TM", 1.47108381, 0.11197322, 0.15568628, 0.16020534),
    (1.457, 1.97, 200, 640, "TE", 1.74262302, 0.80928377, 0.80928377, 0.91487890),
    (1.457, 1.74, 120, 640, "TE", 1.47289892, 0.28948268, 0.28948268, 0.34197857),
    (1.457, 1.74, 300, 640, "TE", 1.61397028, 0.83816713, 0.83816713, 0.90361688),
    (1.457, 1.90, 90, 650, "TE", 1.49227801, 0.31013078, 0.31013078, 0.39486508),
    (1.457, 1.90, 200, 650, "TE", 1.67598840, 0.77381781, 0.77381781, 0.87724583),
    (1.457, 1.90, 200, 650, "TM", 1.56833192, 0.44149973, 0.59803006, 0.60425279),
    (1.376, 1.97, 120, 643, "TE", 1.57808281, 0.60410744, 0.60410744, 0.75413764),
]


def film(substrate, index, thickness):
    return SlabWaveguide((thickness * 1e-9,), (index,), substrate)


def fundamental(slab, wavelength, polarization):
    modes = slab.modes(wavelength)
    return modes.isel(mode=int(np.flatnonzero(modes.polarization.values == polarization)[0]))


@pytest.mark.parametrize("row", FILMS, ids=lambda r: f"{r[1]}-{r[2]}nm-{r[4]}")
def test_published_table_of_films(row):
    substrate, index, thickness, wavelength, polarization, n_eff, electric, poynting, gain = row
    mode = fundamental(film(substrate, index, thickness), wavelength * 1e-9, polarization)
    assert float(mode.n_eff) == pytest.approx(n_eff, abs=1e-8)
    shares = mode.confinement.isel(layer=1)
    assert float(shares.sel(definition="electric")) == pytest.approx(electric, abs=2e-8)
    assert float(shares.sel(definition="poynting")) == pytest.approx(poynting, abs=2e-8)
    assert float(shares.sel(definition="gain")) == pytest.approx(gain, abs=2e-8)


@pytest.mark.parametrize(
    ("m", "polarization"), [(0, "TE"), (1, "TE"), (2, "TE"), (0, "TM"), (1, "TM"), (2, "TM")]
)
def test_three_layer_transcendental_equation(m, polarization):
    """Against the textbook phase condition solved by brentq."""
    substrate, index, cover, thickness, wavelength = 1.457, 1.97, 1.0, 900e-9, 640e-9
    k = 2 * np.pi / wavelength
    eta_s, eta_c = ((index / substrate) ** 2, (index / cover) ** 2) if polarization == "TM" else (1.0, 1.0)

    def phase(n):
        q = np.sqrt(index**2 - n**2)
        left, right = (
            np.arctan(e * np.sqrt(n**2 - s**2) / q) for e, s in ((eta_s, substrate), (eta_c, cover))
        )
        return k * thickness * q - left - right - m * np.pi

    expected = brentq(phase, substrate + 1e-14, index - 1e-14, xtol=1e-15)
    modes = film(substrate, index, 900).modes(wavelength)
    found = modes.n_eff.values[(modes.polarization == polarization) & (modes.order == m)]
    assert found == pytest.approx([expected], abs=1e-13)


def finite_difference_te(thicknesses, indices, outside, wavelength, count, step=0.4e-9):
    """TE effective indices from a dense second-order finite-difference matrix (independent method)."""
    pad = 1.5e-6
    edges = np.concatenate([[0], np.cumsum(thicknesses)])
    x = np.arange(-pad, edges[-1] + pad, step) + step / 2
    n2 = np.where(x < 0, outside[0] ** 2, outside[1] ** 2)
    for a, b, n in zip(edges[:-1], edges[1:], indices, strict=True):
        n2 = np.where((x >= a) & (x < b), n**2, n2)
    k2 = (2 * np.pi / wavelength) ** 2
    off = np.full(x.size - 1, 1 / (step**2 * k2))
    matrix = diags([off, n2 - 2 / (step**2 * k2), off], [-1, 0, 1], format="csc")
    values = eigsh(matrix, k=count, sigma=max(indices) ** 2, which="LM", return_eigenvectors=False)
    return np.sqrt(np.sort(values)[::-1])


def test_five_layers_against_finite_differences():
    """Two cores coupled through a low-index gap: a nearly degenerate pair, both found."""
    thicknesses, indices = (240e-9, 400e-9, 250e-9), (1.8, 1.5, 1.8)
    modes = SlabWaveguide(thicknesses, indices, 1.457, 1.0).modes(640e-9, ("TE",))
    expected = finite_difference_te(thicknesses, indices, (1.457, 1.0), 640e-9, modes.sizes["mode"] + 1)
    assert modes.n_eff.values == pytest.approx(expected[:-1], abs=2e-5)
    assert expected[-1] < 1.457  # no further guided mode: none missed


@given(
    st.floats(1.3, 1.6),
    st.lists(st.tuples(st.floats(30e-9, 500e-9), st.floats(1.4, 2.4)), min_size=1, max_size=5),
)
def test_shares_add_up_and_gain_is_the_derivative(substrate, layers):
    """Every definition but gain sums to one; gain equals the finite difference of n_eff."""
    thicknesses, indices = zip(*layers, strict=True)
    slab = SlabWaveguide(thicknesses, indices, substrate)
    modes = slab.modes(650e-9)
    if not modes.sizes["mode"]:
        return
    shares = modes.confinement
    for name in ("electric", "energy", "poynting"):
        assert shares.sel(definition=name).sum("layer").values == pytest.approx(1.0, abs=1e-10)
    weighted = (shares.sel(definition="gain") * (substrate, *indices, 1.0)).sum("layer")
    assert (weighted > modes.n_eff).all()  # scaling all indices raises N faster than N itself
    densest = int(np.argmax(indices))
    step = 1e-6
    moved = [
        SlabWaveguide(
            thicknesses, tuple(n + s * (i == densest) for i, n in enumerate(indices)), substrate
        ).modes(650e-9)
        for s in (step, -step)
    ]
    if len({m.sizes["mode"] for m in (modes, *moved)}) == 1:
        slope = (moved[0].n_eff - moved[1].n_eff) / (2 * step)
        assert shares.sel(definition="gain").isel(layer=densest + 1).values == pytest.approx(
            slope.values, abs=2e-6
        )


def test_te_gain_factor_is_electric_times_index_ratio():
    mode = fundamental(film(1.457, 1.97, 120), 640e-9, "TE")
    ratio = mode.confinement.sel(definition="gain") / mode.confinement.sel(definition="electric")
    assert ratio.values == pytest.approx(np.array([1.457, 1.97, 1.0]) / float(mode.n_eff), rel=1e-12)


@pytest.mark.parametrize("polarization", ["TE", "TM"])
def test_group_index_with_dispersion(polarization):
    """Against d(n_eff k)/dk by central differences of whole solutions."""
    lam = np.linspace(500e-9, 800e-9, 601)
    film_index = TabulatedIndex(tuple(lam), tuple(1.8 + 20e-15 / lam**2), tuple(0 * lam), smooth=True)
    slab = SlabWaveguide((250e-9,), (film_index,), 1.457)
    k, step = 2 * np.pi / 640e-9, 2e-4
    high, low = (
        float(fundamental(slab, 2 * np.pi / (k * (1 + s)), polarization).n_eff) * (1 + s)
        for s in (step, -step)
    )
    group = float(fundamental(slab, 640e-9, polarization).n_group)
    assert group == pytest.approx((high - low) / (2 * step), rel=1e-6)
    assert group > float(fundamental(slab, 640e-9, polarization).n_eff)


@pytest.mark.parametrize("polarization", ["TE", "TM"])
def test_film_gain_becomes_modal_gain_through_the_gain_factor(polarization):
    """A film with power gain g: modal gain = dN/dn g, exactly to first order."""
    gain = 100e2
    cold = fundamental(film(1.457, 1.9, 200), 650e-9, polarization)
    hot = fundamental(film(1.457, 1.9 - 1j * gain * 650e-9 / (4 * np.pi), 200), 650e-9, polarization)
    factor = float(cold.confinement.sel(definition="gain").isel(layer=1))
    assert -float(hot.modal_loss) == pytest.approx(factor * gain, rel=1e-5)


@pytest.mark.parametrize(
    ("substrate", "index", "expected"),
    [(1.46, 1.97, 51.4), (1.515, 1.97, 58.5), (1.46, 1.74, 89.4), (1.515, 1.74, 108.5)],
)
def test_cutoff_thickness_of_adachi2015_films(substrate, index, expected):
    """Thickness below which TE0 is not guided at 630 nm, and the closed form for three layers."""
    found = cutoff_thickness(film(substrate, index, 100), 0, 630e-9, "TE")
    assert found * 1e9 == pytest.approx(expected, abs=0.2)
    q = np.sqrt(index**2 - substrate**2)
    assert found == pytest.approx(
        630e-9 / (2 * np.pi * q) * np.arctan(np.sqrt(substrate**2 - 1) / q), rel=1e-10
    )


@pytest.mark.parametrize(
    ("thickness", "expected"), [(204.3, 0.75), (161.6, 0.64), (137.4, 0.54), (133.4, 0.52), (143.3, 0.57)]
)
def test_poynting_confinement_of_azizov2025_films(thickness, expected):
    """TE0 at 656 nm on glass 1.515 with film index 1.90: eq. 3 as printed."""
    mode = fundamental(film(1.515, 1.90, thickness), 656e-9, "TE")
    assert float(mode.confinement.sel(definition="poynting").isel(layer=1)) == pytest.approx(
        expected, abs=0.01
    )


def test_titania_under_a_thin_film():
    """42 nm of platelets is cut off on silica; 55 nm of TiO2 below confines 0.197."""
    assert film(1.457, 2.0, 42).modes(656e-9, ("TE",)).sizes["mode"] == 0
    slab = SlabWaveguide((55e-9, 42e-9), (2.3, 2.0), 1.457)
    mode = fundamental(slab, 656e-9, "TE")
    assert float(mode.confinement.sel(definition="electric").isel(layer=2)) == pytest.approx(0.197, abs=0.01)


def test_thickness_curve_agrees_with_single_solutions():
    t = np.array([40e-9, 90e-9, 120e-9, 300e-9])
    curve = confinement_against_thickness(film(1.457, 1.97, 100), 0, t, 640e-9)
    assert not bool(curve.guided.sel(polarization="TE", thickness=40e-9))
    assert (curve.confinement.sel(thickness=40e-9) == 0).all()
    for thickness in t[1:]:
        mode = fundamental(film(1.457, 1.97, thickness * 1e9), 640e-9, "TE")
        expected = mode.confinement.isel(layer=1).values
        assert curve.confinement.sel(polarization="TE", thickness=thickness).values == pytest.approx(
            expected, abs=1e-12
        )


def test_thick_film_confines_everything():
    mode = fundamental(film(1.457, 1.9, 20000), 650e-9, "TE")
    assert float(mode.confinement.sel(definition="electric").isel(layer=1)) == pytest.approx(1.0, abs=1e-5)
    assert float(mode.n_eff) == pytest.approx(1.9, abs=1e-4)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: SlabWaveguide((0.0,), (1.9,)), "layer 0 is 0 m thick"),
        (lambda: SlabWaveguide((1e-7, float("nan")), (1.9, 1.8)), "layer 1 is nan m thick"),
        (lambda: SlabWaveguide((1e-7,), (1.9, 1.8)), "1 thicknesses and 2 indices"),
        (lambda: SlabWaveguide((1e-7,), (0.1 + 3j,)).modes(650e-9), "refractive index"),
        (lambda: SlabWaveguide((1e-7,), (1.2 + 3j,)).modes(650e-9), "a metal"),
        (
            lambda: confinement_against_thickness(film(1.4, 1.9, 100), 3, [1e-7], 650e-9),
            "layer 3 does not exist",
        ),
        (lambda: confinement_against_thickness(film(1.4, 1.9, 100), 0, [-1e-7], 650e-9), "positive"),
        (lambda: confinement_against_thickness(film(1.4, 1.9, 100), 0, [1e-7], 650e-9, -1), "order -1"),
        (lambda: cutoff_thickness(film(1.4, 1.9, 100), 5, 650e-9, "TE"), "layer 5 does not exist"),
        (lambda: cutoff_thickness(film(1.4, 1.9, 100), 0, 650e-9, "te"), "polarisations"),
        (lambda: film(1.4, 1.9, 100).modes(650e-9, "TE"), "give a tuple"),
        (lambda: film(1.4, 1.9, 100).modes(650), "from 10 nm to 1 cm"),
        (lambda: film(1.4, 1.9, 100).modes(float("nan")), "from 10 nm to 1 cm"),
        (lambda: film(1.4, 1.9, 100).field(film(1.4, 1.9, 100).modes(650e-9), 3), "there is no mode 3"),
    ],
)
def test_bad_input_is_a_sentence(make, said):
    with pytest.raises(InputError, match=said):
        make()


@pytest.mark.parametrize("excess", [1e-9, 1e-5, 0.99e-4])
def test_index_contrast_too_small_to_guide(excess):
    for work in (
        lambda s: s.modes(650e-9),
        lambda s: confinement_against_thickness(s, 0, [1e-7, 1e-5], 650e-9),
    ):
        with pytest.raises(InputError, match="exceeds substrate and cover by only"):
            work(film(1.5, 1.5 + excess, 100))
    assert film(1.5, 1.5, 100).modes(650e-9).sizes["mode"] == 0
    assert film(1.5, 1.4, 100).modes(650e-9).sizes["mode"] == 0


def test_at_the_cutoff_the_field_reaches_to_infinity():
    least = cutoff_thickness(film(1.46, 1.97, 100), 0, 630e-9, "TE")
    reach = [
        float(SlabWaveguide((least * (1 + d),), (1.97,), 1.46).modes(630e-9, ("TE",)).depth_substrate[0])
        for d in (1e-3, 1e-6, 1e-10)
    ]
    assert reach[1] == pytest.approx(1e3 * reach[0], rel=2e-3)
    assert reach[2] == np.inf


def test_a_film_of_a_hundred_wavelengths_and_one_that_is_too_thick():
    modes = film(1.457, 1.9, 60_000).modes(640e-9)
    assert modes.sizes["mode"] > 450
    assert float(modes.mismatch.max()) < 1e-6
    assert (np.diff(modes.n_eff[modes.polarization == "TE"]) < 0).all()
    with pytest.raises(ConvergenceError, match="too thick"):
        film(1.457, 1.9, 8_000_000).modes(640e-9, ("TE",))


@pytest.mark.parametrize("loss", [0.01, 0.3, -0.05])
@pytest.mark.parametrize("polarization", ["TE", "TM"])
def test_every_mode_of_an_absorbing_film_by_counting_zeros(loss, polarization):
    """Winding number of the textbook condition of three layers, written without the layer code."""
    n, ns, nc, depth = 1.9 + 1j * loss, 1.457, 1.0, 2 * np.pi * 500 / 640
    p = (1, 1, 1) if polarization == "TE" else (ns**2, n**2, nc**2)

    def condition(w):
        q, g, h = np.sqrt(n**2 - w), np.sqrt(w - ns**2) / p[0], np.sqrt(w - nc**2) / p[2]
        return np.cos(q * depth) * (g + h) + np.sinc(q * depth / np.pi) * depth * (p[1] * g * h - q**2 / p[1])

    low, high = sorted((-0.3 * loss, 1.5 * (n**2).imag))
    w = zeros_in_box(condition, complex(ns**2 + 1e-4, low), complex(1.9**2, high))
    found = film(ns, n, 500).modes(640e-9, (polarization,))
    expected = np.sort(np.sqrt(w).real)[::-1]
    assert found.sizes["mode"] == expected.size >= 2
    np.testing.assert_allclose(found.n_eff.values, expected, rtol=1e-10)
    np.testing.assert_allclose(
        np.sort(found.modal_loss.values), np.sort(4 * np.pi / 640e-9 * np.sqrt(w).imag), rtol=1e-8
    )
