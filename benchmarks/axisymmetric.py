"""Finite elements for bodies of revolution: accuracy against time and memory, beside scikit-fem.

    python benchmarks/axisymmetric.py

1. The coated sphere of 20 um (core 9.51 um of 1.45, coat 490 nm of 1.81), m = 160: TE and TM l = 160 against
   the exact layered sphere at several orders, with absorbing layers. Beside it scikit-fem: Nedelec elements
   of order 2 with P2 on curved triangles of degree 2 of its own polar mesh, in a closed box without
   layers (an easier problem), scipy's LU in symmetric mode.
2. Radiative Q of the leaky coated sphere of 6 um (Q = 1.2e12) at several orders.
3. A window scan: time for each mode of a small parabolic body, every mode solved twice.

Times are of the processor, so that a busy machine does not disturb them; give OMP_NUM_THREADS=1. MB: largest
resident size so far, of a process of its own for each row.
"""

import resource
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np

from colase.cavity import (
    Accuracy,
    AxisymmetricCavity,
    LayeredSphere,
    ModeWindow,
    Parabolic,
    Region,
    half_disk,
)
from colase.materials import ConstantIndex

BIG, SMALL = (9.51e-6, 10e-6), (2.51e-6, 3e-6)
INDICES = (1.45, 1.81)


def ball(radii, accuracy):
    """Return the coated sphere as a profile."""
    core, coat = radii
    regions = (
        Region("coat", ConstantIndex(INDICES[1]), half_disk(coat)),
        Region("core", ConstantIndex(INDICES[0]), half_disk(core)),
    )
    return AxisymmetricCavity(regions, mirror=True, accuracy=accuracy)


def exact(radii, polarization, polar, near):
    """Return wavenumber (1/um) and Q of the exact mode."""
    modes = LayeredSphere(radii, INDICES).modes((0.99 * near, 1.01 * near), radial_max=1)
    own = (modes.polarization == polarization) & (modes.polar == polar)
    one = modes.isel(mode=int(np.flatnonzero(own.values)[0]))
    return 2e-6 * np.pi / float(one.wavelength), float(one.q_radiative)


def ours(radii, m, k, electric, accuracy):
    """Return the nearest wavenumber (1/um), unknowns, seconds and MB of one fine solution."""
    problem = ball(radii, accuracy).problem(2e-6 * np.pi / k)
    start = time.process_time()
    fine = problem.discretizations(m, electric)[0]
    eps = {name: complex(n.index(600e-9)) ** 2 for name, n in problem.materials.items()}
    found = fine.solve(eps, k * 1.0003, 3).k
    spent = time.process_time() - start
    return found[np.abs(found - k).argmin()], fine.free.size, spent, largest()


def scikit(k, m, rings, electric):
    """Return the nearest wavenumber (1/um) of the large sphere in a closed box, unknowns, seconds and MB."""
    import skfem
    from scipy.sparse.linalg import LinearOperator, eigsh, splu
    from skfem.helpers import dot

    start = time.process_time()
    core, coat = (r * 1e6 for r in BIG)
    n = rings
    inner, shell = np.linspace(6.5, core, 5 * n + 1), np.linspace(core, coat, n + 1)
    radius = np.concatenate([inner, shell[1:], np.linspace(coat, 11.2, 2 * n + 1)[1:]])
    flat = skfem.MeshTri.init_tensor(radius, np.linspace(0, 0.42, 6 * n + 1))
    x = skfem.MeshTri2.from_mesh(flat).p
    curved = np.stack([x[0] * np.cos(x[1]), x[0] * np.sin(x[1])])
    mesh = skfem.MeshTri2(curved, flat.t, sort_t=False)
    basis = skfem.Basis(mesh, skfem.ElementTriN2() * skfem.ElementTriP2(), intorder=7)

    @skfem.BilinearForm
    def stiff(E, w, F, v, at):
        r = at.x[0]
        return r * E.curl * F.curl + dot(w.grad - m * E, v.grad - m * F) / r

    @skfem.BilinearForm
    def mass(E, w, F, v, at):
        r, far = at.x[0], np.hypot(*at.x)
        e = np.where(far < core, INDICES[0] ** 2, np.where(far < coat, INDICES[1] ** 2, 1.0))
        return e * (r * dot(E, F) + w * v / r)

    a, b = stiff.assemble(basis), mass.assemble(basis)
    outer = flat.boundary_facets()
    angle = flat.p[1, flat.facets].mean(axis=0)
    walls = outer if electric else outer[angle[outer] > 1e-9]
    inside = np.setdiff1d(np.arange(basis.N), basis.get_dofs(walls).all())
    a, b = a[inside][:, inside].tocsc(), b[inside][:, inside].tocsc()
    sigma = (k * 1.0003) ** 2
    options = {"permc_spec": "MMD_AT_PLUS_A", "diag_pivot_thresh": 0.001, "options": {"SymmetricMode": True}}
    lu = splu((a - sigma * b).tocsc(), **options)

    class Inverse(LinearOperator):
        def _matvec(self, x):
            return lu.solve(x)

    solve = Inverse(float, a.shape)
    found = np.sqrt(eigsh(a, k=3, M=b, sigma=sigma, OPinv=solve, v0=np.ones(inside.size))[0])
    return found[np.abs(found - k).argmin()], basis.N, time.process_time() - start, largest()


