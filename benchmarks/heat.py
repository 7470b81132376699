"""Heat: the layered solution beside scikit-fem at equal error, and how long a fit of a sweep takes.

    python benchmarks/heat.py

The case is a disc of 21.85 um on 120 nm of dots on MgF2, 50 times from 10 ns to 20 us, at the hottest point.
The finite elements (second order, axisymmetric, steps that double) are refined until their error, against
the layered solution with a much finer quadrature, is below 0.1 %; the layered solution is timed with nothing
kept from earlier. The same disc as a body (`colase.heat.bodies`) stands beside them: its mean over the film
against that of the layers. The rectangle's peer is a quarter of it in three dimensions, second-order
hexahedra, to 2 us. One core; times are the best of a few.
"""

import sys
import time
from math import inf
from pathlib import Path

import numpy as np
from scipy.interpolate import CubicSpline
from timing import timed

from colase.heat import (
    Disc,
    Heating,
    HeatLayer,
    Rectangle,
    Solid,
    SpotMean,
    Stack,
    Sweep,
    Thermoreflectance,
    Uniform,
    fit_phase,
)
from colase.heat import heating as solver
from colase.heat.bodies import BodyHeating, disk
from colase.heat.bodies import solved as bodies

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "physics"))
import heat_fem

FILM = HeatLayer(name="film", thickness=120e-9, solid=Solid(conductivity=0.24, heat_capacity=1.17e6))
BASE = HeatLayer(
    name="MgF2",
    thickness=inf,
    solid=Solid(conductivity=21.0, lateral_conductivity=30.0, heat_capacity=3177 * 1003.0),
)
STACK = Stack((FILM, BASE))
TIMES = np.geomspace(1e-8, 2e-5, 50)


def best(work, rounds=5):
    """Return the result and the shortest processor time of several rounds."""
    return timed(work, rounds, time.process_time)


def layered(spot, times=TIMES):
    """Return a function that computes the rise anew."""

    def work():
        solver._decade.cache_clear()
        return Heating(STACK, spot).step(times)

    return work


def finite_elements(radius, fine):
    """Return a function that computes the rise at the same times by finite elements."""

    def work():
        fem = heat_fem.Disc(STACK, radius, fine=fine)
        node = fem.at(0.0, 0.0)
        path = [(t, T[node]) for t, T in fem.march(1e-9 / fine, 12)]
        t, rise = np.array(path).T
        return CubicSpline(np.log(t), rise)(np.log(TIMES))

    return work


def body(radius):
    """Return a function that meshes, reduces and answers for the mean of a flat disk."""

    def work():
        bodies.solve.cache_clear()
        bodies.modes_seen.cache_clear()
        shape = disk(radius, FILM.thickness, FILM.solid, BASE.solid)
        return BodyHeating(shape, "disk").step(TIMES)

    return work


def three_dimensions(width, height, until, fine):
    """Return the rise at the centre of a rectangle after a time, by hexahedra in a quarter of it."""
    from scipy.sparse.linalg import splu
    from skfem import Basis, BilinearForm, ElementHex2, LinearForm, MeshHex

    far, ratio = 60e-6, 1.9 ** (1 / fine)
    half = [width / 2, height / 2]
    axes = []
    for a in half:
        inside = a - heat_fem.graded(0, a, a / 12 / fine, ratio)[::-1]
        axes.append(np.concatenate([inside, heat_fem.graded(a, a + far, a / 12 / fine, ratio)[1:]]))
    film = np.linspace(0, FILM.thickness, 3)
    depth = np.concatenate([film, heat_fem.graded(FILM.thickness, far, 0.3e-6 / fine, ratio)[1:]])
    basis = Basis(MeshHex.init_tensor(axes[0], axes[1], depth), ElementHex2(), intorder=4)

    @BilinearForm
    def stiffness(u, v, w):
        top = w.x[2] < FILM.thickness
        along, across = np.where(top, 0.24, 30.0), np.where(top, 0.24, 21.0)
        flat = u.grad[0] * v.grad[0] + u.grad[1] * v.grad[1]
        return along * flat + across * u.grad[2] * v.grad[2]

    @BilinearForm
    def mass(u, v, w):
        return np.where(w.x[2] < FILM.thickness, FILM.solid.heat_capacity, BASE.solid.heat_capacity) * u * v

    @LinearForm
    def load(v, w):
        lit = (w.x[0] < half[0]) & (w.x[1] < half[1]) & (w.x[2] < FILM.thickness)
        return lit * v / FILM.thickness

    K, M, f = stiffness.assemble(basis), mass.assemble(basis), load.assemble(basis)
    centre = int(np.argmin(np.abs(basis.doflocs).sum(axis=0)))
    gamma, T, t, steps = 1 - np.sqrt(0.5), np.zeros(f.size), 0.0, 8
    dt = until / steps / (2**6 - 1)
    for _ in range(6):
        lu = splu((M + gamma * dt * K).tocsc())
        for _ in range(steps):
            k1 = lu.solve(f - K @ T)
            k2 = lu.solve(f - K @ (T + (1 - gamma) * dt * k1))
            T, t = T + dt * ((1 - gamma) * k1 + gamma * k2), t + dt
        dt *= 2
    return T[centre], f.size


