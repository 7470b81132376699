"""Finite elements on bodies of revolution against exact spheres, closed cans, scikit-fem and themselves."""

import numpy as np
import pytest
from scipy.special import jn_zeros, jnp_zeros

from colase.cavity import (
    Accuracy,
    AxisymmetricCavity,
    AxisymmetricDisk,
    LayeredSphere,
    ModeWindow,
    Region,
    half_disk,
    polygon,
)
from colase.cavity.axisymmetric.elements.forms import Discretization
from colase.cavity.axisymmetric.elements.mesh import Box, make_mesh
from colase.cavity.rough_face import face_q
from colase.cavity.roughness import Roughness, surface_q
from colase.errors import InputError
from colase.materials import ConstantIndex, TabulatedIndex, as_material

pytest.importorskip("ngsolve")


def ball(radii, indices, **more):
    """Return a layered sphere as a profile."""
    layers = zip(radii, indices, strict=True)
    regions = [Region(f"layer {i}", as_material(n), half_disk(r)) for i, (r, n) in enumerate(layers)]
    return AxisymmetricCavity(tuple(reversed(regions)), mirror=True, **more)


def exact(radii, indices, wavelength, polarization, polar, radial=1):
    """Return one mode of the exact layered sphere near a wavelength."""
    window = (0.97 * wavelength, 1.03 * wavelength)
    modes = LayeredSphere(radii, indices).modes(window, q_floor=5)
    own = (modes.polarization == polarization) & (modes.polar == polar) & (modes.radial == radial)
    return modes.isel(mode=np.flatnonzero(own.values)[0])


def nearest(modes, wavelength, polarization):
    """Return the mode of a polarisation nearest to a wavelength."""
    away = np.where(modes.polarization.values == polarization, np.abs(modes.wavelength - wavelength), np.inf)
    return modes.isel(mode=int(away.argmin()))


RADII, INDICES = (2.51e-6, 3e-6), (1.45, 1.81)


@pytest.fixture(scope="module")
def coated():
    """Return a coated sphere at full accuracy and its modes m = 45 near 660 nm."""
    cavity = ball(RADII, INDICES)
    return cavity, cavity.modes(45, near=660e-9, count=3)


@pytest.mark.parametrize(("polarization", "wavelength"), [("TE", 666.388e-9), ("TM", 653.887e-9)])
def test_coated_sphere_to_1e_8_in_wavelength_and_1e_3_in_q_of_1e12(coated, polarization, wavelength):
    """Table optics 3.3: Q 1.2055e12 and 6.6829e11."""
    one = nearest(coated[1], wavelength, polarization)
    truth = exact(RADII, INDICES, wavelength, polarization, 45)
    assert float(one.wavelength) == pytest.approx(float(truth.wavelength), rel=1e-8)
    assert float(one.q_radiative) == pytest.approx(float(truth.q_radiative), rel=1e-3)
    assert float(one.mode_volume) == pytest.approx(float(truth.mode_volume), rel=0.01)
    assert abs(float(one.wavelength - truth.wavelength)) < float(one.wavelength_error)
    assert float(one.residual) < 1e-9
    assert str(one.doubt.values) == ""


def test_confinement_and_spacing_are_those_of_the_exact_sphere(coated):
    one = nearest(coated[1], 653.887e-9, "TM")
    truth = exact(RADII, INDICES, 653.887e-9, "TM", 45)
    for i, layer in enumerate(("layer 0", "layer 1", "surroundings")):
        for name in ("electric", "energy", "gain"):
            ours = float(one.confinement.sel(region=layer, definition=name))
            assert ours == pytest.approx(float(truth.confinement.sel(definition=name)[i]), rel=2e-4), name
    assert float(one.fsr) == pytest.approx(float(truth.fsr), rel=2e-3)


def test_pumped_coat_moves_the_mode_like_the_exact_sphere(coated):
    cavity, modes = coated
    one = nearest(modes, 653.887e-9, "TM")
    at = int(np.flatnonzero(modes.label.values == one.label.item())[0])
    pumped = 1.81 - 0.002j
    ours = cavity.resonance(modes, at, "layer 1", pumped)
    k = 2 * np.pi / 653.887e-9
    truth = LayeredSphere(RADII, INDICES).resonance(complex(k), "TM", 45, 1, pumped)
    assert ours == pytest.approx(truth, rel=1e-8)
    assert ours.imag > 0