def largest():
    """Return the largest resident size of this process so far, in MB (Linux)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def alone(work, *given):
    """Call a function in a process of its own, so that its memory is its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *given).result()


def row(name, answer, truth):
    """Print one line of a table."""
    k, size, spent, memory = answer
    print(f"{name:34s}{abs(k.real / truth - 1):10.1e}{size:10d}{spent:8.2f}{memory:8.0f}")


def scan():
    """Print the time of a window scan for each mode."""
    cavity = Parabolic(
        top_diameter=6e-6,
        base_diameter=4.4e-6,
        height=2e-6,
        polymer=ConstantIndex(1.58),
        coating_thickness=100e-9,
        coating_index=ConstantIndex(1.8),
        substrate=ConstantIndex(1.46),
        q_scattering=6000.0,
    )
    start, wall = busy(), time.perf_counter()
    modes = cavity.modes(ModeWindow(start=640e-9, stop=670e-9, radial_max=1))
    count, spent = modes.sizes["mode"], busy() - start
    numbers = len(set(modes.azimuthal.values))
    print(
        f"\nwindow scan, parabolic body of 6 um: {count} modes of {numbers} m, {spent:.1f} s of all "
        f"processors, {spent / count:.2f} s each, {time.perf_counter() - wall:.1f} s on the clock"
    )


def busy():
    """Return the processor time of this process and of those it has ended, in s."""
    own, ended = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + ended.ru_utime + ended.ru_stime


def main():
    """Print the tables."""
    print("coated sphere of 20 um, m = 160    error of k  unknowns       s      MB")
    for name, near, electric in (("TE", 663.812142e-9, True), ("TM", 655.423531e-9, False)):
        truth, _ = exact(BIG, name, 160, near)
        for order, size in ((2, 0.5), (3, 0.5), (4, 0.5), (5, 0.7), (5, 0.5), (6, 0.5)):
            accuracy = Accuracy(order=order, size=size, margin=0.8)
            answer = alone(ours, BIG, 160, truth, electric, accuracy)
            row(f"{name}  p = {order}, h = {size} wavelengths", answer, truth)
        for rings in (2, 4, 6):
            row(
                f"{name}  scikit-fem N2 x P2, {rings} rings",
                alone(scikit, truth, 160, rings, electric),
                truth,
            )
    print("\ncoated sphere of 6 um, TE l = m = 45, radiative Q")
    truth, q = exact(SMALL, "TE", 45, 666.388e-9)
    for order in (3, 4, 5, 6):
        k, unknowns, spent, _ = alone(ours, SMALL, 45, truth, True, Accuracy(order=order))
        found = -k.real / (2 * k.imag)
        print(
            f"p = {order}: {found:.5e}, off by {abs(found / q - 1):.1e}, {unknowns} unknowns, {spent:.2f} s"
        )
    scan()


if __name__ == "__main__":
    main()
