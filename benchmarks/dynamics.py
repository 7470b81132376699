"""Laser dynamics: the batched Rosenbrock solver beside LSODA and CVODE, steady states, single nanocrystals.

    python benchmarks/dynamics.py

One problem throughout: a ladder of six states (radiative and Auger decay), 20 modes with a photon lifetime
of 1 ps, a pulse of 1 ns. 26 states in one cell; 110 and 740 with 15 groups of different nanocrystals in 1
and 8 places. All solvers get the same compiled right-hand side and the same end; errors are those of
populations and photons at the end of the pulse against our solver at rtol 1e-9, and every peer gets the
tolerance with which it is fastest while as good. LSODA is that of scipy, CVODE that of scikit-sundae if it is
installed, both with dense Jacobians by differences. Times of comparisons are processor time of one thread,
so that a busy machine changes them little; those of the batch are also by the clock.
"""

import resource
import time
import warnings
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numba import njit
from plain_equations import slopes
from scipy.integrate import odeint

from colase.gain import GaussianPulse
from colase.laser.dynamics.cells import Cells
from colase.laser.dynamics.kinetic_monte_carlo import kinetic_monte_carlo
from colase.laser.dynamics.pump_rate import pump_rate
from colase.laser.dynamics.rate_equations import RateEquations, Rates
from colase.laser.dynamics.steady_state import steady_states
from colase.laser.dynamics.trajectory import histories, trajectory

STATES, MODES = 6, 20
PS = 1e12
PULSE = GaussianPulse(fwhm=1e-9)
END = 1.2e-9


def laser(groups: int, places: int) -> RateEquations:
    """Return the laser with so many groups of nanocrystals and places."""
    lam = np.linspace(640, 690, MODES)
    n = np.arange(STATES)
    radiative = np.where(n <= 2, n**2, 2 * n) / 20e3
    decay = radiative + n**2 * (n - 1) / 4 / 1e3
    shift = np.linspace(-2, 2, groups) * 7.0 if groups > 1 else np.zeros(1)
    weight = np.exp(-0.5 * (shift / 7.0) ** 2)
    weight /= weight.sum()

    def line(at):
        return np.exp(-((at - 640.0) ** 2) / 2 / 144)

    absorb, emit = np.zeros((groups, places, STATES, MODES)), np.zeros((groups, places, STATES, MODES))
    for b in range(groups):
        for x in range(places):
            wave = 1 + 0.5 * np.arange(MODES) / MODES
            psi = 2 * np.sin(np.pi * (x + 0.5) / places * wave) ** 2 if places > 1 else np.ones(MODES)
            at = lam - shift[b]
            absorb[b, x, 0], absorb[b, x, 1] = line(at) * psi, 0.5 * line(at + 5) * psi
            emit[b, x, 1] = 0.5 * line(at - 15) * psi
            emit[b, x, 2:] = line(at - 10) * psi
    shape = (groups * places, STATES, MODES)
    absorb, emit = (17.6 * PS * x.reshape(shape) for x in (absorb, emit))
    seed = np.broadcast_to(1e-4 * PS * radiative[:, None], shape).copy()
    loss = np.full(MODES, PS)
    share = np.repeat(weight, places) / places
    cells = Cells(share, np.ones(shape[0]), decay * PS, absorb, emit, seed, loss)
    mean = Rates(decay * PS, *(np.einsum("x,xnm->nm", share, y) for y in (absorb, emit, seed)), loss)
    out = np.stack([loss, 0 * loss, 0 * loss])
    return RateEquations(mean, radiative * PS, out, 0 * loss, np.ones(MODES), np.ones(STATES), cells)


@njit
def compiled(cells, pump, y, out):
    """Write dy/dt for y = P, s in one row."""
    count, states, _ = cells.emit.shape
    n = count * states
    slopes(cells, pump, y[:n].reshape(count, states), y[n:], out[:n].reshape(count, states), out[n:])


def lsoda(equations, photons, rtol):
    """Return all unknowns at the end by LSODA (odeint, dense Jacobian by differences)."""
    cells = equations.cells
    count, states, modes = cells.emit.shape
    start = np.zeros(count * states + modes)
    start[: count * states : states] = 1.0
    peak = photons * float(PULSE.rate(0.0))

    def slope(t, y):
        out = np.empty(y.size)
        compiled(cells, peak * np.exp(-0.5 * (t / PULSE.sigma) ** 2), y, out)
        return out

    return odeint(
        slope, start, [PULSE.start, END], tfirst=True, rtol=rtol, atol=1e-5 * rtol, hmax=2e-10, mxstep=10**6
    )[-1]


def cvode(equations, photons, rtol):
    """Return all unknowns at the end by CVODE (scikit-sundae, dense Jacobian by differences)."""
    from sksundae.cvode import CVODE

    cells = equations.cells
    count, states, modes = cells.emit.shape
    start = np.zeros(count * states + modes)
    start[: count * states : states] = 1.0
    peak = photons * float(PULSE.rate(0.0))

    def slope(t, y, out):
        compiled(cells, peak * np.exp(-0.5 * (t / PULSE.sigma) ** 2), y, out)

    solver = CVODE(slope, rtol=rtol, atol=1e-5 * rtol, max_step=2e-10, max_num_steps=10**6)
    return np.asarray(solver.solve([PULSE.start, END], start).y[-1])


def peers():
    """Return the solvers to compare with, by name."""
    found = {"LSODA": lsoda}
    try:
        import sksundae  # noqa: F401
    except ImportError:
        print("  (CVODE left out: scikit-sundae is not installed)")
    else:
        found["CVODE"] = cvode
    return found


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


def timed(work, times=1, clock=time.perf_counter):
    """Return the result and the shortest time of some calls."""
    best = np.inf
    for _ in range(times):
        begin = clock()
        result = work()
        best = min(best, clock() - begin)
    return result, best


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
            for rtol in (1e-5, 1e-6, 1e-7, 1e-8):
                y, slow = timed(lambda e=equations, r=rtol, p=peer: p(e, 3.0, r), 1, time.process_time)
                tried.append((name, rtol, slow, abs((means(equations, y) - exact) / scale).max()))
        for rtol in (1e-4, 1e-5):
            found, took, usual = repeated(lambda e=equations, r=rtol: ours(e, 3.0, r), 7)
            wanted = abs((found - exact) / scale).max()
            print(
                f"  {unknowns} states: Rodas5P at rtol {rtol:.0e}: {took * 1e3:.1f} ms (median "
                f"{usual * 1e3:.1f}), error {wanted:.0e}"
            )
            for name in others:
                good = [x for x in tried if x[0] == name and x[3] <= wanted]
                if not good:
                    print(f"      {name} is not as good at any tolerance tried")
                    continue
                _, own, slow, off = min(good, key=lambda x: x[2])
                print(
                    f"      {name} {slow * 1e3:8.1f} ms, error {off:.0e} (rtol {own:.0e}): "
                    f"{slow / took:.0f} times ours"
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
        ("scaling with cells, beside other solvers, one thread", sizes),
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