@pytest.mark.parametrize("m", [0, 1, 2])
def test_axis_belongs_to_the_domain(m):
    """R = 0.6 um, n = 2: any m gives the same resonances; E_z is free on the axis for m = 0 only."""
    cavity = ball((0.6e-6,), (2.0,), accuracy=Accuracy(order=6))
    modes = cavity.modes(m, near=680e-9, count=4, q_floor=15)
    sphere = LayeredSphere((0.6e-6,), (2.0,)).modes((640e-9, 750e-9), q_floor=15)
    assert modes.sizes["mode"] == sphere.sizes["mode"] == 4  # TE 5 q=2, TE 8, TM 7, TE 7
    np.testing.assert_allclose(modes.wavelength, sphere.wavelength, rtol=3e-7)
    np.testing.assert_allclose(modes.q_radiative, sphere.q_radiative, rtol=3e-5)
    if m == 0:
        assert list(modes.polarization.values) == list(sphere.polarization.values)


def test_a_window_scan_misses_nothing():
    """R = 1.2 um, n = 1.6: every sphere mode with l >= m and Q above the floor, once for each m."""
    window, floor = (600e-9, 640e-9), 60.0
    numbers = (10, 14)
    seen = []
    cavity = ball((1.2e-6,), (1.6,), accuracy=Accuracy(order=4, size=0.6, margin=1.0))
    modes = cavity.modes(
        numbers, window=window, q_floor=floor, progress=lambda done, total: seen.append((done, total))
    )
    sphere = LayeredSphere((1.2e-6,), (1.6,)).modes(window, q_floor=floor)
    for m in numbers:
        ours = np.sort(modes.wavelength.values[modes.azimuthal.values == m])
        truth = np.sort(sphere.wavelength.values[sphere.polar.values >= m])
        assert ours.size == truth.size
        np.testing.assert_allclose(ours, truth, rtol=2e-5)
    assert seen == [(1, 2), (2, 2)]
    assert len(set(modes.label.values)) == modes.sizes["mode"]


def test_dispersion_and_absorption_follow_the_group_index():
    """The exact sphere with the index of that wavelength; Q of energy grows by sum n_g/n of the shares."""
    lam = np.linspace(500e-9, 800e-9, 31)
    n = 1.6 - 1e5 * (lam - 650e-9)
    glass = TabulatedIndex(tuple(lam), tuple(n), tuple(1e-5 + 0 * lam), "glass", True)
    cavity = ball((1.2e-6,), (glass,), accuracy=Accuracy(order=4, margin=1.0))
    near = 635.9e-9
    still = exact((1.2e-6,), (complex(glass.index(635.90065e-9)),), near, "TE", 15)
    share = still.confinement.sel(definition="gain").values
    slower = share @ np.array([float(glass.group_index(near) / glass.index(near).real), 1.0])
    for shift in (0.995, 1.005):
        one = nearest(cavity.modes(15, near=near * shift, count=2, q_floor=20), near, "TE")
        assert float(one.wavelength) == pytest.approx(float(still.wavelength), rel=5e-6)
        assert float(one.q_radiative) == pytest.approx(float(still.q_radiative) * slower, rel=1e-3)
        assert float(one.q_absorption) == pytest.approx(float(still.q_absorption) * slower, rel=1e-3)


def test_a_metal_inside_absorbs_like_that_of_the_exact_sphere():
    """Absorption that is part of the eigenproblem: a gold-like core in a shell."""
    gold = TabulatedIndex((5e-7, 9e-7), (0.2, 0.2), (3.2, 3.2), "metal")
    radii, indices = (0.7e-6, 1.3e-6), (gold, 1.6)
    accuracy = Accuracy(order=4, size=0.5, margin=1.0)
    modes = ball(radii, indices, accuracy=accuracy).modes(14, near=700e-9, count=3, q_floor=20)
    sphere = LayeredSphere(radii, indices).modes((600e-9, 800e-9), q_floor=20)
    own = (sphere.polar.values == 14) & (sphere.radial.values == 1) & (sphere.polarization.values == "TE")
    truth = complex(sphere.wavenumber.values[own][0])
    one = nearest(modes, 2 * np.pi / truth.real, "TE")
    assert complex(one.wavenumber.item()) == pytest.approx(truth, rel=1e-5)
    total = 1 / (1 / float(one.q_radiative) + 1 / float(one.q_absorption))
    assert total == pytest.approx(-truth.real / (2 * truth.imag), rel=1e-3)


