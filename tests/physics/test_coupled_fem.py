"""Finite elements in two dimensions as an independent method: a pair of 4 um disks, a disk with a hole."""

import numpy as np
import pytest

from colase.coupling import Disk, Hole, MultiDisk

ngsolve = pytest.importorskip("ngsolve", reason="the extra `fem` (NGSolve) is not installed")

INDEX = 1.9


def mesh_of(bodies, left, outer, thick, size, quarter):
    """Mesh the upper half plane (or its right quarter) with curved circles; lengths in um."""
    from netgen.occ import Glue, MoveTo, OCCGeometry

    x0 = 0.0 if quarter else -outer - thick
    window = MoveTo(x0, 0).Rectangle(outer + thick - x0, outer + thick).Face()
    layer = MoveTo(0, 0).Circle(outer + thick).Face() * window
    air = MoveTo(0, 0).Circle(outer).Face() * window
    layer = layer - air
    layer.faces.name = "pml"
    faces, rest = [layer], air
    for (x, radius), name in reversed(bodies):
        face = MoveTo(x, 0).Circle(radius).Face() * window
        for inner in faces[1:]:
            face = face - inner
        face.faces.name = name
        face.faces.maxh = size / INDEX
        rest = rest - face
        faces.append(face)
    rest.faces.name = "air"
    rest.faces.maxh = size
    layer.faces.maxh = size
    shape = Glue([*faces, rest])
    for edge in shape.edges:
        if abs(edge.center.y) < 1e-9:
            edge.name = "axis"
        if quarter and abs(edge.center.x) < 1e-9:
            edge.name = "middle"
    return ngsolve.Mesh(OCCGeometry(shape, dim=2).GenerateMesh(maxh=size))


def finite_element_mode(bodies, near, electric, dirichlet, outer, quarter=False, order=8, size=0.42):
    """Return the complex wavenumber (1/um) nearest to ``near`` and the one with a shifted start."""
    mesh = mesh_of(bodies, 0.0, outer, 0.9, size, quarter)
    mesh.Curve(order)
    mesh.SetPML(ngsolve.pml.Radial(rad=outer, alpha=1.2j, origin=(0, 0)), "pml")
    space = ngsolve.H1(mesh, order=order, complex=True, dirichlet="|".join(dirichlet) or "")
    u, v = space.TnT()
    n2 = mesh.MaterialCF({"disk": INDEX**2, "hole": 1.0}, default=1.0)
    stiff, mass = (1.0, n2) if electric else (1 / n2, 1.0)
    a = ngsolve.BilinearForm(stiff * ngsolve.grad(u) * ngsolve.grad(v) * ngsolve.dx).Assemble()
    b = ngsolve.BilinearForm(mass * u * v * ngsolve.dx).Assemble()
    found = []
    for shift in (near**2, (near * (1 + 2e-4)) ** 2):
        vectors = [ngsolve.GridFunction(space).vec for _ in range(12)]
        values = np.array(ngsolve.ArnoldiSolver(a.mat, b.mat, space.FreeDofs(), vectors, shift))
        waves = np.sqrt(values)
        found.append(waves[np.abs(waves - near).argmin()])
    assert abs(found[0] - found[1]) < 1e-8 * abs(near), "the eigenvalue depends on the start: not trusted"
    return complex(found[0])


@pytest.mark.parametrize(
    ("polarization", "window", "mirror", "exchange"),
    [("TM", (645e-9, 647e-9), "even", "even"), ("TE", (630e-9, 633e-9), "odd", "even")],
)
def test_pair_of_disks(polarization, window, mirror, exchange):
    disks = MultiDisk((Disk((-2.075e-6, 0), 2e-6, INDEX), Disk((2.075e-6, 0), 2e-6, INDEX)))
    modes = disks.modes(window, polarization, check=False).data
    mine = (modes.mirror == mirror) & (modes.azimuthal == 32)
    # a mirror about the bisector is exchange times the parity of the line of centres
    for i in np.flatnonzero(mine.values):
        same = (modes.exchange.values[i] == "even") == (mirror == "even")
        if (exchange == "even") != same:
            continue
        k = complex(modes.wavenumber.values[i]) * 1e-6
        dirichlet = ([] if mirror == "even" else ["axis"]) + ([] if same else ["middle"])
        fem = finite_element_mode(
            [((2.075, 2.0), "disk")], k, polarization == "TM", dirichlet, 5.0, quarter=True
        )
        assert abs(fem.real / k.real - 1) < 3e-8
        assert fem.imag == pytest.approx(k.imag, rel=2e-2)
        return
    raise AssertionError("no such mode")


@pytest.mark.parametrize(
    ("polarization", "wavelength", "parity"), [("TM", 636e-9, "odd"), ("TE", 622e-9, "even")]
)
def test_disk_with_a_hole(polarization, wavelength, parity):
    disk = MultiDisk((Disk((0, 0), 2e-6, INDEX, (Hole(1.6e-6, 0.0, 0.1e-6),)),))
    modes = disk.modes((wavelength - 3e-9, wavelength + 3e-9), polarization, 2, q_floor=2e4)
    sign = {"even": 1, "odd": -1}[parity]
    for i in np.flatnonzero(modes.data.azimuthal.values == 28):
        field = modes.field(int(i), half_width=1.9e-6, points=24)
        value = field.psi_real.values + 1j * field.psi_imag.values
        if np.nanmax(np.abs(value - sign * value[::-1])) < 1e-6:
            break
    else:
        raise AssertionError("no mode of this parity")
    k = complex(modes.data.wavenumber.values[i]) * 1e-6
    bodies = [((0.0, 2.0), "disk"), ((1.6, 0.1), "hole")]
    dirichlet = ["axis"] if parity == "odd" else []
    fem = finite_element_mode(bodies, k, polarization == "TM", dirichlet, 2.9, size=0.45)
    assert abs(fem.real / k.real - 1) < 3e-8
    assert fem.imag == pytest.approx(k.imag, rel=1e-4)
