"""Laser dynamics: the batched Rosenbrock solver beside LSODA and CVODE, steady states, single nanocrystals.

    python benchmarks/dynamics.py

One problem throughout: a ladder of six states (radiative and Auger decay), 20 modes with a photon lifetime
of 1 ps, a pulse of 1 ns. 26 states in one cell; 110 and 740 with 15 groups of different nanocrystals in 1
and 8 places. All solvers get the same compiled right-hand side and the same end; errors are those of
populations and photons at the end of the pulse against our solver at rtol 1e-9, and every peer gets the
tolerance with which it is fastest while as good. LSODA is that of scipy, CVODE that of scikit-sundae, both with
dense Jacobians by differences; Kvaerno5 is that of diffrax, with the right-hand side in jax, compiled before
its time is taken, and left out where its dense systems are large. What is not installed is left out. Times of comparisons are processor time of one thread,
so that a busy machine changes them little; those of the batch are also by the clock.
"""

import functools
import importlib.util
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


def laser(groups: int, places: int, modes: int = MODES) -> RateEquations:
    """Return the laser with so many groups of nanocrystals, places and modes."""
    lam = np.linspace(640, 690, modes)
    n = np.arange(STATES)
    radiative = np.where(n <= 2, n**2, 2 * n) / 20e3
    decay = radiative + n**2 * (n - 1) / 4 / 1e3
    shift = np.linspace(-2, 2, groups) * 7.0 if groups > 1 else np.zeros(1)
    weight = np.exp(-0.5 * (shift / 7.0) ** 2)
    weight /= weight.sum()

    def line(at):
        return np.exp(-((at - 640.0) ** 2) / 2 / 144)

    absorb, emit = np.zeros((groups, places, STATES, modes)), np.zeros((groups, places, STATES, modes))
    for b in range(groups):
        for x in range(places):
            wave = 1 + 0.5 * np.arange(modes) / modes
            psi = 2 * np.sin(np.pi * (x + 0.5) / places * wave) ** 2 if places > 1 else np.ones(modes)
            at = lam - shift[b]
            absorb[b, x, 0], absorb[b, x, 1] = line(at) * psi, 0.5 * line(at + 5) * psi
            emit[b, x, 1] = 0.5 * line(at - 15) * psi
            emit[b, x, 2:] = line(at - 10) * psi
    shape = (groups * places, STATES, modes)
    absorb, emit = (17.6 * PS * x.reshape(shape) for x in (absorb, emit))
    seed = np.broadcast_to(20 / modes * 1e-4 * PS * radiative[:, None], shape).copy()
    loss = np.full(modes, PS)
    share = np.repeat(weight, places) / places
    cells = Cells(share, np.ones(shape[0]), decay * PS, absorb, emit, seed, loss)
    mean = Rates(decay * PS, *(np.einsum("x,xnm->nm", share, y) for y in (absorb, emit, seed)), loss)
    out = np.stack([loss, 0 * loss, 0 * loss])
    return RateEquations(mean, radiative * PS, out, 0 * loss, np.ones(modes), np.ones(STATES), cells)


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


def kvaerno(equations, photons, rtol):
    """Return all unknowns at the end by Kvaerno5 (diffrax, right-hand side in jax, dense Jacobian)."""
    solve, start = _kvaerno(equations)
    return np.asarray(solve(start, photons * float(PULSE.rate(0.0)), rtol))


@functools.lru_cache(maxsize=1)
def _kvaerno(equations):
    import diffrax
    import jax

    jax.config.update("jax_enable_x64", True)
    cells = equations.cells
    count, states, modes = cells.emit.shape
    net = cells.weight[:, None, None] * (cells.emit - cells.absorb)
    births = cells.weight[:, None, None] * cells.seed

    def slope(t, y, peak):
        jnp = jax.numpy
        p, s = y[: count * states].reshape(count, states), y[count * states :]
        pump = peak * jnp.exp(-0.5 * (t / PULSE.sigma) ** 2)
        up = (pump * cells.share[:, None] + cells.absorb @ s)[:, :-1] * p[:, :-1]
        down = (cells.decay + cells.emit @ s)[:, 1:] * p[:, 1:]
        crossing, none = up - down, jnp.zeros((count, 1))
        dp = jnp.hstack([none, crossing]) - jnp.hstack([crossing, none])
        ds = (jnp.einsum("xn,xnm->m", p, net) - cells.loss) * s + jnp.einsum("xn,xnm->m", p, births)
        return jnp.concatenate([dp.ravel(), ds])

    @jax.jit
    def solve(start, peak, rtol):
        steps = diffrax.PIDController(rtol=rtol, atol=1e-5 * rtol, dtmax=2e-10)
        return diffrax.diffeqsolve(
            diffrax.ODETerm(slope), diffrax.Kvaerno5(), PULSE.start, END, 1e-13, start, peak,
            stepsize_controller=steps, max_steps=10**6,
        ).ys[-1]  # fmt: skip

    start = np.zeros(count * states + modes)
    start[: count * states : states] = 1.0
    solve(start, 1.0, 1e-3).block_until_ready()
    return solve, start


LARGEST = {"Kvaerno5": 150}
"""Unknowns up to which a peer is asked."""


def peers():
    """Return the solvers to compare with, by name."""
    found = {"LSODA": lsoda}
    for name, module, solver in (("CVODE", "sksundae", cvode), ("Kvaerno5", "diffrax", kvaerno)):
        if importlib.util.find_spec(module):
            found[name] = solver
        else:
            print(f"  ({name} left out: {module} is not installed)")
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
            if unknowns > LARGEST.get(name, unknowns):
                print(f"  {unknowns} states are too many for {name}")
                continue
            if name == "Kvaerno5":
                peer(equations, 3.0, 1e-3)
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