@pytest.mark.parametrize("m", [0, 1, 3])
def test_closed_cylinder_has_the_wavenumbers_of_its_bessel_zeros(m):
    """A perfectly conducting can of radius R and height L: k^2 = (zero/R)^2 + (p pi/L)^2."""
    R, L, order = 1.0, 1.3, 5
    box = Box(0.0, 0.75, 0.25, L - 0.25, 0.25, False, False)
    region = Region("filling", ConstantIndex(1.0), polygon((0, 0.3e-6), (0.5e-6, 0.3e-6), (0.5e-6, 0.7e-6)))
    mesh = make_mesh((region,), {"filling": 0.3, "surroundings": 0.3}, box, order)
    can = Discretization(mesh, box, m, order, False, strength=0.0)
    shift = 5.0
    across_tm, across_te = jn_zeros(m, 6) / R, jnp_zeros(m, 6) / R
    p = np.arange(8) * np.pi / L
    tm = np.hypot(across_tm[:, None], p[None, :]).ravel()
    te = np.hypot(across_te[:, None], p[None, 1:]).ravel()
    truth = np.sort(np.concatenate([tm, te]))
    near = truth[np.abs(truth**2 - shift**2) < 0.9 * shift**2]  # gradients sit at k = 0
    found = can.solve({"filling": 1.0, "surroundings": 1.0}, shift, near.size).k
    np.testing.assert_allclose(np.sort(found.real), near, rtol=1e-7)
    assert np.abs(found.imag).max() < 1e-10


def test_a_disk_on_a_substrate_in_a_can_agrees_with_scikit_fem():
    """No sphere, two materials, another code: Nedelec elements of order 2 on its own mesh."""
    skfem = pytest.importorskip("skfem")
    m, R, low, high, disk, thick = 4, 1.0, -0.4, 0.8, 0.7, 0.3
    eps = {"disk": 4.0, "substrate": 2.1, "surroundings": 1.0}
    box = Box(0.0, 0.75, low + 0.25, high - 0.25, 0.25, False, False)
    outline = polygon((0, 0), (disk * 1e-6, 0), (disk * 1e-6, thick * 1e-6), (0, thick * 1e-6))
    region = Region("disk", ConstantIndex(2.0), outline)
    mesh = make_mesh((region,), {"disk": 0.15, "substrate": 0.2, "surroundings": 0.25}, box, 4)
    ours = Discretization(mesh, box, m, 4, False, strength=0.0).solve(eps, 5.0, 3).k.real

    from scipy.sparse.linalg import eigsh
    from skfem.helpers import dot

    grid = skfem.MeshTri.init_tensor(np.linspace(0, R, 41), np.linspace(low, high, 49))
    element = skfem.ElementTriN2() * skfem.ElementTriP2()
    basis = skfem.Basis(grid, element, intorder=6)

    @skfem.BilinearForm
    def stiff(E, w, F, v, at):
        r = at.x[0]
        return r * E.curl * F.curl + dot(w.grad - m * E, v.grad - m * F) / r

    @skfem.BilinearForm
    def mass(E, w, F, v, at):
        r, z = at.x
        e = np.where(z < 0, 2.1, np.where((r < disk) & (z < thick), 4.0, 1.0))
        return e * (r * dot(E, F) + w * v / r)

    a, b = stiff.assemble(basis), mass.assemble(basis)
    fixed = basis.get_dofs(grid.boundary_facets()).all()
    inside = np.setdiff1d(np.arange(basis.N), fixed)
    a, b = a[inside][:, inside].tocsc(), b[inside][:, inside].tocsc()
    theirs = np.sqrt(eigsh(a, k=3, M=b, sigma=25.0, v0=np.ones(inside.size))[0])
    np.testing.assert_allclose(np.sort(ours), np.sort(theirs), rtol=2e-4)


def _disk(mirror, accuracy):
    z = 0.2e-6
    outline = polygon((0, -z), (1.2e-6, -z), (1.2e-6, z), (0, z))
    return AxisymmetricCavity(
        (Region("disk", ConstantIndex(1.9), outline),), mirror=mirror, accuracy=accuracy
    )


def test_mirror_symmetry_gives_both_parities_of_the_whole_disk():
    accuracy = Accuracy(order=4, size=0.5, margin=0.8)
    half, whole = (_disk(mirror, accuracy).modes(14, near=680e-9, count=2) for mirror in (True, False))
    assert set(half.electric_mirror.values) == {True, False}
    away = np.abs(half.wavelength - whole.wavelength).values  # two meshes; the sharp rim converges slowly
    assert (away < 1e-5 * half.wavelength.values).all()
    assert (away < half.wavelength_error.values + whole.wavelength_error.values).all()
    np.testing.assert_allclose(half.q_radiative, whole.q_radiative, rtol=2e-3)
    np.testing.assert_allclose(half.mode_volume, whole.mode_volume, rtol=2e-2)
    assert list(half.label.values) == list(whole.label.values)


