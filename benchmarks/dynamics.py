"""Laser dynamics: the batched Rosenbrock solver beside LSODA and CVODE, steady states, single nanocrystals.

    python benchmarks/dynamics.py

One problem throughout: a ladder of six states (radiative and Auger decay), 20 modes with a photon lifetime
of 1 ps, a pulse of 1 ns. 26 states in one cell; 110 and 740 with 15 groups of different nanocrystals in 1
and 8 places. All solvers get the same compiled right-hand side and the same end; errors are those of
populations and photons at the end of the pulse against our solver at rtol 1e-9, and every peer gets the
tolerance with which it is fastest while as good. LSODA is that of scipy, CVODE that of scikit-sundae, both
with dense Jacobians by differences; Kvaerno5 is that of diffrax, with the right-hand side in jax, compiled
before its time is taken, and left out where its dense systems are large. What is not installed is left out.
Times of comparisons are processor time of one thread, so that a busy machine changes them little; those of
the batch are also by the clock.
"""

import resource
import time
import warnings
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from dynamics_problem import END, MODES, PS, PULSE, STATES, laser
from ode_peers import LARGEST, compiled, peers
from timing import timed

from colase.laser.dynamics.kinetic_monte_carlo import kinetic_monte_carlo
from colase.laser.dynamics.pump_rate import pump_rate
from colase.laser.dynamics.steady_state import steady_states
from colase.laser.dynamics.trajectory import histories, trajectory

TOLERANCES = (1e-3, 3e-4, 1e-4, 3e-5, 1e-5, 3e-6, 1e-6, 3e-7, 1e-7, 1e-8)
"""Those with which every peer is tried."""


def ours(equations, photons, rtol):
    """Return mean populations and photons at the end."""
    populations, light = histories(equations, PULSE, photons, [END], rtol=rtol)
    return np.concatenate([populations[0], light[0]])


def means(equations, y):
    """Return mean populations and photons from all unknowns."""
    count, states, _ = equations.cells.emit.shape
    return np.concatenate(
        [equations.cells.weight @ y[: count * states].reshape(count, states), y[count * states :]]
    )


def batch() -> None:
    """Print the time of a trajectory in a batch of 256 pump levels."""
    equations, pump = laser(1, 1), pump_rate(PULSE)
    levels = np.geomspace(0.05, 20, 256)[::-1]
    for rtol in (1e-4, 1e-6):
        for threads in (1, 2):
            with ThreadPoolExecutor(threads) as pool:
                begin = time.process_time()
                _, took = timed(
                    lambda p=pool, r=rtol: list(
                        p.map(lambda x: trajectory(equations, pump, x, rtol=r), levels)
                    ),
                    3,
                )
                work = (time.process_time() - begin) / 3
            print(
                f"  26 states, rtol {rtol:.0e}, {threads} threads: {took / 256 * 1e3:.2f} ms a trajectory to "
                f"darkness, {work / 256 * 1e3:.2f} ms of processor time"
            )


def sizes() -> None:
    """Print all solvers at equal error for three sizes."""
    others = peers()
    for groups, places in ((1, 1), (15, 1), (15, 8)):
        equations = laser(groups, places)
        unknowns = groups * places * STATES + MODES
        exact = ours(equations, 3.0, 1e-9)
        scale = np.maximum(abs(exact), 1e-6)
        tried = []
        for name, peer in others.items():
            if unknowns > LARGEST.get(name, unknowns):
                print(f"  {unknowns} states are too many for {name}")
                continue
            if name == "Kvaerno5":
                peer(equations, 3.0, 1e-3)
            for rtol in TOLERANCES:
                y, slow = timed(lambda e=equations, r=rtol, p=peer: p(e, 3.0, r), 1, time.process_time)
                tried.append((name, rtol, slow, abs((means(equations, y) - exact) / scale).max()))
        for rtol in (1e-4, 1e-5):
            found, took, usual = repeated(lambda e=equations, r=rtol: ours(e, 3.0, r), 7)
            wanted = abs((found - exact) / scale).max()
            print(
                f"  {unknowns} states: Rodas5P at rtol {rtol:.0e}: {took * 1e3:.1f} ms (median "
                f"{usual * 1e3:.1f}), error {wanted:.0e}"
            )
            for name in dict.fromkeys(row[0] for row in tried):
                good = [x for x in tried if x[0] == name and x[3] <= wanted]
                if not good:
                    print(f"      {name} is not as good at any tolerance tried")
                    continue
                _, own, slow, off = min(good, key=lambda x: x[2])
                print(
                    f"      {name} {slow * 1e3:8.1f} ms, error {off:.0e} (rtol {own:.0e}): "
                    f"{slow / took:.0f} times ours"
                )


