"""Light curve: the structured Rosenbrock solver beside scipy's LSODA, same equations, same run, equal error.

    python benchmarks/light_curve.py [--all-modes]

The laser is the preset duan2022-microsphere with the 20 modes of highest gain, or all of them. Both
solvers deliver the photons emitted by every mode, so LSODA integrates the photon numbers along. It gets the
right-hand side in numpy and compiled by numba, with and without the analytic Jacobian, and whatever
tolerance brings its error to that of our solver. The reference is our solver at rtol = 1e-10, which the
tests hold against LSODA at 1e-10.
"""

import argparse
import warnings

import numpy as np
from numba import njit
from plain_equations import jacobian_of_one_cell, slopes
from scipy.integrate import solve_ivp
from timing import timed

from colase.device import load
from colase.laser import threshold
from colase.laser.dynamics.pump_rate import pump_rate
from colase.laser.dynamics.rate_equations import Rates, rate_equations
from colase.laser.dynamics.trajectory import trajectory
from colase.laser.mode_gain import mode_gain

LEVELS = (0.3, 1.5, 10.0)


def alone(cells):
    """Return the coefficients of the only cell."""
    return Rates(cells.decay, cells.absorb[0], cells.emit[0], cells.seed[0], cells.loss)


def numpy_side(cells, pulse, photons):
    """Return dy/dt for y = P, s, integral of s, with whole arrays."""
    rates = alone(cells)
    n, m = rates.emit.shape
    net = (rates.emit - rates.absorb).T.copy()

    def slope(t, y):
        p, s = y[:n], y[n : n + m]
        up, down = photons * pulse.rate(t) + rates.absorb @ s, rates.decay + rates.emit @ s
        up[-1] = 0.0
        dp = -(up + down) * p
        dp[1:] += (up * p)[:-1]
        dp[:-1] += (down * p)[1:]
        return np.concatenate([dp, (net @ p - rates.loss) * s + rates.seed.T @ p, s])

    return slope


@njit
def _compiled(cells, pump, y):
    _, n, m = cells.emit.shape
    out = np.empty(y.size)
    slopes(cells, pump, y[:n].reshape(1, n), y[n : n + m], out[:n].reshape(1, n), out[n : n + m])
    out[n + m :] = y[n : n + m]
    return out


def numba_side(cells, pulse, photons):
    """Return dy/dt with the loops compiled; only the pulse shape is Python."""
    centre, sigma = photons * float(pulse.rate(0.0)), pulse.sigma
    return lambda t, y: _compiled(cells, centre * np.exp(-0.5 * (t / sigma) ** 2), y)


def dense_jacobian(cells, pulse, photons):
    """Return the analytic Jacobian of y = P, s, integral of s as a dense matrix."""
    _, n, m = cells.emit.shape

    def matrix(t, y):
        full = np.zeros((y.size, y.size))
        full[: n + m, : n + m] = jacobian_of_one_cell(
            cells, photons * float(pulse.rate(t)), y[:n], y[n : n + m]
        )
        full[np.arange(n + m, n + 2 * m), np.arange(n, n + m)] = 1.0
        return full

    return matrix


def lsoda(cells, pulse, photons, end, rtol, side, analytic):
    """Return the integrals of the photon numbers by scipy's LSODA."""
    _, n, m = cells.emit.shape
    start = np.zeros(n + 2 * m)
    start[0] = 1.0
    floor = (min(1.0, photons) * cells.seed[0].max(axis=0) / cells.loss).max()
    # The same absolute tolerances: far below the spontaneous floor, and as far below it times 1 ns.
    atol = np.concatenate(
        [np.full(n, 1e-3 * rtol), np.full(m, 1e-3 * floor), np.full(m, 1e-3 * rtol * floor * 1e-9)]
    )
    matrix = dense_jacobian(cells, pulse, photons) if analytic else None
    for left, right in ((pulse.start, pulse.end), (pulse.end, end)):
        found = solve_ivp(
            side(cells, pulse, photons), (left, right), start, "LSODA", t_eval=[right], rtol=rtol, atol=atol,
            max_step=(pulse.end - pulse.start) / 25 if left < 0 else np.inf, jac=matrix,
        )  # fmt: skip
        start = found.y[:, -1]
    return start[-m:]


def error(light, exact):
    """Return the largest relative error among the modes that carry 1e-6 of the light or more."""
    counts = exact > 1e-6 * exact.max()
    return abs(light[counts] / exact[counts] - 1).max()


def main() -> None:
    """Print times, errors and ratios."""
    parser = argparse.ArgumentParser(description="Light curve")
    parser.add_argument("--all-modes", action="store_true", help="all modes of the preset instead of 20")
    everything = parser.parse_args().all_modes
    device = load("duan2022-microsphere")
    modes = device.cavity.modes(device.modes)
    found = threshold(modes, device.gain, device.cavity, device.pump, verify=False)
    if not everything:
        best = np.sort(np.argsort(-found.data["gain_over_loss"].values)[:20])
        modes = modes.isel(mode=best)
        found = threshold(modes, device.gain, device.cavity, device.pump, verify=False)
    equations = rate_equations(mode_gain(modes, device.gain, device.cavity), device.gain)
    pulse, (_, states, count) = device.pump.pulse, equations.cells.emit.shape
    rate = pump_rate(pulse)
    trajectory(equations, rate, 1.0)
    _compiled(equations.cells, 1.0, np.ones(states + 2 * count))
    print(f"{modes.sizes['mode']} modes, {states} exciton states, 1 ns pulse; one core")
    for level in (1.5,) if everything else LEVELS:
        compare(equations, rate, pulse, level, level * found.photons_per_nanocrystal)


def compare(equations, rate, pulse, level, photons) -> None:
    """Print one pump level."""
    exact = trajectory(equations, rate, photons, rtol=1e-10)
    ours, spent = timed(lambda: trajectory(equations, rate, photons), 5)
    wanted = error(ours.light, exact.light)
    print(f"\n{level:g} x threshold")
    print(f"  own Rodas5P       {spent * 1e3:9.1f} ms   error {wanted:.1e}   {ours.steps} steps")
    variants = (
        ("numpy", numpy_side, False),
        ("numba", numba_side, False),
        ("numba + Jacobian", numba_side, True),
    )
    for name, side, analytic in variants:
        for rtol in (1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9):
            light, took = timed(
                lambda s=side, a=analytic, r=rtol: lsoda(equations.cells, pulse, photons, exact.end, r, s, a)
            )
            off = error(light, exact.light)
            if off <= wanted or rtol == 1e-9:
                break
        print(
            f"  LSODA {name:17s} {took * 1e3:6.1f} ms   error {off:.1e}   rtol {rtol:.0e}   "
            f"{took / spent:.0f} times ours"
        )


if __name__ == "__main__":
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        main()