def sweep_fit():
    """Return a function that fits a noisy sweep with five assumed numbers, and its result."""
    gold = HeatLayer(
        name="gold", thickness=100e-9, solid=Solid(conductivity=200, heat_capacity=2.49e6), resistance=2e-8
    )
    film = HeatLayer(
        name="film", thickness=180e-9, solid=Solid(conductivity=0.24, heat_capacity=1.3e6), resistance=1e-8
    )
    silicon = HeatLayer(name="silicon", thickness=inf, solid=Solid(conductivity=148, heat_capacity=1.64e6))
    sample = Thermoreflectance(stack=Stack((gold, film, silicon)), pump_radius=4e-6, probe_radius=4e-6)
    f = np.geomspace(1e5, 2e7, 40)
    noise = np.radians(0.2) * np.random.default_rng(0).standard_normal(40)
    sweep = Sweep(tuple(f), tuple(sample.phase(f) + noise))
    known = {"pump_radius": 0.12e-6, "probe_radius": 0.12e-6, "gold.thickness": 3e-9, "film.thickness": 5e-9}
    known["film.heat_capacity"] = 0.13e6
    return lambda: fit_phase(sweep, sample, {"film.conductivity": 0.5}, known)


def main() -> None:
    """Print times, errors and ratios."""
    disc = Disc(radius=21.85e-6)
    rise, spent = best(layered(disc))
    _, single = best(lambda: layered(disc, TIMES[25:26])())
    print(f"layered, disc       50 times {spent * 1e3:8.1f} ms   one time {single * 1e3:.1f} ms")
    for fine in (0.7, 1.0, 1.4, 2.0):
        found, took = best(finite_elements(disc.radius, fine), rounds=2)
        error = np.abs(found / rise - 1).max()
        print(
            f"scikit-fem x {fine:<4g}   50 times {took * 1e3:8.1f} ms   error {error:.1e}   "
            f"{took / spent:.0f} times"
        )
        if error < 1e-3:
            break
    mean = Heating(STACK, disc, weight=Uniform(), view=SpotMean()).step(TIMES)
    found, took = best(body(disc.radius), rounds=3)
    error = np.abs(found / mean - 1).max()
    print(f"body, any times     50 times {took * 1e3:8.1f} ms   error {error:.1e}   {took / spent:.0f} times")
    rectangle = Rectangle(width=30e-6, height=50e-6)
    (coarse, unknowns), took = best(lambda: three_dimensions(30e-6, 50e-6, 2e-6, 1.0), rounds=1)
    exact, one = best(layered(rectangle, np.array([2e-6])))
    print(
        f"scikit-fem in 3-D   to 2 us {took * 1e3:10.0f} ms   error {abs(coarse / exact[0] - 1):.1e}   "
        f"{took / one:.0f} times the layered rectangle ({unknowns} unknowns)"
    )
    _, spent = best(layered(rectangle))
    _, wide = best(layered(rectangle, np.geomspace(1e-10, 1.0, 50)))
    print(f"layered, rectangle  50 times {spent * 1e3:8.1f} ms   from 0.1 ns to 1 s {wide * 1e3:.1f} ms")
    _, spent = best(layered(Rectangle(width=10e-6, height=1e-3)))
    print(f"layered, 1 mm x 10 um  50 times {spent * 1e3:5.1f} ms")
    fit, took = best(sweep_fit(), rounds=3)
    k, e = fit.value("film.conductivity"), fit.error("film.conductivity")
    print(f"fit of a sweep, 40 frequencies, 6 numbers  {took:.2f} s   {k:.3f} +- {e:.3f} W/(m K), truth 0.24")


if __name__ == "__main__":
    main()