def scaling() -> None:
    """Print the time of a trajectory and of a step against the number of cells and of modes."""
    for groups, places, modes in (
        (1, 1, 20), (8, 1, 20), (15, 2, 20), (15, 8, 20), (15, 32, 20),
        (1, 1, 10), (1, 1, 100), (1, 1, 1000), (15, 1, 100), (15, 1, 1000),
    ):  # fmt: skip
        equations, pump = laser(groups, places, modes), pump_rate(PULSE)
        run, took, _ = repeated(lambda e=equations, p=pump: trajectory(e, p, 3.0, rtol=1e-4), 3)
        print(
            f"  {groups * places:4d} cells, {modes:4d} modes: {took * 1e3:8.1f} ms to darkness, "
            f"{run.steps} steps of {took / run.steps * 1e6:.0f} us"
        )


def repeated(work, times):
    """Return the result, the shortest and the median processor time of some calls."""
    result, took = work(), []
    for _ in range(times):
        took.append(timed(work, 1, time.process_time)[1])
    return result, min(took), float(np.median(took))


def steady() -> None:
    """Print the time of a steady state."""
    for name, equations in (("26", laser(1, 1)), ("740", laser(15, 8))):
        pumps = np.geomspace(1e-7, 1e-2, 512 if name == "26" else 64) * PS
        steady_states(equations, pumps[:2])
        _, took = timed(lambda e=equations, p=pumps: steady_states(e, p), 2, time.process_time)
        print(
            f"  {name} states, {pumps.size} pumps: {took / pumps.size * 1e3:.3f} ms of processor time a point"
        )


def memory() -> None:
    """Print how the memory grows with the number of pump levels."""
    equations, pump = laser(1, 1), pump_rate(PULSE)
    for count in (100, 1000, 4000):
        for photons in np.geomspace(0.05, 2, count):
            trajectory(equations, pump, photons, rtol=1e-4)
        print(
            f"  {count:5d} levels: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most"
        )


def single_nanocrystals() -> None:
    """Print the rate of walks."""
    decay = laser(1, 1).rates.decay
    kinetic_monte_carlo(decay, 2.0, 5e-10, 1000)
    walks = 20_000_000
    _, took = timed(lambda: kinetic_monte_carlo(decay, 2.0, 5e-10, walks))
    _, work = timed(lambda: kinetic_monte_carlo(decay, 2.0, 5e-10, walks), 1, time.process_time)
    print(
        f"  {walks / took / 1e6:.1f} million walks a second by the clock, {walks / work / 1e6:.1f} per core"
    )


def main() -> None:
    """Print everything."""
    equations, pump = laser(1, 1), pump_rate(PULSE)
    trajectory(equations, pump, 1.0)
    ours(laser(15, 1), 1.0, 1e-4)
    compiled(equations.cells, 1.0, np.ones(26), np.ones(26))
    for title, part in (
        ("batch", batch),
        ("beside other solvers, one thread", sizes),
        ("scaling with cells and with modes, rtol 1e-4, one thread", scaling),
        ("steady state", steady),
        ("kinetic Monte Carlo", single_nanocrystals),
        ("memory", memory),
    ):
        print(title)
        part()


if __name__ == "__main__":
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        main()