def test_faces_of_a_sphere_scatter_as_its_growth_says():
    """TE: S = -(n^2 - 1) d ln k/dR = (n^2 - 1)/R, and the formula of the exact sphere (gorodetsky2000)."""
    radius, n = 2e-6, 1.6
    accuracy = Accuracy(order=4, size=0.7, margin=0.8)
    one = nearest(ball((radius,), (n,), accuracy=accuracy).modes(26, near=651e-9, count=2), 651e-9, "TE")
    assert float(one.exposure) == pytest.approx((n**2 - 1) / radius, rel=0.01)
    rough = Roughness(2e-9, 40e-9)
    ours = face_q(float(one.wavelength), float(one.exposure), n, 1.0, rough)
    truth = surface_q(float(one.wavelength), 1 / radius, n, 1.0, rough)
    assert ours == pytest.approx(truth, rel=0.01)


def test_device_kinds_take_roughness_and_fewer_axial_orders():
    shape = {"disk_diameter": 2.4e-6, "height": 700e-9, "disk": ConstantIndex(1.8)}
    rough = AxisymmetricDisk(**shape, roughness=2e-9, correlation_length=40e-9, axial_max=1)
    found = rough.modes(ModeWindow(start=650e-9, stop=690e-9, radial_max=1))
    assert found.sizes["mode"] > 1
    assert (found.axial == 1).all()
    expected = face_q(found.wavelength, found.exposure, 1.8, 1.0, Roughness(2e-9, 40e-9))
    assert found.q_scattering.values == pytest.approx(expected)
    losses = 1 / found.q_radiative + 1 / found.q_absorption + 1 / found.q_scattering
    assert (1 / found.q_factor).values == pytest.approx(losses.values)
    assert "gorodetsky2000" in rough.references
    for given in (
        {},
        {"q_scattering": 5e3, "roughness": 1e-9, "correlation_length": 4e-8},
        {"roughness": 1e-9},
    ):
        with pytest.raises(InputError, match="one of the two"):
            AxisymmetricDisk(**shape, **given)


def test_errors_shrink_with_order_and_are_not_understated():
    truth = float(exact((1.2e-6,), (1.6,), 605e-9, "TM", 15).wavelength)
    errors = []
    for order in (2, 3, 4):
        accuracy = Accuracy(order=order, size=0.6, margin=0.8)
        one = nearest(ball((1.2e-6,), (1.6,), accuracy=accuracy).modes(15, near=truth, count=2), truth, "TM")
        errors.append(abs(float(one.wavelength) - truth))
        assert errors[-1] < 2 * float(one.wavelength_error)
    assert (np.diff(np.log(errors)) < -1.2).all()


def test_layer_modes_are_dropped_and_rough_answers_doubted():
    cavity = ball((1.2e-6,), (1.6,), accuracy=Accuracy(order=4, size=0.6, margin=0.8))
    modes = cavity.modes(3, near=620e-9, count=12, q_floor=5)
    assert (modes.layer_share < 0.5).all()
    assert (modes.wavenumber.imag < 0).all()
    rough = ball((3e-6,), (1.45,), accuracy=Accuracy(order=2, size=1.5, margin=0.5)).modes(
        38, near=628e-9, count=3
    )
    truth = exact((3e-6,), (1.45,), 628e-9, "TE", 38)
    trusted = rough.isel(mode=np.flatnonzero(rough.doubt.values == ""))
    far = np.abs(trusted.wavelength.values / float(truth.wavelength) - 1) > 3e-4
    assert not ((trusted.polarization.values == "TE") & far & (trusted.axial.values == 1)).any()


def test_field_map_is_continuous_where_maxwell_says_so(coated):
    cavity, modes = coated
    at = int(np.flatnonzero(modes.label.values == nearest(modes, 666.4e-9, "TE").label.item())[0])
    field = cavity.field(modes, at, points=161)
    assert float(field.energy_density.max()) == pytest.approx(1.0)
    assert np.abs(field.z.values[0] + field.z.values[-1]) < 1e-12
    equator = field.isel(z=int(np.abs(field.z.values).argmin()))
    along = np.abs(equator.e_z.values)
    assert np.abs(np.diff(along)).max() < 0.1 * along.max()
    assert np.abs(equator.e_r.values).max() < 1e-3 * along.max()
